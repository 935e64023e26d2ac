"""What the commands share: options from the table, running the gate, and errors as lines and exit statuses."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, redirect_stdout
from pathlib import Path
from typing import Any, NoReturn, TextIO, cast

import click

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.boundary.signals import TerminatedError, Termination
from pytest_contentjobs.boundary.streams import secure_streams
from pytest_contentjobs.errors import ContentJobsError, SettingsError
from pytest_contentjobs.gate.exit_status import ExitStatus, exit_status
from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.model.job import find_job_ids
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.earlier_reports import Places, hold_reports, void_reports
from pytest_contentjobs.pipeline.outputs import fail_for, has_printed, write_outputs
from pytest_contentjobs.pipeline.run import InterruptedRunError, gate
from pytest_contentjobs.reports.links import add_link, can_link
from pytest_contentjobs.reports.next_command import find_next_command
from pytest_contentjobs.reports.progress import choose_watch
from pytest_contentjobs.reports.resume_command import Invocation
from pytest_contentjobs.reports.terminal import StyledLine, View, make_section, make_verdict
from pytest_contentjobs.settings.options import OPTIONS, Option
from pytest_contentjobs.settings.options.reports import JUNIT
from pytest_contentjobs.settings.project_file import find_project_folders
from pytest_contentjobs.settings.resolve import Settings

__all__ = [
    "GroupedCommand",
    "Program",
    "echo_line",
    "exit_with",
    "make_lookup",
    "make_places",
    "open_settings",
    "require_job_id",
    "run_gate",
    "verbose_option",
    "with_options",
]

_COLORS = frozenset({"red", "yellow", "green"})

Command = Callable[..., None]

verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="show findings that do not fail, too, and how lines were counted"
)


class Program(click.Group):
    """A group of commands with pytest's exit statuses: 4 for wrong usage and 2 for Ctrl-C, for which click has 2 and 1."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run the command that the arguments name, and exit."""
        end = secure_streams()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A character that the stream's encoding lacks must not end the program in the middle of its output.
                stream.reconfigure(errors="backslashreplace")
        # Like pytest: a pattern in an argument is not expanded.
        kwargs["windows_expand_args"] = False
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.ClickException as error:
            given = list(args[0] if args else kwargs.get("args") or sys.argv[1:])
            _replace_reports(self.commands.get(given[0]) if given else None, given[1:])
            click.echo(f"ERROR: {_explain(error, self._name_command(given))}", err=True)
            status = ExitStatus.USAGE
        except click.Abort:
            click.echo("Interrupted.", err=True)
            status = ExitStatus.INTERRUPTED
        finally:
            end()
        sys.exit(status)

    def _name_command(self, arguments: Sequence[str]) -> str:
        """Return the program and the commands that the arguments begin with, as a user writes them."""
        names, command = ["contentjobs"], cast("click.Command", self)
        for name in arguments:
            if not isinstance(command, click.Group) or name not in command.commands:
                break
            command = command.commands[name]
            names.append(name)
        return " ".join(names)


def _explain(error: click.ClickException, command: str) -> str:
    """Return the text of click's error as a line like that of our own errors, with a next step and a reason code."""
    what = sanitize_line(error.format_message())
    if not isinstance(error, click.UsageError):
        return f"{what} ({Reason.EMULATOR_UNAVAILABLE})"
    is_value = isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter)
    return SettingsError(
        what if what.endswith((".", "?", "?)")) else f"{what}.",
        next_step=f"Run '{command} --help' to see what it accepts.",
        reason=Reason.VALUE_INVALID if is_value else Reason.USAGE_INVALID,
    ).explain()


def _replace_reports(command: click.Command | None, arguments: list[str]) -> None:
    """Replace the reports of an earlier run if a command's arguments are wrong, as far as their files are known."""
    if command is None or not any(parameter.name == JUNIT.key for parameter in command.params):
        return
    if {"-h", "--help"} & set(arguments):
        return
    known = command.make_context(
        command.name, arguments, resilient_parsing=True, ignore_unknown_options=True, allow_extra_args=True
    )
    void_reports(make_places(known.params))


def make_places(given: Mapping[str, object], files: Sequence[tuple[str, Path]] = ()) -> Places:
    """Return where the settings of a command come from; ``files`` as in ``open_settings``."""
    return Places(
        option=make_lookup(given),
        environment=os.environ,
        ini=lambda _key: None,
        folders=find_project_folders(Path()),
        files=tuple(files),
    )


@contextmanager
def open_settings(given: Mapping[str, object], files: Sequence[tuple[str, Path]] = ()) -> Iterator[Settings]:
    """Resolve the settings, and hold the report files for this process, with the reports of an earlier run replaced.

    ``files`` are further files that the command reads, each with the name of its option.

    Raises:
        SettingsError: a setting is missing or invalid, or a report cannot be written.
    """
    places = make_places(given, files)
    try:
        settings = places.resolve()
    except SettingsError:
        void_reports(places)
        raise
    with hold_reports(settings, places):
        yield settings


