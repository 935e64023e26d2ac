"""Reports in sections: a heading like "Errors (3):" or "## Warnings", followed by bullets or indented lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    NAMES,
    UNDECIDED,
    LineParser,
    ParsedEntry,
    VocabularyFormat,
    VocabularyParser,
    worst,
)
from pytest_contentjobs.joblog.formats.parts.announcing_headings import (
    find_announced_severity,
    find_severity_of_things,
)
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.foreign_headings import find_foreign_severity
from pytest_contentjobs.joblog.formats.parts.messages import split_entity, split_rule
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.formats.parts.totals import find_totals
from pytest_contentjobs.joblog.vocabulary import Kind, Vocabulary
from pytest_contentjobs.model import Severity

__all__ = ["Sections"]

# Longer lines are not headings.
_LONGEST_HEADING = 120
_DECORATION = re.compile(r"(?P<before>#{1,6}[ \t]|={2,}|-{2,}|\*{2,}|~{2,}|_{2}|\[)(?P<text>[^\n]*?)[=\-*~_#\]: \t]*")
_SYMBOLS = "❌⚠\ufe0f✗✘\u2139🔴🟡* \t"
_COUNT = r"(?:[ \t]*[(\[][ \t]*\d{1,9}(?:[ \t]\w{1,20})?[ \t]*[)\]]|[ \t]*[:\-\u2013][ \t]*\d{1,9})"
# "Validation errors found (3)", "3 warnings". Only the plural, since "Error: …" is a message.
_SEVERE = re.compile(
    r"(?:there[ \t](?:was|were)[ \t])?(?:the[ \t]following[ \t]|list[ \t]of[ \t]|all[ \t])?(?P<number>\d{1,9}[ \t])?"
    r"(?:(?:validation|content|import|critical|fatal|blocking|non-blocking|serious)[ \t]){0,2}"
    r"(?P<word>errors|warnings|failures|(?<=there[ \t]was[ \t]1[ \t])(?:error|warning|failure))"
    rf"(?:[ \t](?:were[ \t]|was[ \t])?(?:found|detected|reported|list))?{_COUNT}?[ \t]*(?P<colon>:?)",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    rf"(?:informational messages|information|infos?|notes?|notices?|debug|legend){_COUNT}?[ \t]*:?",
    re.IGNORECASE,
)
# "Missing summary" says what is wrong.
_TOTALS = re.compile(
    r"(?:(?!(?:no|missing|empty|lost|invalid|bad|wrong|incomplete|broken)\b)\w{1,20}[ \t])?"
    r"(?:statistics|stats|summary|totals?)[ \t]*:?",
    re.IGNORECASE,
)
# "Errors: 3" or "3 articles failed" is a count, whatever its words.
_COUNTED = re.compile(r"[\w /()-]{1,60}[:=][ \t]*\d[\d.,]{0,12}[ \t]?%?|\d[\d.,]{0,12}[ \t][\w ]{1,40}")
_OTHER = re.compile(r"\w[^\n:;,.!?]{0,60}:")
# Several numbers of the run, each behind what it counts.
_TALLY = re.compile(r"(?:[^\W\d_][\w /-]{0,40}[:=][ \t]*\d[\d.,]{0,12}%?(?:[,;|][ \t]*|[ \t]*$)){2,}")
_UNDERLINE = re.compile(r"[ \t]*(?:-{3,}|={3,}|~{3,}|\*{3,})[ \t]*")
_RULE_LINE = re.compile(r"[ \t]*(?:[-=_*#~][ \t]?){3,}")
_ITEM = re.compile(
    r"(?P<indent>[ \t]*)"
    r"(?P<bullet>(?:[-*+•·\u2013—◦▪‣✗✘❌⚠]\ufe0f?|\d{1,6}[.)]|\(\d{1,6}\))[ \t]+(?:\[[ xX]\][ \t]+)?)?"
    r"(?P<text>\S.*)",
    re.DOTALL,
)
_NOTHING = re.compile(
    r"\(?(?:none|nothing|n/a|(?:there (?:are|were) )?no (?:errors?|warnings?|issues|failures)"
    r"(?: (?:were )?(?:found|detected|reported))?)\)?\.?",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"(?:\[(?P<bracketed>[^\]\n]{1,30})\]:?|(?P<named>[^\W\d_][\w-]{0,30})[ \t]*[:\uff1a])[ \t]+(?=\S)")


_NONE_FOUND = re.compile(
    rf"(?:errors|warnings|failures|errors (?:and|or) warnings)[ \t]*:[ \t]*(?:{_NOTHING.pattern})", re.IGNORECASE
)
# What a row of a section may begin with: its position, or the file that the rows below are about.
_POSITION = re.compile(
    r"(?:line|row|zeile|ligne|l\u00ednea|fila|riga|linha|regel|rad|wiersz|\u0441\u0442\u0440\u043e\u043a\u0430)\s?:?\s?(?P<number>\d{1,9})\b\s{0,4}[-:,]?\s{0,4}(?P<text>\S[^\n]*)",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"(?:uri|url|file|path|source|document|page|datei|seite|fichier|archivo|fichero|bestand)\s?:\s{0,4}[^\s:]+:?[^\s:]*",
    re.IGNORECASE,
)
# A place that says by itself what an entry is about; what is wrong there may be indented below it.
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}:/)?/\S{1,2000}\s{0,8}")
# A sentence below a heading, and not a line of another layout.
_SENTENCE = re.compile(rf"(?!{TIME})(?!\w{{1,80}}=)[^\W\d_][^\n]*\s[^\n]*", re.DOTALL)


class Sections(VocabularyFormat):
    """Headings that give a severity to the bullets or indented lines below them, up to another heading or text."""

    name = "sections"

    def parser(self) -> LineParser:
        """Return a parser that keeps the heading above."""
        return _Parser(self._vocabulary)


@dataclass(slots=True)
class _Section:
    """The open section: its severity, None if it reports no findings, and the depth of its entries."""

    severity: Severity | None
    is_harmless: bool = False
    depth: int | None = None
    has_bullets: bool = False
    # The number of signs before a heading in Markdown, 0 for others; and whether its text says what follows.
    level: int = 0
    is_known: bool = True
    # Whether sentences at the margin may be its entries.
    is_plain: bool = False

    def is_part_of(self, above: _Section) -> bool:
        """Whether this heading only divides the section above, like the names of articles below "Errors"."""
        return not self.is_known and 0 < above.level < self.level


class _Parser(VocabularyParser):
    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self._section: _Section | None = None
        # How many sentences were entries, which a total below them repeats.
        self._entries = 0
        self._may_be_underlined = self._is_below_heading = False

    def is_incomplete(self, line: str) -> bool:
        """Whether the line below may underline this one, so that it is a heading."""
        is_open, self._may_be_underlined = self._may_be_underlined, False
        if not is_open and len(line) <= _LONGEST_HEADING and line[:1].isalpha() and ":" not in line:
            self._may_be_underlined = find_severity_of_things(line.strip()) is not None
        return self._may_be_underlined

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a heading, or a line of the open section."""
        heading, _, rule = record.partition("\n")
        if rule:
            severity = find_severity_of_things(heading.strip()) if _UNDERLINE.fullmatch(rule) else None
            self._section = None if severity is None else _Section(severity, is_plain=True)
            return None if severity is None else NAMES
        item = _ITEM.match(record)
        if item is None:
            return None
        is_below_heading, self._is_below_heading = self._is_below_heading, False
        if _RULE_LINE.fullmatch(record):
            if self._section is not None and is_below_heading and _UNDERLINE.fullmatch(record):
                self._section.is_plain = True
            return INFORMATIONAL
        section = (
            _read_heading(item["text"].strip() if item["indent"] else record.strip()) if self._may_head(item) else None
        )
        if section is not None:
            if self._section is not None and section.is_part_of(self._section):
                section.severity, section.level = self._section.severity, self._section.level
            self._section, self._is_below_heading = section, True
            return INFORMATIONAL
        if not item["bullet"] and not item["indent"]:
            return self._read_sentence(record)
        if self._section is not None and not self._is_deeper(item, self._section):
            self._section.is_plain = False
        return self._read_item(item)

    def _read_sentence(self, line: str) -> Sequence[ParsedEntry] | None:
        """Read a line at the margin: an entry, if the heading ends with a colon and nothing below it has bullets or is indented."""
        section = self._section
        placed = self._read_place(line.strip(), section) if section is not None else None
        if placed is not None:
            return placed
        if _NONE_FOUND.fullmatch(line.strip()):
            self._section = None
            return INFORMATIONAL
        if section is not None and section.is_plain and section.severity is not None:
            if _NOTHING.fullmatch(line.strip()):
                return INFORMATIONAL
            level = self._vocabulary.find(line.split(maxsplit=1)[0], Kind.LEVEL, Kind.LANGUAGE)
            is_total = {*find_totals(line).values()} == {self._entries}
            if _SENTENCE.fullmatch(line) and level is not Severity.INFO and not (is_total or _TALLY.fullmatch(line)):
                section.depth = 0
                self._entries += 1
                return (_make_entry(line, section.severity, self._vocabulary),)
        self._section = None
        return None

    def _read_place(self, line: str, section: _Section) -> Sequence[ParsedEntry] | None:
        """Read a line at the margin that begins with a place, below a heading of findings."""
        if section.severity is None:
            return None
        if _FILE.fullmatch(line):
            # It may also be the file with which something is wrong.
            return UNDECIDED
        position = _POSITION.fullmatch(line)
        if position is None and not _ADDRESS.fullmatch(line):
            return None
        section.depth, section.is_plain = 0, False
        entry = _make_entry(position["text"] if position else line, section.severity, self._vocabulary)
        return (replace(entry, line=int(position["number"])) if position else entry,)

    def continues(self, line: str) -> bool:
        """Whether a line is indented more than the entries of the open section."""
        item = _ITEM.match(line)
        return item is not None and self._section is not None and self._is_deeper(item, self._section)

    def _may_head(self, item: re.Match[str]) -> bool:
        """Whether a line may be a heading: at the margin, or a heading of findings above the depth of the section's entries."""
        section = self._section
        if section is None or not (item["indent"] or item["bullet"]):
            return True
        is_above = section.depth is None or _measure_indent(item["indent"]) < section.depth
        text = item["text"].strip()
        severe = _SEVERE.fullmatch(text)
        is_severe = bool(severe["colon"]) if severe is not None else find_foreign_severity(text) is not None
        return is_above and is_severe

    def _read_item(self, item: re.Match[str]) -> Sequence[ParsedEntry] | None:
        section = self._section
        if section is None or self._is_deeper(item, section):
            return None
        if section.severity is None:
            return _read_below_other_heading(item, section, self._vocabulary)
        if _NOTHING.fullmatch(item["text"].strip()):
            return INFORMATIONAL
        section.has_bullets = section.has_bullets or bool(item["bullet"])
        section.depth = _measure_indent(item["indent"])
        return (_make_entry(item["text"], section.severity, self._vocabulary),)

    @staticmethod
    def _is_deeper(item: re.Match[str], section: _Section) -> bool:
        if section.depth is None:
            return False
        # Below a bullet, text without one belongs to it at any depth.
        return _measure_indent(item["indent"]) > section.depth or (
            section.has_bullets and not item["bullet"] and bool(item["indent"])
        )


