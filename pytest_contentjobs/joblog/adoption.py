"""Take unexplained lines for the findings that a job counts beyond those that were read.

If E errors are missing, and exactly E unexplained lines have something in common, they are these errors. All or nothing: a part
would prove nothing. Where another choice of lines would fit as well, none is made. An adopted finding always fails, whatever
a baseline or a policy accepts, so that a wrong choice leaves the run as red as it was; and where the job counts none, none is
adopted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pytest_contentjobs.joblog.formats.parts.totals import find_totals
from pytest_contentjobs.joblog.templates import find_shared
from pytest_contentjobs.joblog.unexplained import Counts, KeptLine
from pytest_contentjobs.model import Severity

__all__ = ["AdoptedLine", "Adoption", "choose"]

# Words at the start of a line by which lines may be alike.
_BEGINNINGS = (4, 3, 2, 1)
_BEGIN, _LIKE = "begin with", "are like"
_ALIKE = (_BEGIN, _LIKE)
# A letter outside of what stands for a variable part.
_NAMES_KIND = re.compile(r"(?:^|\u27e9)[^\u27e8]*?[^\W\d_]")
_NUMBER_AT_END = re.compile(r"[ ][(\[]\d{1,9}[)\]]\s*$")
# The number of an item in a list, at the start of a line.
_NUMBER = re.compile(r"\s{0,20}\(?(?P<number>\d{1,6})[.):]\)?\s+\S")
_FEWEST_NUMBERED = 2
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
    """A choice of lines: the numbers of those that would be errors and warnings, and what they have in common.

    ``below`` are the numbers of lines that stand below these in the same stack of messages.
    """

    errors: frozenset[int]
    warnings: frozenset[int]
    reason: str
    below: frozenset[int] = frozenset()

    @property
    def is_alike(self) -> bool:
        """Whether the lines begin alike."""
        return self.reason.startswith(_ALIKE)

    @property
    def numbers(self) -> frozenset[int]:
        return self.errors | self.warnings


def choose(lines: Sequence[KeptLine], missing: Counts) -> Adoption | None:
    """Choose the lines that are the missing errors and warnings; None if no choice fits, or several do.

    ``lines`` are all unexplained lines, in the log's order, as far as they are not too many.
    """
    if min(missing) < 0 or not any(missing):
        return None
    lines = _leave_out_details(lines)
    suspicious = frozenset(line.number for line in lines if line.is_suspicious)
    numbered = _find_numbered(lines, missing)
    if numbered is not None and numbered.numbers & suspicious and not _is_about_others(numbered, lines):
        return _adopt(numbered, lines)
    choices = _join(_find_choices(lines, missing))
    # Lines that say that something is wrong come first; others are only chosen together with all of those.
    best = [choice for choice in choices if choice.numbers <= suspicious]
    choices = best or [choice for choice in choices if suspicious <= choice.numbers | choice.below]
    choices = [choice for choice in choices if not any(_is_below(choice, other) for other in choices)]
    return _adopt(choices[0], lines) if len(choices) == 1 and not _is_about_others(choices[0], lines) else None


def _join(choices: Iterable[_Choice]) -> list[_Choice]:
    """Join choices of the same lines: what these have in common by their beginning comes first."""
    joined: dict[tuple[frozenset[int], frozenset[int]], _Choice] = {}
    for choice in choices:
        first = joined.setdefault((choice.errors, choice.warnings), choice)
        joined[choice.errors, choice.warnings] = replace(first, below=first.below | choice.below)
    return list(joined.values())


def _is_about_others(choice: _Choice, lines: Sequence[KeptLine]) -> bool:
    """Whether a line of a choice states totals, which are about other lines, so that the number fits by chance.

    Lines that are alike may end with the number of an error.
    """
    texts = [line.text for line in lines if line.number in choice.numbers]
    return any(find_totals(_NUMBER_AT_END.sub("", text) if choice.is_alike else text) for text in texts)


def _leave_out_details(lines: Sequence[KeptLine]) -> Sequence[KeptLine]:
    """Return the lines without those that are indented below one that is not, which tell more about it."""
    outer = {line.number for line in lines if not line.text[:1].isspace()}
    details: set[int] = set()
    for line in lines:
        if line.number not in outer and (line.number - 1 in outer or line.number - 1 in details):
            details.add(line.number)
    return [line for line in lines if line.number not in details]


def _find_numbered(lines: Sequence[KeptLine], missing: Counts) -> _Choice | None:
    """Return the lines of the only list if it is numbered from one to the number of missing errors, or warnings."""
    length = max(missing)
    if min(missing) or length < _FEWEST_NUMBERED:
        return None
    items = [(int(match["number"]), line.number) for line in lines if (match := _NUMBER.match(line.text))]
    if len(items) != length or [number for number, _ in items] != list(range(1, length + 1)):
        return None
    found = frozenset(line for _, line in items)
    reason = f"are numbered from 1 to {length}"
    return _Choice(found, frozenset(), reason) if missing[0] else _Choice(frozenset(), found, reason)


def _find_choices(lines: Sequence[KeptLine], missing: Counts) -> Iterator[_Choice]:
    """Yield each choice of as many errors and warnings as are missing."""
    errors, warnings = missing
    groups = list(_group(lines))
    if not warnings or not errors:
        for reason, members in groups:
            yield from _choose_of_one_severity(reason, members, errors, warnings)
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


def _choose_of_one_severity(reason: str, members: Sequence[KeptLine], errors: int, warnings: int) -> Iterator[_Choice]:
    """Yield the choice of all lines of a group, and that of the first of each stack of lines that begin alike."""
    for chosen in (members, _find_first_of_stacks(members) if reason.startswith(_ALIKE) else []):
        if len(chosen) == errors + warnings:
            numbers = frozenset(line.number for line in chosen)
            below = frozenset(line.number for line in members) - numbers
            yield _Choice(numbers if errors else frozenset(), numbers if warnings else frozenset(), reason, below)


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
        by[f"{_LIKE} {' '.join(template)!r}"].append(line)
        for number in _BEGINNINGS:
            if number < len(template):
                by[f"{_BEGIN} {' '.join(template[:number])!r}"].append(line)
    by["say that something is wrong"] = [line for line in lines if line.is_suspicious]
    by["are not explained otherwise"] = list(lines)
    yield from by.items()


def _find_first_of_stacks(lines: Sequence[KeptLine]) -> list[KeptLine]:
    """Return the lines that do not stand below another of them: databases print a message above its cause.

    None are returned if nothing in these lines says that something is wrong, or if they only share a number, such as the time.
    """
    if not any(line.is_suspicious for line in lines) or not _NAMES_KIND.search(lines[0].template[0]):
        return []
    numbers = {line.number for line in lines}
    return [line for line in lines if line.above not in numbers]


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
