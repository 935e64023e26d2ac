"""Commands that programs print for a CI server: a finding with its place, the beginning of a group, progress.

The layouts are those of Azure Pipelines (``##[error]text``, ``##vso[task.logissue type=error;code=R;]text``), of GitHub and Gitea
(``::error file=F,line=3::text``), and of TeamCity (``##teamcity[message text='…' status='ERROR']``). The time that a server puts
before each line may precede them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import (
    INFORMATIONAL,
    UNDECIDED,
    LineParser,
    ParsedEntry,
    UnknownLevel,
    VocabularyFormat,
    VocabularyParser,
    read_number,
)
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.model import Severity

__all__ = ["CiCommands"]

_LONGEST = 1 << 16
_START = re.compile(rf"\s{{0,80}}(?:(?P<timestamp>{TIME})\s{{1,8}})?(?=##|::)")
_AZURE = re.compile(r"##\[(?P<word>[\w-]{1,30})\](?P<text>[^\n]*)")
_AZURE_TASK = re.compile(r"##vso\[(?P<name>[\w.]{1,60})(?:\s(?P<properties>[^\]\n]*))?\](?P<text>[^\n]*)")
_GITHUB = re.compile(r"::(?P<word>[a-z][a-z-]{0,30})(?:\s(?P<properties>(?:(?!::)[^\n])*))?::(?P<text>[^\n]*)")
_TEAMCITY = re.compile(
    r"##teamcity\[(?P<name>\w{1,60})(?P<properties>(?:\s+(?:\w{1,40}\s?=\s?)?'(?:[^'|\n]|\|[^\n])*+')*)\s*\]\s*"
)
_TEAMCITY_PROPERTY = re.compile(r"\s(?:(?P<key>\w{1,40})\s?=\s?)?'(?P<value>(?:[^'|]|\|.)*+)'")
_PERCENT = re.compile(r"%(25|0D|0A|3A|2C|3B|5D)", re.IGNORECASE)
_PIPE = re.compile(r"\|(?:0x(?P<code>[0-9a-fA-F]{4})|(?P<letter>.))")
_CONTROLS = {"n": "\n", "r": "\r", "x": "\u0085", "l": "\u2028", "p": "\u2029"}
# Commands that say nothing about content, except in their text.
_ROUTINE = frozenset(
    ("section", "command", "group", "endgroup", "add-mask", "echo", "save-state", "set-output", "add-matcher",
     "remove-matcher", "add-path", "set-env", "stop-commands")
)  # fmt: skip
_ROUTINE_MESSAGES = frozenset(
    ("blockOpened", "blockClosed", "progressMessage", "progressStart", "progressFinish", "flowStarted", "flowFinished",
     "testSuiteStarted", "testSuiteFinished", "testStarted", "testFinished", "testStdOut", "testCount", "buildNumber",
     "compilationStarted", "compilationFinished", "publishArtifacts", "setParameter", "inspectionType", "buildStatisticValue")
)  # fmt: skip
# The property of a task's command that says how bad something is.
_TASK_LEVELS = {"task.logissue": "type", "task.complete": "result"}
_FAILURES = {"testFailed": Severity.ERROR, "buildProblem": Severity.ERROR, "testIgnored": Severity.WARNING}
# Names of properties by their meaning, the preferred ones first, in small letters.
_TEXTS, _RULES = ("text", "message", "description"), ("code", "typeid", "title", "identity")
_FILES, _LINES, _COLUMNS = ("sourcepath", "file"), ("linenumber", "line"), ("columnnumber", "col", "column")
_DETAILS = frozenset(("title", "errordetails", "details", "expected", "actual"))


class CiCommands(VocabularyFormat):
    """Lines with commands for a CI server, between lines of other kinds."""

    name = "ci"

    def parser(self) -> LineParser:
        """Return a parser without state."""
        return _Parser(self._vocabulary)


class _Parser(VocabularyParser):
    def parse(self, record: str) -> Sequence[ParsedEntry] | None:
        """Read a command; a word in the place of its level that is not a known level is an unknown level."""
        start = _START.match(record) if len(record) <= _LONGEST else None
        if start is None:
            return None
        command = record[start.end() :].strip()
        readers = (self._read_azure, self._read_azure_task, self._read_github, self._read_teamcity)
        entries = next((found for read in readers if (found := read(command)) is not None), None)
        if not entries:
            return entries
        return tuple(replace(entry, timestamp=start["timestamp"]) for entry in entries)

    def _read_azure(self, command: str) -> Sequence[ParsedEntry] | None:
        match = _AZURE.fullmatch(command)
        return None if match is None else self._make(match["word"], match["text"], {})

    def _read_azure_task(self, command: str) -> Sequence[ParsedEntry] | None:
        match = _AZURE_TASK.fullmatch(command)
        if match is None:
            return None
        properties = _split_properties(match["properties"], ";")
        text = _decode_percent(match["text"])
        if match["name"] not in _TASK_LEVELS:
            return make_entries(None, text)
        word = properties.get(_TASK_LEVELS[match["name"]])
        return UNDECIDED if word is None else self._make(word, text, properties)

    def _read_github(self, command: str) -> Sequence[ParsedEntry] | None:
        match = _GITHUB.fullmatch(command)
        if match is None or (match["word"] not in _ROUTINE and self._vocabulary.find_word(match["word"]) is None):
            return None
        properties = _split_properties(match["properties"], ",")
        return self._make(match["word"], _decode_percent(match["text"]), properties)

    def _read_teamcity(self, command: str) -> Sequence[ParsedEntry] | None:
        match = _TEAMCITY.fullmatch(command)
        if match is None:
            return None
        found = list(_TEAMCITY_PROPERTY.finditer(match["properties"]))
        properties = {(each["key"] or "text").lower(): _PIPE.sub(_decode_pipe, each["value"]) for each in found}
        text = _choose(properties, _TEXTS) or ""
        if match["name"] in _FAILURES:
            named = filter(None, (properties.get("name"), text or match["name"]))
            return _make_entries(_FAILURES[match["name"]], ": ".join(named), properties)
        word = _choose(properties, ("status", "severity"))
        if word is not None:
            return self._make(word, text, properties)
        entries = [entry for value in properties.values() for entry in make_entries(None, value)]
        if entries:
            return entries[:1]
        return INFORMATIONAL if match["name"] in _ROUTINE_MESSAGES | {"message"} else UNDECIDED

    def _make(self, word: str, text: str, properties: Mapping[str, str]) -> Sequence[ParsedEntry]:
        if word in _ROUTINE or word == "NORMAL":
            return make_entries(None, text.strip())
        # The last word counts of "WEAK WARNING".
        severity = self._vocabulary.find(word) or self._vocabulary.find_word(word.rpartition(" ")[2])
        if severity is None:
            return UnknownLevel(word)
        return _make_entries(None if severity is Severity.INFO else severity, text.strip() or word, properties)


def _make_entries(severity: Severity | None, text: str, properties: Mapping[str, str]) -> Sequence[ParsedEntry]:
    rule = _choose(properties, _RULES)
    rule = rule if rule and not re.search(r"\s", rule) else None
    details = {key: value for key, value in properties.items() if key in _DETAILS and value and value != rule}
    return tuple(
        replace(
            entry,
            file=_choose(properties, _FILES),
            line=read_number(_choose(properties, _LINES)),
            column=read_number(_choose(properties, _COLUMNS)),
            details=details or None,
        )
        for entry in make_entries(severity, text, rule=rule)
    )


def _split_properties(text: str | None, separator: str) -> Mapping[str, str]:
    parts = (part.partition("=") for part in (text or "").split(separator))
    return {key.strip().lower(): _decode_percent(value).strip() for key, equals, value in parts if equals}


def _choose(properties: Mapping[str, str], keys: Sequence[str]) -> str | None:
    return next((properties[key] for key in keys if properties.get(key)), None)


def _decode_percent(text: str) -> str:
    return _PERCENT.sub(lambda match: chr(int(match[1], 16)), text)


def _decode_pipe(match: re.Match[str]) -> str:
    return chr(int(match["code"], 16)) if match["code"] else _CONTROLS.get(match["letter"], match["letter"])
