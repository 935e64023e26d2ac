"""The lines of a log that nothing explains, by template, and which of them are harmless.

A line is harmless only by positive evidence, and only beside a job's counts, which say how many findings to expect:

- its template stands many times, each time with something else, and nothing in it says that something is wrong or, beside a job
  that counts nothing in a log that does not state zeros, names content;
- it is a sentence that names nothing, in a log that states that it has no errors, beside a job that says the same, or beside a
  job that counts exactly the findings that the log has;
- it is such a sentence with versions, times or durations, as in a program's banner, and the log and its job state zeros;
- it tells something in words and names no content, and both log and job state that there are neither errors nor warnings;
- it continues what stands directly above: below an informational line, such a sentence of two words or more, or a value as in
  ``threads = 4``, if it is indented; below an entry, a label as in ``DETAIL: …`` or a sentence that was broken and goes on in lower
  case.

A job that counts nothing may not count at all, so that its zeros prove little: they need the log's own zeros beside them. One
that counts exactly the findings that were read, and some, has proved that it counts. What remains then cannot hold findings
unless the job miscounts; but a policy may accept all findings that were read, and then nothing else would make the run red. So
the gate accepts what remains only in a run that is red for its findings, and objects to it in any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from pytest_contentjobs.joblog.doubtful_lines import (
    is_banner,
    is_detail,
    is_harmless_prose,
    is_plain_text,
    is_told,
    names_content,
    names_one_thing,
    says_something_bad,
)
from pytest_contentjobs.joblog.gaps import states_gap
from pytest_contentjobs.joblog.proposals import propose_pattern
from pytest_contentjobs.joblog.stated_totals import Agreement
from pytest_contentjobs.joblog.templates import (
    Template,
    find_shared,
    has_placeholder,
    make_template,
    replace_each_word,
)
from pytest_contentjobs.model import LogLine, UnexplainedLines

__all__ = ["SAMPLE_LENGTH", "Counts", "KeptLine", "Role", "Unexplained"]

#: Numbers of errors and warnings.
Counts = tuple[int, int]
SAMPLE_LENGTH = 300
# Templates that are told apart, and those that are reported.
_MOST_TEMPLATES = 1_000
_MOST_REPORTED = 200
# A template is frequent if at least this many lines have it, and this share of all lines.
_FREQUENT_LINES = 5
_FREQUENT_SHARE = 0.01
# Characters of the lines that are kept because the job may count them, and of one of them.
_MOST_KEPT_TEXT = 32 << 20
_LONGEST_KEPT = 2_000
_REST: Template = ("…",)
#: What groups have in common: the unknown level, whether they are suspicious or follow an entry, and the template.
_Key = tuple[str | None, bool, "Role", Template]


class Role(Enum):
    """Where an unexplained line stands: by itself, or below an entry or an informational line that it seems to continue."""

    ALONE = "alone"
    BELOW_ENTRY = "below an entry"
    BELOW_INFORMATIONAL = "below an informational line"


@dataclass(frozen=True, slots=True)
class KeptLine:
    """An unexplained line that may be a finding which the job counts; ``above`` is the last line above that is not blank."""

    number: int
    above: int
    text: str
    template: Template
    level: str | None
    is_suspicious: bool
    # The lines of its record.
    lines: int = 1


@dataclass(slots=True)
class _Group:
    template: Template
    level: str | None
    is_suspicious: bool
    role: Role
    sample: LogLine
    is_prose: bool
    is_told: bool
    is_banner: bool
    is_detail: bool
    names_content: bool = False
    is_one_word: bool = False
    lines: int = 0
    # Hashes of up to _FREQUENT_LINES different lines.
    variants: set[int] = field(default_factory=set)
    kept: list[KeptLine] = field(default_factory=list)

    def merge(self, other: _Group, template: Template) -> None:
        self.template = template
        self.sample = min(self.sample, other.sample, key=lambda sample: sample.number)
        self.is_prose = self.is_prose and other.is_prose
        self.is_told = self.is_told and other.is_told
        self.is_banner = self.is_banner and other.is_banner
        self.is_detail = self.is_detail and other.is_detail
        self.names_content = self.names_content or other.names_content
        self.is_one_word = self.is_one_word or other.is_one_word
        self.lines += other.lines
        self.variants |= other.variants
        self.kept += other.kept


class Unexplained:
    """Collects unexplained lines. Memory is bounded: a fixed number of templates, and as many lines of each as the job counts."""

    def __init__(self, counts: Counts | None) -> None:
        self._counts = counts
        self._most_kept = sum(counts) if counts else 0
        self._kept_text = 0
        self._groups: dict[_Key, _Group] = {}
        self._is_shared = self._is_full = False
        # The last line above the last blank ones, and the last of these.
        self._above_blank = self._last_blank = 0

    def note_blank(self, number: int) -> None:
        """Note that the line of this number is blank."""
        if number != self._last_blank + 1:
            self._above_blank = number - 1
        self._last_blank = number

    def add(
        self,
        number: int,
        record: str,
        *,
        level: str | None = None,
        role: Role = Role.ALONE,
        is_understood: bool = False,
    ) -> None:
        """Add a record that begins in the line of this number.

        ``level`` is an unknown word in the place of its level; ``is_understood`` says that a format knows the layout.
        """
        line = record.split("\n", 1)[0]
        is_suspicious = level is not None or says_something_bad(record) or states_gap(record)
        is_suspicious = is_suspicious or not (is_understood or is_plain_text(record))
        # A pattern for lines with a name that says something bad must spell it, so that they have their own template.
        is_kept = says_something_bad if is_suspicious else None
        template = make_template(record, is_kept=is_kept) if level is None else (level,)
        sample = _find_sample(number, record) if is_suspicious else LogLine(number, line[:SAMPLE_LENGTH])
        group = self._find_group((level, is_suspicious, role, template), line, sample)
        lines = record.count("\n") + 1
        group.lines += lines
        # Lines of a template may differ in what they name.
        group.is_detail = group.is_detail and is_detail(line)
        group.is_prose = group.is_prose and is_harmless_prose(line)
        group.is_one_word = group.is_one_word or names_one_thing(line)
        group.is_told = group.is_told and is_told(line)
        group.names_content = group.names_content or names_content(line)
        if len(group.variants) < _FREQUENT_LINES:
            group.variants.add(hash(record))
        if len(group.kept) <= self._most_kept and self._most_kept and role is not Role.BELOW_ENTRY:
            above = self._above_blank if number == self._last_blank + 1 else number - 1
            self._keep(group, KeptLine(number, above, line[:_LONGEST_KEPT], template, level, is_suspicious, lines))

    def _find_group(self, key: _Key, line: str, sample: LogLine) -> _Group:
        if key not in self._groups and len(self._groups) >= _MOST_TEMPLATES and not self._is_full:
            self._share()
            self._is_full = len(self._groups) >= _MOST_TEMPLATES
        if key not in self._groups and self._is_shared:
            key = next((shared for shared in _make_shared(key) if shared in self._groups), key)
        if key not in self._groups and self._is_full:
            key = (None, key[1], Role.ALONE, _REST)
        if key not in self._groups:
            level, is_suspicious, role, template = key
            self._groups[key] = _Group(
                template=template,
                level=level,
                is_suspicious=is_suspicious,
                role=role,
                sample=sample,
                is_prose=is_harmless_prose(line),
                is_told=is_told(line),
                is_banner=is_banner(line),
                is_detail=is_detail(line),
            )
        return self._groups[key]

    def _keep(self, group: _Group, line: KeptLine) -> None:
        self._kept_text += len(line.text) + 100
        if self._kept_text > _MOST_KEPT_TEXT:
            # Findings are adopted by their number, for which all of them are needed.
            self._most_kept = 0
            for each in self._groups.values():
                each.kept.clear()
        else:
            group.kept.append(line)

    def _share(self) -> None:
        """Join groups whose templates differ only in a name."""
        self._is_shared = True
        kinds = {key[:3] for key in self._groups if key[0] is None}
        for kind in kinds:
            found = {key[3]: group.lines for key, group in self._groups.items() if key[:3] == kind}
            for template, shared in find_shared(found).items():
                group = self._groups.pop((*kind, template))
                key = (*kind, shared)
                if key in self._groups:
                    self._groups[key].merge(group, shared)
                else:
                    group.template = shared
                    self._groups[key] = group

    def kept(self) -> list[KeptLine]:
        """Return the lines that may be findings, in the log's order; none if there are more of them than can be adopted."""
        return sorted((line for group in self._groups.values() for line in group.kept), key=lambda line: line.number)

    def remove(self, numbers: Iterable[int]) -> None:
        """Take lines out that turned out to be findings."""
        gone = frozenset(numbers)
        for key, group in list(self._groups.items()):
            kept = [line for line in group.kept if line.number not in gone]
            group.lines -= sum(line.lines for line in group.kept) - sum(line.lines for line in kept)
            group.kept = kept
            if not group.lines:
                del self._groups[key]

    @property
    def lines(self) -> int:
        """How many lines were added and not removed."""
        return sum(group.lines for group in self._groups.values())

    def explain(
        self, lines: int, understood: int, found: Counts, stated: Agreement
    ) -> tuple[int, int, tuple[UnexplainedLines, ...]]:
        """Return how many lines are harmless and how many continue an entry, and the templates of the others.

        ``lines`` is the length of the log, and ``understood`` the number of its other lines that are not blank; ``found`` are
        the numbers of its findings; ``stated`` is what it states itself.
        """
        self._share()
        harmless = continuing = 0
        has_proof = stated.states_zeros or (found == self._counts and any(found))
        if not understood or not (has_proof or understood >= self.lines):
            return 0, 0, tuple(_report(self._groups.values()))
        agrees_on_none = stated.states_nothing_bad and found == self._counts == (0, 0)
        rest: list[_Group] = []
        for group in self._groups.values():
            if self._continues(group, found):
                continuing += group.lines
            elif self._counts is not None and (
                self._is_harmless(group, lines, found, states_zeros=stated.states_zeros)
                or (agrees_on_none and _is_unsuspicious(group) and group.is_told)
            ):
                harmless += group.lines
            else:
                rest.append(group)
        return harmless, continuing, tuple(_report(rest))

    def _continues(self, group: _Group, found: Counts) -> bool:
        if group.role is Role.BELOW_ENTRY:
            return found == self._counts
        is_below = group.role is Role.BELOW_INFORMATIONAL and self._counts is not None
        return is_below and not group.is_suspicious and (group.is_detail or (group.is_prose and not group.is_one_word))

    def _is_harmless(self, group: _Group, lines: int, found: Counts, *, states_zeros: bool) -> bool:
        if not _is_unsuspicious(group):
            return False
        agree = found == self._counts and (any(found) or states_zeros)
        least = max(_FREQUENT_LINES, lines * _FREQUENT_SHARE)
        if group.lines >= least and len(group.variants) >= _FREQUENT_LINES and has_placeholder(group.template):
            # Zeros of a job prove little, and what names content many times may be what is wrong with each.
            return agree or not group.names_content
        return agree and (group.is_prose or (states_zeros and group.is_banner))


