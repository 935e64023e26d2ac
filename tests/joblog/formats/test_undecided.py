"""Records of a known layout that only their prose could distinguish from findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, UNDECIDED, LogFormat
from pytest_contentjobs.joblog.formats.document import JsonDocument
from pytest_contentjobs.joblog.formats.jsonl import JsonLines
from pytest_contentjobs.joblog.formats.logfmt import Logfmt
from pytest_contentjobs.joblog.formats.sections import Sections
from pytest_contentjobs.joblog.formats.text import LevelledText
from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.model import LogLine, Severity


def last(log_format: LogFormat, lines: str) -> object:
    """Parse lines one by one and return the result of the last."""
    parser = log_format.parser()
    return [parser.parse(line) for line in lines.split("\n")][-1]


@pytest.mark.parametrize(
    ("log_format", "lines"),
    [
        (LevelledText(), "Nov 23 10:00:00 host check[12]: Artikel ohne Titel"),
        (LevelledText(), "10:00:00 Info page has no title"),
        (LevelledText(), "10:00:00 Debug mode has no page"),
        (LevelledText(), "10:00:00 BLOCKER INFO page has no title"),
        (Sections(), "Befunde:\n- Artikel ohne Titel"),
        (Sections(), "## Issues\n- Article 7 has no title"),
        (Sections(), "Articles of the package:\n  A/B"),
        (JsonDocument(), '{"messages": ["Artikel ohne Titel"]}'),
        (JsonDocument(), '{"results": [{"name": "A", "message": "Titel zu kurz"}]}'),
        (JsonDocument(), '{"results": [{"name": "A", "severity": null}]}'),
        (JsonDocument(), '{"errors": [], "report": {"exception": "no title"}}'),
        (JsonDocument(), '{"success": true, "errors": 3}'),
        (JsonDocument(), '{"success": true, "warnings": "3"}'),
        (JsonDocument(), '{"success": true, "details": {"count": 1, "errors": []}}'),
        (JsonDocument(), '{"success": "perhaps"}'),
        (JsonDocument(), '{"errors": [], "hook": {"success": null}}'),
        (JsonDocument(), '{"errors": [], "hook": {"level": "INFO", "error": "no title"}}'),
        (JsonLines(), '{"level": "INFO", "message": "checked", "error": "no title"}'),
        (JsonLines(), '{"level": "INFO", "error": "no title", "error": null}'),
        (JsonLines(), '{"level": "INFO", "hook": "links", "success": "perhaps"}'),
        (JsonLines(), '{"level": "INFO", "message": "done", "errors": 3}'),
        (JsonLines(), '{"level": "INFO", "count": 1, "errors": []}'),
    ],
)
def test_undecided(log_format: LogFormat, lines: str) -> None:
    assert last(log_format, lines) is UNDECIDED


@pytest.mark.parametrize(
    ("log_format", "line"),
    [
        (JsonDocument(), '{"success": true, "items": [{"name": "A", "status": "FAILED"}]}'),
        (JsonDocument(), '{"success": true, "items": [{"name": "A", "valid": false}]}'),
        (JsonDocument(), '{"errors": [], "articles": [{"name": "A", "passed": "no"}]}'),
        (JsonDocument(), '{"success": true, "report": {"rejected": ["A"]}}'),
        (JsonDocument(), '{"success": true, "invalidArticles": [{"name": "A"}]}'),
        (JsonDocument(), '{"errors": [], "items": [{"severity": "MAJOR", "text": "A"}]}'),
        (JsonDocument(), '{"success": "false"}'),
        (JsonDocument(), '{"success": 0}'),
        (JsonDocument(), '{"success": true, "errors": true}'),
        (JsonLines(), '{"level": "INFO", "hook": "links", "success": "no"}'),
        (JsonLines(), '{"level": "INFO", "msg": "checked", "ok": false}'),
        (JsonLines(), '{"level": "INFO", "message": "done", "failedItems": ["A"]}'),
        (JsonLines(), '{"level": "INFO", "lvl": "error", "msg": "A"}'),
        (JsonLines(), '{"level": "INFO", "articles": [{"name": "A", "ok": false}]}'),
        (Logfmt(), "level=info msg=checked valid=false article=A"),
    ],
)
def test_what_says_of_itself_that_it_failed_is_a_finding(log_format: LogFormat, line: str) -> None:
    (found,) = log_format.parser().parse(line) or ()

    assert found.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("log_format", "lines"),
    [
        (LevelledText(), "10:00:00 INFO page has no title"),
        (LevelledText(), "10:00:00 info page has no title"),
        (LevelledText(), "10:00:00 [Info] page has no title"),
        (LevelledText(), "10:00:00 Info: page has no title"),
        (LevelledText(), "10:00:00 [main] check.page INFO page has no title"),
        (Sections(), "Notes:\n- run again"),
        (Sections(), "Articles:\n- read: 12"),
        (Sections(), "Errors:\n- none"),
    ],
)
def test_decided_in_text(log_format: LogFormat, lines: str) -> None:
    found = last(log_format, lines)

    assert found == INFORMATIONAL
    assert found is not UNDECIDED


@pytest.mark.parametrize(
    "document",
    [
        '{"errors": [], "warnings": [], "messages": ["started", "done"]}',
        '{"success": true, "details": {"count": 0, "errors": []}}',
        '{"success": true, "errors": 0, "warnings": "0"}',
        '{"results": [{"name": "A", "status": "OK", "tags": ["new"]}, {"name": "B", "valid": true}]}',
        '{"results": [{"name": "A", "level": "INFO", "message": "Artikel mit Titel"}]}',
        '{"messages": ["INFO: Artikel mit Titel"]}',
        '{"success": true, "sizes": [1, 2], "text": "done"}',
    ],
)
def test_decided_in_json(document: str) -> None:
    found = JsonDocument().parser().parse(document)

    assert not found
    assert found is not UNDECIDED


@pytest.mark.parametrize(
    "line",
    [
        '{"level": "INFO", "message": "Artikel mit Titel"}',
        '{"level": "INFO", "error": null}',
        '{"level": "INFO", "error": " None "}',
        '{"level": "INFO", "error": {}}',
        '{"level": "INFO", "success": true, "errors": 0, "warnings": []}',
        '{"level": "INFO", "tags": ["new"], "items": [{"name": "A"}]}',
    ],
)
def test_decided_in_json_lines(line: str) -> None:
    found = JsonLines().parser().parse(line)

    assert not found
    assert found is not UNDECIDED


def test_undecided_records_are_counted(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(
        'INFO a\n{\n "messages": ["b"]\n}\nNov 23 10:00:00 host x[1]: c\nINFO d\n', encoding="utf-8"
    )

    statistics = read_log(tmp_path / "log", location="log").statistics

    assert (statistics.informational_lines, statistics.unexplained_lines) == (2, 4)
    assert [(each.lines, each.sample) for each in statistics.unexplained] == [
        (3, LogLine(2, "{")),
        (1, LogLine(5, "Nov 23 10:00:00 host x[1]: c")),
    ]
