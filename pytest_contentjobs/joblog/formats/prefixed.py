"""Another layout behind a prefix: ``[pod/import/worker]`` of kubectl, ``worker-1  |`` of Docker Compose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_contentjobs.joblog.formats.base import LineParser, LogFormat, ParsedEntry
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.vocabulary import Vocabulary

__all__ = ["Prefix", "Prefixed", "find_prefix"]

_FORMS = (
    re.compile(r"\[(?P<name>[A-Za-z][^\[\]\n]{1,100})\][ ]+"),
    re.compile(r"(?P<name>[A-Za-z][\w./-]{1,100})[ ]*\|[ ]"),
)
_WORD = re.compile(r"[^\W_]+")
# So many lines are necessary, for each of the names that stand in the prefix.
_FEWEST, _LINES_PER_NAME = 5, 3
_MOST_NAMES = 1000


class Prefix:
    """A form of prefixes with the names that stand in them; a name never says how bad a line is."""

    def __init__(self, form: re.Pattern[str], vocabulary: Vocabulary) -> None:
        self._form = form
        self._vocabulary = vocabulary
        self.names: dict[str, bool] = {}

    def strip(self, line: str) -> str | None:
        """Return what stands behind the prefix; None if a line has none."""
        match = self._form.match(line)
        return line[match.end() :] if match is not None and self._is_name(match["name"]) else None

    def _is_name(self, text: str) -> bool:
        if text not in self.names:
            if len(self.names) >= _MOST_NAMES:
                return False
            words = _WORD.findall(text)
            has_level = any(self._vocabulary.find_word(word) is not None for word in words)
            self.names[text] = not (has_level or looks_like_a_finding(text) or says_what_is_wrong(text))
        return self.names[text]


class Prefixed:
    """Lines of a format behind a prefix; other lines are not in this format."""

    def __init__(self, prefix: Prefix, inner: LogFormat) -> None:
        self._prefix = prefix
        self._inner = inner

    @property
    def name(self) -> str:
        """The name of the format behind the prefix."""
        return self._inner.name

    def parser(self) -> LineParser:
        """Return a parser that takes the prefix away."""
        return _Parser(self._prefix, self._inner.parser())


class _Parser(LineParser):
    def __init__(self, prefix: Prefix, inner: LineParser) -> None:
        self._prefix = prefix
        self._inner = inner

    def is_incomplete(self, line: str) -> bool:
        """Whether the record behind the prefix continues."""
        text = self._prefix.strip(line)
        return text is not None and self._inner.is_incomplete(text)

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a record behind the prefix."""
        texts = [text for line in record.split("\n") if (text := self._prefix.strip(line)) is not None]
        return self._inner.parse("\n".join(texts)) if len(texts) == record.count("\n") + 1 else None

    def continues(self, line: str) -> bool:
        """Whether a line behind the prefix continues the entry above."""
        text = self._prefix.strip(line)
        return text is not None and self._inner.continues(text)


def find_prefix(lines: Sequence[str], vocabulary: Vocabulary) -> Prefix | None:
    """Return the prefix of all lines, in which few names stand; None if they share none."""
    for form in _FORMS:
        prefix = Prefix(form, vocabulary)
        if all(prefix.strip(line) is not None for line in lines):
            return prefix if len(lines) >= max(_FEWEST, _LINES_PER_NAME * len(prefix.names)) else None
    return None
