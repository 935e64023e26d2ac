"""The JUnit report of the content, made with junit-xml: the only module that uses that library.

Readers follow a case from run to run by its class name and name. junit-xml 1.9 writes a failure, error or skip without message
and text as a pass, so none is without them. It has no place for what a case is owned by, and leaves out a time of 0, so its
elements are completed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from junit_xml import TestCase, TestSuite

from pytest_contentjobs.boundary.sanitize import sanitize_block, sanitize_line
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, JudgementOutcome, LogStatistics, Severity
from pytest_contentjobs.reports.cases import ContentCase, Scope, make_cases
from pytest_contentjobs.reports.describe import (
    describe_comparison,
    describe_deciding_files,
    describe_history,
    describe_outcome,
    name_checks,
)

__all__ = ["ERROR_TYPE", "WARNING_TYPE", "render_junit"]

#: A closed set: GitLab gives some values of this attribute a meaning of its own, which would void the report.
ERROR_TYPE = "ContentError"
WARNING_TYPE = "ContentWarning"
CHECK_TYPE = "ContentNotJudged"
# The attributes of a suite that readers compare with its cases.
_COUNTS = ("tests", "failures", "errors", "skipped")


def render_junit(runs: Sequence[ContentRun], scope: Scope) -> Iterator[str]:
    """Give the JUnit document: a suite for each run, with the cases ``job`` and ``log``, the limits, and the findings."""
    root = Element("testsuites")
    root.extend([_make_suite(run, scope) for run in runs])
    # The schema of pytest's own reports has all counts of a suite here but that of skipped cases.
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, 0)) for suite in root)))
    root.set("time", _format(sum(map(_measure_job, runs))))
    indent(root, space="")
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield tostring(root, encoding="unicode")


def _make_suite(run: ContentRun, scope: Scope) -> Element:
    contents = make_cases(run, scope.layout)
    checks = [_make_check(run, name, check) for name, check in name_checks(run).items()]
    findings = [_make_case(content, scope) for content in contents]
    properties = dict(_list_properties(run, scope.not_run.get(run.name, 0)))
    made: Element = TestSuite(run.name, test_cases=checks + findings, properties=properties).build_xml_doc()
    # The job is what takes its time. The log alone does not say how long that was, nor in which time zone it was written.
    suite = Element("testsuite", {"name": run.name} | {name: made.get(name, "0") for name in _COUNTS})
    suite.set("time", _format(_measure_job(run)))
    start = run.status.start_time if run.status else None
    if start:
        suite.set("timestamp", start.isoformat(timespec="milliseconds"))
    suite.extend(made)
    cases = suite.findall("testcase")
    for case in cases:
        case.set("time", _format(float(case.get("time", 0))))
    for case, content in zip(cases[len(checks) :], contents, strict=True):
        _add_owner(case, content)
    return suite


def _measure_job(run: ContentRun) -> float:
    status = run.status
    ended: datetime | None = (status.completion_time or status.failure_time) if status else None
    if status is None or status.start_time is None or ended is None:
        return 0
    return max((ended - status.start_time).total_seconds(), 0)


def _format(seconds: float) -> str:
    return f"{seconds:.3f}"


def _list_properties(run: ContentRun, not_run: int) -> Iterator[tuple[str, str]]:
    yield "outcome", describe_outcome(run)
    if run.judgement.codes:
        yield "codes", ", ".join(run.judgement.codes)
    if run.job_id:
        yield "job", sanitize_line(run.job_id)
    if run.status:
        yield "status", sanitize_line(run.status.status)
        if run.status.job_type:
            yield "job type", sanitize_line(run.status.job_type)
    yield from _list_log_properties(run.log)
    if run.decided_by:
        yield "decided by", describe_deciding_files(run)
    yield from _list_comparisons(run)
    for number, note in enumerate(run.notes, 1):
        yield f"policy note {number}", sanitize_line(note)
    for reason, number in run.dropped.items():
        yield f"dropped: {sanitize_line(reason)}", str(number)
    if not_run:
        yield "findings that did not run", str(not_run)


def _list_comparisons(run: ContentRun) -> Iterator[tuple[str, str]]:
    for comparison in run.comparisons:
        yield comparison.name, describe_comparison(comparison)
    if run.history:
        yield "last runs", describe_history(run)


def _list_log_properties(log: LogStatistics | None) -> Iterator[tuple[str, str]]:
    if log is not None:
        yield "log", sanitize_line(log.location)
        yield "log format", log.format
        yield "log lines", str(log.lines)
        yield "log lines not explained", str(log.unexplained_lines)
        for lines in log.declared:
            yield f"log lines declared harmless: {sanitize_line(lines.pattern)}", str(lines.lines)
        if log.adopted:
            yield "adopted", sanitize_line(log.adopted)


def _make_check(run: ContentRun, name: str, check: Check) -> TestCase:
    case = TestCase(name, classname=run.name, elapsed_sec=_measure_job(run) if name == "job" else 0)
    text = check.text if check.text.strip() else check.outcome
    line, block = sanitize_line(text), sanitize_block(text)
    if check.outcome is CheckOutcome.BROKEN or (check.outcome is CheckOutcome.NOT_MADE and _has_no_bad_check(run)):
        case.add_error_info(message=line, output=block, error_type=CHECK_TYPE)
    elif check.outcome is CheckOutcome.FAILED:
        case.add_failure_info(message=line, output=block, failure_type=CHECK_TYPE)
    elif check.outcome is CheckOutcome.NOT_MADE:
        case.add_skipped_info(message=line, output=block)
    elif name == "log" and run.log and (run.log.unexplained_lines or run.log.declared or run.log.adopted):
        # A passed case has no text of its own, but accepted lines must be visible.
        case.stdout = block
    return case


def _has_no_bad_check(run: ContentRun) -> bool:
    """Whether nothing else would show that a run is not judged."""
    is_judged = run.judgement.outcome is not JudgementOutcome.NOT_JUDGED
    return not is_judged and not any(check.outcome.is_bad for check in name_checks(run).values())


def _make_case(content: ContentCase, scope: Scope) -> TestCase:
    places = _locate(content, scope) if len(content.verdicts) == 1 else {}
    case = TestCase(content.name, classname=f"{content.run.name}.{content.class_name}", **places)
    if content.fails:
        failure_type = ERROR_TYPE if content.severity is Severity.ERROR else WARNING_TYPE
        case.add_failure_info(message=content.message, output=content.body, failure_type=failure_type)
    else:
        case.add_skipped_info(message=content.message, output=content.body)
    return case


def _add_owner(case: Element, content: ContentCase) -> None:
    owners = {verdict.finding.owner for verdict in content.verdicts}
    if len(owners) == 1 and (owner := owners.pop()):
        properties = Element("properties")
        SubElement(properties, "property", name="owner", value=sanitize_line(owner))
        case.insert(0, properties)


def _locate(content: ContentCase, scope: Scope) -> dict[str, str]:
    """Return the place to correct, which readers annotate, or what the log names as the place."""
    finding = content.verdicts[0].finding
    source = finding.source
    file, line = (scope.relate(source), source.line) if source else (finding.file, finding.line)
    places = {"file": sanitize_line(file) if file else None, "line": str(line) if line is not None else None}
    return {name: value for name, value in places.items() if value}
