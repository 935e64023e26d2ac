"""JSON of other systems: levels under keys of one logger, statuses of requests, and what a report says of its tool."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "journal": Log(
        """\
{"__REALTIME_TIMESTAMP":"1","PRIORITY":"6","MESSAGE":"article 'Fuses' was read"}
{"__REALTIME_TIMESTAMP":"2","PRIORITY":"3","MESSAGE":"the title is empty"}
{"__REALTIME_TIMESTAMP":"3","PRIORITY":"4","MESSAGE":"the teaser is long"}
{"__REALTIME_TIMESTAMP":"4","PRIORITY":"7","MESSAGE":"done"}
""",
        [(2, E, None, None, None, None), (3, W, None, None, None, None)],
    ),
    "letters": Log(
        """\
{"t":{"$date":"2026-03-02"},"s":"I","c":"IMPORT","msg":"read"}
{"t":{"$date":"2026-03-02"},"s":"D3","c":"IMPORT","msg":"3 left"}
{"t":{"$date":"2026-03-02"},"s":"F","c":"IMPORT","msg":"the body is empty"}
{"t":{"$date":"2026-03-02"},"s":"W","c":"IMPORT","msg":"the teaser is long"}
""",
        [(3, E, None, None, None, None), (4, W, None, None, None, None)],
    ),
    "compact events": Log(
        """\
{"@t":"2026-03-02T06:10:01Z","@mt":"Saved {Title}","Title":"Fuses"}
{"@t":"2026-03-02T06:10:02Z","@mt":"{Title} has no owner","@l":"Warning","Title":"Meters"}
{"@t":"2026-03-02T06:10:03Z","@m":"Valves has no title","@l":"Fatal","@x":"System.IO.IOException"}
{"@t":"2026-03-02T06:10:04Z","@mt":"Saved {Title}","@l":"Debug","Title":"Pipes"}
""",
        [(2, W, None, None, None, None), (3, E, None, None, None, None)],
    ),
    "traces of Application Insights": Log(
        """\
{"timestamp":"1","message":"read","severityLevel":1,"itemType":"trace"}
{"timestamp":"2","message":"the teaser is long","severityLevel":2,"itemType":"trace"}
{"timestamp":"3","message":"the title is empty","severityLevel":4,"itemType":"trace"}
{"timestamp":"4","message":"done","severityLevel":0,"itemType":"trace"}
""",
        [(2, W, None, None, None, None), (3, E, None, None, None, None)],
    ),
    "numbers of a linter": Log(
        """\
[{"filePath": "a.md", "messages": [
{"ruleId": "summary", "severity": 1, "message": "The summary is empty", "line": 1, "column": 2},
{"ruleId": "folder", "severity": 2, "message": "The folder is unknown", "line": 4, "column": 3}
]}]
""",
        [(2, W, "summary", None, 1, 2), (3, E, "folder", None, 4, 3)],
    ),
    "statuses of requests": Log(
        '{"errors": false, "items": [{"create": {"_id": "1", "status": 201}}, {"status": 200}]}\n', []
    ),
    "types of errors": Log(
        """\
{"results": [
{"id": "1", "errorType": "INVALID_DATE", "invalidValue": "31.02.2026"},
{"id": "2", "errorType": null, "value": "ok"},
{"id": "3", "error_code": "NO_TITLE", "row": 4}
]}
""",
        [(2, E, "INVALID_DATE", None, None, None), (4, E, "NO_TITLE", None, None, None)],
    ),
    "reasons of failures, a line each": Log(
        """\
{"id": "1", "stored": true}
{"id": "2", "failureReason": "no title"}
{"id": "3", "failureReason": "none"}
""",
        [(2, E, None, None, None, None)],
        unexplained=2,
    ),
    "codes of errors beside an informational level": Log(
        """\
{"level": "info", "msg": "read", "errorCode": "0"}
{"level": "info", "msg": "read", "errorCode": "E17"}
{"level": "error", "msg": "no title", "errorCode": "E18"}
""",
        [(3, E, "E18", None, None, None)],
        unexplained=1,
    ),
    "JSON in the text of a collector": Log(
        """\
{"events": [
{"timestamp": 1, "message": "{\\"key\\": \\"a.json\\", \\"errorMessages\\": [\\"no title\\"]}"},
{"timestamp": 2, "message": "{\\"level\\": \\"warning\\", \\"message\\": \\"long teaser\\"}"},
{"timestamp": 3, "message": "{\\"level\\": \\"info\\", \\"message\\": \\"read\\"}"}
]}
""",
        [(2, E, None, None, None, None), (3, W, None, None, None, None)],
    ),
    "rules of a tool": Log(
        """{"runs": [{"tool": {"driver": {"rules": [{"id": "K1", "defaultConfiguration": {"level": "error"}}]}}, "results": []}]}