def _is_unsuspicious(group: _Group) -> bool:
    return not group.is_suspicious and group.template != _REST and group.role is not Role.BELOW_ENTRY


def _make_shared(key: _Key) -> Iterator[_Key]:
    level, is_suspicious, role, template = key
    if level is None:
        yield from ((None, is_suspicious, role, shared) for shared in replace_each_word(template))


def _report(groups: Iterable[_Group]) -> Iterator[UnexplainedLines]:
    """Give the templates that remain: suspicious ones first, then those of most lines."""
    order = sorted(groups, key=lambda group: (not group.is_suspicious, -group.lines, group.sample.number))
    for group in order[:_MOST_REPORTED]:
        yield _describe(group, group.lines)
    if rest := order[_MOST_REPORTED:]:
        last = _Group(
            template=_REST,
            level=None,
            is_suspicious=any(group.is_suspicious for group in rest),
            role=Role.ALONE,
            sample=rest[0].sample,
            is_prose=False,
            is_told=False,
            is_banner=False,
            is_detail=False,
        )
        yield _describe(last, sum(group.lines for group in rest))


def _describe(group: _Group, lines: int) -> UnexplainedLines:
    return UnexplainedLines(
        template=" ".join(group.template),
        level=group.level,
        lines=lines,
        sample=group.sample,
        is_suspicious=group.is_suspicious,
        follows_entry=group.role is Role.BELOW_ENTRY,
        pattern=None
        if group.level or group.template == _REST
        else propose_pattern(group.template, group.sample.text, are_equal=len(group.variants) == 1),
    )


def _find_sample(number: int, record: str) -> LogLine:
    """Return the line of a record, which begins in the line of this number, that shows best what is wrong."""
    lines = record.split("\n")
    bad = next((place for place, line in enumerate(lines) if says_something_bad(line)), 0) if len(lines) > 1 else 0
    return LogLine(number + bad, lines[bad][:SAMPLE_LENGTH])
