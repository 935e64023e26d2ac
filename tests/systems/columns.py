"""The columns of logs, to write the same log with its columns in another order or with other level words."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_LETTERS = re.compile(r"[^\W\d_](?:[^\W\d_]| (?=[^\W\d_]))+")
#: Words that are no level in any language or tool.
_INVENTED = ("zork", "quam", "blip", "fesk", "lorn", "mirp", "tolf", "vund", "wexel", "yarp", "gnobe", "huft")

Split = Callable[[str], tuple[list[str], Callable[[Sequence[str]], str]] | None]


@dataclass(frozen=True)
class Columns:
    """How a line of a log is split into columns and joined again, and which of them is the level (None: it varies)."""

    split: Split
    find_level: Callable[[Sequence[str]], int | None]
    has_header: bool = False
    value_after: str = ""

    def permuted(self, text: str, seed: int) -> str:
        """Return the log with its columns in another order, the same in each line that has as many."""
        return self._rewritten(text, lambda fields: [fields[place] for place in _order(len(fields), seed)])

    def words(self, text: str) -> dict[int, str]:
        """Return the level words that consist of letters, by the number of their line."""
        words = {}
        lines = text.split("\n")
        for number, line in enumerate(lines[self.has_header :], 1 + self.has_header):
            found = self._word(line)
            if found:
                words[number] = found
        return words

    def renamed(self, text: str, names: Mapping[str, str]) -> str:
        """Return the log with other level words."""

        def rename(fields: Sequence[str]) -> Sequence[str]:
            place = self.find_level(fields)
            if place is None:
                return fields
            key, value = self._value(fields[place])
            level = _LETTERS.sub(lambda word: names.get(word[0], word[0]), value, count=1)
            return [*fields[:place], key + level, *fields[place + 1 :]]

        return self._rewritten(text, rename)

    def _word(self, line: str) -> str | None:
        split = self.split(line)
        place = self.find_level(split[0]) if split else None
        word = _LETTERS.search(self._value(split[0][place])[1]) if split and place is not None else None
        return word[0] if word else None

    def _value(self, field: str) -> tuple[str, str]:
        """Part a column into what stands before its value, and the value."""
        key, sign, value = field.partition(self.value_after) if self.value_after else ("", "", field)
        return key + sign, value

    def _rewritten(self, text: str, change: Callable[[list[str]], Sequence[str]]) -> str:
        lines = []
        for line in text.split("\n"):
            split = self.split(line)
            lines.append(split[1](change(split[0])) if split else line)
        return "\n".join(lines)


def name_levels(words: Mapping[int, str], severities: Mapping[int, str]) -> tuple[dict[str, str], str]:
    """Give each level word an invented name; return the names, and what they mean as ``content_log_levels`` takes it."""
    meanings: dict[str, str] = {}
    for line, word in words.items():
        if line in severities or word not in meanings:
            meanings[word] = severities.get(line, "info")
    names = {
        word: invented.upper() if word.isupper() else invented.title() if word.istitle() else invented
        for word, invented in zip(sorted(meanings), _INVENTED, strict=False)
    }
    return names, ",".join(f"{names[word]}={meaning}" for word, meaning in sorted(meanings.items()))


def _order(length: int, seed: int) -> list[int]:
    """Return an order of so many columns that is not the usual one."""
    places = list(range(length))
    while length > 1 and places == sorted(places):
        random.Random(f"{seed} {length}").shuffle(places)  # noqa: S311 - to be repeated, not to be secret
        seed += 1
    return places


def _head(pattern: str) -> Columns:
    """Columns at the start of a line, or at its end: the groups of a pattern, of which one is named ``level``."""
    compiled = re.compile(pattern)
    level = compiled.groupindex["level"] - 1

    def split(line: str) -> tuple[list[str], Callable[[Sequence[str]], str]] | None:
        match = compiled.match(line)
        if match is None:
            return None
        places = [match.span(number) for number in range(1, compiled.groups + 1)]

        def join(fields: Sequence[str]) -> str:
            pieces, end = [], 0
            for (start, stop), field in zip(places, fields, strict=True):
                pieces += [line[end:start], field]
                end = stop
            return "".join((*pieces, line[end:]))

        return [line[start:stop] for start, stop in places], join

    return Columns(split, lambda _: level)


def _cells(delimiter: str, level: int, *, has_header: bool = True) -> Columns:
    """Columns of a table without line ends in its cells."""

    def split(line: str) -> tuple[list[str], Callable[[Sequence[str]], str]] | None:
        if not line:
            return None

        def join(fields: Sequence[str]) -> str:
            text = io.StringIO()
            csv.writer(text, delimiter=delimiter, lineterminator="").writerow(fields)
            return text.getvalue()

        return next(csv.reader([line], delimiter=delimiter)), join

    return Columns(split, lambda _: level, has_header=has_header)


def _keys(*levels: str) -> Columns:
    """Columns of JSON objects, one a line: each key with its value."""

    def split(line: str) -> tuple[list[str], Callable[[Sequence[str]], str]] | None:
        if not line.startswith("{"):
            return None
        pairs = [json.dumps({key: value}, ensure_ascii=False)[1:-1] for key, value in json.loads(line).items()]
        return pairs, lambda fields: "{" + ", ".join(fields) + "}"

    return Columns(split, lambda pairs: _place_of(pairs, '"{}": ', levels), value_after=": ")


def _pairs(*levels: str) -> Columns:
    """Columns of logfmt: each key with its value."""
    pair = re.compile(r'[^\s=]+=(?:"(?:[^"\\]|\\.)*"|\S*)')

    def split(line: str) -> tuple[list[str], Callable[[Sequence[str]], str]] | None:
        return (pair.findall(line), " ".join) if pair.fullmatch(line.split(" ", 1)[0]) else None

    return Columns(split, lambda pairs: _place_of(pairs, "{}=", levels), value_after="=")


def _place_of(pairs: Sequence[str], key: str, names: Sequence[str]) -> int | None:
    starts = tuple(key.format(name) for name in names)
    return next((place for place, pair in enumerate(pairs) if pair.startswith(starts)), None)


_BRACKETS = r"(\[[^\]]*\])"
_TIME = r"(\S+ \S+)"
_CHEVRONS = "(<[^>]*>)"

#: The columns of the logs of ``tests/logs`` and ``tests/logs/systems`` that have some, by their names.
COLUMNS = {
    "aem_error_log": _head(rf"{_TIME} (?P<level>\*\w+\*) {_BRACKETS} (\S+) "),
    "airflow_task": _head(rf"{_BRACKETS} (\{{[^}}]*\}}) (?P<level>\w+) - "),
    "asterisk_level_pid": _head(rf"{_BRACKETS} (?P<level>\w+\[\d+\])(?:\[[^\]]*\])? (\w+\.c:) "),
    "bgl_ras": _head(r"(\S+) (\d+) (\S+) (\S+) (\S+) (\S+) RAS (\w+) (?P<level>[A-Z]+) "),
    "chinese_tomcat": _head(rf"{_TIME} (?P<level>\w+) {_BRACKETS} (\S+) "),
    "chromium_logging": _head(r"\[(\d+):(\d+):(\S+?):(?P<level>\w+):([^\]]+)\] "),
    "clickhouse_angle": _head(rf"{_TIME} (\[ \d+ \]) (\{{[^}}]*\}}) (?P<level><\w+>) (\w+:) "),
    "cri_container": _head(r"(\S+Z) (std\w+) F (\S+Z)\t(?P<level>\w+)\t(\S+)\t"),
    "czech_levels_last": _cells(";", 4),
    "drush_level_last": _head(r"(\S.*?)  +(?P<level>\[\w+\])$"),
    "envoy_brackets": _head(rf"{_BRACKETS}{_BRACKETS}(?P<level>\[\w+\]){_BRACKETS} "),
    "hdfs_datanode": _head(r"(\d+ \d+) (\d+) (?P<level>\w+) ([\w.$]+:) "),
    "imagemaster_pipes": _head(r"\(#\|([^|]*)\|(?P<level>[^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|"),
    "informatica_session": _cells("\t", 0, has_header=False),
    "italian_jul": _head(rf"{_TIME} (?P<level>\w+) {_BRACKETS} (\S+) "),
    "journald_priority": _keys("PRIORITY"),
    "jsonl-entity": _keys("level"),
    "korean_levels": _head(rf"{_TIME} (?P<level>\[\w+\]) (\S+) - "),
    "logfmt-short": _pairs("lvl"),
    "logfmt-slog": _pairs("level"),
    "minecraft_thread_level": _head(r"(\[\S+\]) \[([\w-]+)/(?P<level>\w+)\]: "),
    "mongod_json_letters": _keys("s"),
    "monolog_channel_level": _head(rf"{_BRACKETS} (\w+)\.(?P<level>\w+): "),
    "mysql_error_log": _head(rf"(\S+Z) (\d+) (?P<level>\[\w+\]) {_BRACKETS} {_BRACKETS} "),
    "nagios_alerts": _head(rf"{_BRACKETS} SERVICE ALERT: ([^;]*);([^;]*);(?P<level>[^;]*);([^;]*);(\d);"),
    "openstack_nova": _head(rf"(\S+) {_TIME} (\d+) (?P<level>\w+) (\S+) {_BRACKETS} "),
    "oracle_odl": _head(rf"{_BRACKETS} {_BRACKETS} (?P<level>\[\w+(?::\d+)?\]) {_BRACKETS} {_BRACKETS} {_BRACKETS} "),
    "otel_severity_number": _keys("severityNumber"),
    "platform-short": _head(r"(\S+ \S+ \S+) <@> (?P<level>\w+) <@> (\[[^\]]*\]) <@> "),
    "polish_eventlog_csv": _cells(",", 0),
    "redis_marks": _head(r"(\d+:\w) (\d\d \w+ \d{4} \S+) (?P<level>[.*#-]) "),
    "russian_postgres": _head(rf"(\S+ \S+ MSK) {_BRACKETS}(?: \w+@\w+)? (?P<level>\w+):  "),
    "sitecore_thread": _head(r"(\d+|ManagedPoolThread #\d+) (\d\d:\d\d:\d\d) (?P<level>\w+) +"),
    "table-tsv": _cells("\t", 1),
    "talend_logcatcher": _cells("|", 7, has_header=False),
    "tanuki_wrapper": _head(rf"\w+ +\| [\w ]+\| \w+ +\| \S+ \S+ \| (?P<level>\w+) +{_BRACKETS} {_BRACKETS} "),
    "text-columns": _head(r"(\d\d:\d\d:\d\d) (\S+) (\w+) (?P<level>\w+) +"),
    "text-epoch": _head(r"(\d+\.\d+) (?P<level>\w+) "),
    "text-log4j": _head(rf"{_TIME} (?P<level>\w+) +{_BRACKETS} (\S+) - "),
    "text-logback-mdc": _head(rf"(\S+) {_BRACKETS} (?P<level>\w+) +(\S+) {_BRACKETS} - "),
    "text-loguru": _head(rf"{_TIME} \| (?P<level>\w+) +\| (\S+) - "),
    "text-lower": _head(rf"{_BRACKETS} (?P<level>\[\w+\]) "),
    "text-python": _head(rf"{_TIME} - ([\w.]+) - (?P<level>\w+) - "),
    "text-spring": _head(r"(\S+) +(?P<level>\w+) (\d+) --- (\[[^\]]*\]) ([\w.\[\]/]+ *): "),
    "text-tomcat": _head(rf"{_TIME} (?P<level>\w+) {_BRACKETS} (\S+) "),
    "weblogic_angle": _head(rf"####{_CHEVRONS} (?P<level><\w+>) {_CHEVRONS} {_CHEVRONS} {_CHEVRONS} {_CHEVRONS} "),
    "websphere_letters": _head(rf"{_BRACKETS} (\w{{8}}) (\w+) +(?P<level>[AIWEFO]) "),
    "windows_cbs": _head(rf"{_TIME}, (?P<level>\w+) +(\w+) +"),
}
