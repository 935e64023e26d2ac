"""All that is known of a session's runs as one JSON document, with every finding.

``content-report.schema.json`` beside this module is its JSON Schema, which ``make_schema`` makes of the classes in
``json_parts``. The version rises with a change that breaks readers; a new field that readers can ignore does not raise it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model import (
    Comparison,
    EarlierFinding,
    Entity,
    LogLayout,
    LogStatistics,
    UnexplainedLines,
    VerdictOutcome,
)
from pytest_contentjobs.reports.groups import Group
from pytest_contentjobs.reports.json_parts import (
    VERSION,
    CheckPart,
    ComparisonPart,
    DecidedByPart,
    DeclaredPart,
    Document,
    EarlierPart,
    EntityPart,
    FindingPart,
    GroupPart,
    JobPart,
    JudgementPart,
    LayoutPart,
    LevelPart,
    LogPart,
    PastRunPart,
    RunPart,
    SourcePart,
    UnexplainedPart,
)
from pytest_contentjobs.reports.view import FindingView, Place, RunView, SessionView, view_source

__all__ = ["SCHEMA", "VERSION", "Document", "make_schema", "render_json"]

#: The JSON Schema of the document, as it is shipped.
SCHEMA = Path(__file__).with_name("content-report.schema.json")


def render_json(view: SessionView) -> Iterator[str]:
    """Give the document piece by piece."""
    head = {"version": VERSION, "tool_version": view.version, "exit_status": int(view.exit_status)}
    yield f'{json.dumps(head, indent=1)[:-2]},\n "runs": ['
    for number, run in enumerate(view.runs):
        yield ",\n  " if number else "\n  "
        yield from _render_run(run)
    yield "\n ]\n}\n"


def _render_run(run: RunView) -> Iterator[str]:
    # The findings are the last field of a run, so that they can take the place of an empty list.
    head, empty, tail = _render(_make_run(run), 2).rpartition("[]")
    if not empty or tail.strip() != "}":
        raise ValueError("findings are not the last field of a run")
    yield head
    if not run.findings:
        yield empty
    for number, finding in enumerate(run.findings):
        yield ",\n    " if number else "[\n    "
        yield _render(_make_finding(finding), 4)
    yield f"\n   ]{tail}" if run.findings else tail


def _render(part: BaseModel, depth: int) -> str:
    """Return a part as JSON that stands ``depth`` steps deep."""
    return part.model_dump_json(indent=1).replace("\n", "\n" + " " * depth)


def make_schema() -> str:
    """Return the JSON Schema (draft 2020-12) of the document."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Document.model_json_schema()}
    return json.dumps(schema, indent=1) + "\n"


def _make_run(view: RunView) -> RunPart:
    """Return a run without its findings."""
    run = view.run
    return RunPart(
        name=view.name,
        verdict=view.verdict_line,
        judged_at=view.judged_at,
        judgement=JudgementPart(outcome=view.outcome, reasons=list(view.reason_blocks), codes=list(view.codes)),
        job=_make_job(view),
        log=_make_log(run.log) if run.log else None,
        checks=[
            CheckPart(name=check.name, outcome=check.outcome, text=check.text_block, codes=list(check.codes))
            for check in view.checks
        ],
        outcomes={outcome: sum(finding.outcome is outcome for finding in view.findings) for outcome in VerdictOutcome},
        rules=list(map(_make_group, view.rules)),
        folders=list(map(_make_group, view.folders)),
        owners=list(map(_make_group, view.owners)),
        not_run=view.not_run,
        comparisons=[_make_comparison(comparison) for comparison in run.comparisons],
        history=[
            PastRunPart(time=past.time, outcome=past.outcome, findings=past.findings, failing=past.failing)
            for past in run.history
        ],
        decided_by=DecidedByPart(
            **{kind: _sanitize(run.decided_by.get(kind)) for kind in DecidedByPart.model_fields},
        ),
        notes=[sanitize_line(note) for note in run.notes],
        dropped=dict(view.dropped),
        findings=[],
    )


