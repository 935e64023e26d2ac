"""The command that goes on waiting for jobs, with the options that the user gave."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.settings.options import OPTIONS
from pytest_contentjobs.settings.options.jobs import JOB, VALIDATE

__all__ = ["Invocation", "list_arguments", "make_resume_command"]


@dataclass(frozen=True, slots=True)
class Invocation:
    """How the user started this run: the program with its command, and the arguments."""

    program: tuple[str, ...] = ("pytest",)
    arguments: tuple[str, ...] = ()


def make_resume_command(invocation: Invocation, jobs: Mapping[str, str], redact: Callable[[str], str]) -> str:
    """Return the command that waits for these jobs, ids by name, in one safe line: the user's, but for what starts or names jobs.

    Arguments with secrets are left out. A command that would not be safe to show has the jobs alone.
    """
    waiting = [part for name, job_id in jobs.items() for part in (JOB.name, f"{name}={job_id}")]
    line = shlex.join([*invocation.program, *waiting, *_keep_arguments(invocation.arguments, redact)])
    # Half a command, or one with escapes, does something else.
    return line if sanitize_line(line) == line else shlex.join([*invocation.program, *waiting])


def list_arguments(given: Mapping[str, object]) -> tuple[str, ...]:
    """Return the values of a command's parameters, by the key of their option, as arguments."""
    arguments: list[str] = []
    for option in OPTIONS:
        value = given.get(option.key)
        if value is None:
            continue
        if option.is_flag:
            arguments.append(option.name)
        else:
            values = [value] if isinstance(value, str) else value if isinstance(value, Sequence) else [str(value)]
            arguments += [part for each in values for part in (option.name, str(each))]
    return tuple(arguments)


def _keep_arguments(arguments: Sequence[str], redact: Callable[[str], str]) -> Iterator[str]:
    """Give the arguments that do not start or name a job and have no secret."""
    is_left_out = False
    for argument, value in zip_longest(arguments, arguments[1:]):
        if is_left_out:
            is_left_out = False
            continue
        option, equals, _ = argument.partition("=")
        if option in {JOB.name, VALIDATE.name}:
            is_left_out = not equals
        elif value is not None and argument.startswith("-") and not equals and _is_secret(option, value, redact):
            is_left_out = True
        elif redact(argument) == argument:
            yield argument


def _is_secret(option: str, value: str, redact: Callable[[str], str]) -> bool:
    """Whether the argument behind an option is a secret; the name of the option may say so."""
    named = f"{option.lstrip('-')}={value}"
    return not value.startswith("-") and (redact(value) != value or redact(named) != named)
