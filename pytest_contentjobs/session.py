"""The gate within one pytest session: registered by the plugin when an option asks for it, and never otherwise."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_contentjobs.errors import ReportError, SettingsError
from pytest_contentjobs.fixtures import RUNS
from pytest_contentjobs.model import CheckOutcome, ContentRun, JudgementOutcome
from pytest_contentjobs.nodes import ContentItem, ContentJob, finding_node_id, represent, run_item
from pytest_contentjobs.reports.junit import write_junit
from pytest_contentjobs.reports.progress import LineWatch, LiveWatch, SilentWatch
from pytest_contentjobs.reports.terminal import section
from pytest_contentjobs.run import InterruptedRunError, Watch, gate
from pytest_contentjobs.saved import dump_runs, load_runs
from pytest_contentjobs.settings import Settings, resolve

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

__all__ = ["NOT_JUDGED_STATUS", "ContentSession", "ContentSummary"]

#: pytest's exit status where the content could not be judged.
NOT_JUDGED_STATUS = 10
_WORKER_INPUT = "contentjobs_runs"
_WORKER_OUTPUT = "contentjobs_deselected"
_JUDGED_STATUSES = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
_REPLACED_STATUSES = {*_JUDGED_STATUSES, pytest.ExitCode.TESTS_FAILED}
# Options with which pytest shows something and runs nothing.
_INFORMING = ("showfixtures", "show_fixtures_per_test", "cacheshow")


class ContentSession:
    """Waits, reads and judges once at the start, then gives pytest the items and the reports."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._settings: Settings | None = None
        self._runs: tuple[ContentRun, ...] = ()
        self._ran: set[str] = set()
        self._failed: set[str] = set()
        self._deselected: set[str] = set()
        self._notes: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        """Get the runs: by waiting for the jobs, or from the controller in an xdist worker.

        First of all plugins, so that xdist starts its workers afterwards.
        """
        worker_input: dict[str, Any] | None = getattr(self._config, "workerinput", None)
        if worker_input is not None:
            self._runs = load_runs(worker_input[_WORKER_INPUT])
        elif not any(self._config.getoption(option, default=False) for option in _INFORMING):
            watch = _watch(self._config)
            try:
                self._settings = resolve(
                    lambda key: self._config.getoption(key, default=None), os.environ, self._config.getini
                )
                self._require_own_report(self._settings)
                formats = self._config.hook.pytest_contentjobs_read_log(config=self._config)
                self._runs = gate(self._settings, watch, formats=formats)
            except SettingsError as error:
                raise pytest.UsageError(str(error)) from error
            except InterruptedRunError as interrupt:
                for line in interrupt.lines:
                    watch.tell(line)
                raise
        self._config.stash[RUNS] = self._runs

    def _require_own_report(self, settings: Settings) -> None:
        """Refuse one file for pytest's JUnit report and the content's own: one would replace the other."""
        others = self._config.getoption("xmlpath", default=None)
        if settings.junit is not None and others and Path(others).resolve() == settings.junit.resolve():
            raise SettingsError(
                f"--junit-xml and --content-junit name the same file, {str(settings.junit)!r}.",
                next_step="Give each a file of its own.",
            )

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: WorkerController) -> None:
        """Hand the runs to an xdist worker as text: plain data, without settings and so without secrets."""
        node.workerinput[_WORKER_INPUT] = dump_runs(self._runs)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Put the jobs' collectors before the session's own."""
        report = yield
        if isinstance(collector, pytest.Session) and report.passed:
            jobs = [ContentJob.of(collector, run) for run in self._runs]
            report.result = [*jobs, *(report.result or [])]
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Run the gate's own items by their own protocol."""
        if not isinstance(item, ContentItem):
            return None
        run_item(item, nextitem)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Give the reports of the gate's own items their representation."""
        report = yield
        if isinstance(item, ContentItem) and call.excinfo is not None:
            represent(item, report, call.excinfo.value)
        return report

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """Note what the user's own selection leaves out; all else that does not fail is missing."""
        self._deselected |= {item.nodeid for item in items}

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: WorkerController) -> None:
        """Take from an xdist worker what its selection left out."""
        self._deselected |= set((getattr(node, "workeroutput", None) or {}).get(_WORKER_OUTPUT, ()))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note which items ran, and which failed; in an xdist controller the reports of all workers arrive here."""
        self._ran.add(report.nodeid)
        if report.failed:
            self._failed.add(report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the content's own report, and see to it that no exit status says more than was judged."""
        worker_output: dict[str, Any] | None = getattr(self._config, "workeroutput", None)
        if worker_output is not None:
            worker_output[_WORKER_OUTPUT] = sorted(self._deselected)
        if self._settings is None:
            return
        status = session.exitstatus
        if self._settings.junit is not None:
            try:
                write_junit(self._runs, self._settings.junit)
            except ReportError as error:
                self._notes.append(str(error))
                status = max(status, pytest.ExitCode.TESTS_FAILED) if status in _JUDGED_STATUSES else status
        is_run = not self._config.getoption("collectonly", default=False)
        if is_run and status in _JUDGED_STATUSES and self._expected_failures() - self._failed - self._deselected:
            self._notes.append(
                "Findings were taken out of this session by something other than pytest's own filters, so it fails. Look "
                "at the plugins and conftest.py files that change the collected tests or their reports."
            )
            status = pytest.ExitCode.TESTS_FAILED
        if status in _REPLACED_STATUSES and self._is_not_judged():
            status = NOT_JUDGED_STATUS
        session.exitstatus = status

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Show a section for each run, in the place of pytest's own dump of its failures."""
        if self._settings is None:
            return
        terminal = terminalreporter
        width = terminal._tw.fullwidth  # noqa: SLF001 - pytest has no public name for the terminal's width
        for run in self._runs:
            terminal.section(f"content job {run.name}")
            lines = section(
                run, finding_node_id, ran=self._ran, width=width, is_verbose=self._config.get_verbosity() > 0
            )
            for line in lines:
                terminal.write_line(line.text, **dict.fromkeys(line.styles, True))
        for note in self._notes:
            terminal.write_line(note, red=True)
        if self._is_not_judged():
            terminal.write_line(f"exit status {NOT_JUDGED_STATUS}: the content could not be judged", red=True)

    def owned_ids(self) -> set[str]:
        """Return the node ids of the gate's own items."""
        checks = {f"{run.name}::{name}" for run in self._runs for name in ("job", "log")}
        return checks | {finding_node_id(run, verdict) for run in self._runs for verdict in run.verdicts}

    def _expected_failures(self) -> set[str]:
        expected = set()
        for run in self._runs:
            for name, check in (("job", run.job_check), ("log", run.log_check)):
                if check.outcome in {CheckOutcome.BROKEN, CheckOutcome.FAILED}:
                    expected.add(f"{run.name}::{name}")
            expected |= {finding_node_id(run, verdict) for verdict in run.verdicts}
        return expected

    def _is_not_judged(self) -> bool:
        return any(run.judgement.outcome is JudgementOutcome.NOT_JUDGED for run in self._runs)


