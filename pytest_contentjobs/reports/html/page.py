"""Renders the page from the view of a session."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model import ContentRun, JudgementOutcome
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.run import PastRun
from pytest_contentjobs.reports.describe import describe_comparison, describe_deciding_files, describe_duration
from pytest_contentjobs.reports.groups import Group
from pytest_contentjobs.reports.html.charts import WIDTH, Bar, Segment, draw_bars, draw_history
from pytest_contentjobs.reports.html.rows import Row, choose_rows, group_rows, list_rows, pack_rows
from pytest_contentjobs.reports.verdict_line import FAILED, NOT_JUDGED, PASSED
from pytest_contentjobs.reports.view import RunView, SessionView

__all__ = ["MAXIMUM_ROWS", "render_html"]

#: Findings that stand in the page itself; browsers take long to lay out more. All are in the packed data then.
MAXIMUM_ROWS = 5_000
_HERE = Path(__file__).parent
_WORDS = {
    JudgementOutcome.CLEAN: PASSED,
    JudgementOutcome.FINDINGS: FAILED,
    JudgementOutcome.NOT_JUDGED: NOT_JUDGED,
}
# Rows of a table; the page is about findings, and lists all of those below.
_MOST_GROUPS = 15
_MOST_FIXED = 500
# Pieces of the template that are written at once.
_PIECES = 500


@dataclass(frozen=True, slots=True)
class _Count:
    """A number in large print; ``filter`` is what the script shows for it, empty for nothing."""

    number: int
    word: str
    kind: str = ""
    filter: str = ""


@dataclass(frozen=True, slots=True)
class _Table:
    """Groups with bars, and how many more there are; ``name`` is the filter that a row of it sets."""

    name: str
    bars: list[Bar]
    more: int


@dataclass(frozen=True, slots=True)
class _Run:
    """A run in the page."""

    view: RunView
    word: str
    what: str
    counts: list[_Count]
    columns: list[list[_Table]]
    titles: dict[str, str]
    facts: list[tuple[str, str]]
    history: list[tuple[PastRun, tuple[Segment, ...]]]


def render_html(session: SessionView) -> Iterator[str]:
    """Give the page: the verdict, numbers by rule, folder and owner, then the findings by folder and item."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - slow to import

    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(_HERE),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    rows = list_rows(session)
    shown = choose_rows(rows, MAXIMUM_ROWS)
    style, script = _read("report.css"), _read("report.js")
    stream = environment.get_template("page.html.jinja").stream(
        session=session,
        word=_WORDS[session.outcome],
        runs=[_prepare(run, is_alone=len(session.runs) == 1) for run in session.runs],
        folders=group_rows(shown, is_run_shown=len(session.runs) > 1),
        total=len(rows),
        shown=len(shown),
        packed=pack_rows(rows) if len(shown) < len(rows) else None,
        blank=Row(**{field.name: field.name for field in fields(Row)}),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        words=_WORDS,
        maximum=_MOST_FIXED,
        width=WIDTH,
        plural=plural,
    )
    stream.enable_buffering(_PIECES)
    yield from stream


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """Return the hash by which the page's policy knows a part of it, so that it runs no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"


def _prepare(run: RunView, *, is_alone: bool) -> _Run:
    word = _WORDS[run.outcome]
    only = "" if is_alone else f"run={run.name}"
    rules, folders, owners = (
        _make_table("rule", run.rules),
        _make_table("folder", run.folders),
        _make_table("owner", run.owners),
    )
    has_owners = any(finding.owner for finding in run.findings)
    return _Run(
        run,
        word,
        run.verdict_line.removeprefix(f"{run.name}: {word} - "),
        # The zero of a run that was not judged would read as if nothing was wrong.
        [count for count in _count(run, only) if count.number or run.is_judged],
        [[rules], [folders, owners] if has_owners else [folders]] if run.findings else [],
        {finding.rule: finding.rule_title for finding in run.findings if finding.rule_title},
        list(_list_facts(run)),
        _list_runs(run) if run.run.history else [],
    )


def _list_runs(run: RunView) -> list[tuple[PastRun, tuple[Segment, ...]]]:
    """Return this run and those before it, the last one first."""
    past = run.run.history
    if run.judged_at:
        this = PastRun(time=run.judged_at, outcome=run.outcome, findings=run.total.findings, failing=run.total.failing)
        past = (*past, this)
    return draw_history(past[::-1])


def _make_table(name: str, groups: Sequence[Group]) -> _Table:
    return _Table(name, draw_bars(groups[:_MOST_GROUPS]), max(len(groups) - _MOST_GROUPS, 0))


def _count(run: RunView, only: str) -> Iterator[_Count]:
    """Give the numbers of a run; those that are about a comparison only if there is one."""
    also = f"&{only}" if only else ""
    errors, warnings = run.total.errors, run.total.warnings
    yield _Count(errors, "error" if errors == 1 else "errors", "error", f"severity=error&status=fails{also}")
    # What fails and is not an error is counted with the warnings.
    filters = f"severity=warning&severity=info&status=fails{also}"
    yield _Count(warnings, "warning" if warnings == 1 else "warnings", "warning", filters)
    if run.new is not None:
        yield _Count(run.new, "new", "", f"status=new{also}")
        yield _Count(run.total.known, "known", "", f"status=known{also}")
    if run.fixed is not None:
        yield _Count(sum(finding.count for finding in run.fixed), "fixed", "passed")
    if run.total.tolerated:
        yield _Count(run.total.tolerated, "tolerated", "", f"status=tolerated{also}")
    if run.dropped:
        yield _Count(sum(run.dropped.values()), "dropped")


def _list_facts(view: RunView) -> Iterator[tuple[str, str]]:
    run = view.run
    yield from _list_job_facts(view, run)
    if run.log:
        yield (
            "log",
            f"{sanitize_line(run.log.location)}, {plural(run.log.lines, 'line')}, format {sanitize_line(run.log.format)}",
        )
    for comparison in run.comparisons:
        yield comparison.name, describe_comparison(comparison)
    if run.decided_by:
        yield "decided by", describe_deciding_files(run)
    for note in run.notes:
        yield "policy", sanitize_line(note)
    for reason, number in view.dropped.items():
        yield "dropped", f"{number:,}: {reason}"
    if view.not_run:
        yield "not run", f"{plural(view.not_run, 'finding')} had no test in this session"
    if view.judged_at:
        yield "judged", f"{view.judged_at:%Y-%m-%d %H:%M} UTC"


def _list_job_facts(view: RunView, run: ContentRun) -> Iterator[tuple[str, str]]:
    if run.job_id:
        kind = sanitize_line(run.status.job_type or "") if run.status else ""
        yield "job", f"{kind} {sanitize_line(run.job_id)}".strip()
    if run.status:
        yield "status", sanitize_line(run.status.status)
    if view.job_started_at:
        ended = view.job_ended_at
        seconds = (ended - view.job_started_at).total_seconds() if ended else 0
        yield (
            "started",
            f"{view.job_started_at:%Y-%m-%d %H:%M} UTC" + (f", {describe_duration(seconds)}" if ended else ""),
        )
