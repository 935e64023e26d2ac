"""Another layout behind a prefix: ``[pod/import/worker]`` of kubectl, ``worker-1  |`` of Docker Compose, a build server's time.

Kubernetes keeps a container's lines behind the time, the name of the stream, and a letter that is no level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, LineParser, LogFormat, ParsedEntry
from pytest_contentjobs.joblog.formats.learned import LearnedText
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.learning import learn_places
from pytest_contentjobs.joblog.vocabulary import Vocabulary

__all__ = ["Prefix", "Prefixed", "find_prefix", "find_prefixed", "is_in_container"]

_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)"
_CONTAINER = re.compile(rf"(?P<time>{_TIME})[ ](?P<name>stdout|stderr)[ ][FP](?:[ ]|$)")
_FORMS = (
    _CONTAINER,
    re.compile(r"\[(?P<name>[A-Za-z][^\[\]\n]{1,100})\][ ]+"),
    re.compile(r"(?P<name>[A-Za-z][\w./-]{1,100})[ ]*\|[ ]"),
    # GitHub, Azure Pipelines, Jenkins and others put the time before each line of a program that prints none.
    re.compile(rf"(?P<time>{_TIME})(?P<name>)(?:[ ]|$)"),
    re.compile(rf"\[(?P<time>{_TIME})\](?P<name>)(?:[ ]|$)"),
)
_WORD = re.compile(r"[^\W_]+")
# So many lines are necessary, for each of the names that stand in the prefix.
_FEWEST, _LINES_PER_NAME = 5, 3
# The share of the lines that must have the prefix: Docker Compose prints lines of its own, too.
_SHARE = 0.7
_MOST_NAMES = 1000


def is_in_container(line: str) -> bool:
    """Whether Kubernetes kept a line, of which the letter in front is no level."""
    return _CONTAINER.match(line) is not None


class Prefix:
    """A form of prefixes with the names that stand in them; a name never says how bad a line is."""

    def __init__(self, form: re.Pattern[str], vocabulary: Vocabulary) -> None:
        self._form = form
        self._vocabulary = vocabulary
        self.names: dict[str, bool] = {}

    @property
    def is_container(self) -> bool:
        """Whether a container's lines are kept as Kubernetes does, of which no part belongs to the line itself."""
        return self._form is _CONTAINER

    def strip(self, line: str) -> str | None:
        """Return what stands behind the prefix; None if a line has none."""
        match = self._form.match(line)
        return line[match.end() :] if match is not None and self._is_name(match["name"]) else None

    def read_time(self, line: str) -> str | None:
        """Return the time in the prefix of a line, if it has one."""
        match = self._form.match(line)
        return match.groupdict().get("time") if match is not None else None

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
        lines = record.split("\n")
        texts = [text for line in lines if (text := self._prefix.strip(line)) is not None]
        if len(texts) < len(lines):
            return None
        parsed = INFORMATIONAL if not any(map(str.strip, texts)) else self._inner.parse("\n".join(texts))
        time = self._prefix.read_time(lines[0]) if parsed else None
        return (
            tuple(replace(entry, timestamp=entry.timestamp or time) for entry in parsed) if parsed and time else parsed
        )

    def continues(self, line: str) -> bool:
        """Whether a line behind the prefix continues the entry above."""
        text = self._prefix.strip(line)
        return text is not None and self._inner.continues(text)


def find_prefix(lines: Sequence[str], vocabulary: Vocabulary) -> Prefix | None:
    """Return the prefix of most lines, in which few names stand; None if they share none."""
    for form in _FORMS:
        prefix = Prefix(form, vocabulary)
        number = sum(prefix.strip(line) is not None for line in lines)
        fewest = 1 if prefix.is_container else max(_FEWEST, _LINES_PER_NAME * len(prefix.names))
        if number >= max(fewest, _SHARE * len(lines)):
            return prefix
    return None


def find_prefixed(
    formats: Sequence[LogFormat], head: Sequence[str], vocabulary: Vocabulary, *, only_containers: bool = False
) -> list[Prefixed]:
    """Return the formats that together explain more lines of a head if a prefix is taken from most of them; none if none do.

    With ``only_containers``, all lines are explained as they are, and the prefix must be one that belongs to no line.

    Each service whose lines have the prefix may have a layout of its own.
    """
    prefix = find_prefix(head[:_FEWEST] if only_containers else head, vocabulary)
    if prefix is None or (only_containers and not prefix.is_container):
        return []
    lines = [line for line in head if prefix.strip(line) is not None]
    texts = [prefix.strip(line) or "" for line in lines]
    candidates = [LearnedText(learn_places(texts, vocabulary), vocabulary), *formats]
    chosen: list[LogFormat] = []
    remaining: Sequence[str] = texts
    while remaining:
        left = {each: _leave_out(each, remaining) for each in candidates}
        best = min(left, key=lambda each: len(left[each]))
        if len(left[best]) == len(remaining):
            break
        chosen.append(best)
        remaining = left[best]
    is_better = prefix.is_container or all(len(remaining) < len(_leave_out(each, lines)) for each in formats)
    return [Prefixed(prefix, each) for each in chosen] if is_better else []


def _leave_out(log_format: LogFormat, lines: Sequence[str]) -> list[str]:
    """Return the lines that a format does not explain."""
    parser = log_format.parser()
    left = []
    is_open = False
    for line in lines:
        is_open = parser.parse(line) is not None or (is_open and parser.continues(line))
        if not is_open and line.strip():
            left.append(line)
    return left
