"""What a history keeps of each run, and what it says about the next one: since when each finding is there.

Pure functions; ``pipeline/history_file.py`` has the file.

A run that was not judged may lack findings. So it ends nothing: a finding that it does not show is as old in the next judged run
as it was in the one before, and only judged runs say what is fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from pytest_contentjobs.model import ContentRun, JudgementOutcome, PastRun, RunName
from pytest_contentjobs.reports.groups import Group, count_group, make_groups
from pytest_contentjobs.reports.overview import find_top_folder

__all__ = ["VERSION", "Change", "HistoryEntry", "add_history", "find_changes", "make_entry"]

#: The version of an entry that is written, and the only one that is read.
VERSION: Literal[1] = 1
# Digits of a fingerprint, so that the line of a run with thousands of findings stays short.
_DIGITS = 16
_MOST_RUNS = 10
_Count = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryEntry:
    """A run in the history.

    ``errors`` and ``warnings`` are the numbers of findings that fail, ``rules`` and ``folders`` (the top ones) those of all.
    ``since`` has the first digits of the fingerprints of all findings, by the time of the first of the successive runs that have
    them. Times are in UTC.
    """

    version: Literal[1] = VERSION
    time: AwareDatetime
    name: RunName
    job: str | None
    outcome: JudgementOutcome
    errors: _Count
    warnings: _Count
    tolerated: _Count
    known: _Count
    rules: dict[str, _Count] = field(default_factory=dict)
    folders: dict[str, _Count] = field(default_factory=dict)
    since: dict[AwareDatetime, list[Annotated[str, Field(pattern="^[0-9a-f]{16}$")]]] = field(default_factory=dict)

    @property
    def findings(self) -> int:
        """How many findings the run had, whatever their outcome."""
        return self.errors + self.warnings + self.tolerated + self.known

    @property
    def is_judged(self) -> bool:
        """Whether the run was judged, so that it shows all findings."""
        return self.outcome is not JudgementOutcome.NOT_JUDGED

    @property
    def fingerprints(self) -> frozenset[str]:
        """The first digits of the fingerprints of its findings."""
        return frozenset(digits for group in self.since.values() for digits in group)


@dataclass(frozen=True, slots=True)
class Change:
    """A run beside the judged one before it: different findings that are new and fixed; None if a run was not judged."""

    entry: HistoryEntry
    new: int | None
    fixed: int | None


def make_entry(run: ContentRun, time: datetime) -> HistoryEntry:
    """Return what the history keeps of a run; ``time`` is that of a run without one."""
    total = count_group("", run.verdicts)
    since: dict[datetime, list[str]] = {}
    for digits, moment in {
        verdict.finding.fingerprint[:_DIGITS]: verdict.since or run.judged_at or time for verdict in run.verdicts
    }.items():
        since.setdefault(moment, []).append(digits)
    return HistoryEntry(
        time=run.judged_at or time,
        name=run.name,
        job=run.job_id,
        outcome=run.judgement.outcome,
        errors=total.errors,
        warnings=total.warnings,
        tolerated=total.tolerated,
        known=total.known,
        rules=_number(make_groups(run.verdicts, lambda finding: finding.rule or "")),
        folders=_number(make_groups(run.verdicts, lambda finding: find_top_folder(finding.entity))),
        since={moment: sorted(since[moment]) for moment in sorted(since)},
    )


def add_history(run: ContentRun, entries: Iterable[HistoryEntry]) -> ContentRun:
    """Return a run that has a time with what the history says: since when each finding is there, and the last runs before it.

    An entry of this very run, which was judged before, is left out.
    """
    if run.judged_at is None:
        raise ValueError("a run without a time")
    own = make_entry(run, run.judged_at)
    before = sorted(
        (entry for entry in entries if entry.name == run.name and _is_before(entry, own)), key=lambda entry: entry.time
    )
    found = _find_since(before)
    return replace(
        run,
        verdicts=tuple(
            replace(verdict, since=found.get(verdict.finding.fingerprint[:_DIGITS], run.judged_at))
            for verdict in run.verdicts
        ),
        history=tuple(
            PastRun(
                time=entry.time,
                outcome=entry.outcome,
                findings=entry.findings,
                failing=entry.errors + entry.warnings,
            )
            for entry in before[-_MOST_RUNS:]
        ),
    )


def find_changes(entries: Sequence[HistoryEntry]) -> list[Change]:
    """Return the entries of one name, which are in the order of their times, each with what was new and fixed in it."""
    changes = []
    before: HistoryEntry | None = None
    for entry in entries:
        if before is None or not entry.is_judged:
            changes.append(Change(entry, None, None))
        else:
            new, old = entry.fingerprints, before.fingerprints
            changes.append(Change(entry, len(new - old), len(old - new)))
        before = entry if entry.is_judged else before
    return changes


def _is_before(entry: HistoryEntry, own: HistoryEntry) -> bool:
    if entry.time != own.time or entry.job != own.job:
        return entry.time <= own.time
    # Of runs at the same time, as with SOURCE_DATE_EPOCH, that with the same findings is this one.
    return entry.fingerprints != own.fingerprints or entry.outcome is not own.outcome


def _find_since(before: Sequence[HistoryEntry]) -> Mapping[str, datetime]:
    """Return since when what the last judged run has, and what runs after it have, is there."""
    found: dict[str, datetime] = {}
    for entry in reversed(before):
        for moment, group in entry.since.items():
            for digits in group:
                found[digits] = min(moment, found.get(digits, moment))
        if entry.is_judged:
            break
    return found


def _number(groups: Iterable[Group]) -> dict[str, int]:
    return {group.name: group.findings for group in groups}
