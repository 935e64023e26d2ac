"""The report for merge requests of GitLab, in the form of its Code Quality.

GitLab compares two such files by fingerprints: what the newer one lacks is fixed. A check for which a run is red is an entry, so
that no file says so of a run that was not judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from pytest_contentjobs.model import Severity
from pytest_contentjobs.reports.listing import describe_in_line, name_file, number_equal
from pytest_contentjobs.reports.view import CheckView, FindingView, Place, RunView, SessionView

__all__ = ["render_code_quality"]

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}
_ALLOWED = "info"
_GATE = "blocker"


def render_code_quality(view: SessionView) -> Iterator[str]:
    """Give the list piece by piece: an entry for each check for which a run is red, and for each finding."""
    yield "["
    separator = "\n"
    for run in view.runs:
        for entry in _list_entries(run):
            yield separator + json.dumps(entry, ensure_ascii=False)
            separator = ",\n"
    yield "\n]\n"


def _list_entries(run: RunView) -> Iterator[dict[str, object]]:
    for check in run.bad_checks:
        yield _make_gate_entry(run, check)
    for finding, number in number_equal(run.findings):
        yield _make_finding_entry(run, finding, number)


def _make_gate_entry(run: RunView, check: CheckView) -> dict[str, object]:
    return {
        "description": f"{run.verdict_line}: {check.line}",
        "check_name": ", ".join(check.codes) or check.name,
        "fingerprint": _identify(run, check.name, *check.codes),
        "severity": _GATE,
        "location": _locate(check.place),
    }


def _make_finding_entry(run: RunView, finding: FindingView, number: int) -> dict[str, object]:
    return {
        "description": describe_in_line(finding),
        "check_name": finding.rule,
        "fingerprint": _identify(run, finding.fingerprint, str(number)),
        "severity": _SEVERITIES[finding.severity] if finding.fails else _ALLOWED,
        "location": _locate(finding.place_from_root),
    }


def _identify(run: RunView, *parts: str) -> str:
    # Equal findings, and those of several runs, would be one for GitLab if they had the same fingerprint.
    return sha256("\n".join((run.name, *parts)).encode()).hexdigest()


def _locate(place: Place) -> dict[str, object]:
    return {"path": name_file(place), "lines": {"begin": place.line or 1}}