def _make_job(view: RunView) -> JobPart:
    status = view.run.status
    progress = status.progress if status else None
    return JobPart(
        id=_sanitize(view.run.job_id),
        type=_sanitize(status.job_type) if status else None,
        status=_sanitize(status.status) if status else None,
        started_at=view.job_started_at,
        ended_at=view.job_ended_at,
        processed=progress.processed if progress else None,
        total=progress.total if progress else None,
    )


def _make_log(log: LogStatistics) -> LogPart:
    return LogPart(
        location=sanitize_line(log.location),
        format=sanitize_line(log.format),
        layout=_make_layout(log.layout) if log.layout else None,
        lines=log.lines,
        entry_lines=log.entry_lines,
        continuation_lines=log.continuation_lines,
        informational_lines=log.informational_lines,
        unexplained_lines=log.unexplained_lines,
        routine_lines=log.routine_lines,
        declared_harmless=[
            DeclaredPart(pattern=sanitize_line(each.pattern), lines=each.lines) for each in log.declared
        ],
        unexplained=[_make_unexplained(each) for each in log.unexplained],
        adopted=_sanitize(log.adopted),
    )


def _make_group(group: Group) -> GroupPart:
    return GroupPart(
        name=group.name,
        errors=group.errors,
        warnings=group.warnings,
        tolerated=group.tolerated,
        known=group.known,
        items=group.items,
    )


def _make_layout(layout: LogLayout) -> LayoutPart:
    return LayoutPart(
        sampled=layout.sampled,
        explained=layout.explained,
        levels=[
            LevelPart(word=sanitize_line(each.word), severity=each.severity, lines=each.lines) for each in layout.levels
        ],
        patterns=[sanitize_line(pattern) for pattern in layout.patterns],
    )


def _make_unexplained(lines: UnexplainedLines) -> UnexplainedPart:
    return UnexplainedPart(
        template=sanitize_line(lines.template),
        level=_sanitize(lines.level),
        lines=lines.lines,
        is_suspicious=lines.is_suspicious,
        first_line=lines.sample.number,
        sample=sanitize_line(lines.sample.text),
        pattern=_sanitize(lines.pattern),
    )


def _make_finding(view: FindingView) -> FindingPart:
    finding = view.verdict.finding
    return FindingPart(
        fingerprint=view.fingerprint,
        class_name=view.class_name,
        name=view.name,
        severity=view.severity,
        log_severity=finding.severity,
        rule=view.rule,
        rule_title=view.rule_title,
        rule_url=view.rule_url,
        hint=view.hint,
        owner=view.owner,
        message=view.message_block,
        entity=_make_entity(finding.entity, view.edit_url) if finding.entity else None,
        source=_make_source(view.source) if view.source else None,
        source_candidates=[_make_source(view_source(source)) for source in finding.source_candidates],
        log_line=finding.log_line,
        log_line_count=max(len(finding.raw), 1),
        adopted=finding.is_adopted,
        outcome=view.outcome,
        is_new=view.is_new,
        since=view.since,
        decided_by=view.decided_by,
    )


def _make_entity(entity: Entity, url: str | None) -> EntityPart:
    return EntityPart(
        kind=sanitize_line(entity.kind),
        name=_sanitize(entity.name),
        folder=_sanitize(entity.folder),
        path=_sanitize(entity.path),
        id=_sanitize(entity.id),
        index=entity.index,
        url=url,
    )


def _make_source(place: Place) -> SourcePart:
    return SourcePart(file=place.file, line=place.line, column=place.column)


def _make_comparison(comparison: Comparison) -> ComparisonPart:
    return ComparisonPart(
        name="baseline" if comparison.name == "baseline" else "comparison",
        where=sanitize_line(comparison.where),
        known=comparison.known,
        new=comparison.new,
        fixed=None if comparison.fixed is None else [_make_earlier(item) for item in comparison.fixed],
    )


def _make_earlier(item: EarlierFinding) -> EarlierPart:
    return EarlierPart(
        fingerprint=item.fingerprint,
        class_name=item.class_name,
        name=item.name,
        severity=item.severity,
        rule=_sanitize(item.rule),
        message=sanitize_line(item.message),
        count=item.count,
        reason=_sanitize(item.reason),
        until=item.until,
    )


def _sanitize(text: str | None) -> str | None:
    return sanitize_line(text) if text is not None else None
