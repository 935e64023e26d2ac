"""The results of many cases: numbers, and failures, each shrunk to a line that reproduces it."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.storm.case import Case
from tests.storm.drawing import draw
from tests.storm.layouts import Said
from tests.storm.run import Outcome, Storm, storm
from tests.storm.shrink import find_kind, shrink_case

__all__ = ["Result", "run_cases"]

_SHRUNK_PER_KIND = 3


@dataclass
class Result:
    """Numbers by reason, and failures by kind, each with the line of the case as drawn and as shrunk."""

    runs: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    false_reds: Counter[str] = field(default_factory=Counter)
    red_lines: dict[str, str] = field(default_factory=dict)
    misread: Counter[str] = field(default_factory=Counter)
    misread_lines: dict[str, str] = field(default_factory=dict)
    problems: Counter[str] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)
    slowest: float = 0.0

    def add(self, other: Result) -> None:
        """Add the results of other cases."""
        self.runs += other.runs
        self.statuses += other.statuses
        self.false_reds += other.false_reds
        self.red_lines = {**other.red_lines, **self.red_lines}
        self.misread += other.misread
        self.misread_lines = {**other.misread_lines, **self.misread_lines}
        self.problems += other.problems
        self.failures = {**other.failures, **self.failures}
        self.slowest = max(self.slowest, other.slowest)

    def lines(self) -> list[str]:
        """Return the results as lines for people."""
        ends = ", ".join(f"{status}: {number}" for status, number in sorted(self.statuses.items()))
        lines = [f"{self.runs} runs; exit statuses {ends}; the slowest took {self.slowest:.1f} s"]
        lines += [
            f"false red by {reason}: {number}, for example {self.red_lines[reason]}"
            for reason, number in self.false_reds.most_common()
        ]
        lines += [
            f"misread, {layout}: {number}, for example {self.misread_lines[layout]}"
            for layout, number in self.misread.most_common(10)
        ]
        lines += [f"FAILED {number} times: {kind}" for kind, number in self.problems.most_common()]
        return [*lines, *self.failures.values()]

    def note(self, outcome: Outcome, origin: str) -> list[str]:
        """Count an outcome; return the kinds of its problems."""
        self.runs += 1
        self.statuses[outcome.status] += 1
        self.slowest = max(self.slowest, outcome.seconds)
        if outcome.false_red:
            self.false_reds[outcome.false_red] += 1
            self.red_lines.setdefault(outcome.false_red, origin)
        if outcome.misread:
            layout = outcome.misread.partition(":")[0]
            self.misread[layout] += 1
            self.misread_lines.setdefault(layout, f"{origin}{outcome.misread.removeprefix(layout)}")
        kinds = list(dict.fromkeys(find_kind(problem) for problem in outcome.problems))
        self.problems.update(kinds)
        return kinds


def run_cases(seed: str, indexes: Iterable[int], *, shrinks: int = _SHRUNK_PER_KIND) -> Result:
    """Run the cases with these numbers, and shrink the first failures of each kind."""
    result = Result()
    with storm() as runner:
        for index in indexes:
            outcome = runner.run(draw(seed, index))
            for kind in result.note(outcome, f"{seed}:{index}"):
                if result.problems[kind] <= shrinks:
                    least, text = explain(runner, outcome, kind, f"{seed}:{index}")
                    result.failures.setdefault(f"{kind} {_gist(least)}", text)
    return result


def _gist(case: Case) -> tuple[object, ...]:
    """Return what distinguishes one shrunk failure from another."""
    names = sorted({part.name for part in case.parts if isinstance(part, Said)})
    damages = sorted({name for name, _ in case.damages})
    return case.mode, names, damages, sorted(case.lies), case.plan[0], case.saved_damage, case.disk, case.options


def explain(runner: Storm, outcome: Outcome, kind: str, origin: str) -> tuple[Case, str]:
    """Shrink a failure, and return it with its problem and the line that reproduces it."""

    def fails(case: Case) -> bool:
        return any(find_kind(problem) == kind for problem in runner.run(case).problems)

    least = shrink_case(outcome.case, fails) if fails(outcome.case) else outcome.case
    problems = [problem for problem in runner.run(least).problems if find_kind(problem) == kind] or list(
        outcome.problems
    )
    return least, f"{problems[0]} ({origin})\n  STORM_CASE={shlex.quote(least.line())}"
