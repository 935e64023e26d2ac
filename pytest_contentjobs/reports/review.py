"""The report for reviewdog: a diagnostic in JSON on each line (rdjsonl)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pytest_contentjobs.model import Severity
from pytest_contentjobs.reports.listing import describe_in_line, name_file
from pytest_contentjobs.reports.view import CheckView, FindingView, Place, SessionView

__all__ = ["render_rdjsonl"]

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render_rdjsonl(view: SessionView) -> Iterator[str]:
    """Give the lines: one for each check for which a run is red, and for each finding, of which those that do not fail are INFO."""
    for run in view.runs:
        diagnostics = [*map(_make_gate_diagnostic, run.bad_checks), *map(_make_diagnostic, run.findings)]
        for diagnostic in diagnostics:
            whole = {**diagnostic, "source": {"name": f"pytest-contentjobs {run.name}"}}
            yield json.dumps(whole, ensure_ascii=False) + "\n"


def _make_gate_diagnostic(check: CheckView) -> dict[str, object]:
    return {
        "message": check.line,
        "location": _locate(check.place),
        "severity": "ERROR",
        "code": {"value": next(iter(check.codes), check.name)},
    }


def _make_diagnostic(finding: FindingView) -> dict[str, object]:
    message = describe_in_line(finding)
    return {
        "message": f"{message}\nHint: {finding.hint}" if finding.hint else message,
        "location": _locate(finding.place_from_root),
        "severity": _SEVERITIES[finding.severity if finding.fails else Severity.INFO],
        "code": {"value": finding.rule, **({"url": finding.rule_url} if finding.rule_url else {})},
    }


def _locate(place: Place) -> dict[str, object]:
    # Its columns count bytes, while those of a source count characters.
    located: dict[str, object] = {"path": name_file(place)}
    return {**located, "range": {"start": {"line": place.line}}} if place.line else located