class GroupedCommand(click.Command):
    """A command whose help lists the options of the tables by group, and its own options after them."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections of options."""
        groups = {option.key: option.group for option in OPTIONS}
        sections: dict[str, list[tuple[str, str]]] = {group: [] for group in groups.values()}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            # An argument is in the usage line, and the description says what it is.
            if record is not None and isinstance(parameter, click.Option):
                sections.setdefault(groups.get(parameter.name or "", "other options"), []).append(record)
        for title, records in sections.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def with_options(options: Iterable[Option]) -> Callable[[Command], Command]:
    """Add options from the table to a command, in the order of the table.

    Their variables and defaults are left to ``resolve``, so that precedence is decided in one place.
    """

    def decorate(command: Command) -> Command:
        for option in reversed(tuple(options)):
            if option.is_flag:
                add = click.option(option.name, option.key, flag_value="true", default=None, help=option.full_help)
            else:
                add = click.option(
                    option.name, option.key, metavar=option.metavar, help=option.full_help, multiple=option.repeatable
                )
            command = add(command)
        return command

    return decorate


def require_job_id(text: str) -> str:
    """Return the id of a job in a text: the id itself, the location of the job, or its status URL; raises SettingsError."""
    found = find_job_ids(text)
    if len(found) != 1:
        raise SettingsError(
            f"{text!r} has {'no job id' if not found else f'{len(found)} job ids'} in it.",
            next_step="Give the job's UUID, the location header of its creation, or its status URL.",
            reason=Reason.VALUE_INVALID,
        )
    return found[0]


def make_lookup(given: Mapping[str, object]) -> Callable[[str], object]:
    """Return the lookup that ``resolve`` takes. It returns None for an option that was not given, repeatable or not."""

    def look_up(key: str) -> object:
        value = given.get(key)
        return None if value == () else value

    return look_up


def run_gate(settings: Settings, arguments: Sequence[str], *, is_verbose: bool = False) -> int:
    """Run the gate, show the runs, write the reports, and return the exit status.

    If a report is for the standard output, everything else is written to standard error. ``arguments`` are those that the settings
    came from, for a command to go on.

    Raises:
        SettingsError: a setting cannot be used; raised before any request.
        InterruptedRunError: Ctrl-C.
    """
    stdout = sys.stdout
    with redirect_stdout(sys.stderr) if has_printed(settings) else nullcontext():
        return _run_gate(settings, arguments, stdout, is_verbose=is_verbose)


def _run_gate(settings: Settings, arguments: Sequence[str], stdout: TextIO, *, is_verbose: bool) -> int:
    termination = Termination()
    termination.listen()
    invocation = Invocation(("contentjobs", "report"), tuple(arguments))
    try:
        watch = choose_watch(click.echo, color=not os.environ.get("NO_COLOR"))
        runs = gate(settings, watch, invocation=invocation)
        for run in runs:
            _show(run, settings, is_verbose=is_verbose)
    except KeyboardInterrupt as interrupt:
        if not termination.has_come:
            raise
        _report_interrupt(interrupt)
        return ExitStatus.TERMINATED
    finally:
        termination.stop()
    if termination.has_come:
        return ExitStatus.TERMINATED
    status = exit_status(runs)
    click.echo("")
    outputs = write_outputs(runs, settings, not_run={}, is_filtered=False)
    for output in outputs:
        if output.is_document:
            click.echo(output.text.encode(), file=stdout, nl=False)
            continue
        click.echo(f"{'ERROR: ' if output.is_failure else ''}{output.line}", err=output.is_failure)
        status = max(status, ExitStatus.FINDINGS) if output.is_failure else status
    next_command = find_next_command(runs, settings, is_green=status == ExitStatus.CLEAN, invocation=invocation)
    if next_command is not None:
        click.echo(next_command)
    for run in fail_for(outputs, runs):
        for line in make_verdict(run, _measure_width()):
            echo_line(line)
    return status


def _show(run: ContentRun, settings: Settings, *, is_verbose: bool) -> None:
    echo_line(StyledLine(""))
    echo_line(StyledLine(f"content job {run.name}", ("bold",)))
    view = View(
        width=_measure_width(),
        group=settings.group,
        maximum=settings.show,
        owner=settings.owner,
        is_verbose=is_verbose,
    )
    for line in make_section(run, run.verdicts, view):
        echo_line(line)


def _measure_width() -> int | None:
    """Return the width of the terminal, None if the output is a file or a pipe, whose readers wrap it themselves."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def echo_line(line: StyledLine) -> None:
    """Write a line, in its colours if the output is a terminal and NO_COLOR is not set."""
    color = next((style for style in line.styles if style in _COLORS), None)
    has_links = can_link(sys.stdout, color=not os.environ.get("NO_COLOR"))
    text = add_link(line.text, line.link) if has_links else line.text
    text = click.style(text, fg=color, bold="bold" in line.styles or None) if line.styles else text
    click.echo(text, color=False if os.environ.get("NO_COLOR") else None)


def exit_with(action: Callable[[], int]) -> NoReturn:
    """Run an action and exit with its status. An error that a user, a network or the service caused becomes a line."""
    try:
        status = action()
    except SettingsError as error:
        click.echo(f"ERROR: {error.explain()}", err=True)
        status = ExitStatus.USAGE
    except ContentJobsError as error:
        click.echo(f"ERROR: {error.explain()}", err=True)
        status = ExitStatus.NOT_JUDGED
    except InterruptedRunError as interrupt:
        _report_interrupt(interrupt)
        status = ExitStatus.INTERRUPTED
    sys.exit(status)


def _report_interrupt(interrupt: KeyboardInterrupt) -> None:
    """Report what happened to the jobs."""
    is_terminated = isinstance(interrupt, TerminatedError) or isinstance(interrupt.__cause__, TerminatedError)
    click.echo("Terminated." if is_terminated else "Interrupted.", err=True)
    for line in interrupt.lines if isinstance(interrupt, InterruptedRunError) else ():
        click.echo(line, err=True)
