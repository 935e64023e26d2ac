"""The report for code scanning, in SARIF 2.1.0.

Checks for which a run is red are results too: GitHub shows results, while a notification is easily overlooked. An address of a
log is written without its scheme, since GitHub refuses a whole file in which one location has another scheme than ``file``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from pytest_contentjobs.model import Severity
from pytest_contentjobs.reports.listing import count_left_out, describe_in_line, name_file, number_equal, rank_findings
from pytest_contentjobs.reports.view import CheckView, FindingView, Place, RunView, SessionView
from pytest_contentjobs.settings.options.reports import JSON

__all__ = ["MAXIMUM", "render_sarif"]

#: How many results GitHub shows of a run.
MAXIMUM = 5000

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_WEB = re.compile(r"https?://", re.IGNORECASE)

_Part = dict[str, Any]


def render_sarif(view: SessionView) -> Iterator[str]:
    """Give the document piece by piece: a run of SARIF for each run."""
    yield f'{{\n"$schema": "{_SCHEMA}",\n"version": "2.1.0",\n"runs": ['
    for number, run in enumerate(view.runs):
        yield ",\n" if number else "\n"
        yield json.dumps(_make_run(run, view), ensure_ascii=False, indent=1)
    yield "\n]\n}\n"


def _make_run(run: RunView, view: SessionView) -> _Part:
    ranked = rank_findings(run.findings)
    room = MAXIMUM - len(run.bad_checks)
    kept, left_out = ranked[:room], ranked[room:]
    rules = _Rules()
    results = [_make_check_result(check, rules) for check in run.bad_checks]
    results += [_make_result(finding, number, rules) for finding, number in number_equal(kept)]
    return {
        "tool": {"driver": {"name": "pytest-contentjobs", "version": view.version, "rules": rules.parts}},
        # GitHub tells the runs of a file apart by it.
        "automationDetails": {"id": f"pytest-contentjobs/{run.name}/"},
        "invocations": [_make_invocation(run, left_out)],
        "columnKind": "unicodeCodePoints",
        "properties": {
            "verdict": run.verdict_line,
            "new": run.new,
            "fixed": None if run.fixed is None else sum(each.count for each in run.fixed),
        },
        "results": results,
    }


class _Rules:
    """The rules that results name, in the order in which they do."""

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self._indexes: dict[str, int] = {}

    def name(self, rule: _Part) -> _Part:
        """Return how a result names a rule, which is kept if it is a new one."""
        name: str = rule["id"]
        if name not in self._indexes:
            self._indexes[name] = len(self.parts)
            self.parts.append(rule)
        return {"ruleId": name, "ruleIndex": self._indexes[name]}


def _make_invocation(run: RunView, left_out: Sequence[FindingView]) -> _Part:
    notifications = [_notify("error", check.text_block, check.codes) for check in run.bad_checks]
    if left_out:
        notifications.append(_notify("warning", f"There are {count_left_out(left_out)}, see {JSON.name}.", ()))
    return {
        "executionSuccessful": run.is_judged,
        "exitCodeDescription": run.outcome,
        **_make_time("startTimeUtc", run.job_started_at),
        **_make_time("endTimeUtc", run.job_ended_at or run.judged_at),
        "toolExecutionNotifications": notifications,
    }


def _notify(level: str, text: str, codes: Iterable[str]) -> _Part:
    code = next(iter(codes), None)
    return {
        "level": level,
        "message": {"text": _write_inert(text)},
        **({"descriptor": {"id": code}} if code else {}),
    }


def _make_time(name: str, moment: datetime | None) -> _Part:
    return {name: moment.isoformat().replace("+00:00", "Z")} if moment else {}


def _make_check_result(check: CheckView, rules: _Rules) -> _Part:
    code = next(iter(check.codes), check.name)
    words = f"The gate: {code.replace('-', ' ')}"
    rule = {
        "id": f"gate/{code}",
        "shortDescription": {"text": words},
        "fullDescription": {"text": words},
        "help": {"text": "The check of the gate says what to do next."},
    }
    return {
        **rules.name(rule),
        "level": "error",
        "message": {"text": _write_inert(check.text_block)},
        "locations": [{"physicalLocation": _locate(check.place)}],
        "partialFingerprints": {"primaryLocationLineHash": f"{check.name}:{code}"},
    }


def _make_result(finding: FindingView, number: int, rules: _Rules) -> _Part:
    location: _Part = {"physicalLocation": _locate(finding.place_from_root)}
    if finding.item is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.item}]
    result = {
        **rules.name(_make_rule(finding)),
        "level": _LEVELS[finding.severity],
        "message": {"text": _write_inert(describe_in_line(finding))},
        "locations": [location],
        "partialFingerprints": {
            "contentFinding/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint[:16]}:{number}",
        },
        "properties": {
            "name": finding.name,
            "outcome": finding.outcome,
            "decidedBy": finding.decided_by,
            "logLine": finding.log_place.line,
            **_leave_out_none({"owner": finding.owner, "hint": finding.hint, "editUrl": finding.edit_url}),
            **({"since": finding.since.isoformat()} if finding.since else {}),
        },
    }
    if finding.is_new is not None:
        result["baselineState"] = "new" if finding.is_new else "unchanged"
    if not finding.fails:
        suppression = {"kind": "external", "status": "accepted", "justification": _write_inert(finding.decided_by)}
        result["suppressions"] = [suppression]
    return result


def _make_rule(finding: FindingView) -> _Part:
    what = finding.hint or "No hint is set for this rule: a [[rule]] of the project file can have one."
    help_text = f"{what}\n{finding.rule_url}" if finding.rule_url else what
    title = {"text": _write_inert(finding.rule_title or finding.rule)}
    return {
        "id": finding.rule,
        "shortDescription": title,
        # GitHub requires it.
        "fullDescription": title,
        "help": {"text": _write_inert(help_text)},
        **({"helpUri": finding.rule_url} if _WEB.match(finding.rule_url or "") else {}),
    }


def _locate(place: Place) -> _Part:
    """Return a place with its file as a relative reference."""
    region = _leave_out_none({"startLine": place.line, "startColumn": place.column if place.line else None})
    return {
        "artifactLocation": {"uri": quote(name_file(place), safe="/")},
        **({"region": region} if region else {}),
    }


def _leave_out_none(part: _Part) -> _Part:
    return {name: value for name, value in part.items() if value is not None}


def _write_inert(text: str) -> str:
    """Return a text in which nothing is a link: in SARIF, plain text may have links like those of Markdown."""
    return text.replace("](", "] (")
