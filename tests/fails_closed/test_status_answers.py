"""A job's status response is evidence: nothing in it may be lost, doubled, or believed against the rest of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pytest_contentjobs.emulator import ContentService
from pytest_contentjobs.emulator import RawResponse as Sent
from pytest_contentjobs.model.reason import Reason
from tests.support import CLEAN_LOG, INFO, REFUND_ERROR, TOPIC_ERROR, finished

Gate = Callable[..., pytest.RunResult]
CLEAN, FINDINGS, NOT_JUDGED = 0, 1, 10
#: A clean status as text, with places for changes that ``json.dumps`` could not write.
GOOD = json.dumps(finished(0, 0))


@dataclass(frozen=True)
class Answer:
    """A status response as it is sent, and the expected codes of the JSON report; none for a clean run."""

    text: str
    codes: tuple[Reason, ...] = ()


def changed(**fields: object) -> str:
    return json.dumps(finished(0, 0, **fields))


def results(**counts: object) -> str:
    return changed(results={"successful": 10, "warnings": 0, "errors": 0, **counts})


def without_progress(**fields: object) -> str:
    return json.dumps({"status": "Successful", "results": {"successful": 0, "warnings": 0, "errors": 0}, **fields})


def twice(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


NO_ERRORS: list[object] = [{}, [], "", 0, False, None]
ERRORS: list[object] = ["x", "none", 1, True, [0], {"code": None}, [[]], -0.5]
REPEATED = (Reason.STATUS_KEYS_REPEATED,)
CONTRADICTS = (Reason.PROGRESS_CONTRADICTS,)
ANSWERS: dict[str, Answer] = {
    "clean": Answer(GOOD),
    "clean, in floats": Answer(results(successful=10.0, errors=0.0)),
    "clean, with the other spelling": Answer(changed(results={"succesfull": 10, "warnings": 0, "errors": 0})),
    "clean, in both spellings": Answer(results(succesfull=10)),
    "clean, with what nobody knows": Answer(changed(tenant="x", results={"successful": 10, "warnings": 0, "errors": 0, "info": 3})),
    "clean, with bad words of nothing": Answer(results(failed=0, skipped=[], fatal=None, rejected=False, invalid={}, broken="")),
    "clean, with nested nothing": Answer(changed(details={"failures": {"articles": 0, "topics": 0}, "errors": []})),
    # Repeated keys.
    "status twice": Answer(twice('"status": "Successful"', '"status": "Failed", "status": "Successful"'), REPEATED),
    "status twice, the same": Answer(twice('"status": "Successful"', '"status": "Successful", "status": "Successful"'), REPEATED),
    "errors twice": Answer(twice('"errors": 0', '"errors": 5, "errors": 0'), REPEATED),
    "results twice": Answer(twice('"results": {', '"results": {"errors": 9}, "results": {'), REPEATED),
    "results in capitals beside": Answer(changed(Results={"errors": 0}), REPEATED),
    "status in capitals beside": Answer(changed(STATUS="Successful"), REPEATED),
    "a key with underscores beside": Answer(changed(job_type="Import"), REPEATED),
    "a key twice far below": Answer(twice('"status"', '"more": [{"deep": {"a": 1, "a": 2}}], "status"'), REPEATED),
    "an error twice, the last empty": Answer(twice('"status"', '"error": "disk full", "error": null, "status"'), REPEATED),
    "escaped and plain key": Answer(twice('"errors": 0', '"\\u0065rrors": 5, "errors": 0'), REPEATED),
    "two spellings that disagree": Answer(results(succesfull=7), REPEATED),
    # Values of the wrong type.
    "successful of none": Answer(results(successful="none"), (Reason.RESULTS_UNREADABLE,)),
    "successful below nought": Answer(results(successful=-5), (Reason.RESULTS_UNREADABLE,)),
    "successful of half an item": Answer(results(successful=9.5), (Reason.RESULTS_UNREADABLE,)),
    "successful as a truth": Answer(results(successful=True), (Reason.RESULTS_UNREADABLE,)),
    "successful as a list": Answer(results(successful=[]), (Reason.RESULTS_UNREADABLE,)),
    "errors as text": Answer(results(errors="0"), (Reason.RESULTS_UNREADABLE, Reason.COUNTS_MISSING)),
    "results as a list": Answer(changed(results=[10, 0, 0]), (Reason.RESULTS_UNREADABLE, Reason.COUNTS_MISSING)),
    "a log location that is no text": Answer(changed(logFileLocation=["s3://b/k"]), (Reason.STATUS_UNREADABLE,)),
    "a job type that is no text": Answer(changed(jobType=7), (Reason.STATUS_UNREADABLE,)),
    "infinite progress": Answer(twice('"total": 10', '"total": Infinity'), (Reason.PROGRESS_UNREADABLE,)),
    "processed below nought": Answer(changed(progress={"processed": -1, "total": 10}), (Reason.PROGRESS_UNREADABLE,)),
    # Counts of something bad under undocumented names.
    "failed": Answer(results(failed=3), (Reason.UNKNOWN_COUNT,)),
    "rejected": Answer(results(rejected=1), (Reason.UNKNOWN_COUNT,)),
    "fatal": Answer(results(fatal=2), (Reason.UNKNOWN_COUNT,)),
    "skipped": Answer(results(skippedItems=4), (Reason.UNKNOWN_COUNT,)),
    "in capitals": Answer(results(ERROR_COUNT=4), (Reason.UNKNOWN_COUNT,)),
    "at the top": Answer(changed(failedItems=4), (Reason.UNKNOWN_COUNT,)),
    "in the progress": Answer(changed(progress={"processed": 10, "total": 10, "failed": 2}), (Reason.UNKNOWN_COUNT,)),
    "nested": Answer(changed(summary={"articles": {"invalid": 2}}), (Reason.UNKNOWN_COUNT,)),
    "nested under the word": Answer(changed(failures={"articles": {"count": 2}}), (Reason.UNKNOWN_COUNT,)),
    "a list of them": Answer(changed(rejected=[{"name": "A"}]), (Reason.UNKNOWN_COUNT,)),
    "a text of it": Answer(changed(errorMessage="disk full"), (Reason.UNKNOWN_COUNT,)),
    "a truth of it": Answer(changed(hasErrors=True), (Reason.UNKNOWN_COUNT,)),
    "no success": Answer(changed(success=False), (Reason.UNKNOWN_COUNT,)),
    "an item that is not valid": Answer(changed(articles=[{"name": "A", "valid": False}]), (Reason.UNKNOWN_COUNT,)),
    "another outcome": Answer(changed(outcome={"state": "FAILED"}), (Reason.UNKNOWN_COUNT,)),
    # Numbers that contradict each other.
    "more successful than processed": Answer(results(successful=11), (Reason.COUNTS_CONTRADICT,)),
    "less successful than processed": Answer(results(successful=9), (Reason.COUNTS_CONTRADICT,)),
    "none successful": Answer(results(successful=0), (Reason.COUNTS_CONTRADICT,)),
    "more processed than there are": Answer(
        changed(progress={"processed": 11, "total": 10}), (*CONTRADICTS, Reason.COUNTS_CONTRADICT)),
    "more than the whole": Answer(changed(progress={"processed": 10, "total": 10, "percentage": 140}), CONTRADICTS),
    "a share below nought": Answer(changed(progress={"processed": 10, "total": 10, "percentage": -1}), CONTRADICTS),
    "more than the whole alone": Answer(changed(progress={"percentage": 250}), CONTRADICTS),
    # No item at all.
    "nought and no progress": Answer(without_progress(), (Reason.NO_CONTENT,)),
    "nought and empty progress": Answer(without_progress(progress={}), (Reason.NO_CONTENT,)),
    "nought and a null progress": Answer(without_progress(progress=None), (Reason.NO_CONTENT,)),
    "nought and the whole share": Answer(without_progress(progress={"percentage": 100}), (Reason.NO_CONTENT,)),
    "nought of nought": Answer(without_progress(progress={"processed": 0, "total": 0, "percentage": 100}), (Reason.NO_CONTENT,)),
    "nought of a null": Answer(without_progress(progress={"processed": 0, "total": None}), (Reason.NO_CONTENT,)),
    "counts of nought and no other witness": Answer(without_progress(results={"warnings": 0, "errors": 0}), (Reason.NO_CONTENT,)),
    "nought under another name": Answer(without_progress(results={"warnings": 0, "errors": 0, "total": 0}), (Reason.NO_CONTENT,)),
    # Unknown status words.
    "a long s": Answer(changed(status="\u017fuccessful"), (Reason.STATUS_UNKNOWN,)),
    "full width": Answer(changed(status="\uff33uccessful"), (Reason.STATUS_UNKNOWN,)),
    "a joiner inside": Answer(changed(status="Success\u200bful"), (Reason.STATUS_UNKNOWN,)),
    "a space of no break": Answer(changed(status="Successful\u00a0"), (Reason.STATUS_UNKNOWN,)),
    "a cyrillic c": Answer(changed(status="Su\u0441cessful"), (Reason.STATUS_UNKNOWN,)),
    "a Kelvin sign in no word": Answer(changed(status="O\u212a"), (Reason.STATUS_UNKNOWN,)),
    "ASCII spaces and case": Answer(changed(status=" success FUL\n")),
    # Errors that are none, and real ones.
    **{f"error {value!r}": Answer(changed(error=value)) for value in NO_ERRORS},
    **{f"error {value!r}": Answer(changed(error=value), (Reason.SUCCESS_WITH_ERROR,)) for value in ERRORS},
}  # fmt: skip


def judged(pytester: pytest.Pytester, gate: Gate, *arguments: str) -> tuple[int, list[str]]:
    """Run the gate; return its exit status and the codes of its JSON report."""
    result = gate("--content-json=report.json", "-q", *arguments)
    assert "Traceback" not in result.stdout.str() + result.stderr.str()
    (run,) = json.loads((pytester.path / "report.json").read_text(encoding="utf-8"))["runs"]
    return int(result.ret), run["judgement"]["codes"]


def beside(pytester: pytest.Pytester, gate: Gate, log: str, text: str, *arguments: str) -> tuple[int, list[str]]:
    (pytester.path / "log.txt").write_text(log, encoding="utf-8")
    (pytester.path / "status.json").write_text(text, encoding="utf-8")
    return judged(pytester, gate, "--content-log=log.txt", "--content-status=status.json", *arguments)


@pytest.mark.grid
@pytest.mark.parametrize("name", ANSWERS)
def test_a_saved_status_is_read_with_care(pytester: pytest.Pytester, gate: Gate, name: str) -> None:
    answer = ANSWERS[name]

    ends_with, codes = beside(pytester, gate, CLEAN_LOG, answer.text)

    assert (ends_with, codes) == (NOT_JUDGED if answer.codes else CLEAN, [*answer.codes])


REFUND_AGAIN = REFUND_ERROR.replace("ART-104", "ART-105")
COUNTED = {
    "an item's second error for the lost one of another": (
        INFO + REFUND_ERROR + REFUND_AGAIN,
        finished(2, 0),
        NOT_JUDGED,
    ),
    "an error for each item": (INFO + REFUND_ERROR + TOPIC_ERROR, finished(2, 0), CLEAN),
    "three errors of two items": (INFO + REFUND_ERROR + REFUND_AGAIN + TOPIC_ERROR, finished(2, 0), CLEAN),
    "three errors counted one by one": (
        INFO + REFUND_ERROR + REFUND_AGAIN + TOPIC_ERROR,
        finished(3, 0, results={"successful": 8, "warnings": 0, "errors": 3}),
        CLEAN,
    ),
    "three items that are not successful and two in the log": (
        INFO + REFUND_ERROR + REFUND_AGAIN + TOPIC_ERROR * 2,
        finished(4, 0, results={"successful": 7, "warnings": 0, "errors": 4}),
        NOT_JUDGED,
    ),
    "items, where the job counts more of them than it has": (
        INFO + REFUND_ERROR + REFUND_AGAIN + TOPIC_ERROR,
        finished(2, 0, progress={"processed": 1, "total": 1}, results={"warnings": 0, "errors": 2}),
        NOT_JUDGED,
    ),
    "items, where the job's sum is that of findings": (
        INFO + REFUND_ERROR + REFUND_AGAIN + TOPIC_ERROR,
        finished(2, 0, results={"successful": 9, "warnings": 0, "errors": 2}),
        NOT_JUDGED,
    ),
}


@pytest.mark.grid
@pytest.mark.parametrize("accepting", ["--content-fail-on=never", "--content-baseline=known.json"])
@pytest.mark.parametrize("name", COUNTED)
def test_counts_agree_in_one_reading_only(pytester: pytest.Pytester, gate: Gate, name: str, accepting: str) -> None:
    log, status, ends_with = COUNTED[name]
    arguments = [accepting]
    if "baseline" in accepting:
        beside(pytester, gate, log, json.dumps(finished(0, 0)))
        gate("--content-log=log.txt", accepting, "--content-update-baseline")

    ended, codes = beside(pytester, gate, log, json.dumps(status), *arguments)

    assert (ended, codes) == (ends_with, [Reason.COUNTS_DISAGREE] if ends_with else [])


LIVE = ["status twice", "failed", "nought and the whole share", "a long s", "error {}", "successful of none"]


@pytest.mark.grid
@pytest.mark.parametrize("name", LIVE)
def test_a_live_answer_is_read_with_the_same_care(
    pytester: pytest.Pytester, gate: Gate, service: ContentService, name: str
) -> None:
    answer = ANSWERS[name]
    location = service.put_object(f"logs/{name}.txt", CLEAN_LOG.encode())
    text = answer.text.replace("{", f'{{"logFileLocation": {json.dumps(location)}, ', 1)
    job = service.add_job([Sent(status=200, body=text.encode(), headers={"content-type": "application/json"})])

    ends_with, codes = judged(pytester, gate, f"--content-job={job}", "--content-timeout=1")

    assert (ends_with, codes) == (NOT_JUDGED if answer.codes else CLEAN, [*answer.codes])


PAGE = """<!DOCTYPE html>
<html>
<head><title>Sign in</title></head>
<body>
<h1>Your session has expired</h1>
<p>Info: sign in again.</p>
</body>
</html>
"""
S3_ERROR = """<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>1</RequestId></Error>
"""
#: Files that are not logs, and whether their first characters show their kind.
NO_LOGS = {
    "a web page": (PAGE, True),
    "an error of S3": (S3_ERROR, True),
    "an error of S3 in a line": (S3_ERROR.replace("\n", "") + "\n", True),
    "an answer of a gateway": ('{"message": "Forbidden"}\n', False),
    "an answer of a server": ("Forbidden\n", True),
    "a word": ("Nothing\n", False),
    "prose": ("The log is not here.\nAsk the operator.\n", False),
    "a text file of a drawing": ("%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", True),
    "a page with a line that is known": (PAGE + "INFO done\n", True),
    "a page behind a line that is not": ("Forbidden\n" + PAGE + "INFO done\n", False),
    "a style sheet": ("body {\n  color: red;\n}\n", False),
    "blank lines beside it": ("\n" * 20 + "Nothing\n", False),
}


@pytest.mark.grid
@pytest.mark.parametrize("limit", ["100%", "1000000"])
@pytest.mark.parametrize("has_status", [True, False], ids=["job", "log only"])
@pytest.mark.parametrize("name", NO_LOGS)
def test_no_limit_makes_a_log_of_what_is_none(
    pytester: pytest.Pytester, gate: Gate, name: str, has_status: bool, limit: str
) -> None:
    log, is_known = NO_LOGS[name]
    (pytester.path / "log.txt").write_text(log, encoding="utf-8")
    (pytester.path / "status.json").write_text(GOOD, encoding="utf-8")
    status = ["--content-status=status.json"] if has_status else []

    ends_with, codes = judged(pytester, gate, "--content-log=log.txt", f"--content-max-unparsed={limit}", *status)

    assert (ends_with, codes) == (NOT_JUDGED, [Reason.NOT_A_LOG if is_known else Reason.LOG_UNRECOGNISED])


def test_lines_that_are_accepted_are_counted_in_the_report(pytester: pytest.Pytester, gate: Gate) -> None:
    log = CLEAN_LOG + "an error nobody knows\n" + "nothing\n"

    assert beside(pytester, gate, log, GOOD, "--content-max-unparsed=2") == (CLEAN, [])
    report = json.loads((pytester.path / "report.json").read_text(encoding="utf-8"))
    (text,) = [check["text"] for check in report["runs"][0]["checks"] if check["name"] == "log"]
    assert "Accepted by --content-max-unparsed 2: 2 not explained" in text


#: Advice that would let findings pass if it were followed.
HIDING = (
    "--content-max-", "--content-fail-on", "--content-log-end", "--content-update-baseline", "--content-baseline ",
    "--content-policy", "without counts", "raise", "accept", "allow more", "another date",
)  # fmt: skip
RED = {
    "nothing recognised": ("Forbidden\n", GOOD),
    "a line not recognised": (CLEAN_LOG + "!! error in 7\n", GOOD),
    "lines of a log that are prose": (CLEAN_LOG + "Fehler (1):\n- Artikel 7 ohne Titel\n", None),
    "a line not recognised, no job": (CLEAN_LOG + "Artikel 7 ohne Titel\n", None),
    "cut off": (CLEAN_LOG[:-5], GOOD),
    "no counts": (CLEAN_LOG, changed(results=None)),
    "no content": (CLEAN_LOG, without_progress()),
    "contradiction": (CLEAN_LOG, results(successful=9)),
    "an unknown count": (CLEAN_LOG, results(failed=9)),
    "findings": (INFO + REFUND_ERROR, json.dumps(finished(1, 0))),
    "counts that disagree": (INFO + REFUND_ERROR, json.dumps(finished(2, 0))),
    "totals that disagree": (INFO.replace("started", "finished: 10 items, 3 errors") + REFUND_ERROR, None),
}


@pytest.mark.grid
@pytest.mark.parametrize("name", RED)
def test_nothing_red_advises_what_would_hide_findings(pytester: pytest.Pytester, gate: Gate, name: str) -> None:
    log, status = RED[name]
    (pytester.path / "log.txt").write_text(log, encoding="utf-8")
    (pytester.path / "status.json").write_text(status or "", encoding="utf-8")
    beside_it = ["--content-status=status.json"] if status else []

    ends_with, _ = judged(pytester, gate, "--content-log=log.txt", *beside_it)

    assert ends_with in {FINDINGS, NOT_JUDGED}
    report = json.loads((pytester.path / "report.json").read_text(encoding="utf-8"))["runs"][0]
    told = " ".join([*report["judgement"]["reasons"], *(check["text"] for check in report["checks"])])
    assert [words for words in HIDING if words in told] == []


def test_a_limit_that_is_passed_advises_no_higher_one(pytester: pytest.Pytester, gate: Gate) -> None:
    log = INFO + REFUND_ERROR + TOPIC_ERROR
    arguments = ["--content-max-errors=1", "--content-max-warnings=5%", "--content-max-unparsed=0"]

    assert beside(pytester, gate, log, json.dumps(finished(2, 0)), *arguments) == (
        FINDINGS,
        [Reason.FINDINGS, Reason.LIMIT_EXCEEDED],
    )
    report = json.loads((pytester.path / "report.json").read_text(encoding="utf-8"))["runs"][0]
    told = " ".join(check["text"] for check in report["checks"])
    assert [words for words in ("raise", "set the limit", "allow more") if words in told] == []


def test_a_saved_run_keeps_what_speaks_against_its_status(pytester: pytest.Pytester, gate: Gate) -> None:
    answer = ANSWERS["status twice"]
    first = beside(pytester, gate, CLEAN_LOG, answer.text, "--content-save=saved")

    again = judged(pytester, gate, "--content-log=saved")
    (saved,) = pytester.path.glob("saved/*/status.json")
    by_its_files = judged(pytester, gate, f"--content-log={saved.with_name('log')}", f"--content-status={saved}")

    assert first == again == by_its_files == (NOT_JUDGED, [*answer.codes])


def test_codes_are_on_the_terminal_with_v(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "log.txt").write_text("Nothing\n", encoding="utf-8")

    shown = gate("--content-log=log.txt", "-v").stdout.str()

    assert "reasons: log-unrecognised" in shown
    assert "reasons: log-unrecognised" not in gate("--content-log=log.txt").stdout.str()
