"""The content's own JUnit file, written through junit-xml: the only module that knows that library.

junit-xml 1.9 writes a failure without message and text as a pass, loses a time of 0, fails at lone surrogates and drops
control characters without a word. So every text is made safe before, and is never empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from junit_xml import TestCase, TestSuite, to_xml_report_string

from pytest_contentjobs.errors import ReportError
from pytest_contentjobs.files import write_whole
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, Finding, Severity, Verdict
from pytest_contentjobs.reports.describe import finding_body, finding_line, outcome_text
from pytest_contentjobs.reports.text import safe_block, safe_line

__all__ = ["ERROR_TYPE", "WARNING_TYPE", "junit_xml", "write_junit"]

#: A closed set: GitLab reads the attribute as a data type of its own, and some words void the report there.
ERROR_TYPE = "ContentError"
WARNING_TYPE = "ContentWarning"
CHECK_TYPE = "ContentNotJudged"
# Some readers show NaN or stop where a case has no time; with less the suite's sum would be written with an exponent.
_TIME = 0.0001


def junit_xml(runs: Sequence[ContentRun]) -> str:
    """Return the JUnit document: a suite a job, with the cases ``job`` and ``log`` and one case a finding."""
    document: str = to_xml_report_string([_suite(run) for run in runs], prettyprint=False)
    return document


def write_junit(runs: Sequence[ContentRun], path: Path) -> None:
    """Write the document as UTF-8, whole or not at all; folders that are missing are made.

    Raises:
        ReportError: the file cannot be written.
    """
    try:
        write_whole(path, junit_xml(runs).encode())
    except OSError as error:
        raise ReportError(
            f"The JUnit report {str(path)!r} cannot be written: {error.strerror or error}.",
            next_step="Give --content-junit a file in a folder that can be written to.",
        ) from error


def _suite(run: ContentRun) -> TestSuite:
    return TestSuite(run.name, test_cases=list(_cases(run)), properties=dict(_properties(run)))


def _properties(run: ContentRun) -> Iterator[tuple[str, str]]:
    yield "outcome", outcome_text(run)
    if run.job_id:
        yield "job", run.job_id
    if run.status:
        yield "status", safe_line(run.status.status)
        if run.status.job_type:
            yield "job type", safe_line(run.status.job_type)
    if run.log:
        yield "log", safe_line(run.log.location)
        yield "log format", run.log.format
        yield "log lines", str(run.log.lines)
        yield "log lines not recognised", str(run.log.unrecognised_lines)


def _cases(run: ContentRun) -> Iterator[TestCase]:
    yield _check_case(run, "job", run.job_check)
    yield _check_case(run, "log", run.log_check)
    for verdict in run.verdicts:
        yield _finding_case(run, verdict)


def _check_case(run: ContentRun, name: str, check: Check) -> TestCase:
    case = TestCase(name, classname=run.name, elapsed_sec=_TIME)
    # Without any text the case would be written as a pass.
    text = check.text if check.text.strip() else check.outcome
    line, block = safe_line(text), safe_block(text)
    if check.outcome is CheckOutcome.BROKEN:
        case.add_error_info(message=line, output=block, error_type=CHECK_TYPE)
    elif check.outcome is CheckOutcome.FAILED:
        case.add_failure_info(message=line, output=block, failure_type=CHECK_TYPE)
    elif check.outcome is CheckOutcome.NOT_MADE:
        case.add_skipped_info(message=line, output=block)
    elif name == "log" and run.log and run.log.unrecognised_lines:
        # A pass has no text of its own, and the lines that were let pass must be seen.
        case.stdout = block
    return case


def _finding_case(run: ContentRun, verdict: Verdict) -> TestCase:
    if run.log is None:
        raise ValueError("a finding without a log")
    finding: Finding = verdict.finding
    source = finding.source
    file, line = (source.path, source.line) if source else (finding.file, finding.line)
    case = TestCase(
        finding.name,
        classname=f"{run.name}.{finding.class_name}",
        elapsed_sec=_TIME,
        file=safe_line(file) if file else None,
        line=line,
    )
    case.add_failure_info(
        message=finding_line(finding),
        output=finding_body(verdict, run.log),
        failure_type=ERROR_TYPE if finding.severity is Severity.ERROR else WARNING_TYPE,
    )
    return case