class ContentSummary:
    """Keeps the gate's own reports out of pytest's dump of failures, which is quadratic in their number.

    They are put back before pytest counts, so that its last line tells all.
    """

    def __init__(self, content: ContentSession) -> None:
        self._content = content

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Generator[None]:
        """Hide the reports from what stands inside this wrapper: pytest's own summary."""
        stats = terminalreporter.stats
        owned = self._content.owned_ids()
        hidden: dict[str, list[Any]] = {
            category: stats[category] for category in ("failed", "error", "skipped") if category in stats
        }
        for category, reports in hidden.items():
            # What fails in the teardown of an item of ours was left behind by a user's test, and is pytest's to show.
            stats[category] = [
                report
                for report in reports
                if getattr(report, "nodeid", None) not in owned or report.when == "teardown"
            ]
        try:
            yield
        finally:
            stats.update(hidden)


def _can_draw(encoding: str | None) -> bool:
    """Whether a terminal's encoding has what the live line is drawn with."""
    try:
        "━╸…".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _watch(config: pytest.Config) -> Watch:
    if not config.pluginmanager.has_plugin("terminalreporter"):
        return SilentWatch()
    writer = config.get_terminal_writer()
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and _can_draw(sys.stdout.encoding):
        return LiveWatch(sys.stdout, color=writer.hasmarkup)

    def write(line: str) -> None:
        writer.line(line)
        writer.flush()

    return LineWatch(write)
