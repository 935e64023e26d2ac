"""More layouts of other systems: consoles, mobile devices, clouds, linters, CI servers, and reports as documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape, quoteattr

from tests.storm.layouts import Layout, Levels, Part, Unit, levelled, structured, text_of
from tests.storm.truth import Finding, Severity

_ISO = "2026-11-{day:02} {hms},123"
_T = "2026-11-{day:02}T{hms}.123"
_SHORT_TIME = "{hms}"
_USUAL: Levels = ("ERROR", "WARN", "INFO")
_PYTHON: Levels = ("ERROR", "WARNING", "INFO")
_TITLE: Levels = ("Error", "Warning", "Info")
_SMALL: Levels = ("error", "warning", "info")
_LETTERS: Levels = ("E", "W", "I")
_SHORT: Levels = ("ERR", "WRN", "INF")


def _lines(line: Callable[[str, str, str], str], levels: Levels = _USUAL, time: str = _ISO) -> Layout:
    return Layout("auto", levelled(line, levels, time), is_known=False)


def _rows(row: Callable[[str, str, str], Sequence[str]], levels: Levels, *, is_linear: bool = True) -> Layout:
    """Entries with time, level and text, each of one or more lines."""

    def write(time: str, finding: Finding | None, text: str) -> Sequence[str]:
        level = levels[2] if finding is None else levels[finding.severity is Severity.WARNING]
        return row(time, level, text_of(finding) if finding else text)

    return Layout("auto", structured(write), is_linear=is_linear, is_known=False)


def _framed(head: Sequence[str], finding: Callable[[Finding], str], tail: Sequence[str], separator: str = "") -> Layout:
    """A document that lists findings, and has no place for anything else."""

    def write(parts: Sequence[Part], _day: int) -> list[Unit]:
        findings = [part for part in parts if isinstance(part, Finding)]
        last = len(findings) - 1
        units = [
            Unit((finding(part) + (separator if number < last else ""),), part) for number, part in enumerate(findings)
        ]
        return [Unit(tuple(head), None), *units, Unit(tuple(tail), None)]

    return Layout("auto", write, is_linear=False, is_known=False)


def _by_file(parts: Sequence[Part], _day: int) -> list[Unit]:
    """Findings below the file that has them, as linters list them, and their number at the end."""
    units: list[Unit] = []
    findings = [part for part in parts if isinstance(part, Finding)]
    for number, finding in enumerate(findings, 1):
        line = f"  {number}:5  {finding.severity}  {text_of(finding)}"
        units.append(Unit((f"/content/{finding.kind or 'package'}-{number}.html", line, ""), finding))
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    total = f"✖ {len(findings)} problems ({errors} errors, {len(findings) - errors} warnings)"
    return [*units, Unit((total,) if findings else ("✔ No problems found.",), None)]


def _service(text: str) -> str:
    """Escape a text as TeamCity's messages have it."""
    return "".join(f"|{letter}" if letter in "|'[]" else letter for letter in text)


def _junit(finding: Finding) -> str:
    message = quoteattr(text_of(finding))
    return f'<testcase name="check"><failure type="{finding.severity}" message={message}/></testcase>'


def _sarif(finding: Finding) -> str:
    result = {"ruleId": finding.rule or "none", "level": finding.severity, "message": {"text": text_of(finding)}}
    return json.dumps(result, ensure_ascii=False)


def _quality(finding: Finding) -> str:
    place = {"path": "content/a.html", "lines": {"begin": 3}}
    severity = "critical" if finding.severity is Severity.ERROR else "minor"
    entry = {"description": text_of(finding), "check_name": finding.rule, "fingerprint": "7f", "severity": severity}
    return json.dumps({**entry, "location": place}, ensure_ascii=False)


def _otel(time: str, level: str, text: str) -> Sequence[str]:
    record = {"timeUnixNano": "1772431801000000000", "severityNumber": int(level), "body": {"stringValue": text}}
    return (json.dumps({**record, "observed": time}, ensure_ascii=False),)


def _gelf(_time: str, level: str, text: str) -> Sequence[str]:
    return (
        json.dumps({"version": "1.1", "host": "h", "short_message": text, "level": int(level)}, ensure_ascii=False),
    )


def _cloud(time: str, level: str, text: str) -> Sequence[str]:
    return (json.dumps({"severity": level, "timestamp": time, "jsonPayload": {"message": text}}, ensure_ascii=False),)


def _winlog(time: str, level: str, text: str) -> Sequence[str]:
    quoted = text.replace('"', '""')
    return (f'{level},{time},ContentImport,1000,None,"{quoted}"',)


def _yaml(time: str, level: str, text: str) -> Sequence[str]:
    return f"- severity: {level}", f"  time: {json.dumps(time)}", f"  message: {json.dumps(text, ensure_ascii=False)}"


def _record(time: str, level: str, text: str) -> Sequence[str]:
    return f"Time     : {time}", f"Severity : {level}", f"Message  : {text}", ""


