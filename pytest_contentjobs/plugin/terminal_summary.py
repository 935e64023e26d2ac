"""The gate's sections in pytest's terminal summary, and what they replace there."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from pytest_contentjobs.gate.exit_status import ExitStatus
from pytest_contentjobs.model import JudgementOutcome
from pytest_contentjobs.reports.links import add_link, can_link
from pytest_contentjobs.reports.terminal import StyledLine, View, make_section, make_verdict, wrap_line
from pytest_contentjobs.reports.verdict_line import FAILED
from pytest_contentjobs.settings.options.reports import ITEMS

if TYPE_CHECKING:
    from pytest_contentjobs.model import ContentRun
    from pytest_contentjobs.pipeline.outputs import Output
    from pytest_contentjobs.plugin.outcomes import ItemOutcomes

__all__ = ["ContentSummary", "name_interrupt", "write_notes", "write_runs", "write_verdicts"]


def write_runs(
    terminal: pytest.TerminalReporter,
    runs: Sequence[ContentRun],
    outcomes: ItemOutcomes,
    *,
    group: str,
    maximum: int | None,
    owner: str | None,
    is_verbose: bool,
) -> None:
    """Write a section for each run, with the findings that had a test in this session; the rest is as in ``View``."""
    view = View(width=_measure_width(terminal), group=group, maximum=maximum, owner=owner, is_verbose=is_verbose)
    # Otherwise pytest puts the blank line after the heading.
    terminal.ensure_newline()
    for run in runs:
        terminal.section(f"content job {run.name}")
        _write(terminal, make_section(run, outcomes.list_verdicts(run), view))


def write_notes(
    terminal: pytest.TerminalReporter, notes: Sequence[Output], *, is_left_to_tests: bool, is_judged: bool
) -> None:
    """Write what is true of the whole session; a failure begins like a verdict, but names the session and not the content.

    ``is_left_to_tests`` is set if the findings have no items of the gate, ``is_judged`` unless the content could not be judged.
    """
    terminal.write_line("")
    if is_left_to_tests:
        terminal.write_line(f"{ITEMS.name} checks: the findings are left to this session's own tests", yellow=True)
    for note in notes:
        if note.is_command:
            # Nothing may stand before it, not even a color.
            terminal.write_line(note.text)
            continue
        text, color = (f"this session: {FAILED} - {note.line}", "red") if note.is_failure else (note.line, "green")
        _write(terminal, wrap_line(text, _measure_width(terminal), "", color))
    if not is_judged:
        terminal.write_line(f"exit status {ExitStatus.NOT_JUDGED}: the content could not be judged", red=True)


def write_verdicts(
    terminal: pytest.TerminalReporter,
    runs: Sequence[ContentRun],
    not_run: Mapping[str, int],
    *,
    is_green: bool,
    next_command: str | None,
) -> None:
    """Write what to do next, and the verdicts of all runs together.

    ``not_run`` is the number of findings without a test in this session, by the name of the run. The user's own tests have a
    verdict too if they fail, since that is not the content's fault.
    """
    if next_command is not None:
        terminal.write_line(next_command)
    failed = sum(len(terminal.stats.get(category, ())) for category in ("failed", "error"))
    if failed:
        _write(terminal, [StyledLine(f"your tests: {FAILED} - {failed:,} failed", ("red", "bold"))])
    for run in runs:
        _write(terminal, make_verdict(run, _measure_width(terminal), not_run=not_run.get(run.name, 0)))
    if is_green and any(run.judgement.outcome is not JudgementOutcome.CLEAN for run in runs):
        text = "nothing that ran failed: what fails was left out of this session, whose exit status says nothing of the content"
        _write(terminal, wrap_line(text, _measure_width(terminal), "", "yellow", "bold"))


def name_interrupt(config: pytest.Config, text: str) -> None:
    """Replace the line that pytest shows of an interrupt, if it shows one."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    # pytest has no public name for what it keeps of an interrupt until it ends.
    crash = getattr(getattr(terminal, "_keyboardinterrupt_memo", None), "reprcrash", None)
    if crash is not None:
        crash.message = text


def _write(terminal: pytest.TerminalReporter, lines: Iterable[StyledLine]) -> None:
    has_links = terminal.isatty and can_link(sys.stdout, color=terminal.hasmarkup)
    for line in lines:
        text = add_link(line.text, line.link) if has_links else line.text
        terminal.write_line(text, **dict.fromkeys(line.styles, True))


def _measure_width(terminal: pytest.TerminalReporter) -> int | None:
    """Return the width of the terminal; None if the output is a file or a pipe, whose readers wrap it themselves."""
    if not terminal.isatty:
        return None
    width: int = terminal._tw.fullwidth  # noqa: SLF001 - pytest has no public name for the terminal's width
    return width


class OwnItems(Protocol):
    """What the summary needs to know of the gate's items, of which the session keeps account."""

    def add_to_junit(self) -> None:
        """Add what pytest does not know to its own JUnit report, before that is written."""

    def list_own_ids(self) -> set[str]:
        """Return the node ids of the gate's own items."""


class ContentSummary:
    """Changes pytest's own reports: keeps the gate's items out of the list of failures, which takes quadratic time.

    They are put back before pytest counts, so that its last line counts everything.
    """

    def __init__(self, content: OwnItems) -> None:
        self._content = content

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Add the gate's properties to pytest's own JUnit report."""
        self._content.add_to_junit()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Generator[None]:
        """Hide the reports from everything inside this wrapper: pytest's own summary."""
        stats = terminalreporter.stats
        owned = self._content.list_own_ids()
        hidden: dict[str, list[Any]] = {
            category: stats[category] for category in ("failed", "error", "skipped") if category in stats
        }
        for category, reports in hidden.items():
            # A failure in the teardown of one of our items comes from a user's test, and is pytest's to show.
            stats[category] = [
                report
                for report in reports
                if getattr(report, "nodeid", None) not in owned or report.when == "teardown"
            ]
        try:
            yield
        finally:
            stats.update(hidden)
