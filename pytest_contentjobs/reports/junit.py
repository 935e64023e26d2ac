"""The JUnit report of the content.

Readers follow a case from run to run by its class name and name. No failure, error or skip is without a message and a text: some
readers would take it for a pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pytest_contentjobs.boundary.sanitize import sanitize_block, sanitize_line
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, LogStatistics, Severity
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
_SKIP_TYPE = "skipped"

_COUNTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def render_junit(runs: Sequence[ContentRun], scope: Scope) -> Iterator[str]:
    """Give the JUnit document: a suite for each run, with the cases ``job`` and ``log``, the limits, and the findings."""
    root = Element("testsuites")
    for run in runs:
        _add_suite(root, run, scope)
    counts = _count(root)
    # The schema of pytest's own reports has all counts of a suite here but this one.
    del counts["skipped"]
    root.attrib |= counts | {"time": _format(sum(map(_measure_job, runs)))}
    indent(root, space="")
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield tostring(root, encoding="unicode")


def _add_suite(root: Element, run: ContentRun, scope: Scope) -> None:
    suite = SubElement(root, "testsuite", name=run.name)
    properties = SubElement(suite, "properties")
    for name, value in _list_properties(run, scope.not_run.get(run.name, 0)):
        SubElement(properties, "property", name=name, value=value)
    for name, check in name_checks(run).items():
        _add_check(suite, run, name, check)
    for content in make_cases(run, scope.layout):
        _add_findings(suite, content, scope)
    # The job is what takes its time. The log alone does not say how long that was, nor in which time zone it was written.
    suite.attrib |= _count(suite) | {"time": _format(_measure_job(run))}
    start = run.status.start_time if run.status else None
    if start:
        suite.set("timestamp", start.isoformat(timespec="milliseconds"))


def _count(element: Element) -> dict[str, str]:
    """Return the numbers of cases in an element, which readers compare with the cases."""
    found = Counter(child.tag for case in element.iter("testcase") for child in case)
    total = sum(1 for _ in element.iter("testcase"))
    return {"tests": str(total)} | {name: str(found[tag]) for name, tag in _COUNTS.items()}


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


def _add_check(suite: Element, run: ContentRun, name: str, check: Check) -> None:
    seconds = _measure_job(run) if name == "job" else 0
    case = SubElement(suite, "testcase", classname=run.name, name=name, time=_format(seconds))
    text = check.text if check.text.strip() else check.outcome
    if check.outcome is CheckOutcome.BROKEN:
        outcome = SubElement(case, "error", type=CHECK_TYPE)
    elif check.outcome is CheckOutcome.FAILED:
        outcome = SubElement(case, "failure", type=CHECK_TYPE)
    elif check.outcome is CheckOutcome.NOT_MADE:
        outcome = SubElement(case, "skipped", type=_SKIP_TYPE)
    else:
        if name == "log" and run.log and (run.log.unexplained_lines or run.log.declared or run.log.adopted):
            # A passed case has no text of its own, but accepted lines must be visible.
            SubElement(case, "system-out").text = sanitize_block(text)
        return
    outcome.set("message", sanitize_line(text))
    outcome.text = sanitize_block(text)


def _add_findings(suite: Element, content: ContentCase, scope: Scope) -> None:
    class_name = f"{content.run.name}.{content.class_name}"
    case = SubElement(suite, "testcase", classname=class_name, name=content.name, time=_format(0))
    if len(content.verdicts) == 1:
        case.attrib |= _locate(content, scope)
    owners = {verdict.finding.owner for verdict in content.verdicts}
    if len(owners) == 1 and (owner := owners.pop()):
        SubElement(SubElement(case, "properties"), "property", name="owner", value=sanitize_line(owner))
    if content.fails:
        outcome = SubElement(case, "failure", type=ERROR_TYPE if content.severity is Severity.ERROR else WARNING_TYPE)
    else:
        outcome = SubElement(case, "skipped", type=_SKIP_TYPE)
    outcome.set("message", content.message)
    outcome.text = content.body


def _locate(content: ContentCase, scope: Scope) -> dict[str, str]:
    """Return the place to correct, which readers annotate, or what the log names as the place."""
    finding = content.verdicts[0].finding
    source = finding.source
    file, line = (scope.relate(source), source.line) if source else (finding.file, finding.line)
    places = {"file": sanitize_line(file) if file else None, "line": str(line) if line is not None else None}
    return {name: value for name, value in places.items() if value}
