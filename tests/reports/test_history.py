"""What a history keeps of runs, and what it says about the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, Finding, JudgementOutcome
from pytest_contentjobs.reports.history import HistoryEntry, add_history, find_changes, make_entry
from tests.builders import PASSED, WARNING, article, content_run, finding

BROKEN = Check(CheckOutcome.BROKEN, "The job Failed.", ("job-failed",))
OLD, NEW, THIRD = finding("old"), finding("new", WARNING, entity=article("A", "Top/Sub")), finding("third")


def day(number: int) -> datetime:
    return datetime(2026, 11, number, 6, tzinfo=UTC)


def run_on(number: int, *findings: Finding, is_judged: bool = True, name: str = "content") -> ContentRun:
    run = content_run(*findings, name=name, job_check=PASSED if is_judged else BROKEN)
    return replace(run, judged_at=day(number))


def follow(*runs: ContentRun) -> tuple[list[ContentRun], list[HistoryEntry]]:
    """Judge runs one after another, each with the history of those before it."""
    entries: list[HistoryEntry] = []
    judged = []
    for run in runs:
        judged.append(add_history(run, entries))
        entries.append(make_entry(judged[-1], day(1)))
    return judged, entries


def since(run: ContentRun) -> list[int]:
    return [verdict.since.day for verdict in run.verdicts if verdict.since is not None]


def changes(entries: Sequence[HistoryEntry]) -> list[tuple[int | None, int | None]]:
    return [(change.new, change.fixed) for change in find_changes(entries)]


def test_a_finding_is_as_old_as_the_first_of_successive_runs_that_have_it() -> None:
    runs, entries = follow(run_on(1, OLD), run_on(2, OLD, NEW), run_on(3, NEW), run_on(4, OLD, NEW))

    assert [since(run) for run in runs] == [[1], [1, 2], [2], [4, 2]]
    assert changes(entries) == [(None, None), (1, 0), (0, 1), (1, 0)]


def test_a_run_that_was_not_judged_ends_nothing() -> None:
    runs, entries = follow(
        run_on(1, OLD, NEW), run_on(2, is_judged=False), run_on(3, NEW, is_judged=False), run_on(4, OLD, NEW, THIRD)
    )

    assert since(runs[3]) == [1, 1, 4]
    assert changes(entries) == [(None, None), (None, None), (None, None), (1, 0)]


def test_what_a_run_that_was_not_judged_shows_first_is_as_old_as_that_run() -> None:
    runs, _ = follow(run_on(1, OLD), run_on(2, OLD, NEW, is_judged=False), run_on(3, OLD, NEW))

    assert since(runs[2]) == [1, 2]


def test_runs_of_other_names_and_later_runs_say_nothing() -> None:
    _, entries = follow(run_on(1, OLD, name="other"), run_on(9, OLD))

    assert since(add_history(run_on(5, OLD), entries)) == [5]


def test_a_run_that_is_judged_again_says_what_it_said() -> None:
    (first, second), entries = follow(run_on(1, OLD), run_on(2, OLD, NEW))

    again = add_history(run_on(2, OLD, NEW), entries)

    assert again == second
    assert make_entry(again, day(9)) in entries
    assert [past.time for past in again.history] == [first.judged_at]


def test_runs_at_the_same_time_follow_each_other_unless_they_are_equal() -> None:
    _, entries = follow(run_on(1, OLD), run_on(2, OLD))

    assert len(add_history(run_on(2, NEW), entries).history) == 2
    assert len(add_history(run_on(2, OLD), entries).history) == 1


def test_the_last_runs_are_listed_in_the_order_of_their_times() -> None:
    _, entries = follow(*(run_on(number, OLD) for number in range(1, 15)))

    history = add_history(run_on(20, OLD), reversed(entries)).history

    assert [past.time.day for past in history] == list(range(5, 15))


def test_an_entry_has_the_run_in_numbers() -> None:
    entry = make_entry(run_on(3, OLD, NEW), day(1))

    assert (entry.time, entry.outcome, entry.errors, entry.warnings) == (day(3), JudgementOutcome.FINDINGS, 1, 1)
    assert (entry.findings, entry.folders) == (2, {"no content item": 1, "Top": 1})
    assert sum(entry.rules.values()) == 2
    assert entry.fingerprints == {OLD.fingerprint[:16], NEW.fingerprint[:16]}
