"""Commands by which GitHub shows findings at their lines in a change.

GitHub shows 10 errors and 10 warnings of a step, and is silent about others. So the last of them says how many there are, and the
first are the checks for which a run is red.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pytest_contentjobs.model import Severity
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.reports.listing import describe_in_line, rank_findings
from pytest_contentjobs.reports.view import CheckView, FindingView, RunView, SessionView

__all__ = ["MAXIMUM", "list_annotations"]

#: How many annotations of a level GitHub shows of a step.
MAXIMUM = 10

_IN_TEXT = re.compile(r"[%\r\n]")
_IN_PROPERTY = re.compile(r"[%\r\n:,]")


def list_annotations(view: SessionView) -> Iterator[str]:
    """Give the commands, a line each: first errors, then warnings. What does not fail has none."""
    findings = [finding for run in view.runs for finding in run.findings if finding.fails]
    ranked = rank_findings(findings)
    errors = [_annotate_check(run, check) for run in view.runs for check in run.bad_checks]
    errors += [_annotate(finding, "error") for finding in ranked if finding.severity is Severity.ERROR]
    warnings = [_annotate(finding, "warning") for finding in ranked if finding.severity is not Severity.ERROR]
    for level, commands in (("error", errors), ("warning", warnings)):
        yield from _limit(commands, level)


def _limit(commands: Sequence[str], level: str) -> Sequence[str]:
    over = len(commands) - MAXIMUM
    if over <= 0:
        return commands
    text = f"… and {plural(over + 1, f'more {level}')}: see the summary of this job"
    return [*commands[: MAXIMUM - 1], _make_command(level, {"title": "content gate"}, text)]


def _annotate_check(run: RunView, check: CheckView) -> str:
    return _make_command("error", {"title": f"{run.name}: {check.name}"}, f"{run.verdict_line}\n{check.line}")


def _annotate(finding: FindingView, level: str) -> str:
    place = finding.place_from_root
    properties: dict[str, object] = {"title": finding.rule_title or finding.rule}
    message = describe_in_line(finding)
    if finding.source is not None:
        properties = {"file": place.file, "line": place.line, "col": place.column, **properties}
    else:
        # GitHub would look for the log in the repository.
        message = f"{message}\n{place.file} line {place.line}"
    return _make_command(level, properties, f"{message}\nHint: {finding.hint}" if finding.hint else message)


def _make_command(level: str, properties: dict[str, object], text: str) -> str:
    given = [f"{name}={_escape(str(value), _IN_PROPERTY)}" for name, value in properties.items() if value is not None]
    return f"::{level} {','.join(given)}::{_escape(text, _IN_TEXT)}"


def _escape(text: str, special: re.Pattern[str]) -> str:
    return special.sub(lambda match: f"%{ord(match[0]):02X}", text)
