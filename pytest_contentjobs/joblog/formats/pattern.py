"""Layouts that users describe by regular expressions with named groups."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pytest_contentjobs.errors import LogUnreadableError, SettingsError
from pytest_contentjobs.joblog.formats.base import LineParser, ParsedEntry, UnknownLevel, read_number
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.messages import split_entity, split_rule
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Vocabulary
from pytest_contentjobs.model import Entity, Severity
from pytest_contentjobs.model.reason import Reason

__all__ = ["OwnPatterns"]

#: Seconds that all patterns together may take for one line; a pattern that backtracks excessively may take forever.
LINE_TIME = 0.5
#: Lines that may exceed that time before the log is refused.
SLOW_LINES = 10
_TEXT_GROUPS = (
    "message",
    "severity",
    "rule",
    "file",
    "timestamp",
    "entity_kind",
    "entity_name",
    "entity_folder",
    "entity_id",
)
_NUMBER_GROUPS = ("line", "column", "entity_index")


class OwnPatterns:
    """The user's patterns as one format; a line is read by the first pattern that matches at its start.

    Raises:
        SettingsError: a pattern cannot be compiled, has no group ``message``, or has an unknown group.
    """

    name = "pattern"

    def __init__(self, patterns: Sequence[str], vocabulary: Vocabulary = VOCABULARY) -> None:
        self._patterns = [_compile(pattern) for pattern in patterns]
        self._vocabulary = vocabulary

    def parser(self) -> LineParser:
        """Return a parser that counts the lines that took too long."""
        return _Parser(self._patterns, self._vocabulary)


def _compile(text: str) -> regex.Pattern[str]:
    def refuse(why: str) -> SettingsError:
        return SettingsError(
            f"The log pattern {text!r} {why}.",
            next_step="Set --content-log-pattern or the ini key content_log_pattern to a regular expression with the group "
            f"message and, optionally, {', '.join((*_TEXT_GROUPS[1:], *_NUMBER_GROUPS))}.",
            reason=Reason.LOG_PATTERN_INVALID,
        )

    try:
        pattern = regex.compile(text)
    except regex.error as error:
        raise refuse(f"is not a valid regular expression: {error}") from error
    unknown = sorted(set(pattern.groupindex) - {*_TEXT_GROUPS, *_NUMBER_GROUPS})
    if unknown:
        raise refuse(f"has groups of unknown names: {', '.join(unknown)}")
    if "message" not in pattern.groupindex:
        raise refuse("has no group named message")
    return pattern


class _Parser(LineParser):
    def __init__(self, patterns: Sequence[regex.Pattern[str]], vocabulary: Vocabulary) -> None:
        self._patterns = patterns
        self._vocabulary = vocabulary
        self._slow_lines = 0

    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a line that one of the patterns matches from its start, if its severity is a known word or letter."""
        for pattern in self._patterns:
            try:
                match = pattern.match(record, timeout=LINE_TIME)
            except TimeoutError:
                self._note_slow_line(pattern.pattern)
                return None
            if match is not None:
                groups = {name: value for name, value in match.groupdict().items() if value}
                # Without a group for it, the severity is that of an error. A letter may be small here.
                word = groups.get("severity", "error")
                level = self._vocabulary.find(word.upper())
                return UnknownLevel(word) if level is None else _read_groups(groups, level)
        return None

    def _note_slow_line(self, pattern: str) -> None:
        self._slow_lines += 1
        if self._slow_lines > SLOW_LINES:
            raise LogUnreadableError(
                f"The log pattern {pattern!r} takes more than {LINE_TIME} s for each of {self._slow_lines} lines.",
                next_step="Avoid nested repetitions like (a+)+, and use fewer .* in it.",
                reason=Reason.LOG_PATTERN_SLOW,
            )

    def continues(self, line: str) -> bool:
        """Whether a line is indented."""
        return line[:1].isspace()


def _read_groups(groups: dict[str, str], severity: Severity) -> Sequence[ParsedEntry]:
    message = groups.get("message", "").strip()
    if severity is Severity.INFO:
        # As everywhere, a line that calls itself routine may report a finding.
        return make_entries(None, message, timestamp=groups.get("timestamp"), rule=groups.get("rule"))
    entity = _read_entity(groups)
    if entity is None:
        entity, message = split_entity(message)
    rule = groups.get("rule")
    if rule is None:
        # As in a layout that is learned, so that pinning it changes no name.
        rule, message = split_rule(message)
    numbers = {name: read_number(groups.get(name, "")) for name in _NUMBER_GROUPS}
    return (
        ParsedEntry(
            severity=severity,
            message=message,
            rule=rule,
            entity=entity,
            file=groups.get("file"),
            line=numbers["line"],
            column=numbers["column"],
            timestamp=groups.get("timestamp"),
        ),
    )


def _read_entity(groups: dict[str, str]) -> Entity | None:
    if not any(name.startswith("entity_") for name in groups):
        return None
    return Entity(
        kind=groups.get("entity_kind", "article").lower(),
        name=groups.get("entity_name"),
        folder=groups.get("entity_folder"),
        id=groups.get("entity_id"),
        index=read_number(groups.get("entity_index", "")),
    )
