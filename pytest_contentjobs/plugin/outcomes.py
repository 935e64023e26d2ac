"""What became of the gate's tests in a session, so that nothing that was found is missing from it without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from pytest_contentjobs.model import CheckOutcome, ContentRun, Verdict, VerdictOutcome
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.pipeline.outputs import Output
from pytest_contentjobs.plugin.fixtures import LOOKING, looks_of
from pytest_contentjobs.reports.cases import ContentCase
from pytest_contentjobs.reports.describe import checks_of
from pytest_contentjobs.settings.options.policy import FAIL_ON
from pytest_contentjobs.settings.options.reports import ITEMS

__all__ = ["Tally"]

_BAD = frozenset({CheckOutcome.BROKEN, CheckOutcome.FAILED})


class Tally:
    """Notes which items were deselected, ran and failed; in an xdist controller those of all workers.

    ``cases`` are the gate's own tests of findings by the name of the run; None where the findings are left to the user's
    own tests, which then have to look at each finding that fails.
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
        """Note what the user's own selection leaves out; all else that does not fail is missing."""
        items = list(items)
        self._deselected |= {item.nodeid for item in items}
        self.collect(items)

    def collect(self, items: Iterable[pytest.Item]) -> None:
        """Note which tests of the user's look at what, where that decides."""
        if self._cases is None:
            self._looks |= {item.nodeid: looks for item in items if (looks := looks_of(item))}

    def report(self, report: pytest.TestReport) -> None:
        """Note the report of a phase of an item."""
        self._ran.add(report.nodeid)
        if report.failed:
            self._failed.add(report.nodeid)
        if report.when == "call" and not report.skipped:
            self._called.add(report.nodeid)

    def dump(self) -> dict[str, Any]:
        """Return what an xdist controller must know of its worker, as plain data."""
        return {"deselected": sorted(self._deselected), "looks": self._looks}

    def load(self, dumped: Mapping[str, Any]) -> None:
        """Take what a worker has dumped; nothing where it crashed, since the others know the same."""
        self._deselected |= set(dumped.get("deselected", ()))
        self._looks |= dumped.get("looks", {})

    def owned_ids(self) -> set[str]:
        """Return the node ids of the gate's own items."""
        checks = {f"{run.name}::{name}" for run in self._runs for name in checks_of(run)}
        return checks | {case.node_id for case in self._all_cases()}

    def is_whole(self) -> bool:
        """Whether all items of the gate ran."""
        return self.owned_ids() <= self._ran

    def has_failed(self) -> bool:
        """Whether a test of the gate's own has failed."""
        return not self._failed.isdisjoint(self.owned_ids())

    def verdicts_run(self, run: ContentRun) -> list[Verdict]:
        """Return the verdicts whose tests ran, in the order of the log.

        Where findings are left to the user's own tests, that is all of them but those that fail and were not looked at.
        """
        if self._cases is None:
            missed = self._missed(run)
            return [verdict for verdict in run.verdicts if _id(run, verdict) not in missed]
        ran = {id(verdict) for case in self._cases[run.name] if case.node_id in self._ran for verdict in case.verdicts}
        return [verdict for verdict in run.verdicts if id(verdict) in ran]

    def not_run(self) -> dict[str, int]:
        """Return how many findings had no test in this session, by the name of the run."""
        return {run.name: len(run.verdicts) - len(self.verdicts_run(run)) for run in self._runs}

    def objections(self) -> Iterator[Output]:
        """Tell of what did not speak in a whole session and that nobody has left out on purpose."""
        if self._expected_failures() - self._failed - self._deselected:
            text = (
                "Findings were taken out of this session by something other than pytest's own filters, so it fails. Look "
                "at the plugins and conftest.py files that change the collected tests or their reports."
            )
            yield Output(text, is_failure=True)
        if self._cases is None:
            for run in self._runs:
                yield from self._unseen(run)

    def _unseen(self, run: ContentRun) -> Iterator[Output]:
        missed = self._missed(run)
        left_out = _seen(run, (self._looks.get(node_id, ()) for node_id in self._deselected))
        failing = _failing(run)
        # Who selects tests leaves some out on purpose, but not all that look at the content.
        if not missed or (missed <= left_out and missed != failing):
            return
        yield Output(
            f"{ITEMS.name} checks leaves the findings to tests of your own, and none that ran looked at "
            f"{len(missed):,} of {plural(len(failing), 'finding')} that would fail in {run.name!r}, so the session fails. "
            f"Let a test ask for one of {', '.join(sorted(LOOKING))}, let the policy pass them ({FAIL_ON.name} and the like), "
            f"or leave {ITEMS.name} out.",
            is_failure=True,
        )

    def _missed(self, run: ContentRun) -> set[str]:
        """Return what fails in a run, and no test of the user's that ran has looked at. One that was skipped did not look."""
        return _failing(run) - _seen(run, (self._looks.get(node_id, ()) for node_id in self._called))

    def _all_cases(self) -> Iterator[ContentCase]:
        for cases in (self._cases or {}).values():
            yield from cases

    def _expected_failures(self) -> set[str]:
        expected = {case.node_id for case in self._all_cases() if case.fails}
        for run in self._runs:
            expected |= {f"{run.name}::{name}" for name, check in checks_of(run).items() if check.outcome in _BAD}
        return expected


def _id(run: ContentRun, verdict: Verdict) -> str:
    return f"{run.name}::{verdict.finding.class_name}::{verdict.finding.name}"


def _failing(run: ContentRun) -> set[str]:
    return {_id(run, verdict) for verdict in run.verdicts if verdict.outcome is VerdictOutcome.FAILS}


def _seen(run: ContentRun, looks: Iterable[Iterable[str]]) -> set[str]:
    """Return the ids of what was looked at; who looks at a run looks at all of it."""
    seen = {look for each in looks for look in each}
    return _failing(run) if run.name in seen else seen
