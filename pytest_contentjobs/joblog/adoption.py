"""Take unexplained lines for the findings that a job counts beyond those that were read.

If E errors are missing, and exactly E unexplained lines have something in common, they are these errors. All or nothing: a part
would prove nothing. Where another choice of lines would fit as well, none is made. An adopted finding always fails, whatever
a baseline or a policy accepts, so that a wrong choice leaves the run as red as it was; and where the job counts none, none is
adopted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_contentjobs.joblog.templates import find_shared
from pytest_contentjobs.joblog.unexplained import Counts, KeptLine
from pytest_contentjobs.model import Severity

__all__ = ["AdoptedLine", "Adoption", "choose"]

# Words at the start of a line by which lines may be alike.
_BEGINNINGS = (4, 3, 2, 1)
_WARNING = re.compile(r"warn|avis|avvis|advert|varn|ostrze|uyar|предупр|попередж|警告|경고|注意", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AdoptedLine:
    """A line that is taken for a finding, and the lines directly below that belong to it."""

    line: KeptLine
    severity: Severity
    below: tuple[KeptLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Adoption:
    """The lines that are taken for findings, in the log's order, and what they have in common, in words."""

    lines: tuple[AdoptedLine, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Choice:
    """A choice of lines: the numbers of those that would be errors and warnings, and what they have in common."""

    errors: frozenset[int]
    warnings: frozenset[int]
    reason: str

    @property
    def numbers(self) -> frozenset[int]:
        return self.errors | self.warnings


def choose(lines: Sequence[KeptLine], missing: Counts) -> Adoption | None:
    """Choose the lines that are the missing errors and warnings; None if no choice fits, or several do.

    ``lines`` are all unexplained lines, in the log's order, as far as they are not too many.
    """
    if min(missing) < 0 or not any(missing):
        return None
    suspicious = frozenset(line.number for line in lines if line.is_suspicious)
    choices = list({(choice.errors, choice.warnings): choice for choice in _find_choices(lines, missing)}.values())
    # Lines that say that something is wrong come first; others are only chosen together with all of those.
    best = [choice for choice in choices if choice.numbers <= suspicious]
    choices = best or [choice for choice in choices if suspicious <= choice.numbers]
    choices = [choice for choice in choices if not any(_is_below(choice, other) for other in choices)]
    return _adopt(choices[0], lines) if len(choices) == 1 else None


def _find_choices(lines: Sequence[KeptLine], missing: Counts) -> Iterator[_Choice]:
    """Yield each choice of as many errors and warnings as are missing."""
    errors, warnings = missing
    groups = list(_group(lines))
    if not warnings or not errors:
        for reason, members in groups:
            if len(members) == errors + warnings:
                numbers = frozenset(line.number for line in members)
                yield _Choice(numbers if errors else frozenset(), numbers if warnings else frozenset(), reason)
        return
    for reason, members in groups:
        # Lines with a word for warnings, and the others of the same kind.
        warned = frozenset(line.number for line in members if _WARNING.search(line.text))
        others = frozenset(line.number for line in members) - warned
        if len(warned) == warnings and len(others) == errors:
            yield _Choice(others, warned, reason)
    for reason, members in groups:
        if len(members) != warnings or not all(_WARNING.search(line.text) for line in members):
            continue
        warned = frozenset(line.number for line in members)
        for other_reason, other in groups:
            numbers = frozenset(line.number for line in other)
            if len(numbers) == errors and not numbers & warned:
                yield _Choice(numbers, warned, f"{other_reason}, and {reason}")


def _group(lines: Sequence[KeptLine]) -> Iterator[tuple[str, list[KeptLine]]]:
    """Yield the lines that have something in common, with that in words."""
    by: defaultdict[str, list[KeptLine]] = defaultdict(list)
    for line in lines:
        if line.level is not None:
            by[f"have {line.level!r} in the place of the level"].append(line)
    counts: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for line in lines:
        counts[line.template] += 1
    shared = find_shared(counts)
    for line in lines:
        template = shared.get(line.template, line.template)
        by[f"are like {' '.join(template)!r}"].append(line)
        for number in _BEGINNINGS:
            if number < len(template):
                by[f"begin with {' '.join(template[:number])!r}"].append(line)
    by["say that something is wrong"] = [line for line in lines if line.is_suspicious]
    by["are not explained otherwise"] = list(lines)
    yield from by.items()


def _is_below(choice: _Choice, other: _Choice) -> bool:
    """Whether each of several lines of a choice stands directly below one of another, as the second line of its entry."""
    return len(choice.numbers) > 1 and choice.numbers == frozenset(number + 1 for number in other.numbers)


def _adopt(choice: _Choice, lines: Sequence[KeptLine]) -> Adoption:
    by_number = {line.number: line for line in lines}
    below = {number: by_number.get(number + 1) for number in choice.numbers}
    has_below = len(below) > 1 and all(
        line is not None and line.number not in choice.numbers for line in below.values()
    )
    adopted = [
        AdoptedLine(
            line=by_number[number],
            severity=Severity.ERROR if number in choice.errors else Severity.WARNING,
            below=(line,) if has_below and (line := below[number]) is not None else (),
        )
        for number in sorted(choice.numbers)
    ]
    return Adoption(tuple(adopted), choice.reason)
