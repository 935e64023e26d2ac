"""When to poll next: arithmetic on what the job has reported so far, without clock or network."""

from __future__ import annotations

from collections import deque
from datetime import datetime

from pytest_contentjobs.model.job import JobState, JobStatus

__all__ = ["FIRST_PAUSE", "LONGEST_PAUSE", "PATIENCE", "PATIENCE_AT_FIRST", "PURSE", "REFILL", "Schedule"]

#: The shortest time between two polls, in seconds, if the end of the job is expected at any moment.
SHORTEST = 9.0
#: The same if a job reports nothing about its end.
SHORTEST_UNREPORTED = 20.0
#: How many early polls a wait may make, and how many more it gains in each longest interval. A poll after half the longest
#: interval counts as half an early one.
PURSE = 6.0
REFILL = 0.1
#: The pause after the first of several failed polls, in seconds; it doubles with each, up to the longest.
FIRST_PAUSE = 3.0
LONGEST_PAUSE = 60.0
#: The longest time, in seconds, for which polls may fail without a status in between: ten longest intervals, and at most
#: this. Before the first status it is one interval, and at most the second figure, since then a person may be waiting to
#: see whether it works.
PATIENCE = 600.0
PATIENCE_AT_FIRST = 60.0
_PATIENT_INTERVALS = 10
# No documented job is shorter than two minutes (the vendor's guide: validation of up to 1,000 items, 2 to 10 minutes). With
# the default interval, a job that starts early is thus still seen running before it can have ended.
_SCHEDULED_FACTOR = 2
# Shares of the time since the expected end, and of the time that a job has been in its state without a report.
_OVERDUE, _UNREPORTED = 0.2, 0.5
# The rate of progress is measured over so many longest intervals: the job may be in a slow phase.
_WINDOW = 6


class Schedule:
    """Computes from each status of one job how long to sleep before the next poll.

    ``longest`` is the longest time between two polls of a running job, in seconds; before the start of a
    scheduled job it is twice that. What the job reports about its end only brings a poll forward, and early polls are
    counted: in ``t`` seconds there are at most ``1 + PURSE + (1 + REFILL) * t / longest`` polls, whatever a job, a failing
    service or a wrong clock report.
    """

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._shortest = min(SHORTEST, longest)
        self._purse = PURSE
        self._paid_at: float | None = None
        self._state: JobState | None = None
        self._since = 0.0
        self._has_run = False
        self._seen: deque[tuple[float, float]] = deque()

    def patience(self, *, has_status: bool) -> float:
        """Return for how many seconds polls may fail before the wait ends."""
        if has_status:
            return min(PATIENCE, self._longest * _PATIENT_INTERVALS)
        return min(PATIENCE_AT_FIRST, self._longest)

    def after(self, status: JobStatus, *, at: float, now: datetime) -> float:
        """Return the seconds to sleep after a status.

        ``at`` is the moment it was seen on a clock that never goes back, in seconds; ``now`` is that moment by the
        local wall clock, which may be wrong.
        """
        if status.state is not self._state:
            self._state, self._since = status.state, at
            self._seen.clear()
        if status.state is not JobState.SCHEDULED:
            self._has_run = True
        elif status.start_time and status.start_time > now:
            until_start = (status.start_time - now).total_seconds() + self._shortest
            return self._charge(min(until_start, self._longest * (1 if self._has_run else _SCHEDULED_FACTOR)), at)
        wishes = [*self._by_estimate(status, now), *self._by_progress(status, at)]
        wished = min(wishes) if wishes else max((at - self._since) * _UNREPORTED, SHORTEST_UNREPORTED)
        return self._charge(min(max(wished, self._shortest), self._longest), at)

    def after_failure(self, failures: int, *, at: float) -> float:
        """Return the seconds to sleep after so many failed polls in a row, the last one at ``at``."""
        first = min(FIRST_PAUSE, self._longest)
        return self._charge(min(first * 2 ** min(failures - 1, 30), LONGEST_PAUSE), at)

    def _by_estimate(self, status: JobStatus, now: datetime) -> list[float]:
        if status.estimated_completion is None:
            return []
        ahead = (status.estimated_completion - now).total_seconds()
        return [ahead if ahead > 0 else -ahead * _OVERDUE]

    def _by_progress(self, status: JobStatus, at: float) -> list[float]:
        share = status.progress.share if status.progress else None
        if share is None:
            return []
        if self._seen and share < self._seen[-1][1]:
            self._seen.clear()
        while len(self._seen) > 1 and self._seen[1][0] <= at - _WINDOW * self._longest:
            self._seen.popleft()
        full_since = next((moment for moment, seen in self._seen if seen >= 1), at)
        self._seen.append((at, share))
        if share >= 1:
            return [(at - full_since) * _OVERDUE]
        first_at, first = self._seen[0]
        if share == first or at <= first_at:
            return []
        return [(1 - share) * (at - first_at) / (share - first)]

    def _charge(self, wished: float, at: float) -> float:
        """Let a poll be earlier than the longest interval as far as the purse allows."""
        if self._paid_at is not None:
            self._purse += REFILL * (at - self._paid_at) / self._longest
        self._paid_at = at
        price = max(1 - wished / self._longest, 0)
        if price > self._purse:
            wished, price = self._longest * (1 - self._purse), self._purse
        self._purse -= price
        return wished