OTHER_FAMILIES = {
    "logcat": _lines(lambda t, v, s: f"11-23 {t}.123  812  830 {v} Check   : {s}", _LETTERS, _SHORT_TIME),
    "tagged": _lines(lambda t, v, s: f"{v[0]}, [{t} #812] {v:>5} -- : {s}", _USUAL, _T),
    "redis": _lines(lambda t, v, s: f"12:M {t}.123 {v} {s}", ("#", "#", "*"), "{day:02} Nov 2026 {hms}"),
    "zap": _lines(lambda t, v, s: f"{t}\t{v}\tcheck/check.go:12\t{s}", _USUAL, "2026-11-{day:02}T{hms}.123Z"),
    "zerolog": _lines(lambda t, v, s: f"{t} {v} {s} worker=3", _SHORT, "{hms}"),
    "winston": _lines(lambda _, v, s: f"{v}: {s}", ("error", "warn", "info")),
    "nlog": _lines(lambda t, v, s: f"{t}|{v}|Content.Check|{s}", _USUAL, "2026-11-{day:02} {hms}.1234"),
    "chromium": _lines(lambda t, v, s: f"[812:830:1123/{t}.123456:{v}:check.cc(12)] {s}", _PYTHON, "{hms}"),
    "mysql": _lines(lambda t, v, s: f"{t}Z 0 [{v}] [MY-010068] [Server] {s}", ("ERROR", "Warning", "Note"), _T),
    "weblogic": _lines(lambda t, v, s: f"<{t} UTC> <{v}> <Check> <BEA-101> <{s}>", _TITLE, "Nov {day:02}, 2026 {hms}"),
    "oracle": _lines(lambda t, v, s: f"[{t}] [srv1] [{v}] [KB-1] [oracle.kb] {s}", ("ERROR", "WARNING", "NOTIFICATION"), _T),
    "kafka": _lines(lambda t, v, s: f"[{t}] {v} {s} (c.e.Check:12)"),
    "fluentd": _lines(lambda t, v, s: f"{t} +0000 [{v}]: #0 {s}", ("error", "warn", "info"), "2026-11-{day:02} {hms}"),
    "monolog": _lines(lambda t, v, s: f"[{t}] content.{v}: {s} [] []", _PYTHON, "2026-11-{day:02}T{hms}+00:00"),
    "syslog-new": _lines(lambda t, v, s: f"<{v}>1 {t}Z host check 12 - - {s}", ("11", "12", "14"), "2026-11-{day:02}T{hms}"),
    "sap": _lines(lambda t, v, s: f"| {v} | {t} | ZKB 101 | {s} |", ("E", "W", "S"), "{day:02}.11.2026 | {hms}"),
    "ansi-bracket": _lines(lambda t, v, s: f"\x1b[90m{t}\x1b[0m \x1b[31m[{v}]\x1b[0m {s}"),
    "asciidoctor": _lines(lambda _, v, s: f"asciidoctor: {v}: a.adoc: line 3: {s}", _PYTHON),
    "docutils": _lines(lambda _, v, s: f"a.rst:12: ({v}) {s}", ("ERROR/3", "WARNING/2", "INFO/1")),
    "tidy": _lines(lambda _, v, s: f"line 12 column 5 - {v}: {s}", _TITLE),
    "azure": _lines(lambda t, v, s: f"{t}Z {v}{s}", ("##[error]", "##[warning]", ""), "2026-11-{day:02}T{hms}.1234567"),
    "teamcity": _lines(lambda _, v, s: f"##teamcity[message text='{_service(s)}' status='{v}']", ("ERROR", "WARNING", "NORMAL")),
    "swedish": _lines(lambda t, v, s: f"{t} [{v}] {s}", ("FEL", "VARNING", "INFO")),
    "czech": _lines(lambda t, v, s: f"{t} {v} [main] {s}", ("CHYBA", "VAROVÁNÍ", "INFORMACE")),
    "hungarian": _lines(lambda t, v, s: f"{t} [{v}] {s}", ("HIBA", "FIGYELMEZTETÉS", "INFORMÁCIÓ")),
    "greek": _lines(lambda t, v, s: f"{t} {v} {s}", ("ΣΦΑΛΜΑ", "ΠΡΟΕΙΔΟΠΟΙΗΣΗ", "ΠΛΗΡΟΦΟΡΙΑ")),
    "arabic": _lines(lambda t, v, s: f"{t} [{v}] {s}", ("خطأ", "تحذير", "معلومات")),
    "hindi": _lines(lambda t, v, s: f"{t} [{v}] {s}", ("त्रुटि", "चेतावनी", "जानकारी")),
    "otel": _rows(_otel, ("17", "13", "9")),
    "gelf": _rows(_gelf, ("3", "4", "6")),
    "cloud": _rows(_cloud, _PYTHON),
    "event-viewer": _rows(_winlog, ("Fehler", "Warnung", "Informationen"), is_linear=False),
    "yaml": _rows(_yaml, _SMALL, is_linear=False),
    "records": _rows(_record, _TITLE, is_linear=False),
    "dotnet": _rows(lambda _t, v, s: (f"{v}: Check[0]", f"      {s}"), ("fail", "warn", "info"), is_linear=False),
    "by-file": Layout("auto", _by_file, is_linear=False, is_known=False),
    "junit-xml": _framed(
        ('<?xml version="1.0"?>', '<testsuites><testsuite name="content">'), _junit, ("</testsuite></testsuites>",)
    ),
    "error-xml": _framed(
        ('<?xml version="1.0"?>', "<log>"),
        lambda part: f"<{part.severity}><message>{escape(text_of(part))}</message></{part.severity}>",
        ("</log>",),
    ),
    "sarif": _framed(
        ("{", '"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "check"}}, "results": ['), _sarif, ("]}]", "}"), ","
    ),
    "code-quality": _framed(("[",), _quality, ("]",), ","),
}  # fmt: skip
