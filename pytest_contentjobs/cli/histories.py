"""``contentjobs history``: what became of a project's runs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.cli.common import exit_with, make_places
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.gate.exit_status import ExitStatus
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.history_file import read_history
from pytest_contentjobs.reports.history import Change, HistoryEntry, find_changes
from pytest_contentjobs.reports.verdict_line import VERDICTS
from pytest_contentjobs.settings.options.reports import HISTORY

__all__ = ["history"]

_HEADING = ("time (UTC)", "verdict", "errors", "warnings", "passing", "new", "fixed")
_UNKNOWN = "-"


@click.command("history", short_help="List the runs of a history.")
@click.argument("name", required=False)
@click.option(
    "-n",
    "number",
    metavar="N",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="how many runs of each name to show",
)
@click.option(
    HISTORY.name,
    HISTORY.key,
    metavar=HISTORY.metavar,
    help=f"the history, which runs with this option wrote [env: {HISTORY.variable}]",
)
def history(name: str | None, number: int, **given: object) -> None:
    """List the runs that a history has, and what was new and fixed in each.

    NAME is the name of the runs to list; without it, those of all names are listed.
    """

    def action() -> int:
        text = make_places(given).value(HISTORY)
        if not text:
            raise SettingsError(
                "No history is given.", next_step=f"Set {HISTORY.places} to its file.", reason=Reason.SETTING_MISSING
            )
        found = read_history(Path(text))
        entries = [entry for entry in found.entries if name in {None, entry.name}]
        if not entries:
            raise SettingsError(
                f"The history {text!r} has no run{f' of the name {name!r}' if name else ''}.",
                next_step=f"Run with {HISTORY.name} first, or give the name of another run.",
                reason=Reason.RUN_UNKNOWN,
            )
        for line in _list_runs(entries, number):
            click.echo(line)
        if found.damaged:
            click.echo(f"{sanitize_line(text)}: {plural(found.damaged, 'line')} cannot be read, and was passed over")
        return ExitStatus.CLEAN

    exit_with(action)


def _list_runs(entries: list[HistoryEntry], number: int) -> Iterator[str]:
    entries.sort(key=lambda entry: (entry.name, entry.time))
    for name, group in groupby(entries, key=lambda entry: entry.name):
        changes = find_changes(list(group))
        rows = [_HEADING, *(_make_row(change) for change in changes[-number:])]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        yield name
        for row in rows:
            cells = [
                cell.ljust(width) if position < 2 else cell.rjust(width)  # noqa: PLR2004 - time and verdict are words
                for position, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            yield f"  {'  '.join(cells)}".rstrip()


def _make_row(change: Change) -> tuple[str, ...]:
    entry = change.entry
    numbers = (entry.errors, entry.warnings, entry.tolerated + entry.known, change.new, change.fixed)
    return (
        f"{entry.time:%Y-%m-%d %H:%M}",
        VERDICTS[entry.outcome],
        *(_UNKNOWN if number is None else f"{number:,}" for number in numbers),
    )