def _read_heading(line: str) -> _Section | None:
    """Return the section that a line begins; None if it is not a heading."""
    if len(line) > _LONGEST_HEADING:
        return None
    decoration = _DECORATION.fullmatch(line)
    text = decoration["text"].strip() if decoration else line
    # A symbol may follow a heading's text, as people put it before headings too.
    text = text.strip(_SYMBOLS)
    level = decoration["before"].count("#") if decoration else 0
    severe = _SEVERE.fullmatch(text)
    if severe is not None:
        is_warning = severe["word"].lower().startswith("warning")
        return _Section(Severity.WARNING if is_warning else Severity.ERROR, level=level, is_plain=bool(severe["colon"]))
    foreign = find_foreign_severity(line if decoration is None else f"{text}:")
    severity = foreign or find_announced_severity(line)
    if severity is None and (decoration or text.endswith(":")):
        severity = find_severity_of_things(text.rstrip(": \t"))
    if severity is not None:
        return _Section(severity, level=level, is_plain=foreign is not None and text.endswith((":", "\uff1a")))
    if _HARMLESS.fullmatch(text):
        return _Section(None, is_harmless=True)
    if _TOTALS.fullmatch(text):
        return _Section(None)
    is_marked = bool(decoration and decoration["before"] != "[" and text) or _OTHER.fullmatch(line)
    is_bad = looks_like_a_finding(text) or says_what_is_wrong(text)
    return _Section(None, level=level, is_known=False) if is_marked and not is_bad else None


