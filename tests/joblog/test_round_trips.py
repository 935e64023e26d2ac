"""What is written in a format is read back exactly, with the position and lines of every finding, for every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_contentjobs.emulator.rules import quote
from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.model import Entity, LogEntry, Severity
from tests.builders import ERROR

STAMP = "2026-11-23 10:00:00,123"
PATHS = {"article", "folder"}


@dataclass(frozen=True)
class Reported:
    """A finding to write, the lines below it, and the number of informational entries before it."""

    severity: Severity
    rule: str | None
    entity: Entity | None
    message: str
    below: tuple[str, ...]
    quiet: int

    @property
    def text(self) -> str:
        """The message as formats without fields write it: rule, item, message."""
        rule = f"{self.rule} " if self.rule else ""
        return rule + (f"{item(self.entity)}: " if self.entity else "") + self.message

    def entry(self, raw: Sequence[str], **fields: Any) -> LogEntry:
        """Return the expected entry, except for the number of its line."""
        return LogEntry(
            **{"severity": self.severity, "rule": self.rule, "entity": self.entity, "message": self.message,
               "raw": tuple(raw), "log_line": 0, **fields}
        )  # fmt: skip


#: Lines of a log, and the finding that they are; None for others.
Part = tuple[Sequence[str], LogEntry | None]


def path(entity: Entity) -> str:
    return f"{entity.folder}/{entity.name}" if entity.folder else entity.name or ""


def item(entity: Entity) -> str:
    """Name an item as messages do, its path quoted and escaped, so that it stays on its line."""
    place = f" ({entity.kind}s[{entity.index}])" if entity.index is not None else ""
    return f"{entity.kind} {quote(path(entity))}{place}"


# Lone surrogates cannot be written at all.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WORDS = st.sampled_from([
    "ERROR", "error: ", "[WARN] ", "INFO ", "E ", "level=error ", "0 errors", "Errors:", "ABC-12 ", "10:00:00 ", "日本語",
    '"', "'", "\\", "\\u0041", "|", ",", ";", "\t", "{", "}", '{"', '{"errors": []}', "[", "]", ": ", " - ", "- ", "=", "==",
    "<11>", "%s", "…", "\n", "\u2028", "\x0c", "\x85",
])  # fmt: skip
NAMES = st.lists(ANY_TEXT | WORDS, max_size=4).map(lambda parts: f"x{''.join(parts)}x")
# Formats strip the blanks around a message.
MESSAGES = NAMES
INDEXES = st.none() | st.integers(0, 999_999_999)
# A slash ends the folder.
ITEMS = st.builds(
    lambda kind, name, folder, index: Entity(kind=kind, name=name.replace("/", "|"), folder=folder, index=index),
    st.sampled_from(sorted(PATHS)),
    NAMES,
    st.none() | NAMES,
    INDEXES,
) | st.builds(
    lambda kind, name, index: Entity(kind=kind, name=name, index=index),
    st.sampled_from(["topic", "portal", "resource"]),
    NAMES,
    INDEXES,
)
RULES = st.none() | st.sampled_from(["ART-104", "ABC_X-1", "400-10424"])
TRACES = st.sampled_from([
    ("java.io.IOException: gone", "\tat a.b.C.d(C.java:12)", "Caused by: java.io.EOFException: error", "\t... 12 more"),
    ("Traceback (most recent call last):", '  File "a.py", line 1, in b', "KeyError: 'title'"),
    ("    {", '    "errors": ["a"],', "    }"),
    ("  - ERROR_1 and more",),
    ("    | a | b |", "    key=value"),
    ("\tErrors (3):",),
])  # fmt: skip
BELOW = st.lists(TRACES | NAMES.map(lambda text: (f"    {one_line(text)}",)), max_size=3).map(
    lambda groups: tuple(line for group in groups for line in group)
)


def one_line(text: str) -> str:
    """Remove line ends, and what makes a log binary or coloured, since a format without escapes cannot write them."""
    return "".join(character for character in text if character not in "\n\r\0\x1b")


def findings(*, is_raw: bool) -> st.SearchStrategy[list[Reported]]:
    """Make findings; ``is_raw`` is for formats without escapes."""

    def reported(*fields: Any) -> Reported:
        severity, rule, entity, message, below, quiet = fields
        # Words like "x - " at the start of a message look like a logger's name, so a code or two words precede them.
        begin = "" if rule or entity else "no title "
        return Reported(severity, rule, entity, begin + (one_line(message) if is_raw else message), below, quiet)

    entry = st.builds(
        reported,
        st.sampled_from([Severity.ERROR, Severity.WARNING]),
        RULES,
        st.none() | ITEMS,
        MESSAGES,
        BELOW,
        st.integers(min_value=0, max_value=2),
    )
    return st.lists(entry, max_size=6)


def assert_read(folder: Path, format_name: str, parts: Iterable[Part]) -> None:
    """Write the parts, read the log, and compare all entries and the account of lines."""
    lines: list[str] = []
    expected: list[LogEntry] = []
    for part, entry in parts:
        if entry is not None:
            fields = {name: getattr(entry, name) for name in LogEntry.__slots__}
            expected.append(LogEntry(**{**fields, "log_line": len(lines) + 1}))
        lines += part
    (folder / "log").write_bytes("".join(f"{line}\n" for line in lines).encode())

    reading = read_log(folder / "log", location="log")

    assert list(reading.entries) == expected
    assert reading.statistics.format == format_name
    assert reading.statistics.lines == len(lines)
    assert reading.statistics.entry_lines == len(expected)
    assert reading.statistics.unexplained_lines == 0
    assert reading.statistics.undecodable_lines == 0
    assert reading.statistics.ends_whole


round_trip = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])

LAYOUTS = [
    pytest.param(lambda level, text: f"{STAMP} {level} [main] c.e.Check - {text}", STAMP, id="log4j"),
    pytest.param(lambda level, text: f"{STAMP} [main] {level} c.e.Check - {text}", STAMP, id="logback"),
    pytest.param(lambda level, text: f"{STAMP} {level} 812 --- [ main] c.e.Check : {text}", STAMP, id="spring"),
    pytest.param(lambda level, text: f"{STAMP} - content.check - {level} - {text}", STAMP, id="python"),
    pytest.param(lambda level, text: f"{level}:content.check:{text}", None, id="python-basic"),
    pytest.param(lambda level, text: f"{STAMP} | {level:8} | c.check:run:12 - {text}", STAMP, id="loguru"),
    pytest.param(lambda level, text: f"{level} {STAMP} [main] c.e.Check - {text}", STAMP, id="level-first"),
    pytest.param(lambda level, text: f"{level}: {text}", None, id="level-alone"),
    pytest.param(lambda level, text: f"[{STAMP}] [{level}] {text}", STAMP, id="bracketed"),
    pytest.param(lambda level, text: f"[{level}] {text}", None, id="level-in-brackets"),
    pytest.param(
        lambda level, text: f"Nov 23 10:00:00 host check[12]: {level}: {text}", "Nov 23 10:00:00", id="syslog"
    ),
]


def levelled(reported: Sequence[Reported], layout: Callable[[str, str], str], timestamp: str | None) -> Iterable[Part]:
    yield [layout("INFO", "started")], None
    for finding in reported:
        yield [layout("INFO", "checked")] * finding.quiet, None
        level = "ERROR" if finding.severity is ERROR else "WARNING"
        raw = [layout(level, finding.text), *finding.below]
        yield raw, finding.entry(raw, timestamp=timestamp)


@pytest.mark.parametrize(("layout", "timestamp"), LAYOUTS)
@given(reported=findings(is_raw=True))
@round_trip
def test_levelled_text(
    tmp_path: Path, reported: list[Reported], layout: Callable[[str, str], str], timestamp: str | None
) -> None:
    assert_read(tmp_path, "text", levelled(reported, layout, timestamp))


@given(reported=findings(is_raw=True))
@round_trip
def test_platform(tmp_path: Path, reported: list[Reported]) -> None:
    # Fields are joined by <@>, and how a message would write it is not documented; the generator never does.
    stamp = "2026-11-23 10:00:00.123 GMT-0400"

    def layout(level: str, text: str) -> str:
        return f"{stamp} <@> {level} <@> [32:Thread-6] <@> 42 <@> com.x.Y <@> {text} <@>"

    assert_read(tmp_path, "platform", levelled(reported, layout, stamp))


def as_object(finding: Reported) -> dict[str, object]:
    entity = finding.entity
    fields = {
        "level": "ERROR" if finding.severity is ERROR else "warn",
        "rule": finding.rule,
        "message": finding.message,
        "entity": {"kind": entity.kind, "name": entity.name, "folder": entity.folder, "index": entity.index}
        if entity
        else None,
        "below": list(finding.below),
    }
    return {name: value for name, value in fields.items() if value}


def below(finding: Reported) -> dict[str, object] | None:
    return {"below": list(finding.below)} if finding.below else None


@given(reported=findings(is_raw=False), ascii_alone=st.booleans())
@round_trip
def test_jsonl(tmp_path: Path, reported: list[Reported], ascii_alone: bool) -> None:
    quiet = json.dumps({"level": "INFO", "message": "checked", "rule": "x"})
    parts: list[Part] = [([quiet], None)]
    for finding in reported:
        parts.append(([quiet] * finding.quiet, None))
        raw = [json.dumps({"time": STAMP, **as_object(finding)}, ensure_ascii=ascii_alone)]
        parts.append((raw, finding.entry(raw, timestamp=STAMP, details=below(finding))))

    assert_read(tmp_path, "jsonl", parts)


@given(reported=findings(is_raw=False), ascii_alone=st.booleans(), indent=st.sampled_from([0, 2]))
@round_trip
def test_json_document(tmp_path: Path, reported: list[Reported], ascii_alone: bool, indent: int) -> None:
    parts: list[Part] = [(["{", '"name": "error",', '"issues": ['], None)]
    for number, finding in enumerate(reported):
        comma = "" if number == len(reported) - 1 else ","
        raw = (json.dumps(as_object(finding), ensure_ascii=ascii_alone, indent=indent) + comma).split("\n")
        parts.append((raw, finding.entry(raw, details=below(finding))))
    parts.append((["]", "}"], None))

    assert_read(tmp_path, "json", parts)


@given(reported=findings(is_raw=False))
@round_trip
def test_logfmt(tmp_path: Path, reported: list[Reported]) -> None:
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    quiet = f"time={quoted(STAMP)} level=info msg=checked"
    parts: list[Part] = [([quiet], None)]
    for finding in reported:
        parts.append(([quiet] * finding.quiet, None))
        pairs = [f"time={quoted(STAMP)}", f"level={finding.severity.value}", f"msg={quoted(finding.message)}"]
        pairs += [f"rule={finding.rule}"] * bool(finding.rule)
        if finding.entity:
            pairs.append(f"{finding.entity.kind}={quoted(path(finding.entity))}")
            pairs += [f"index={finding.entity.index}"] * (finding.entity.index is not None)
        details = {"below": "\n".join(finding.below)} if finding.below else None
        pairs += [f"below={quoted(value)}" for value in (details or {}).values()]
        raw = [" ".join(pairs)]
        parts.append((raw, finding.entry(raw, timestamp=STAMP, details=details)))

    assert_read(tmp_path, "logfmt", parts)


def cell(text: str) -> str:
    """Return a text as a cell can contain it; another kind of line end would be read as the common one."""
    return "".join(character for character in text if character not in "\r\0\x1b")


@given(reported=findings(is_raw=False), delimiter=st.sampled_from(",;\t|"))
@round_trip
def test_table(tmp_path: Path, reported: list[Reported], delimiter: str) -> None:
    def row(*cells: object) -> list[str]:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\n").writerow(cells)
        return text.getvalue().removesuffix("\n").split("\n")

    parts: list[Part] = [(row("severity", "rule", "kind", "name", "folder", "index", "message", "time", "below"), None)]
    # A header alone is no log.
    parts.append((row("info", "", "", "", "", "", "checked", "", ""), None))
    for finding in reported:
        parts.append((row("info", "", "", "", "", "", "checked", "", "") * finding.quiet, None))
        # A cell has no blanks around its text.
        details = {"below": cell("\n".join(finding.below)).strip()} if finding.below else None
        entity = finding.entity and Entity(
            kind=finding.entity.kind,
            name=cell(finding.entity.name or ""),
            folder=cell(finding.entity.folder) if finding.entity.folder else None,
            index=finding.entity.index,
        )
        named = ("", "", "", None) if entity is None else (entity.kind, entity.name, entity.folder, entity.index)
        message = cell(finding.message)
        raw = row(finding.severity, finding.rule, *named, message, STAMP, (details or {}).get("below"))
        parts.append((raw, finding.entry(raw, entity=entity, message=message, timestamp=STAMP, details=details)))

    assert_read(tmp_path, "table", parts)


@given(reported=findings(is_raw=True))
@round_trip
def test_markdown_table(tmp_path: Path, reported: list[Reported]) -> None:
    def row(*cells: str) -> list[str]:
        return ["| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"]

    parts: list[Part] = [(row("Severity", "Message", "Rule"), None), (["|---|:--|--:|"], None)]
    for finding in reported:
        parts.append((row("info", "checked", "") * finding.quiet, None))
        text = (f"{item(finding.entity)}: " if finding.entity else "") + finding.message
        raw = row(f"**{finding.severity.value}**", text, finding.rule or "")
        parts.append((raw, finding.entry(raw)))

    assert_read(tmp_path, "table", parts)


@given(
    reported=findings(is_raw=True),
    heading=st.sampled_from(["{}s:", "## {}s", "=== {}s (7) ==="]),
    bullet=st.sampled_from(["- ", "  • ", "1) ", "  "]),
)
@round_trip
def test_sections(tmp_path: Path, reported: list[Reported], heading: str, bullet: str) -> None:
    parts: list[Part] = [(["Summary:", "  12 articles"], None)]
    for finding in reported:
        parts.append(([heading.format(finding.severity.value.title())], None))
        raw = [f"{bullet}{finding.text}", *(f"        {line}" for line in finding.below)]
        parts.append((raw, finding.entry(raw)))

    assert_read(tmp_path, "sections", parts)
