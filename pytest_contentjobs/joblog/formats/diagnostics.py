"""What compilers, linters and validators print: a place in a file, a level, a rule and a text, in any of their orders.

The layouts are those of GNU compilers (``file:line:column: level: text``), MSBuild (``file(line,column): level RULE: text``),
linters (``file:line:column RULE text``, and rows below the name of their file), validators (``LEVEL(RULE): file(line,column):
text``, ``file:line: element name: kind of error : text``, and an answer for each file), and of tools that only begin a line
with ``Warning:`` or with a sentence like ``Failed to read …``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, LineParser, ParsedEntry, VocabularyFormat
from pytest_contentjobs.joblog.formats.parts.answers_above import AnswersAbove
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.bracketed_codes import read_bracketed_code
from pytest_contentjobs.joblog.formats.parts.bracketed_signs import BracketedSigns
from pytest_contentjobs.joblog.formats.parts.coded_levels import CodedLine, read_code
from pytest_contentjobs.joblog.formats.parts.failures import (
    read_change,
    read_failure,
    read_request,
    read_row,
    read_script_failure,
)
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.labels import Labelled, Labels
from pytest_contentjobs.joblog.formats.parts.levels import is_doubtful
from pytest_contentjobs.joblog.formats.parts.placed_blocks import PlacedBlock, begins_block
from pytest_contentjobs.joblog.formats.parts.placed_columns import read_cells, read_letter, read_placed_second
from pytest_contentjobs.joblog.formats.parts.placed_entries import make_placed, read_columns
from pytest_contentjobs.joblog.formats.parts.places import (
    Place,
    is_file,
    read_line_and_column,
    read_place,
    read_place_at_end,
)
from pytest_contentjobs.joblog.formats.parts.stack_traces import is_frame_at_margin
from pytest_contentjobs.joblog.formats.parts.two_lines import may_begin, read_two_lines
from pytest_contentjobs.model import Severity

__all__ = ["Diagnostics"]

# The name of an element, and the kind of an error.
_OTHER_LABELS = re.compile(r"(?:[\w .'-]{1,60}:\s+){1,2}?")
_PROGRAM = re.compile(r"[A-Za-z][\w.-]{1,40}\s?:\s?(?=\S)")
# Linters number their rules behind a letter, of which this one is the only one with another severity; Python names its warnings.
_WARNING_RULE = re.compile(r"(?:W(?:\d{3,5}:?|:)|[A-Z]\w{0,60}Warning:)\s")
_BULLET = re.compile(r"\s{0,8}(?:[•·▪]|[*=#!]{1,5}>?|-{2,5}>?|>{1,3})\s+")
# How many problems there are, behind a mark, is not one more.
_TOTAL = re.compile(r"\d{1,9}\s(?:problem|issue|error|warning|failure)s?\b", re.IGNORECASE)
_COLUMNS = re.compile(r"\s{2,}|\t")
_ARROW = re.compile(r"\s*-->\s(?=\S)")
_MAY_HAVE_ARROW = re.compile(r"(?:error|warning)(?:\[\w{1,40}\])?:\s+\S")
_MAY_HAVE_PLACE = re.compile(r"[EWFI]\d{4}\s\S")
_SNIPPET = re.compile(r"[\s<]+\S|\+\s|\s*\d{0,9}\s*\|(?:\s|$)|[\s~^|]+$|\s*=\s[a-z]{1,20}:\s")
# How many of the findings above a program could repair.
_FIXABLE = re.compile(
    r"\s*(?:\[\*\]\s)?\d{1,9}(?:\s(?:errors?|warnings?)(?:\sand\s\d{1,9}\s(?:errors?|warnings?))?)?\s(?:potentially\s)?fixable"
    r"(?:\swith\s[^\n]{1,60})?"
)
_SUCCESS = re.compile(r"(?:Success|OK|Done|Info|Information|Notice|Debug):\s+(?=\S)")
_NOTHING = re.compile(r"(?:none|nothing|no|n/a|false|null|[\d.,%/ ]+|-)?[.!]?", re.IGNORECASE)
_LONGEST = 1 << 16
_LONGEST_NAME = 500
# Some programs align their labels at the right.
_DEEPEST = 20


class Diagnostics(VocabularyFormat):
    """Lines with a place in a file, or with a level in front; snippets below continue them."""

    name = "diagnostics"

    def parser(self) -> LineParser:
        """Return a parser that keeps the file of a group of rows, and whether lines have levels."""
        return _Parser(Labels(self._vocabulary))


class _Parser(LineParser):
    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._file: str | None = None
        self._failed_file: str | None = None
        # Whether lines have levels, and whether errors or routine lines have them: some programs only name warnings.
        self._has_levels = self._has_all_levels = self._has_entries = False
        self._is_at_margin = False
        self._answers = AnswersAbove(labels)
        self._is_first_line = True
        self._block: PlacedBlock | None = None
        # In this order: each is for lines that those before it do not read.
        self._readers = (
            self._answers.read_reason,
            lambda line: self._answers.read_answer(line, self._failed_file),
            self._read_bracketed,
            self._read_placed,
            self._read_coded,
            read_request,
            BracketedSigns().read,
            read_change,
            read_script_failure,
            self._read_labelled,
            # A program that only names warnings may state errors without a level.
            lambda line: None if self._has_all_levels else read_failure(line) or read_row(line),
        )
        # The letters of codes that had the level of a warning or an error.
        self._families: set[str] = set()

    def is_incomplete(self, line: str) -> bool:
        """Whether the next line may belong to this one: a row to the name of its file, a place to its message or the reverse."""
        if self._block is not None:
            return self._block.goes_on(line)
        is_first, self._is_first_line = self._is_first_line, True
        self._block = begins_block(line) if is_first else None
        if (is_first and self._block is None) and (
            _is_file_name(line) or _MAY_HAVE_ARROW.match(line) or _MAY_HAVE_PLACE.match(line) or may_begin(line)
        ):
            self._is_first_line = False
        return self._block is not None or not self._is_first_line

    def may_end(self) -> bool:
        """Whether the block that is open is complete at the end of the log."""
        return self._block is not None and self._block.is_command

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a line with a place or a level, or the name of a file or a message with the line below it."""
        block, self._block = self._block, None
        if len(record) > _LONGEST or is_frame_at_margin(record):
            return None
        first, _, second = record.partition("\n")
        if second and block is not None and "\n".join(block.lines) == record:
            labelled = block.read(self._labels)
            return make_placed(labelled, block.place) if labelled is not None else None
        if second:
            return self._read_two(first, second)
        if self._answers.explained_by(record):
            return None
        entries = self._read_row(record) if record[:1].isspace() or self._is_at_margin else None
        if entries is None:
            self._file, self._is_at_margin = None, False
            found = (read(record) for read in self._readers)
            entries = next((entries for entries in found if entries is not None), None)
        if entries is None and self._has_entries and _FIXABLE.fullmatch(record):
            return INFORMATIONAL
        if entries:
            self._note(entries)
        return entries

    def continues(self, line: str) -> bool:
        """Whether a line shows what the entry above is about: indented text, numbered lines, carets."""
        if self._answers.is_explained or is_frame_at_margin(line):
            return True
        if _SNIPPET.match(line) is None or self._labels.read(line.strip()) is not None:
            return False
        return line[:1] != "<" or not looks_like_a_finding(line)

    def _note(self, entries: Sequence[ParsedEntry]) -> None:
        self._has_entries = True
        self._failed_file = next((entry.file for entry in entries if entry.severity is Severity.ERROR), None)

    def _read_two(self, first: str, second: str) -> Sequence[ParsedEntry] | None:
        arrow = _ARROW.match(second)
        if arrow is not None:
            return self._read_arrow(first, read_place(second[arrow.end() :]))
        coded = read_code(first)
        if coded is not None:
            place = read_place(second)
            is_placed = place is not None and place.end == len(second) and place.is_plain
            return self._make_coded(coded, first, place) if is_placed else None
        two = read_two_lines(first, second, self._labels)
        return make_placed(two.labelled, two.place) if two is not None else self._read_first_row(first, second)

    def _read_arrow(self, line: str, place: Place | None) -> Sequence[ParsedEntry] | None:
        entries = self._read_labelled(line)
        if place is None or not entries:
            return None
        self._has_levels = self._has_all_levels = True
        return tuple(replace(entry, file=place.file, line=place.line, column=place.column) for entry in entries)

    def _read_first_row(self, name: str, row: str) -> Sequence[ParsedEntry] | None:
        """Read the name of a file and the first row below it."""
        if not _is_file_name(name):
            return None
        self._file, self._is_at_margin = name.strip().removesuffix(":"), not row[:1].isspace()
        entries = self._read_row(row)
        if entries is None:
            self._file, self._is_at_margin = None, False
            return None
        return tuple(replace(entry, offset=1) for entry in entries)

    def _read_row(self, line: str) -> Sequence[ParsedEntry] | None:
        """Read ``  12:5  error  text  rule``, below the name of a file or without it."""
        read = read_line_and_column(line.strip() + " ")
        if read is None:
            return self._read_cells(line)
        number, column, rest = read
        place = Place(self._file or "", number, column, 0)
        columns = _COLUMNS.split(rest.strip())
        labelled = self._labels.read(rest.strip())
        level = self._labels.read_word(columns[0]) if len(columns) > 1 else None
        if level is not None:
            labelled = read_columns(level, columns[1:])
        elif labelled is None and len(columns) > 1:
            # The longest level fills its column.
            word, _, text = columns[0].partition(" ")
            level = self._labels.read_word(word)
            labelled = read_columns(level, [text, *columns[1:]]) if level and level.severity else None
        if labelled is not None:
            self._note_level(labelled)
            return make_placed(labelled, place)
        found = self._read_cells(line)
        if found is not None:
            return found
        if self._file is None or self._has_levels or self._is_at_margin or len(columns) > 2:  # noqa: PLR2004 - text and rule
            return None
        return make_placed(Labelled(Severity.ERROR, rest.strip()), place)

    def _read_cells(self, line: str) -> Sequence[ParsedEntry] | None:
        """Read a row whose columns stand in another order."""
        read = read_cells(line, self._labels)
        if read is None or (read[0].severity is None and self._file is None and not self._has_levels):
            return None
        level, place, texts = read
        labelled = read_columns(level, texts)
        self._note_level(labelled)
        return make_placed(labelled, replace(place, file=self._file or ""))

    def _note_level(self, labelled: Labelled) -> None:
        self._has_levels = True
        self._has_all_levels = self._has_all_levels or labelled.severity is not Severity.WARNING

    def _read_placed(self, line: str) -> Sequence[ParsedEntry] | None:
        second = read_placed_second(line, self._labels)
        found = second[:2] if second is not None else self._find_place(line)
        if found is None:
            return None
        place, rest = found
        labelled = (
            (second and second[2])
            or self._labels.read(rest)
            or read_letter(rest)
            or self._read_other_labels(rest)
            or self._labels.read_at_end(rest)
        )
        if labelled is not None:
            self._note_level(labelled)
            return make_placed(labelled, place)
        # Without a level, only a file's name shows the layout; beside levels of all kinds, the line may be anything.
        is_placed = place.line is not None or place.has_pointer
        if self._has_all_levels or not is_placed or not place.is_plain or not rest or rest.startswith("..."):
            return None
        severity = Severity.WARNING if _WARNING_RULE.match(rest) else Severity.ERROR
        return make_placed(Labelled(severity, rest), place)

    def _find_place(self, line: str) -> tuple[Place, str] | None:
        """Return the place at the start of a line, behind the name of a program if there is one, and the text behind it."""
        place = read_place(line)
        program = _PROGRAM.match(line)
        if program is not None and (place is None or not is_file(place.file)):
            inner = read_place(line[program.end() :])
            if inner is not None and is_file(inner.file):
                return inner, line[program.end() + inner.end :]
        if place is not None:
            return place, line[place.end :].strip()
        numbers = read_line_and_column(line) if line.startswith("line ") else None
        if numbers is not None:
            return Place("", numbers[0], numbers[1], 0), numbers[2].removeprefix("- ").strip()
        file, colon, rest = line.partition(": ")
        whole = Place(file.strip(), None, None, 0)
        return (whole, rest.strip()) if colon and whole.is_plain and self._labels.read(rest.strip()) else None

    def _read_other_labels(self, text: str) -> Labelled | None:
        """Read a warning or an error behind other labels, such as the name of an element."""
        for labels in _OTHER_LABELS.finditer(text[:200]):
            if labels.start():
                break
            labelled = self._labels.read(text[labels.end() :])
            if labelled is not None and labelled.severity is not None:
                return labelled
        return None

    def _read_bracketed(self, line: str) -> Sequence[ParsedEntry] | None:
        """Read a line with a code and a level in brackets beside each other."""
        bracketed = read_bracketed_code(line, self._labels)
        if bracketed is None:
            return None
        self._note_level(bracketed[0])
        return make_placed(*bracketed)

    def _read_coded(self, line: str) -> Sequence[ParsedEntry] | None:
        """Read a line that begins with a code that has a level; a routine level counts if another code like it had a bad one."""
        coded = read_code(line)
        return self._make_coded(coded, line, None) if coded is not None else None

    def _make_coded(self, coded: CodedLine, line: str, place: Place | None) -> Sequence[ParsedEntry] | None:
        text = line[coded.end :]
        if coded.severity is not None:
            self._has_levels = self._has_all_levels = True
            if coded.family is not None:
                self._families.add(coded.family)
        elif coded.family is not None:
            reported = make_entries(None, text, rule=coded.rule)
            if reported:
                return reported
            if coded.family not in self._families or is_doubtful(text) or says_what_is_wrong(text):
                return None
        return make_placed(Labelled(coded.severity, text, coded.rule), place)

    def _read_labelled(self, line: str) -> Sequence[ParsedEntry] | None:
        """Read a line that begins with a level, which a place may follow."""
        line = line.lstrip() if len(line) - len(line.lstrip()) <= _DEEPEST else line
        line = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
        success = _SUCCESS.match(line)
        if success is not None:
            text = line[success.end() :]
            entries = make_entries(None, text)
            return None if not entries and (is_doubtful(text) or says_what_is_wrong(text)) else entries
        program = _PROGRAM.match(line)
        labelled = self._labels.read(line)
        if labelled is None and program is not None:
            labelled = self._labels.read(line[program.end() :])
        if labelled is None or _NOTHING.fullmatch(labelled.text.strip()) or _TOTAL.match(labelled.text):
            return None
        text = labelled.text
        at_end, place = read_place_at_end(text), read_place(text)
        if labelled.severity is not None and at_end is not None:
            return make_placed(replace(labelled, text=text[: at_end.end]), at_end)
        if place is not None and is_file(place.file):
            return make_placed(replace(labelled, text=text[place.end :]), place)
        # Without a place, a word like "Note" may begin a sentence.
        return make_placed(labelled, None) if labelled.severity is not None else None


def _is_file_name(line: str) -> bool:
    text = line.rstrip().removesuffix(":")
    return len(line) <= _LONGEST_NAME and not line[:1].isspace() and ":" not in text[2:] and is_file(text)
