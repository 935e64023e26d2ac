"""The JUnit report of the content, made with junit-xml: the only module that uses that library.

junit-xml 1.9 writes a failure without message and text as a pass, drops a time of 0, fails at lone surrogates and silently
drops control characters. So every text is made safe before, and is never empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from junit_xml import TestCase, TestSuite, to_xml_report_string

from pytest_contentjobs.boundary.sanitize import sanitize_block, sanitize_line
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, LogStatistics, Severity
from pytest_contentjobs.reports.cases import ContentCase, Layout, Scope, make_cases
from pytest_contentjobs.reports.describe import (
    describe_comparison,
    describe_deciding_files,
    describe_outcome,
    name_checks,
)

__all__ = ["ERROR_TYPE", "WARNING_TYPE", "render_junit"]

#: A closed set: GitLab gives some values of this attribute a meaning of its own, which would void the report.
ERROR_TYPE = "ContentError"
WARNING_TYPE = "ContentWarning"
CHECK_TYPE = "ContentNotJudged"
# Some readers show NaN or stop if a case has no time; with a smaller one the sum would be written with an exponent.
_TIME = 0.0001


def render_junit(runs: Sequence[ContentRun], scope: Scope) -> Iterator[str]:
    """Give the JUnit document: a suite for each run, with the cases ``job`` and ``log``, the limits, and the findings."""
    suites = [_suite(run, scope.layout, scope.not_run.get(run.name, 0)) for run in runs]
    # Without an encoding, each letter that is not ASCII becomes a number, which some readers show.
    yield to_xml_report_string(suites, prettyprint=False, encoding="utf-8")


def _suite(run: ContentRun, layout: Layout, not_run: int) -> TestSuite:
    return TestSuite(run.name, test_cases=list(_cases(run, layout)), properties=dict(_properties(run, not_run)))


def _properties(run: ContentRun, not_run: int) -> Iterator[tuple[str, str]]:
    yield "outcome", describe_outcome(run)
    if run.judgement.codes:
        yield "codes", ", ".join(run.judgement.codes)
    if run.job_id:
        yield "job", sanitize_line(run.job_id)
    if run.status:
        yield "status", sanitize_line(run.status.status)
        if run.status.job_type:
            yield "job type", sanitize_line(run.status.job_type)
    yield from _log_properties(run.log)
    if run.decided_by:
        yield "decided by", describe_deciding_files(run)
    for comparison in run.comparisons:
        yield comparison.name, describe_comparison(comparison)
    for number, note in enumerate(run.notes, 1):
        yield f"policy note {number}", sanitize_line(note)
    for reason, number in run.dropped.items():
        yield f"dropped: {sanitize_line(reason)}", str(number)
    if not_run:
        yield "findings that did not run", str(not_run)


def _log_properties(log: LogStatistics | None) -> Iterator[tuple[str, str]]:
    if log is not None:
        yield "log", sanitize_line(log.location)
        yield "log format", log.format
        yield "log lines", str(log.lines)
        yield "log lines not explained", str(log.unexplained_lines)
        for lines in log.declared:
            yield f"log lines declared harmless: {sanitize_line(lines.pattern)}", str(lines.lines)
        if log.adopted:
            yield "adopted", sanitize_line(log.adopted)


def _cases(run: ContentRun, layout: Layout) -> Iterator[TestCase]:
    for name, check in name_checks(run).items():
        yield _check_case(run, name, check)
    for case in make_cases(run, layout):
        yield _finding_case(case)


def _check_case(run: ContentRun, name: str, check: Check) -> TestCase:
    case = TestCase(name, classname=run.name, elapsed_sec=_TIME)
    # Without a text the case would be written as a pass.
    text = check.text if check.text.strip() else check.outcome
    line, block = sanitize_line(text), sanitize_block(text)
    if check.outcome is CheckOutcome.BROKEN:
        case.add_error_info(message=line, output=block, error_type=CHECK_TYPE)
    elif check.outcome is CheckOutcome.FAILED:
        case.add_failure_info(message=line, output=block, failure_type=CHECK_TYPE)
    elif check.outcome is CheckOutcome.NOT_MADE:
        case.add_skipped_info(message=line, output=block)
    elif name == "log" and run.log and (run.log.unexplained_lines or run.log.declared or run.log.adopted):
        # A passed case has no text of its own, but accepted lines must be visible.
        case.stdout = block
    return case


def _finding_case(content: ContentCase) -> TestCase:
    finding = content.verdicts[0].finding
    file, line = (finding.source.path, finding.source.line) if finding.source else (finding.file, finding.line)
    is_one = len(content.verdicts) == 1
    case = TestCase(
        content.name,
        classname=f"{content.run.name}.{content.class_name}",
        elapsed_sec=_TIME,
        file=sanitize_line(file) if file and is_one else None,
        line=line if is_one else None,
    )
    if content.fails:
        case.add_failure_info(
            message=content.message,
            output=content.body,
            failure_type=ERROR_TYPE if content.severity is Severity.ERROR else WARNING_TYPE,
        )
    else:
        case.add_skipped_info(message=content.message, output=content.body)
    return case