def _read_below_other_heading(
    item: re.Match[str], section: _Section, vocabulary: Vocabulary
) -> Sequence[ParsedEntry] | None:
    """Read a line below a heading that does not announce findings."""
    if _read_level(item["text"], vocabulary) is not None:
        return (_make_entry(item["text"], None, vocabulary),)
    if _COUNTED.fullmatch(item["text"].strip()):
        return INFORMATIONAL
    # A word in the place of a level, in capitals or as a mark, contradicts a harmless heading.
    if _begins_badly(item):
        return None
    if section.is_harmless:
        return INFORMATIONAL
    # The heading does not say what is below it.
    return None if looks_like_a_finding(item["text"]) else UNDECIDED


def _begins_badly(item: re.Match[str]) -> bool:
    first = item["text"].split(maxsplit=1)[0]
    return looks_like_a_finding(item["bullet"] or "") or (
        looks_like_a_finding(first) and (first.isupper() or not first[0].isalpha() or first.endswith(":"))
    )


def _read_level(text: str, vocabulary: Vocabulary) -> tuple[Severity, int] | None:
    """Return the severity that a line begins with, and its end; None if it begins with none, or is informational."""
    match = _LEVEL.match(text)
    level = vocabulary.find_word(match["bracketed"] or match["named"], Kind.LEVEL, Kind.LANGUAGE) if match else None
    return (level, match.end()) if match and level in {Severity.ERROR, Severity.WARNING} else None


def _make_entry(text: str, severity: Severity | None, vocabulary: Vocabulary) -> ParsedEntry:
    message = text.strip()
    level = _read_level(message, vocabulary)
    if level is not None:
        own, end = level
        # A word that contradicts its heading remains in the message.
        if worst((own, severity)) is own:
            message = message[end:]
        severity = worst((own, severity))
    rule, message = split_rule(message)
    entity, message = split_entity(message)
    return ParsedEntry(severity=severity or Severity.ERROR, message=message, rule=rule, entity=entity)


def _measure_indent(indent: str) -> int:
    return len(indent.expandtabs(8))
