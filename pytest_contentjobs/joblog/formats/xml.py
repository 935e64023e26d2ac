"""Reports and logs in XML: a document, or one element a line.

Known are SVRL (``failed-assert``, ``successful-report``), JUnit (``failure``, ``error``, ``skipped``), linters (``error`` with
``severity``), loggers (``record`` with ``level``), elements named by a level or by something bad, lists of such, and
elements with an outcome. No entities are read, and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.parsers import expat

from pytest_contentjobs.joblog.formats.base import LineParser, ParsedEntry, VocabularyFormat, VocabularyParser
from pytest_contentjobs.joblog.formats.parts.xml_elements import XmlError, make_parser
from pytest_contentjobs.joblog.formats.parts.xml_findings import read_document
from pytest_contentjobs.joblog.vocabulary import Vocabulary

__all__ = ["Xml"]

_BEGIN = re.compile(r"\s{0,80}<(?:[A-Za-z_][\w.:-]{0,200}(?=[\s/>])|\?xml\s|!DOCTYPE\s|!--)")
_DECLARED = re.compile(r"\s{0,80}<[?!]")
# What may follow the line of a first tag: another tag, or its attributes.
_SECOND = re.compile(r"\s*(?:<|[\w.:-]{1,200}\s?=|/?>|$)")
# Lines of one comment or tag; a parser would read it again and again.
_LONGEST_PART = 2_000


class Xml(VocabularyFormat):
    """Documents whose elements report findings; several may follow each other, one on each line."""

    name = "xml"

    def parser(self) -> LineParser:
        """Return a parser that follows the depth of elements."""
        return _Parser(self._vocabulary)


class _Parser(VocabularyParser):
    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self._open: _Open | None = None

    def is_incomplete(self, line: str) -> bool:
        """Whether an element is open after the line; False too if it cannot be a part of a document."""
        if self._open is None:
            if not _BEGIN.match(line):
                return False
            self._open = _Open(is_declared=_DECLARED.match(line) is not None)
        if not self._open.feed(line):
            self._open = None
        return self._open is not None

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a complete document; None if it has no element that says how good or bad something is."""
        if not _BEGIN.match(record):
            return None
        try:
            return read_document(record, self._vocabulary)
        except XmlError:
            return None


class _Open:
    """A document of which not all lines are known."""

    def __init__(self, *, is_declared: bool) -> None:
        self._is_declared = is_declared
        self._parser = make_parser()
        self._depth = self._lines = self._silent_lines = 0
        self._has_root = False
        if hasattr(self._parser, "SetReparseDeferralEnabled"):
            # The end must be seen in its line.
            self._parser.SetReparseDeferralEnabled(False)
        self._parser.StartElementHandler = self._begin_element
        self._parser.EndElementHandler = self._end_element
        self._parser.CharacterDataHandler = self._note_progress
        self._parser.CommentHandler = self._note_progress

    def feed(self, line: str) -> bool:
        """Read a line; return whether the document continues."""
        self._lines += 1
        self._silent_lines += 1
        # A lone tag in a text is followed by text.
        if self._lines == 2 and not self._is_declared and not _SECOND.match(line):  # noqa: PLR2004 - the second line
            return False
        try:
            self._parser.Parse(f"{line}\n".encode(), False)
        except (expat.ExpatError, UnicodeEncodeError, XmlError):
            return False
        return self._silent_lines <= _LONGEST_PART and (self._depth > 0 or not self._has_root)

    def _begin_element(self, _name: str, _attributes: object) -> None:
        self._note_progress("")
        self._has_root = True
        self._depth += 1

    def _end_element(self, _name: str) -> None:
        self._note_progress("")
        self._depth -= 1

    def _note_progress(self, _data: str) -> None:
        self._silent_lines = 0