""",
        [],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_log_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_log_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize(
    "line",
    [
        '{"__REALTIME_TIMESTAMP":"2","PRIORITY":"9","MESSAGE":"the title is empty"}',
        '{"__REALTIME_TIMESTAMP":"2","PRIORITY":"","MESSAGE":"the title is empty"}',
        '{"__REALTIME_TIMESTAMP":"2","MESSAGE":"the title is empty"}',
        '{"timestamp":"1","message":"the title is empty","severityLevel":7,"itemType":"trace"}',
        '{"timestamp":"1","message":"the title is empty","severityLevel":1}',
        '[{"ruleId":"r","severity":0,"message":"the title is empty","line":1,"column":2}]',
        '{"@t":"2026-03-02","@mt":"Saved","@x":"System.IO.IOException"}',
        '{"@t":"2026-03-02","@mt":"Saved","@l":"BLUNDER"}',
        '{"@t":"2026-03-02","@mt":"Saved","@l":null}',
        '{"@t":"2026-03-02","@mt":"{Text}","Text":"ERROR: no title"}',
        '{"@t":"2026-03-02","@mt":"Saved","level":"error"}',
        '{"@t":"2026-03-02","Text":"no title"}',
        '{"PRIORITY":"7","MESSAGE":"the title is empty"}',
        '{"t":{"$date":"2026-03-02"},"s":"X","c":"IMPORT","msg":"the title is empty"}',
        '{"t":{"$date":"2026-03-02"},"s":"E1","c":"IMPORT","msg":"the title is empty"}',
        '{"t":{"$date":"2026-03-02"},"c":"IMPORT","msg":"the title is empty"}',
        '{"s":"I","msg":"the title is empty"}',
        '{"errors": false, "items": [{"create": {"_id": "1", "status": 400}}]}',
        '{"errors": false, "items": [{"create": {"_id": "1"}}]}',
        '{"errors": false, "items": [{"create": {"_id": "1", "status": 201, "message": "the title is empty"}}]}',
        '{"errors": false, "items": ["the title is empty"]}',
        '{"errors": true, "items": [{"create": {"_id": "1", "status": 201}}]}',
        '{"issues": [{"status": 200, "message": "the link leads elsewhere"}]}',
        '{"tool": {"problems": [{"level": "error", "message": "no title"}]}}',
        '{"tool": {}, "results": [{"level": "error", "message": "no title"}]}',
        '{"tool": {}, "results": [{"message": "no title"}]}',
        '{"runs": [{"results": ["the title is empty"]}]}',
        '{"runs": [{"results": [{"ruleId": "K1"}]}]}',
        '{"runs": [{"results": [], "text": "the title is empty"}]}',
        '{"results": [], "invocations": [{"executionSuccessful": false}]}',
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, line: str) -> None:
    assert not read_text(tmp_path, f"{line}\n").is_clean


def test_the_template_of_a_compact_event_is_filled_in(tmp_path: Path) -> None:
    text = '{"@t":"2026-03-02","@mt":"{Title:l} has {@Rows,3} rows in {Other}","@l":"Error","Title":"A","Rows":[1]}\n'
    assert [entry.message for entry in read_text(tmp_path, text).entries] == ["A has [1] rows in {Other}"]
