"""Which of the gate's items ran in a session, so that no finding is missing without a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from pytest_contentjobs.model import ContentRun, Verdict, VerdictOutcome
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.outputs import Output
from pytest_contentjobs.plugin.fixtures import CONTENT_FIXTURES, list_looks
from pytest_contentjobs.reports.cases import ContentCase
from pytest_contentjobs.reports.describe import name_checks
from pytest_contentjobs.settings.options.reports import ITEMS

__all__ = ["ItemOutcomes"]


class ItemOutcomes:
    """Records which items were deselected, ran and failed; in an xdist controller, those of all workers.

    ``cases`` are the gate's items for findings by the name of the run, or None if the findings are left to the user's own tests,
    which then have to look at each finding that fails.
    """

    def __init__(self, runs: Sequence[ContentRun], cases: Mapping[str, Sequence[ContentCase]] | None) -> None:
        self._runs = runs
        self._cases = cases
        self._ran: set[str] = set()
        self._called: set[str] = set()
        self._failed: set[str] = set()
        self._deselected: set[str] = set()
        self._looks: dict[str, list[str]] = {}

    def deselect(self, items: Iterable[pytest.Item]) -> None:
        """Record what the user's selection leaves out. Any other failure that does not happen is missing."""
        items = list(items)
        self._deselected |= {item.nodeid for item in items}
        self.collect(items)

    def collect(self, items: Iterable[pytest.Item]) -> None:
        """Record which test of the user's looks at which findings, if findings are left to them."""
        if self._cases is None:
            self._looks |= {item.nodeid: looks for item in items if (looks := list_looks(item))}

    def report(self, report: pytest.TestReport) -> None:
        """Record the report of one phase of an item."""
        self._ran.add(report.nodeid)
        if report.failed:
            self._failed.add(report.nodeid)
        if report.when == "call" and not report.skipped:
            self._called.add(report.nodeid)

    def dump(self) -> dict[str, Any]:
        """Return what an xdist controller must know from its worker, as plain data."""
        return {"deselected": sorted(self._deselected), "looks": self._looks}

    def load(self, dumped: Mapping[str, Any]) -> None:
        """Take over what a worker has dumped. A worker that crashed has dumped nothing; the others know the same."""
        self._deselected |= set(dumped.get("deselected", ()))
        self._looks |= dumped.get("looks", {})

    def list_own_ids(self) -> set[str]:
        """Return the node ids of the gate's items."""
        checks = {f"{run.name}::{name}" for run in self._runs for name in name_checks(run)}
        return checks | {case.node_id for case in self._iterate_cases()}

    def list_expected_ids(self) -> set[str]:
        """Return the node ids of those that no selection has left out, as far as that is known."""
        return self.list_own_ids() - self._deselected

    def have_all_run(self) -> bool:
        """Whether all of the gate's items ran."""
        return self.list_own_ids() <= self._ran

    def has_own_failure(self) -> bool:
        """Whether one of the gate's items failed."""
        return not self._failed.isdisjoint(self.list_own_ids())

    def list_verdicts(self, run: ContentRun) -> list[Verdict]:
        """Return the verdicts whose items ran, in the order of the log.

        If findings are left to the user's own tests, these are all verdicts except those that fail and that no test looked at.
        """
        if self._cases is None:
            missed = self._list_missed(run)
            return [verdict for verdict in run.verdicts if _make_id(run, verdict) not in missed]
        ran = {id(verdict) for case in self._cases[run.name] if case.node_id in self._ran for verdict in case.verdicts}
        return [verdict for verdict in run.verdicts if id(verdict) in ran]

    def count_not_run(self) -> dict[str, int]:
        """Return the number of findings without a test in this session, by the name of the run."""
        return {run.name: len(run.verdicts) - len(self.list_verdicts(run)) for run in self._runs}

    def find_objections(self) -> Iterator[Output]:
        """Report failures that are missing from a whole session although nobody left them out on purpose."""
        if self._list_expected_failures() - self._failed - self._deselected:
            text = (
                "The session fails because something other than pytest's own filters removed findings from it. Look for plugins "
                "and conftest.py files that change the collected tests or their reports."
            )
            yield Output(text, Reason.FINDINGS_REMOVED)
        if self._cases is None:
            for run in self._runs:
                yield from self._find_unseen(run)

    def _find_unseen(self, run: ContentRun) -> Iterator[Output]:
        missed = self._list_missed(run)
        left_out = _list_seen(run, (self._looks.get(node_id, ()) for node_id in self._deselected))
        failing = _list_failing(run)
        # A selection leaves some tests out on purpose, but not all that look at the content.
        if not missed or (missed <= left_out and missed != failing):
            return
        yield Output(
            f"The session fails because {ITEMS.name} checks leaves the findings to your own tests, and no test that ran looked at "
            f"{len(missed):,} of {plural(len(failing), 'failing finding')} in {run.name!r}. Request one of the fixtures "
            f"{', '.join(sorted(CONTENT_FIXTURES))} in a test, let the policy accept the findings, or drop {ITEMS.name}.",
            Reason.FINDINGS_NOT_TESTED,
        )

    def _list_missed(self, run: ContentRun) -> set[str]:
        """Return the failing findings of a run that no test of the user's looked at. A skipped test did not look."""
        return _list_failing(run) - _list_seen(run, (self._looks.get(node_id, ()) for node_id in self._called))

    def _iterate_cases(self) -> Iterator[ContentCase]:
        for cases in (self._cases or {}).values():
            yield from cases

    def _list_expected_failures(self) -> set[str]:
        expected = {case.node_id for case in self._iterate_cases() if case.fails}
        for run in self._runs:
            expected |= {f"{run.name}::{name}" for name, check in name_checks(run).items() if check.outcome.is_bad}
        return expected


def _make_id(run: ContentRun, verdict: Verdict) -> str:
    return f"{run.name}::{verdict.finding.class_name}::{verdict.finding.name}"


def _list_failing(run: ContentRun) -> set[str]:
    return {_make_id(run, verdict) for verdict in run.verdicts if verdict.outcome is VerdictOutcome.FAILS}


def _list_seen(run: ContentRun, looks: Iterable[Iterable[str]]) -> set[str]:
    """Return the ids of the findings that were looked at. A test that looks at a run looks at all of its findings."""
    seen = {look for each in looks for look in each}
    return _list_failing(run) if run.name in seen else seen
