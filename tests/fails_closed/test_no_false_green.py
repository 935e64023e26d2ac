"""A job and its log can disagree or be damaged: none of these cases is green, and the clean one is."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from tests.support import CLEAN_LOG, INFO, LOG, REFUND_ERROR, REFUND_WARNING, TOPIC_ERROR, finished

Gate = Callable[..., pytest.RunResult]
CLEAN, FINDINGS, NOT_JUDGED = 0, 1, 10
END = CLEAN_LOG.splitlines(keepends=True)[-1]


@dataclass(frozen=True)
class Case:
    """A log, the status of its job, and the right exit status."""

    log: str | bytes
    status: Mapping[str, object] | None = field(default_factory=lambda: finished(0, 0))
    ends_with: int = NOT_JUDGED


def later(**fields: object) -> dict[str, object]:
    return finished(0, 0, **fields)


def inner(message: str) -> str:
    return CLEAN_LOG + INFO.replace("validation started", message)


CASES = {
    "truly clean": Case(CLEAN_LOG, ends_with=CLEAN),
    "truly clean, packed": Case(gzip.compress(CLEAN_LOG.encode()), ends_with=CLEAN),
    "truly clean, said so": Case(CLEAN_LOG + INFO.replace("started", "finished: 0 errors, 0 warnings"), ends_with=CLEAN),
    "a note that nobody understands": Case(CLEAN_LOG + "a note\n"),
    "truly clean, with a note, said so": Case(CLEAN_LOG + "a note\n0 errors, 0 warnings\n", ends_with=CLEAN),
    "findings that agree": Case(LOG, finished(2, 1), ends_with=FINDINGS),
    "findings that agree item by item": Case(LOG + TOPIC_ERROR.replace("Internet", "Mobile"), finished(2, 1), FINDINGS),
    "findings, and the job claims none": Case(LOG),
    "one error, and the job claims none": Case(INFO + REFUND_ERROR + END),
    "one warning, and the job claims none": Case(INFO + REFUND_WARNING + END),
    "an error that the job calls a warning": Case(INFO + REFUND_ERROR + END, finished(0, 1)),
    "a warning that the job calls an error": Case(INFO + REFUND_WARNING + END, finished(1, 0)),
    "informational lines while the job claims errors": Case(CLEAN_LOG, finished(5, 0)),
    "informational lines while the job claims warnings": Case(CLEAN_LOG, finished(0, 10)),
    "one error less than claimed": Case(LOG, finished(3, 1)),
    "one error more than claimed": Case(LOG, finished(1, 1)),
    "one warning less than claimed": Case(LOG, finished(2, 2)),
    "one warning more than claimed": Case(LOG, finished(2, 0, results={"errors": 2, "warnings": 5})),
    "counts of another job": Case(LOG, finished(7, 3)),
    "no results": Case(CLEAN_LOG, later(results=None)),
    "results without errors": Case(CLEAN_LOG, later(results={"successful": 10, "warnings": 0})),
    "results without warnings": Case(CLEAN_LOG, later(results={"successful": 10, "errors": 0})),
    "results that are no numbers": Case(CLEAN_LOG, later(results={"errors": "none", "warnings": "none"})),
    "results below nought": Case(CLEAN_LOG, later(results={"errors": -1, "warnings": 0})),
    "half of the items": Case(CLEAN_LOG, later(progress={"processed": 5, "total": 10})),
    "no item at all": Case(CLEAN_LOG, later(progress={"processed": 0, "total": 0})),
    "successful with an error": Case(CLEAN_LOG, later(error="Disk full")),
    "successful with an error in a structure": Case(CLEAN_LOG, later(error={"code": "500-1"})),
    "no item, and no total": Case(CLEAN_LOG, later(progress={"processed": 0})),
    "nothing wrong and not all successful": Case(CLEAN_LOG, later(results={"successful": 7, "errors": 0, "warnings": 0})),
    "failed": Case(CLEAN_LOG, later(status="Failed")),
    "cancelled": Case(CLEAN_LOG, later(status="Cancelled")),
    "in progress": Case(CLEAN_LOG, later(status="In Progress")),
    "scheduled": Case(CLEAN_LOG, later(status="Scheduled")),
    "a word that nobody knows": Case(CLEAN_LOG, later(status="Successful with errors")),
    "empty": Case(""),
    "blank": Case("\n \n\t\n"),
    "a byte order mark": Case(b"\xef\xbb\xbf"),
    "no line end": Case(CLEAN_LOG[:-1]),
    "cut in the middle of a line": Case(CLEAN_LOG[:-20]),
    "cut to the first byte": Case(CLEAN_LOG[:1]),
    "cut in the middle of a character": Case(CLEAN_LOG.encode() + "é".encode()[:1]),
    "packed and cut": Case(gzip.compress(CLEAN_LOG.encode())[:-4]),
    "packed and damaged": Case(gzip.compress(CLEAN_LOG.encode())[:-8] + b"\x00" * 8),
    "UTF-16 and cut": Case(CLEAN_LOG.encode("utf-16")[:-1]),
    "NUL": Case(CLEAN_LOG + "\x00\n"),
    "two encodings": Case(f"{CLEAN_LOG}INFO é\n".encode() + b"INFO \xe9\n"),
    "a web page": Case("<html><body>Access denied</body></html>\n"),
    "an error body of the service": Case('{"code": "403-101", "developerMessage": "no access", "details": []}\n'),
    "an S3 error": Case("<Error><Code>AccessDenied</Code></Error>\n"),
    "binary": Case(bytes(range(256)) + b"\n"),
    "a layout that nobody knows": Case("Artikel 7 ohne Titel\nArtikel 8 ohne Bild\n"),
    "mostly a layout that nobody knows": Case(CLEAN_LOG + "Artikel 7 ohne Titel\n" * 5),
    "an error in a layout that nobody knows": Case(CLEAN_LOG + "(!) error 17 Artikel\n"),
    "a total that is not there": Case(CLEAN_LOG + INFO.replace("started", "finished: 10 items, 3 errors")),
    "an end that speaks of errors": Case(CLEAN_LOG + INFO.replace("INFO ", "ERROR").replace("started", "ended with errors")),
    "only a log that is cut": Case(CLEAN_LOG[:-5], None),
    "only a log with an unknown line": Case(CLEAN_LOG + "Artikel 7 ohne Titel\n", None),
    "only a log with findings": Case(LOG, None, FINDINGS),
    "only a log with another total": Case(LOG + INFO.replace("started", "finished: 10 items, 3 errors"), None),
    "only a log with an error behind U+2028": Case(CLEAN_LOG.replace("\n", "\u2028" + REFUND_ERROR, 1), None, FINDINGS),
    "only a log with an error behind a form feed": Case(CLEAN_LOG.replace("\n", "\x0c" + REFUND_ERROR, 1), None, FINDINGS),
    "only a log with an error in an informational line": Case(inner("ERROR - title is empty"), None, FINDINGS),
    "only a log with an error in round brackets": Case(inner("(ERROR) title is empty"), None, FINDINGS),
    "only a log with an error as a sentence has it": Case(inner("Error: title is empty"), None, FINDINGS),
    "only a log with a severity that nobody knows": Case('{"level": "INFO", "severity": "TATA", "message": "m"}\n', None),
    "only a log with a severity that is a list": Case('{"level": "INFO", "severity": ["ERROR"], "message": "m"}\n', None),
    "only a log with an error in a JSON message": Case('{"level": "INFO", "message": "ERROR: empty"}\n', None, FINDINGS),
    "only a log that ended with errors and has no notes": Case(
        CLEAN_LOG + "ERROR validation ended with errors, see log\nNotes:\n- none\n", None, FINDINGS
    ),
    "only a log with a heading that nobody knows": Case("Mankos (1):\n- Artikel 7 ohne Titel\n", None),
    "only a log of lines without a level": Case("Nov 23 10:00:00 host check[12]: Artikel 7 ohne Titel\n", None),
    "only a log with a sentence that begins like a level": Case("10:00:00 Info page has no title\n", None),
    "only a log with a severity before a weak level": Case("10:00:00 BLOCKER INFO page has no title\n", None, 1),
    "only a log with JSON messages of no severity": Case('{"messages": ["Artikel 7 ohne Titel"]}\n', None),
    "only a log with JSON results of no outcome": Case(
        '{"results": [{"name": "A", "message": "Titel fehlt"}]}\n', None, FINDINGS
    ),
    "only a log with a list of the rejected": Case('{"success": true, "rejected": [{"name": "A"}]}\n', None, FINDINGS),
    "only a log whose JSON counts what it does not list": Case('{"success": true, "errors": 3}\n', None),
    "only a log whose count and list disagree": Case('{"success": true, "count": 3, "errors": []}\n', None),
    "only a log of no plain success": Case('{"success": "false", "text": "A"}\n', None, FINDINGS),
    "only a log with a hook that failed": Case('{"level": "INFO", "success": false, "error": "no"}\n', None, FINDINGS),
    "only a log with a hook that is cut": Case(inner('hook: {"success": false, "error": "no title"'), None),
    "only a log with a hook behind others": Case(inner('{"a": 1} ' * 25 + '{"success": false, "error": "no"}'), None, FINDINGS),
    "only a log with a later total of nought": Case(inner("finished: 9 items, 3 errors") + inner("done: 0 errors"), None),
    "only a log with two totals in a line": Case(inner("done: 0 errors in topics, 3 errors in articles"), None),
    "only a log that ended with errors": Case(inner("validation finished with errors, see log"), None, FINDINGS),
    "only a log with items that failed": Case(inner("validation finished: 7 ok, 3 failed"), None),
    "only a log of a validation that failed": Case(inner("validation failed"), None, FINDINGS),
    "only a log with two columns of outcomes": Case("level,status,message\nINFO,FAILED,no title\n", None, FINDINGS),
    "only a log with a row that counts errors": Case("article,status,errors,message\nA,OK,3,see there\n", None),
    "only a log with an item named Summary": Case("article,severity,message\nSummary,BLOCKER,no text\n", None, FINDINGS),
    "only a log with a level behind the logger's": Case("10:00:00 <@> INFO <@> ERROR <@> no title <@>\n", None, FINDINGS),
    "only a log with an error between stars": Case(inner("*** ERROR *** title is empty"), None, FINDINGS),
    "only a log with an error behind a bullet": Case(inner("- ERROR: title is empty"), None, FINDINGS),
    "only a log with an error in a mixed spelling": Case(inner("[Error] title is empty"), None, FINDINGS),
    "only a log with rows between two quotes": Case('severity,message\nINFO,"a\nERROR,title is empty\nINFO,b"\n', None),
    "only a log with a Turkish level": Case("[CRİTİCAL] no title\n", None, FINDINGS),
    "all items and half of the percentage": Case(CLEAN_LOG, later(progress={"processed": 10, "total": 10, "percentage": 50})),
    "a percentage that is no number": Case(CLEAN_LOG, later(progress={"percentage": "50 %"})),
    "a time of failure of another kind": Case(CLEAN_LOG, later(failureTime=1709287200000)),
    "progress as text": Case(CLEAN_LOG, later(progress={"processed": "3", "total": "10"})),
    "progress of half an item": Case(CLEAN_LOG, later(progress={"processed": 5, "total": 10.5})),
    "progress that is no object": Case(CLEAN_LOG, later(progress="half")),
    "only a log that is clean": Case(CLEAN_LOG, None, CLEAN),
}  # fmt: skip


def judged(pytester: pytest.Pytester, gate: Gate, log: str | bytes, status: Mapping[str, object] | None) -> int:
    (pytester.path / "log.txt").write_bytes(log if isinstance(log, bytes) else log.encode())
    arguments = ["--content-log=log.txt"]
    if status is not None:
        (pytester.path / "status.json").write_text(json.dumps(status), encoding="utf-8")
        arguments.append("--content-status=status.json")
    result = gate(*arguments, "-q")
    assert "Traceback" not in result.stdout.str() + result.stderr.str()
    return int(result.ret)


@pytest.mark.parametrize("name", CASES)
def test_only_what_is_truly_clean_is_green(pytester: pytest.Pytester, gate: Gate, name: str) -> None:
    case = CASES[name]

    assert judged(pytester, gate, case.log, case.status) == case.ends_with


@pytest.mark.parametrize("size", range(0, len(LOG) - 1, 37))
def test_log_with_findings_cut_at_any_byte_is_not_judged(pytester: pytest.Pytester, gate: Gate, size: int) -> None:
    assert judged(pytester, gate, LOG[:size], finished(2, 1)) == NOT_JUDGED


@pytest.mark.parametrize("lines", range(4))
def test_log_with_findings_cut_at_a_line_end_is_not_judged(pytester: pytest.Pytester, gate: Gate, lines: int) -> None:
    assert judged(pytester, gate, "".join(LOG.splitlines(keepends=True)[:lines]), finished(2, 1)) == NOT_JUDGED


@pytest.mark.parametrize("size", range(0, len(CLEAN_LOG), 19))
def test_clean_log_cut_at_any_byte_is_not_judged(pytester: pytest.Pytester, gate: Gate, size: int) -> None:
    assert judged(pytester, gate, CLEAN_LOG[:size], finished(0, 0)) == NOT_JUDGED
