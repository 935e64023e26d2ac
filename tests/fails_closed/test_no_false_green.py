"""Ways in which a job and its log can disagree or be damaged: none of them is green, and the clean one is."""

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
class Way:
    """A log and the status of its job, and what the gate must end with."""

    log: str | bytes
    status: Mapping[str, object] | None = field(default_factory=lambda: finished(0, 0))
    ends_with: int = NOT_JUDGED


def later(**fields: object) -> dict[str, object]:
    return finished(0, 0, **fields)


def inner(message: str) -> str:
    return CLEAN_LOG + INFO.replace("validation started", message)


WAYS = {
    "truly clean": Way(CLEAN_LOG, ends_with=CLEAN),
    "truly clean, packed": Way(gzip.compress(CLEAN_LOG.encode()), ends_with=CLEAN),
    "truly clean, said so": Way(CLEAN_LOG + INFO.replace("started", "finished: 0 errors, 0 warnings"), ends_with=CLEAN),
    "a note that nobody understands": Way(CLEAN_LOG + "a note\n"),
    "truly clean, with a note, said so": Way(CLEAN_LOG + "a note\n0 errors, 0 warnings\n", ends_with=CLEAN),
    "findings that agree": Way(LOG, finished(2, 1), ends_with=FINDINGS),
    "findings that agree item by item": Way(LOG + TOPIC_ERROR.replace("Internet", "Mobile"), finished(2, 1), FINDINGS),
    "findings, and the job claims none": Way(LOG),
    "one error, and the job claims none": Way(INFO + REFUND_ERROR + END),
    "one warning, and the job claims none": Way(INFO + REFUND_WARNING + END),
    "an error that the job calls a warning": Way(INFO + REFUND_ERROR + END, finished(0, 1)),
    "a warning that the job calls an error": Way(INFO + REFUND_WARNING + END, finished(1, 0)),
    "informational lines while the job claims errors": Way(CLEAN_LOG, finished(5, 0)),
    "informational lines while the job claims warnings": Way(CLEAN_LOG, finished(0, 10)),
    "one error less than claimed": Way(LOG, finished(3, 1)),
    "one error more than claimed": Way(LOG, finished(1, 1)),
    "one warning less than claimed": Way(LOG, finished(2, 2)),
    "one warning more than claimed": Way(LOG, finished(2, 0, results={"errors": 2, "warnings": 5})),
    "counts of another job": Way(LOG, finished(7, 3)),
    "no results": Way(CLEAN_LOG, later(results=None)),
    "results without errors": Way(CLEAN_LOG, later(results={"successful": 10, "warnings": 0})),
    "results without warnings": Way(CLEAN_LOG, later(results={"successful": 10, "errors": 0})),
    "results that are no numbers": Way(CLEAN_LOG, later(results={"errors": "none", "warnings": "none"})),
    "results below nought": Way(CLEAN_LOG, later(results={"errors": -1, "warnings": 0})),
    "half of the items": Way(CLEAN_LOG, later(progress={"processed": 5, "total": 10})),
    "no item at all": Way(CLEAN_LOG, later(progress={"processed": 0, "total": 0})),
    "successful with an error": Way(CLEAN_LOG, later(error="Disk full")),
    "successful with an error in a structure": Way(CLEAN_LOG, later(error={"code": "500-1"})),
    "no item, and no total": Way(CLEAN_LOG, later(progress={"processed": 0})),
    "nothing wrong and not all successful": Way(CLEAN_LOG, later(results={"successful": 7, "errors": 0, "warnings": 0})),
    "failed": Way(CLEAN_LOG, later(status="Failed")),
    "cancelled": Way(CLEAN_LOG, later(status="Cancelled")),
    "in progress": Way(CLEAN_LOG, later(status="In Progress")),
    "scheduled": Way(CLEAN_LOG, later(status="Scheduled")),
    "a word that nobody knows": Way(CLEAN_LOG, later(status="Successful with errors")),
    "empty": Way(""),
    "blank": Way("\n \n\t\n"),
    "a byte order mark": Way(b"\xef\xbb\xbf"),
    "no line end": Way(CLEAN_LOG[:-1]),
    "cut in the middle of a line": Way(CLEAN_LOG[:-20]),
    "cut to the first byte": Way(CLEAN_LOG[:1]),
    "cut in the middle of a character": Way(CLEAN_LOG.encode() + "é".encode()[:1]),
    "packed and cut": Way(gzip.compress(CLEAN_LOG.encode())[:-4]),
    "packed and damaged": Way(gzip.compress(CLEAN_LOG.encode())[:-8] + b"\x00" * 8),
    "UTF-16 and cut": Way(CLEAN_LOG.encode("utf-16")[:-1]),
    "NUL": Way(CLEAN_LOG + "\x00\n"),
    "two encodings": Way(f"{CLEAN_LOG}INFO é\n".encode() + b"INFO \xe9\n"),
    "a web page": Way("<html><body>Access denied</body></html>\n"),
    "an S3 error": Way("<Error><Code>AccessDenied</Code></Error>\n"),
    "binary": Way(bytes(range(256)) + b"\n"),
    "a layout that nobody knows": Way("Artikel 7 ohne Titel\nArtikel 8 ohne Bild\n"),
    "mostly a layout that nobody knows": Way(CLEAN_LOG + "Artikel 7 ohne Titel\n" * 5),
    "an error in a layout that nobody knows": Way(CLEAN_LOG + "(!) error 17 Artikel\n"),
    "a total that is not there": Way(CLEAN_LOG + INFO.replace("started", "finished: 10 items, 3 errors")),
    "an end that speaks of errors": Way(CLEAN_LOG + INFO.replace("INFO ", "ERROR").replace("started", "ended with errors")),
    "a log alone that is cut": Way(CLEAN_LOG[:-5], None),
    "a log alone with an unknown line": Way(CLEAN_LOG + "Artikel 7 ohne Titel\n", None),
    "a log alone with findings": Way(LOG, None, FINDINGS),
    "a log alone with another total": Way(LOG + INFO.replace("started", "finished: 10 items, 3 errors"), None),
    "a log alone with an error behind U+2028": Way(CLEAN_LOG.replace("\n", "\u2028" + REFUND_ERROR, 1), None, FINDINGS),
    "a log alone with an error behind a form feed": Way(CLEAN_LOG.replace("\n", "\x0c" + REFUND_ERROR, 1), None, FINDINGS),
    "a log alone with an error in an informational line": Way(inner("ERROR - title is empty"), None, FINDINGS),
    "a log alone with an error in round brackets": Way(inner("(ERROR) title is empty"), None, FINDINGS),
    "a log alone with an error as a sentence has it": Way(inner("Error: title is empty"), None, FINDINGS),
    "a log alone with a severity that nobody knows": Way('{"level": "INFO", "severity": "BLOCKER", "message": "m"}\n', None),
    "a log alone with a severity that is a list": Way('{"level": "INFO", "severity": ["ERROR"], "message": "m"}\n', None),
    "a log alone with an error in a JSON message": Way('{"level": "INFO", "message": "ERROR: empty"}\n', None, FINDINGS),
    "a log alone that ended with errors and has no notes": Way(
        CLEAN_LOG + "ERROR validation ended with errors, see log\nNotes:\n- none\n", None, FINDINGS
    ),
    "a log alone with a heading that nobody knows": Way("Fehler (1):\n- Artikel 7 ohne Titel\n", None),
    "a log alone of lines without a level": Way("Nov 23 10:00:00 host check[12]: Artikel 7 ohne Titel\n", None),
    "a log alone with a sentence that begins like a level": Way("10:00:00 Info page has no title\n", None),
    "a log alone with a severity before a weak level": Way("10:00:00 BLOCKER INFO page has no title\n", None),
    "a log alone with JSON messages of no severity": Way('{"messages": ["Artikel 7 ohne Titel"]}\n', None),
    "a log alone with JSON results of no outcome": Way(
        '{"results": [{"name": "A", "message": "Titel fehlt"}]}\n', None, FINDINGS
    ),
    "a log alone with a list of the rejected": Way('{"success": true, "rejected": [{"name": "A"}]}\n', None, FINDINGS),
    "a log alone whose JSON counts what it does not list": Way('{"success": true, "errors": 3}\n', None),
    "a log alone whose count and list disagree": Way('{"success": true, "count": 3, "errors": []}\n', None),
    "a log alone of no plain success": Way('{"success": "false", "text": "A"}\n', None, FINDINGS),
    "a log alone with a hook that failed": Way('{"level": "INFO", "success": false, "error": "no"}\n', None, FINDINGS),
    "a log alone with a hook that is cut": Way(inner('hook: {"success": false, "error": "no title"'), None),
    "a log alone with a hook behind others": Way(inner('{"a": 1} ' * 25 + '{"success": false, "error": "no"}'), None, FINDINGS),
    "a log alone with a later total of nought": Way(inner("finished: 9 items, 3 errors") + inner("done: 0 errors"), None),
    "a log alone with two totals in a line": Way(inner("done: 0 errors in topics, 3 errors in articles"), None),
    "a log alone that ended with errors": Way(inner("validation finished with errors, see log"), None, FINDINGS),
    "a log alone with items that failed": Way(inner("validation finished: 7 ok, 3 failed"), None),
    "a log alone of a validation that failed": Way(inner("validation failed"), None, FINDINGS),
    "a log alone with two columns of outcomes": Way("level,status,message\nINFO,FAILED,no title\n", None, FINDINGS),
    "a log alone with a row that counts errors": Way("article,status,errors,message\nA,OK,3,see there\n", None),
    "a log alone with an item named Summary": Way("article,severity,message\nSummary,BLOCKER,no text\n", None),
    "a log alone with a level behind the logger's": Way("10:00:00 <@> INFO <@> ERROR <@> no title <@>\n", None, FINDINGS),
    "a log alone with an error between stars": Way(inner("*** ERROR *** title is empty"), None, FINDINGS),
    "a log alone with an error behind a bullet": Way(inner("- ERROR: title is empty"), None, FINDINGS),
    "a log alone with an error in a mixed spelling": Way(inner("[Error] title is empty"), None, FINDINGS),
    "a log alone with rows between two quotes": Way('severity,message\nINFO,"a\nERROR,title is empty\nINFO,b"\n', None),
    "a log alone with a Turkish level": Way("[CRİTİCAL] no title\n", None, FINDINGS),
    "all items and half of the percentage": Way(CLEAN_LOG, later(progress={"processed": 10, "total": 10, "percentage": 50})),
    "a percentage that is no number": Way(CLEAN_LOG, later(progress={"percentage": "50 %"})),
    "a time of failure of another kind": Way(CLEAN_LOG, later(failureTime=1709287200000)),
    "progress as text": Way(CLEAN_LOG, later(progress={"processed": "3", "total": "10"})),
    "progress of half an item": Way(CLEAN_LOG, later(progress={"processed": 5, "total": 10.5})),
    "progress that is no object": Way(CLEAN_LOG, later(progress="half")),
    "a log alone that is clean": Way(CLEAN_LOG, None, CLEAN),
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


@pytest.mark.parametrize("name", WAYS)
def test_only_what_is_truly_clean_is_green(pytester: pytest.Pytester, gate: Gate, name: str) -> None:
    way = WAYS[name]

    assert judged(pytester, gate, way.log, way.status) == way.ends_with


@pytest.mark.parametrize("size", range(0, len(LOG) - 1, 37))
def test_log_with_findings_cut_at_any_byte_is_not_judged(pytester: pytest.Pytester, gate: Gate, size: int) -> None:
    assert judged(pytester, gate, LOG[:size], finished(2, 1)) == NOT_JUDGED


@pytest.mark.parametrize("lines", range(4))
def test_log_with_findings_cut_at_a_line_end_is_not_judged(pytester: pytest.Pytester, gate: Gate, lines: int) -> None:
    assert judged(pytester, gate, "".join(LOG.splitlines(keepends=True)[:lines]), finished(2, 1)) == NOT_JUDGED


@pytest.mark.parametrize("size", range(0, len(CLEAN_LOG), 19))
def test_clean_log_cut_at_any_byte_is_not_judged(pytester: pytest.Pytester, gate: Gate, size: int) -> None:
    assert judged(pytester, gate, CLEAN_LOG[:size], finished(0, 0)) == NOT_JUDGED
