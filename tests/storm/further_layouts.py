"""Layouts of other systems: levels in odd places, languages, numbers, diagnostics, XML, tables and prose.

Their contents may be undecided, but a log with a finding is never green.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from xml.sax.saxutils import quoteattr

from tests.storm.layouts import Layout, Levels, Part, Plain, Said, Unit, levelled, structured, text_of
from tests.storm.truth import Finding, Severity

_ISO = "2026-11-{day:02} {hms},123"
_SHORT_TIME = "{hms}"
_USUAL: Levels = ("ERROR", "WARN", "INFO")
_TITLE: Levels = ("Error", "Warning", "Info")
_SMALL: Levels = ("error", "warning", "info")
_NUMBERS: Levels = ("5", "4", "3")


def _lines(line: Callable[[str, str, str], str], levels: Levels = _USUAL, time: str = _ISO) -> Layout:
    return Layout("auto", levelled(line, levels, time), is_known=False)


def _language(error: str, warning: str, info: str, pattern: str = "{t} {v} [main] {s}") -> Layout:
    return _lines(lambda t, v, s: pattern.format(t=t, v=v, s=s), (error, warning, info))


def _diagnostics(finding: Callable[[Finding], str]) -> Layout:
    """Places in files; what is no finding is said without a level."""

    def row(_time: str, part: Finding | None, text: str) -> Sequence[str]:
        return (finding(part) if part else text,)

    return Layout("auto", structured(row), is_known=False)


def _file(finding: Finding) -> str:
    return f"content/{finding.kind or 'package'}-{finding.index or 0}.html"


def _blocks(head: Callable[[str, str], str], body: str, levels: Levels) -> Layout:
    """Entries of several lines: a head, and the text below."""

    def row(time: str, finding: Finding | None, text: str) -> Sequence[str]:
        level = levels[2] if finding is None else levels[finding.severity is Severity.WARNING]
        said = body.format(v=level, s=text_of(finding) if finding else text)
        return (head(time, level), *said.split("\n"))

    return Layout("auto", structured(row), is_linear=False, is_known=False)


def _objects(fields: Callable[[str, int, str], dict[str, object]]) -> Layout:
    """JSON objects whose level is a number: 0 for an error, 1 for a warning, 2 for an informational one."""

    def row(time: str, finding: Finding | None, text: str) -> Sequence[str]:
        place = 2 if finding is None else int(finding.severity is Severity.WARNING)
        return (json.dumps(fields(time, place, text_of(finding) if finding else text), ensure_ascii=False),)

    return Layout("auto", structured(row), is_known=False)


def _cells(delimiter: str, row: Callable[[str, str, str], Sequence[str]], levels: Levels, *head: str) -> Layout:
    """Tables that are known by what is in them."""

    def cells(time: str, finding: Finding | None, text: str) -> Sequence[str]:
        level = levels[2] if finding is None else levels[finding.severity is Severity.WARNING]
        written = io.StringIO()
        values = row(time, level, text_of(finding) if finding else text)
        csv.writer(written, delimiter=delimiter, lineterminator="").writerow(values)
        return written.getvalue().split("\n")

    return Layout("auto", structured(cells, head), is_linear=False, is_known=False)


def _xml(root: str, finding: Callable[[Finding], str]) -> Layout:
    def write(parts: Sequence[Part], _day: int) -> list[Unit]:
        units = [Unit(('<?xml version="1.0"?>', f"<{root}>"), None)]
        units += [Unit((finding(part),), part) for part in parts if isinstance(part, Finding)]
        return [*units, Unit((f"</{root}>",), None)]

    return Layout("auto", write, is_linear=False, is_known=False)


def _prose(total: str) -> Layout:
    """Sentences without a level, and how many there are at the end."""

    def write(parts: Sequence[Part], day: int) -> list[Unit]:
        units = structured(lambda _time, finding, text: (text_of(finding) if finding else text,))(parts, day)
        severities = [part.severity for part in parts if isinstance(part, Finding)]
        errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
        stated = total.format(e=errors, w=warnings, n=errors + warnings)
        return [*units, Unit((stated,), Said("info-total") if severities else Plain(1))]

    return Layout("auto", write, is_known=False)


FURTHER = {
    "level-eighth": _lines(lambda t, v, s: f"- 1772431801 2026.11.23 R02-M1 {t} R02-M1 RAS APP {v} {s}", _USUAL, "{hms}"),
    "level-last": _lines(lambda _, v, s: f"{s:60}  [{v}]", _SMALL),
    "level-behind-prefix": _lines(lambda t, v, s: f"importer-1  | {t} {v} c.e.Check - {s}"),
    "level-with-thread": _lines(lambda t, v, s: f"[{t}] [Worker-1/{v}]: {s}", _USUAL, _SHORT_TIME),
    "level-in-chevrons": _lines(lambda t, v, s: f"{t} [ 118 ] {{}} <{v}> check: {s}", _TITLE),
    "level-in-stars": _lines(lambda t, v, s: f"{t} *{v}* [main] c.e.Check {s}"),
    "level-inside": _lines(lambda t, v, s: f"INFO   | jvm 1    | main    | {t} | {v} [main] {s}"),
    "level-after-channel": _lines(lambda t, v, s: f"[{t}] batch.{v}: {s}"),
    "level-with-number": _lines(lambda t, v, s: f"[{t}] {v}[2114] check.c: {s}"),
    "level-compound": _lines(lambda t, v, s: f"[{t}] {v} {s}", ("DATAERROR", "DATAWARNING", "INFO")),
    "level-by-digit": _lines(lambda t, v, s: f"{t}: %HELP-{v}-CHECK: {s}", ("3", "4", "6")),
    "level-by-letter": _lines(lambda t, v, s: f"[{t}] 0000002a Check         {v} {s}", ("E", "W", "I")),
    "spanish": _language("GRAVE", "ADVERTENCIA", "INFORMACIÓN"),
    "italian": _language("GRAVE", "AVVERTENZA", "INFORMAZIONI"),
    "portuguese": _language("ERRO", "AVISO", "NOTA", "psql:carga.sql:14: {v}:  {s}"),
    "russian": _language("ОШИБКА", "ПРЕДУПРЕЖДЕНИЕ", "СООБЩЕНИЕ", "{t} [812] {v}:  {s}"),
    "polish": _language("BŁĄD", "OSTRZEŻENIE", "INFORMACJA", "{t} [{v}] {s}"),
    "turkish": _language("HATA", "UYARI", "BİLGİ", "{v}:  {s}"),
    "dutch": _language("fout", "waarschuwing", "info", "hulp: {v}: {s}"),
    "chinese": _language("严重", "警告", "信息"),
    "korean": _language("심각", "경고", "정보", "{t} [{v}] {s}"),
    "japanese": _language("エラー", "警告", "情報", "{t} [{v}] {s}"),
    "invented": _language("ZORK", "QUAM", "BLIP"),
    "numbers-json": _objects(lambda t, place, s: {"level": (50, 40, 30)[place], "time": t, "msg": s}),
    "priority-json": _objects(lambda _, place, s: {"PRIORITY": ("3", "4", "6")[place], "MESSAGE": s}),
    "numbers-column": _cells("|", lambda t, v, s: (t, "k2Ux1a", "HELP", "load", v, "tWarn_1", s, "0"), _NUMBERS),
    "gnu": _diagnostics(lambda part: f"{_file(part)}:12:5: {part.severity}: {text_of(part)}"),
    "msbuild": _diagnostics(lambda part: f"{_file(part)}(12,5): {part.severity} KB0104: {text_of(part)}"),
    "rule-only": _diagnostics(lambda part: f"{_file(part)}:12 MD041/first-line {text_of(part)}"),
    "annotations": _diagnostics(lambda part: f"::{part.severity} file={_file(part)},line=12::{text_of(part)}"),
    "reports": _blocks(lambda t, v: f"={v} REPORT==== {t} ===", "{s}\n", _USUAL),
    "two-lines": _blocks(lambda t, _: f"{t} c.e.Check run", "{v}: {s}", ("SEVERE", "WARNING", "INFO")),
    "checkstyle": _xml(
        "checkstyle", lambda part: f'<error line="3" severity="{part.severity}" message={quoteattr(text_of(part))}/>'
    ),
    "svrl": _xml(
        "report", lambda part: f'<failed-assert role="{part.severity}"><text>{part.rule} is broken</text></failed-assert>'
    ),
    "no-header": _cells(",", lambda t, v, s: (t, "loader", v, s), _USUAL),
    "status-last": _cells(";", lambda t, v, s: (t, s, v), ("failed", "warning", "ok"), "when;what;status"),
    "prose-count": _prose("Finished: {e} errors, {w} warnings."),
    "prose-failed": _prose("409 documents imported successfully. {n} documents failed to import."),
}  # fmt: skip
