"""Write logs in the layouts that are supported, from findings and other lines, with a record of what is where."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pytest_contentjobs.emulator.rules import quote
from tests.storm import words
from tests.storm.truth import Finding, Severity


@dataclass(frozen=True, slots=True)
class Plain:
    """A number of informational lines."""

    number: int


@dataclass(frozen=True, slots=True)
class Said:
    """A line of ``words.BAD`` or ``words.BENIGN``, by its name."""

    name: str


_MANY = 100

Part = Finding | Plain | Said


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines of the log that belong together, without line ends, and the part that they are; None for a frame."""

    lines: tuple[str, ...]
    part: Part | None

    @property
    def finding(self) -> Finding | None:
        return self.part if isinstance(self.part, Finding) else None


@dataclass(frozen=True, slots=True)
class Layout:
    """``write`` gets the parts and a day of the month; ``is_linear`` says that each line is read by itself."""

    format: str
    write: Callable[[Sequence[Part], int], list[Unit]]
    is_linear: bool = True
    is_known: bool = True


def text_of(finding: Finding) -> str:
    """Say rule, item and message in one line, as formats without fields do."""
    place = f" ({finding.kind}s[{finding.index}])" if finding.index is not None else ""
    item = f"{finding.kind} {quote(finding.path)}{place}: " if finding.kind else ""
    return f"{f'{finding.rule} ' if finding.rule else ''}{item}{finding.message}"


def _plain(number: int) -> str:
    return words.PLAIN[number % len(words.PLAIN)].format(n=number)


