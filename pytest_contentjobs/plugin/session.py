"""The gate in a pytest session. The plugin registers it only if an option asks for it."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_contentjobs.boundary.signals import TerminatedError, Termination
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.gate.exit_status import ExitStatus
from pytest_contentjobs.model import ContentRun, JudgementOutcome
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.earlier_reports import hold_reports, mark_unfinished, void_reports
from pytest_contentjobs.pipeline.outputs import Output, fail_for, rewrite_reports, write_outputs
from pytest_contentjobs.pipeline.run import InterruptedRunError, Watch, gate
from pytest_contentjobs.pipeline.run_file import dump_runs, load_runs
from pytest_contentjobs.plugin.fixtures import RUNS
from pytest_contentjobs.plugin.hook_calls import call_judged_hook, make_reviser
from pytest_contentjobs.plugin.nodes import ContentItem, ContentJob, add_to_junit, represent, run_item
from pytest_contentjobs.plugin.outcomes import ItemOutcomes
from pytest_contentjobs.plugin.own_root import require_known_keys
from pytest_contentjobs.plugin.start import BEGUN, find_places, is_informing
from pytest_contentjobs.plugin.terminal_summary import name_interrupt, write_notes, write_runs, write_verdicts
from pytest_contentjobs.reports.cases import ContentCase, Layout, make_cases
from pytest_contentjobs.reports.describe import describe_deciding_files
from pytest_contentjobs.reports.next_command import find_next_command
from pytest_contentjobs.reports.progress import SilentWatch, choose_watch
from pytest_contentjobs.reports.resume_command import Invocation
from pytest_contentjobs.settings.options.reports import FILES
from pytest_contentjobs.settings.resolve import Settings

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

__all__ = ["ContentSession"]

_WORKER_INPUT = "contentjobs"
_WORKER_OUTPUT = "contentjobs"
_JUDGED_STATUSES = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
_REPLACED_STATUSES = {*_JUDGED_STATUSES, pytest.ExitCode.TESTS_FAILED}
# A session with any other status did not run to its end, and judges no content.
_ENDED_STATUSES = {*_REPLACED_STATUSES, ExitStatus.NOT_JUDGED}


class ContentSession:
    """Runs the gate once at the start of the session, then gives pytest the items and writes the reports."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._settings: Settings | None = None
        self._runs: tuple[ContentRun, ...] = ()
        self._cases: dict[str, tuple[ContentCase, ...]] = {}
        self._has_own_items = True
        self._outcomes = ItemOutcomes((), {})
        self._notes: list[Output] = []
        self._termination = Termination()
        self._owned = ExitStack()
        self._session: pytest.Session | None = None
        self._invocation = Invocation(arguments=tuple(map(str, config.invocation_params.args)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Run the gate or, in an xdist worker, take the runs from the controller.

        It comes before the other plugins, so that xdist starts its workers afterwards.
        """
        worker_input: dict[str, Any] | None = getattr(self._config, "workerinput", None)
        if worker_input is not None:
            handed: dict[str, Any] = worker_input[_WORKER_INPUT]
            self._lay_out(load_runs(handed["runs"]), Layout(**handed["layout"]), items=handed["items"])
        elif not is_informing(self._config.option):
            self._config.stash[BEGUN] = True
            self._session = session
            self._termination.listen()
            self._begin(_choose_watch(self._config))
        self._config.stash[RUNS] = self._runs

    def _begin(self, watch: Watch) -> None:
        places = find_places(self._config, lambda key: self._config.getoption(key, default=None))
        try:
            require_known_keys(self._config)
            try:
                self._settings = places.resolve()
            except SettingsError:
                if not self._is_collecting:
                    void_reports(places)
                raise
            self._owned.enter_context(hold_reports(self._settings, places, is_run=not self._is_collecting))
            self._require_own_report(self._settings)
            formats = self._config.hook.pytest_contentjobs_read_log(config=self._config)
            revise = make_reviser(self._config)
            runs = gate(
                self._settings,
                watch,
                formats=formats,
                revise=revise,
                ini_file=self._config.inipath,
                invocation=self._invocation,
            )
            self._lay_out(runs, _make_layout(self._settings), items=self._settings.items)
        except SettingsError as error:
            raise pytest.UsageError(error.explain()) from error
        except InterruptedRunError as interrupt:
            for line in interrupt.lines:
                watch.show(line)
            raise

    @pytest.hookimpl(trylast=True)
    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Let pytest say what was interrupted, instead of naming the exception."""
        if isinstance(excinfo.value, InterruptedRunError | TerminatedError):
            name_interrupt(self._config, str(excinfo.value))

    @property
    def _is_collecting(self) -> bool:
        """Whether tests are only collected and listed."""
        return bool(self._config.getoption("collectonly", default=False))

    def _lay_out(self, runs: tuple[ContentRun, ...], layout: Layout, *, items: str) -> None:
        self._runs = runs
        self._has_own_items = items == "all"
        self._cases = {run.name: make_cases(run, layout) if self._has_own_items else () for run in runs}
        self._outcomes = ItemOutcomes(runs, self._cases if self._has_own_items else None)

    def _require_own_report(self, settings: Settings) -> None:
        """Refuse to write a report to the file of pytest's own JUnit report: one would replace the other."""
        others = self._config.getoption("xmlpath", default=None)
        for option in FILES:
            own: Path | None = getattr(settings, option.field)
            if own is not None and str(own) == "-":
                raise SettingsError(
                    f"{option.name} is the standard output, to which pytest writes.",
                    next_step="Give it a file, or run contentjobs report.",
                    reason=Reason.REPORT_UNUSABLE,
                )
            if own is not None and others and os.path.realpath(others) == os.path.realpath(own):
                raise SettingsError(
                    f"--junit-xml and {option.name} name the same file, {str(own)!r}.",
                    next_step="Give each a file of its own.",
                    reason=Reason.SETTINGS_CONFLICT,
                )

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: WorkerController) -> None:
        """Hand the runs over to an xdist worker as text: plain data without settings, and so without secrets."""
        if self._settings is not None:
            layout = _make_layout(self._settings)
            node.workerinput[_WORKER_INPUT] = {
                "runs": dump_runs(self._runs),
                "layout": asdict(layout),
                "items": self._settings.items,
            }

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Collect the jobs before the session's own tests."""
        report = yield
        if isinstance(collector, pytest.Session) and report.passed:
            jobs = [ContentJob.of(collector, run, self._cases[run.name]) for run in self._runs]
            report.result = [*jobs, *(report.result or [])]
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Run the gate's items with their own protocol."""
        if not isinstance(item, ContentItem):
            return None
        run_item(item, nextitem)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Represent the outcomes of the gate's items."""
        report = yield
        if isinstance(item, ContentItem) and call.excinfo is not None:
            represent(item, report, call.excinfo.value)
        return report

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """Record what the user's selection leaves out."""
        self._outcomes.deselect(items)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Record which of the user's tests look at findings."""
        self._outcomes.collect(session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: WorkerController) -> None:
        """Take over what only the xdist workers know, since they collect."""
        self._outcomes.load((getattr(node, "workeroutput", None) or {}).get(_WORKER_OUTPUT, {}))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record the report of an item; an xdist controller gets those of all workers."""
        self._outcomes.report(report)

    def add_to_junit(self) -> None:
        """Add to pytest's own JUnit report, before it is written, which files decided and how many findings did not run."""
        numbers = self._outcomes.count_not_run()
        properties = {f"{name}: findings that did not run": str(number) for name, number in numbers.items() if number}
        properties |= {f"{run.name}: decided by": text for run in self._runs if (text := describe_deciding_files(run))}
        add_to_junit(self._config, properties)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the reports, and replace an exit status that would say more than was judged."""
        worker_output: dict[str, Any] | None = getattr(self._config, "workeroutput", None)
        if worker_output is not None:
            worker_output[_WORKER_OUTPUT] = self._outcomes.dump()
        if self._settings is None:
            return
        self._termination.stop()
        if not self._is_collecting and not _has_stopped_early(session):
            self._notes += self._outcomes.find_objections()
        is_filtered = self._is_collecting or not self._outcomes.have_all_run()
        has_ended = self._decide_status(session.exitstatus) in _ENDED_STATUSES
        runs = self._runs if has_ended else tuple(map(mark_unfinished, self._runs))
        not_run = self._outcomes.count_not_run()
        self._notes += write_outputs(
            runs,
            self._settings,
            not_run=not_run,
            is_filtered=is_filtered,
            is_run=not self._is_collecting,
        )
        session.exitstatus = self._decide_status(session.exitstatus)
        fault = call_judged_hook(self._config, self._runs, int(session.exitstatus))
        if fault:
            failure = Output(fault, Reason.HOOK_FAILED)
            shown = fail_for(self._notes, runs)
            self._notes += [failure, *rewrite_reports(shown, self._settings, failure, not_run=not_run)]
            session.exitstatus = self._decide_status(session.exitstatus)

    def pytest_unconfigure(self) -> None:
        """Release the report files, and decide the exit status, even if the session had not begun."""
        self._termination.stop()
        self._owned.close()
        if self._session is not None and (self._settings is not None or self._termination.has_come):
            # A hook that came after ours must not make a failed session green.
            self._session.exitstatus = self._decide_status(int(self._session.exitstatus))

    def _decide_status(self, status: int) -> int:
        if self._termination.has_come:
            return ExitStatus.TERMINATED
        # If -x or --maxfail ends a session with workers, xdist reports it as interrupted instead of failed.
        if status == pytest.ExitCode.INTERRUPTED and _has_enough_failures(self._config):
            status = pytest.ExitCode.TESTS_FAILED
        if status in _JUDGED_STATUSES and (
            self._outcomes.has_own_failure() or any(note.is_failure for note in self._notes)
        ):
            status = pytest.ExitCode.TESTS_FAILED
        if status in _REPLACED_STATUSES and self._is_not_judged():
            status = ExitStatus.NOT_JUDGED
        return status

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Show a section for each run."""
        if self._settings is not None:
            write_runs(
                terminalreporter,
                self._runs,
                self._outcomes,
                group=self._settings.group,
                maximum=self._settings.show,
                owner=self._settings.owner,
                is_verbose=self._config.get_verbosity() > 0,
            )
            write_notes(
                terminalreporter,
                self._notes,
                is_left_to_tests=not self._has_own_items,
                is_judged=not self._is_not_judged(),
            )
            is_green = self._session is not None and self._session.exitstatus in _JUDGED_STATUSES
            next_command = find_next_command(self._runs, self._settings, is_green=is_green, invocation=self._invocation)
            write_verdicts(
                terminalreporter,
                fail_for(self._notes, self._runs),
                self._outcomes.count_not_run(),
                is_green=is_green,
                next_command=next_command,
            )

    def list_own_ids(self) -> set[str]:
        """Return the node ids of the gate's items."""
        return self._outcomes.list_own_ids()

    def list_expected_ids(self) -> set[str]:
        """Return the node ids of the gate's items that are going to run, as far as that is known."""
        return self._outcomes.list_expected_ids()

    def _is_not_judged(self) -> bool:
        return any(run.judgement.outcome is JudgementOutcome.NOT_JUDGED for run in self._runs)


def _make_layout(settings: Settings) -> Layout:
    return Layout(settings.group, settings.max_cases, settings.owner)


def _has_enough_failures(config: pytest.Config) -> bool:
    """Whether xdist's controller stopped at the number of failures that -x or --maxfail allows."""
    scheduler = config.pluginmanager.get_plugin("dsession")
    maximum: int = config.getoption("maxfail", default=0) or 0
    return 0 < maximum <= getattr(scheduler, "countfailures", 0)


def _has_stopped_early(session: pytest.Session) -> bool:
    """Whether the session never began, or -x, --maxfail or the like ended it, so that items are expected to be missing.

    A session that is about to succeed did not stop early, whatever a plugin says: it would hide what is missing.
    """
    if session.exitstatus in _JUDGED_STATUSES:
        return False
    return bool(session.shouldfail or session.shouldstop) or session.exitstatus not in _REPLACED_STATUSES


def _choose_watch(config: pytest.Config) -> Watch:
    if not config.pluginmanager.has_plugin("terminalreporter"):
        return SilentWatch()
    writer = config.get_terminal_writer()

    def write(line: str) -> None:
        writer.line(line)
        writer.flush()

    return choose_watch(write, color=writer.hasmarkup)
