"""The report for reviewdog: a diagnostic in JSON on each line (rdjsonl).

reviewdog writes messages and codes into comments as they are, so that they are Markdown in which a text of the log has to be inert.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pytest_contentjobs.model import Severity
from pytest_contentjobs.reports.listing import name_file
from pytest_contentjobs.reports.markdown_text import make_code
from pytest_contentjobs.reports.view import CheckView, FindingView, Place, SessionView

__all__ = ["render_rdjsonl"]

_WEB = re.compile(r"https?://", re.IGNORECASE)
# An underscore within a word is one.
_MARKUP = re.compile(r"[^\w-]|(?<![^\W_])_|_(?![^\W_])")
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
        "message": make_code(check.line),
        "location": _locate(check.place),
        "severity": "ERROR",
        "code": {"value": next(iter(check.codes), check.name)},
    }


def _make_diagnostic(finding: FindingView) -> dict[str, object]:
    item = f" ({make_code(finding.item)})" if finding.item else ""
    hint = f"\nHint: {make_code(finding.hint)}" if finding.hint else ""
    return {
        "message": f"{make_code(finding.message)}{item}{hint}",
        "location": _locate(finding.place_from_root),
        "severity": _SEVERITIES[finding.severity if finding.fails else Severity.INFO],
        "code": _make_code_of_rule(finding),
    }


def _make_code_of_rule(finding: FindingView) -> dict[str, str]:
    code = {"value": _MARKUP.sub("-", finding.rule).strip("-") or "rule"}
    return code | {"url": finding.rule_url} if finding.rule_url and _WEB.match(finding.rule_url) else code


def _locate(place: Place) -> dict[str, object]:
    # Its columns count bytes, while those of a source count characters.
    located: dict[str, object] = {"path": name_file(place)}
    return {**located, "range": {"start": {"line": place.line}}} if place.line else located