def _long_and_plain(number: int) -> str:
    """Write a line that helps to fill the blocks of a large file, most of which the shortcut may skip, so that it is soon read."""
    text = f"checked article {number}" if number % 4 else _plain(number // 4)
    return f"{text}, for {'customers' * 30}"


def _quiet(lines: Sequence[str]) -> list[Unit]:
    """Make a unit of each of a few informational lines, but one of many: damages seldom hit those."""
    if len(lines) > _MANY:
        return [Unit(tuple(lines), Plain(len(lines)))]
    return [Unit((line,), Plain(1)) for line in lines]


Line = Callable[[str, str, str], str]
#: Level words of errors, warnings and informational lines.
Levels = tuple[str, str, str]
_USUAL: Levels = ("ERROR", "WARN", "INFO")


def levelled(line: Line, levels: Levels, time: str) -> Callable[[Sequence[Part], int], list[Unit]]:
    """Make the writer of a layout whose lines have time, level and text."""

    def write(parts: Sequence[Part], day: int) -> list[Unit]:
        units, number = [], 0

        def stamp() -> str:
            second = number % 60
            minute = number // 60 % 60
            return time.format(day=day, hms=f"{10 + number // 3600 % 14:02}:{minute:02}:{second:02}")

        for part in parts:
            if isinstance(part, Plain):
                lines = []
                write_text = _plain if part.number <= _MANY else _long_and_plain
                for _ in range(part.number):
                    lines.append(line(stamp(), levels[2], write_text(number)))
                    number += 1
                units += _quiet(lines)
            elif isinstance(part, Said):
                text = {**words.BAD, **words.BENIGN}[part.name]
                said = line(stamp(), levels[2], text.removeprefix("{h}")) if text.startswith("{h}") else text
                units.append(Unit((said,), part))
            else:
                level = levels[0] if part.severity is Severity.ERROR else levels[1]
                units.append(Unit((line(stamp(), level, text_of(part)),), part))
            number += 1
        return units

    return write


def structured(
    row: Callable[[str, Finding | None, str], Sequence[str]], head: Sequence[str] = ()
) -> Callable[[Sequence[Part], int], list[Unit]]:
    """Make the writer of a layout with fields: ``row`` gets a time, a finding or None, and an informational text."""

    def write(parts: Sequence[Part], day: int) -> list[Unit]:
        units = [Unit(tuple(head), None)] if head else []
        for number, part in enumerate(parts):
            time = f"2026-11-{day:02} 10:{number // 60 % 60:02}:{number % 60:02}"
            if isinstance(part, Plain):
                units += _quiet(["\n".join(row(time, None, _plain(number + more))) for more in range(part.number)])
            elif isinstance(part, Said):
                text = {**words.BAD, **words.BENIGN}[part.name]
                is_line = not text.startswith("{h}")
                units.append(Unit((text,) if is_line else tuple(row(time, None, text.removeprefix("{h}"))), part))
            else:
                units.append(Unit(tuple(row(time, part, "")), part))
        return units

    return write


def _object(finding: Finding) -> dict[str, object]:
    folder, _, name = finding.path.rpartition("/")
    entity = {"kind": finding.kind, "name": name, "folder": folder, "index": finding.index}
    if finding.kind not in {"article", "folder"}:
        entity["name"], entity["folder"] = finding.path, ""
    return {
        "level": "ERROR" if finding.severity is Severity.ERROR else "warn",
        **({"rule": finding.rule} if finding.rule else {}),
        "message": finding.message,
        **(
            {"entity": {key: value for key, value in entity.items() if value not in {"", None}}} if finding.kind else {}
        ),
    }


def _json_row(time: str, finding: Finding | None, text: str) -> Sequence[str]:
    fields = _object(finding) if finding else {"level": "INFO", "message": text}
    return (json.dumps({"time": time, **fields}, ensure_ascii=False),)


def _logfmt_row(time: str, finding: Finding | None, text: str) -> Sequence[str]:
    def quoted(value: str) -> str:
        return json.dumps(value, ensure_ascii=False)

    if finding is None:
        return (f"time={quoted(time)} level=info msg={quoted(text)}",)
    pairs = [f"time={quoted(time)}", f"level={finding.severity}", f"msg={quoted(finding.message)}"]
    pairs += [f"rule={finding.rule}"] if finding.rule else []
    if finding.kind:
        pairs.append(f"{finding.kind}={quoted(finding.path)}")
        pairs += [f"index={finding.index}"] if finding.index is not None else []
    return (" ".join(pairs),)


_COLUMNS = ("severity", "rule", "kind", "name", "folder", "index", "message", "time")


def _table(delimiter: str) -> Callable[[Sequence[Part], int], list[Unit]]:
    def cells(values: Sequence[object]) -> Sequence[str]:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\n").writerow(values)
        return text.getvalue().removesuffix("\n").split("\n")

    def row(time: str, finding: Finding | None, text: str) -> Sequence[str]:
        if finding is None:
            return cells(("info", "", "", "", "", "", text, time))
        folder, _, name = (
            finding.path.rpartition("/") if finding.kind in {"article", "folder"} else ("", "", finding.path)
        )
        return cells((finding.severity, finding.rule, finding.kind, name, folder, finding.index, finding.message, time))

    return structured(row, cells(_COLUMNS))


def _markdown(_time: str, finding: Finding | None, text: str) -> Sequence[str]:
    cells = ("info", text, "")
    if finding:
        text = text_of(Finding(finding.severity, "", finding.kind, finding.path, finding.index, finding.message))
        cells = (f"**{finding.severity}**", text, finding.rule)
    return ("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |",)


def _document(parts: Sequence[Part], _day: int) -> list[Unit]:
    units = [Unit(("{", '"job": "validation",', '"issues": ['), None)]
    findings = [part for part in parts if isinstance(part, Finding)]
    for number, finding in enumerate(findings, 1):
        comma = "," if number < len(findings) else ""
        units.append(Unit((json.dumps(_object(finding), ensure_ascii=False) + comma,), finding))
    return [*units, Unit(("]", "}"), None)]


def _sections(heading: str, bullet: str) -> Callable[[Sequence[Part], int], list[Unit]]:
    def write(parts: Sequence[Part], _day: int) -> list[Unit]:
        units = [Unit(("Summary:", "  12 articles"), None)]
        for severity in Severity:
            own = [part for part in parts if isinstance(part, Finding) and part.severity is severity]
            if own:
                units.append(Unit((heading.format(severity.value.title()),), None))
            units += [Unit((f"{bullet}{text_of(finding)}",), finding) for finding in own]
        return units

    return write


_ISO = "2026-11-{day:02} {hms},123"
_SHORT: Levels = ("ERR", "WRN", "INF")
_LETTERS: Levels = ("E", "W", "I")
_SMALL: Levels = ("error", "warn", "info")

#: The layouts that are supported, and a few that never were.
SUPPORTED = {
    "log4j": Layout("text", levelled(lambda t, v, s: f"{t} {v} [main] c.e.Check - {s}", _USUAL, _ISO)),
    "logback": Layout("text", levelled(lambda t, v, s: f"{t} [main] {v} c.e.Check - {s}", _USUAL, _ISO)),
    "spring": Layout("text", levelled(lambda t, v, s: f"{t} {v} 812 --- [ main] c.e.Check : {s}", _USUAL, _ISO)),
    "python": Layout("text", levelled(lambda t, v, s: f"{t} - content.check - {v} - {s}", ("ERROR", "WARNING", "INFO"), _ISO)),
    "python-basic": Layout("text", levelled(lambda _, v, s: f"{v}:content.check:{s}", ("ERROR", "WARNING", "INFO"), _ISO)),
    "loguru": Layout("text", levelled(lambda t, v, s: f"{t} | {v:8} | c.check:run:12 - {s}", _USUAL, _ISO)),
    "level-first": Layout("text", levelled(lambda t, v, s: f"{v} {t} [main] c.e.Check - {s}", _USUAL, _ISO)),
    "level-alone": Layout("text", levelled(lambda _, v, s: f"{v}: {s}", _USUAL, _ISO)),
    "bracketed": Layout("text", levelled(lambda t, v, s: f"[{t}] [{v}] {s}", _USUAL, _ISO)),
    "level-in-brackets": Layout("text", levelled(lambda _, v, s: f"[{v}] {s}", _USUAL, _ISO)),
    "syslog": Layout(
        "text", levelled(lambda t, v, s: f"{t} host check[12]: {v}: {s}", _USUAL, "Nov {day:2} {hms}")
    ),
    "serilog": Layout("text", levelled(lambda t, v, s: f"{t} [{v}] {s}", _SHORT, "2026-11-{day:02} {hms}.123 +00:00")),
    "glog": Layout("text", levelled(lambda t, v, s: f"{v}{t} 812 check.go:12] {s}", _LETTERS, "11{day:02} {hms}.123456")),
    "nginx": Layout("text", levelled(lambda t, v, s: f"{t} [{v}] 12#12: {s}", _SMALL, "2026/11/{day:02} {hms}")),
    "apache": Layout(
        "text", levelled(lambda t, v, s: f"[{t}] [core:{v}] [pid 12] {s}", _SMALL, "Mon Nov {day:02} {hms}.123456 2026")
    ),
    "platform": Layout(
        "platform",
        levelled(
            lambda t, v, s: f"{t} <@> {v} <@> [32:Thread-6] <@> 42 <@> com.x.Y <@> {s} <@>",
            _USUAL,
            "2026-11-{day:02} {hms}.123 GMT-0400",
        ),
    ),
    "jsonl": Layout("jsonl", structured(_json_row)),
    "json": Layout("json", _document, is_linear=False),
    "logfmt": Layout("logfmt", structured(_logfmt_row)),
    "csv": Layout("table", _table(","), is_linear=False),
    "tsv": Layout("table", _table("\t"), is_linear=False),
    "semicolons": Layout("table", _table(";"), is_linear=False),
    "bars": Layout("table", _table("|"), is_linear=False),
    "markdown": Layout(
        "table", structured(_markdown, ("| Severity | Message | Rule |", "|---|:--|--:|")), is_linear=False
    ),
    "sections": Layout("sections", _sections("{}s:", "- "), is_linear=False),
    "sections-marked": Layout("sections", _sections("## {}s", "  • "), is_linear=False),
    # Layouts that are not supported: their contents may be undecided, but a log with a finding is never green.
    "german": Layout(
        "auto",
        levelled(lambda t, v, s: f"{t} {v} {s}", ("FEHLER", "WARNUNG", "INFORMATION"), _ISO),
        is_known=False,
    ),
    "syslog-numbers": Layout("auto", levelled(lambda t, v, s: f"<{v}>{t} check: {s}", ("11", "12", "14"), _ISO), is_known=False),
    "tap": Layout("auto", levelled(lambda _, v, s: f"{v} - {s}", ("not ok 1", "not ok 2", "ok 3"), _ISO), is_known=False),
    "marks": Layout("auto", levelled(lambda _, v, s: f"{v} {s}", ("✗", "⚠", "✓"), _ISO), is_known=False),
}  # fmt: skip
