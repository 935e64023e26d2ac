"""The report for editors: a table in CSV, for Excel, LibreOffice and Google Sheets."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pytest_contentjobs.reports.listing import rank_findings
from pytest_contentjobs.reports.view import CheckView, FindingView, RunView, SessionView

__all__ = ["COLUMNS", "render_csv"]

COLUMNS = (
    *("run", "verdict", "severity", "rule", "rule title", "problem", "item", "folder", "hint", "owner", "edit"),
    *("file", "line", "log line", "new", "since", "decided by", "fingerprint"),
)
# Excel takes a file without it for one in a legacy encoding.
_MARK = "\ufeff"
# A program that splits at semicolons or tabs, as Excel does in many countries, sees cells that begin there.
_FORMULA = re.compile("(\\A|[;\t\r])(?=[ \"']*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20])")
_NEW = {None: "", True: "yes", False: "no"}


class _Pieces:
    """A file for the writer of the standard library that hands each line on."""

    def write(self, text: str) -> str:
        """Return the text, which the writer returns in its turn."""
        return text


def render_csv(view: SessionView) -> Iterator[str]:
    """Give the table line by line: what the gate objects to, then the findings, of which those that fail come first."""
    write = csv.writer(_Pieces()).writerow
    yield _MARK
    for row in _list_rows(view):
        # It returns what its file does, which is a number of characters for others.
        line: Any = write([_FORMULA.sub(r"\1'", cell) for cell in row])
        yield line


def _list_rows(view: SessionView) -> Iterator[Sequence[str]]:
    yield COLUMNS
    for run in view.runs:
        for check in run.bad_checks:
            yield _make_gate_row(run, check)
        for finding in rank_findings(run.findings):
            yield _make_row(run, finding)


def _make_gate_row(run: RunView, check: CheckView) -> list[str]:
    row = dict.fromkeys(COLUMNS, "") | {
        "run": run.name,
        "verdict": "fails" if run.is_judged else "not judged",
        "severity": "error",
        "rule": ", ".join(check.codes) or check.name,
        "problem": check.line,
        "file": check.place.file,
    }
    return list(row.values())


def _make_row(run: RunView, finding: FindingView) -> list[str]:
    place = finding.source
    row = {
        "run": run.name,
        "verdict": finding.outcome,
        "severity": finding.severity,
        "rule": finding.rule,
        "rule title": finding.rule_title or "",
        "problem": finding.message,
        "item": finding.item or "",
        "folder": finding.folder or "",
        "hint": finding.hint or "",
        "owner": finding.owner or "",
        "edit": finding.edit_url or "",
        "file": place.file if place else finding.log_place.file,
        "line": str(place.line or "") if place else str(finding.log_place.line or ""),
        "log line": str(finding.log_place.line or ""),
        "new": _NEW[finding.is_new],
        "since": finding.since.date().isoformat() if finding.since else "",
        "decided by": finding.decided_by,
        "fingerprint": finding.fingerprint,
    }
    return [str(row[column]) for column in COLUMNS]
