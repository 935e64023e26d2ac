"""What the commands share: options of the table, errors in a line or two, and runs on the terminal."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click

from pytest_contentjobs.boundary.signals import TerminatedError, Termination
from pytest_contentjobs.boundary.streams import secure_streams
from pytest_contentjobs.errors import ContentJobsError, SettingsError
from pytest_contentjobs.gate.exit_status import ExitStatus, exit_status
from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.pipeline.earlier_reports import Places, give_up, reports_of
from pytest_contentjobs.pipeline.outputs import write_outputs
from pytest_contentjobs.pipeline.run import InterruptedRunError, Watch, gate
from pytest_contentjobs.reports.progress import LineWatch, LiveWatch, can_draw
from pytest_contentjobs.reports.terminal import StyledLine, section
from pytest_contentjobs.settings.options import JUNIT, OPTIONS, Option
from pytest_contentjobs.settings.resolve import Settings, resolve

__all__ = [
    "Program",
    "explained",
    "gated",
    "looked_up",
    "settled",
    "styled",
    "with_options",
    "without_ini",
]

_COLORS = frozenset({"red", "yellow", "green"})

Command = Callable[..., None]


class Program(click.Group):
    """A group of commands that ends as pytest does: 4 after wrong usage and 2 after Ctrl-C, where click has 2 and 1."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run the command that the arguments name, and exit."""
        end = secure_streams()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # What a stream's encoding lacks would end the program in the midst of its output.
                stream.reconfigure(errors="backslashreplace")
        # As pytest takes its arguments: a pattern is no wildcard.
        kwargs["windows_expand_args"] = False
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.ClickException as error:
            given = list(args[0] if args else kwargs.get("args") or sys.argv[1:])
            _give_up(self.commands.get(given[0]) if given else None, given[1:])
            error.show()
            status = ExitStatus.USAGE
        except click.Abort:
            click.echo("Interrupted.", err=True)
            status = ExitStatus.INTERRUPTED
        finally:
            end()
        sys.exit(status)


def _give_up(command: click.Command | None, arguments: list[str]) -> None:
    """Replace what an earlier run left in the reports of a command whose arguments are wrong, as far as they are known."""
    if command is None or not any(parameter.name == JUNIT.key for parameter in command.params):
        return
    if {"-h", "--help"} & set(arguments):
        return
    known = command.make_context(
        command.name, arguments, resilient_parsing=True, ignore_unknown_options=True, allow_extra_args=True
    )
    give_up(_places(known.params))


def _places(given: Mapping[str, object], files: Sequence[tuple[str, Path]] = ()) -> Places:
    return Places(
        option=looked_up(given), environment=os.environ, ini=lambda _key: None, root=Path(), files=tuple(files)
    )


@contextmanager
def settled(given: Mapping[str, object], files: Sequence[tuple[str, Path]] = ()) -> Iterator[Settings]:
    """Decide the settings, and keep the report files for this process, whatever an earlier run left in them replaced.

    ``files`` are further files that the command reads, each with what names it.

    Raises:
        SettingsError: something is missing or malformed, or a report cannot be written where it is to be.
    """
    places = _places(given, files)
    try:
        settings = resolve(places.option, places.environment, places.ini)
    except SettingsError:
        give_up(places)
        raise
    with reports_of(settings, places):
        yield settings


def with_options(options: Iterable[Option]) -> Callable[[Command], Command]:
    """Give a command options of the table, in its order and under the names that messages use.

    ``resolve`` looks at their variables and defaults, so that precedence is decided in one place.
    """

    def decorated(command: Command) -> Command:
        for option in reversed(tuple(options)):
            if option.is_flag:
                add = click.option(option.name, option.key, flag_value="true", default=None, help=option.help)
            else:
                add = click.option(
                    option.name, option.key, metavar=option.metavar, help=option.help, multiple=option.repeatable
                )
            command = add(command)
        return command

    return decorated


def looked_up(given: Mapping[str, object]) -> Callable[[str], object]:
    """Return the look-up that ``resolve`` takes: None for what was not given, also of a repeatable option."""

    def look_up(key: str) -> object:
        value = given.get(key)
        return None if value == () else value

    return look_up


def gated(settings: Settings, *, is_verbose: bool = False) -> int:
    """Wait for jobs, show what came of them, write the reports that were asked for, and return the exit status.

    Raises:
        SettingsError: something that was set cannot be used; found before any request.
        InterruptedRunError: Ctrl-C.
    """
    termination = Termination()
    termination.listen()
    try:
        runs = gate(settings, _watch())
        for run in runs:
            _show(run, is_verbose=is_verbose)
    except KeyboardInterrupt as interrupt:
        if not termination.has_come:
            raise
        _tell(interrupt)
        return ExitStatus.TERMINATED
    finally:
        termination.stop()
    if termination.has_come:
        return ExitStatus.TERMINATED
    status = exit_status(runs)
    for output in write_outputs(runs, settings, not_run={}, is_filtered=False):
        click.echo(f"{'ERROR: ' if output.is_failure else ''}{output.text}", err=output.is_failure)
        status = max(status, ExitStatus.FINDINGS) if output.is_failure else status
    return status


def _show(run: ContentRun, *, is_verbose: bool) -> None:
    styled(StyledLine(""))
    styled(StyledLine(f"content job {run.name}", ("bold",)))
    width = shutil.get_terminal_size().columns
    for line in section(run, run.verdicts, width=width, is_verbose=is_verbose):
        styled(line)


def styled(line: StyledLine) -> None:
    """Write a line with its colours, where the output is a terminal and NO_COLOR is not set."""
    color = next((style for style in line.styles if style in _COLORS), None)
    text = click.style(line.text, fg=color, bold="bold" in line.styles or None) if line.styles else line.text
    click.echo(text, color=False if os.environ.get("NO_COLOR") else None)


def without_ini(text: str) -> str:
    """Return a message without the ini keys that it says can be set, since only pytest reads them."""
    for option in OPTIONS:
        text = text.replace(option.places, replace(option, has_ini=False).places)
    return text


def explained(action: Callable[[], int]) -> NoReturn:
    """Run an action and exit with its status; tell what a user, a network or the service caused in a line or two."""
    try:
        status = action()
    except SettingsError as error:
        click.echo(f"ERROR: {without_ini(error.explain())}", err=True)
        status = ExitStatus.USAGE
    except ContentJobsError as error:
        click.echo(f"ERROR: {error.explain()}", err=True)
        status = ExitStatus.NOT_JUDGED
    except InterruptedRunError as interrupt:
        _tell(interrupt)
        status = ExitStatus.INTERRUPTED
    sys.exit(status)


def _tell(interrupt: KeyboardInterrupt) -> None:
    """Say what became of the jobs."""
    if isinstance(interrupt, TerminatedError) or isinstance(interrupt.__cause__, TerminatedError):
        click.echo("Terminated.", err=True)
    for line in interrupt.lines if isinstance(interrupt, InterruptedRunError) else ():
        click.echo(line, err=True)


def _watch() -> Watch:
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and can_draw(sys.stdout.encoding):
        return LiveWatch(sys.stdout, color=not os.environ.get("NO_COLOR"))
    return LineWatch(click.echo)
