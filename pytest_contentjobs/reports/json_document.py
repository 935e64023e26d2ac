"""All that is known of a session's runs as one JSON document, with every finding.

``content-report.schema.json`` beside this module is its JSON Schema, which ``make_schema`` makes of the classes in
``json_parts``. The version rises with a change that breaks readers; a new field that readers can ignore does not raise it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from pytest_contentjobs.boundary.sanitize import sanitize_block, sanitize_line, sanitize_url
from pytest_contentjobs.model import (
    Comparison,
    ContentRun,
    EarlierFinding,
    Entity,
    LogLayout,
    Source,
    UnexplainedLines,
    Verdict,
    VerdictOutcome,
)
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.describe import name_checks
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
    JobPart,
    JudgementPart,
    LayoutPart,
    LevelPart,
    LogPart,
    RunPart,
    SourcePart,
    UnexplainedPart,
)

__all__ = ["SCHEMA", "VERSION", "Document", "make_schema", "render_json"]

#: The JSON Schema of the document, as it is shipped.
SCHEMA = Path(__file__).with_name("content-report.schema.json")


def render_json(runs: Sequence[ContentRun], scope: Scope) -> Iterator[str]:
    """Give the document piece by piece, so that memory does not grow with the number of findings."""
    yield f'{{\n "version": {VERSION},\n "runs": ['
    for number, run in enumerate(runs):
        yield ",\n  " if number else "\n  "
        yield from _render_run(run, scope.not_run.get(run.name, 0))
    yield "\n ]\n}\n"


def _render_run(run: ContentRun, not_run: int) -> Iterator[str]:
    # The findings are the last field of a run, so that they can take the place of an empty list.
    head, empty, tail = _render(_make_run(run, not_run), 2).rpartition("[]")
    if not empty or tail.strip() != "}":
        raise ValueError("findings are not the last field of a run")
    yield head
    if not run.verdicts:
        yield empty
    for number, verdict in enumerate(run.verdicts):
        yield ",\n    " if number else "[\n    "
        yield _render(_make_finding(verdict), 4)
    yield f"\n   ]{tail}" if run.verdicts else tail


def _render(part: BaseModel, depth: int) -> str:
    """Return a part as JSON that stands ``depth`` steps deep."""
    return part.model_dump_json(indent=1).replace("\n", "\n" + " " * depth)


def make_schema() -> str:
    """Return the JSON Schema (draft 2020-12) of the document."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Document.model_json_schema()}
    return json.dumps(schema, indent=1) + "\n"


def _make_run(run: ContentRun, not_run: int) -> RunPart:
    """Return a run without its findings."""
    status, log = run.status, run.log
    progress = status.progress if status else None
    return RunPart(
        name=run.name,
        judgement=JudgementPart(
            outcome=run.judgement.outcome,
            reasons=[sanitize_block(reason) for reason in run.judgement.reasons],
            codes=list(run.judgement.codes),
        ),
        job=JobPart(
            id=_sanitize(run.job_id),
            type=_sanitize(status.job_type) if status else None,
            status=_sanitize(status.status) if status else None,
            processed=progress.processed if progress else None,
            total=progress.total if progress else None,
        ),
        log=LogPart(
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
        if log
        else None,
        checks=[
            CheckPart(name=name, outcome=check.outcome, text=sanitize_block(check.text), codes=list(check.codes))
            for name, check in name_checks(run).items()
        ],
        outcomes={outcome: sum(verdict.outcome is outcome for verdict in run.verdicts) for outcome in VerdictOutcome},
        not_run=not_run,
        comparisons=[_make_comparison(comparison) for comparison in run.comparisons],
        decided_by=DecidedByPart(
            **{kind: _sanitize(run.decided_by.get(kind)) for kind in DecidedByPart.model_fields},
        ),
        notes=[sanitize_line(note) for note in run.notes],
        dropped=_sum_dropped(run.dropped),
        findings=[],
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


def _sum_dropped(dropped: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers by safe reasons; several reasons can become equal."""
    numbers: Counter[str] = Counter()
    for reason, number in dropped.items():
        numbers[sanitize_line(reason)] += number
    return numbers


def _make_finding(verdict: Verdict) -> FindingPart:
    finding = verdict.finding
    return FindingPart(
        fingerprint=finding.fingerprint,
        class_name=finding.class_name,
        name=finding.name,
        severity=verdict.severity,
        log_severity=finding.severity,
        rule=sanitize_line(finding.rule or ""),
        rule_url=sanitize_url(finding.rule_url) if finding.rule_url else None,
        message=sanitize_block(finding.message),
        entity=_make_entity(finding.entity, finding.entity_url) if finding.entity else None,
        source=_make_source(finding.source) if finding.source else None,
        source_candidates=[_make_source(source) for source in finding.source_candidates],
        log_line=finding.log_line,
        log_line_count=max(len(finding.raw), 1),
        adopted=finding.is_adopted,
        outcome=verdict.outcome,
        decided_by=sanitize_line(verdict.decided_by),
    )


def _make_entity(entity: Entity, url: str | None) -> EntityPart:
    return EntityPart(
        kind=sanitize_line(entity.kind),
        name=_sanitize(entity.name),
        folder=_sanitize(entity.folder),
        path=_sanitize(entity.path),
        id=_sanitize(entity.id),
        index=entity.index,
        url=sanitize_url(url) if url else None,
    )


def _make_source(source: Source) -> SourcePart:
    return SourcePart(
        file=sanitize_line(source.path), line=_keep_position(source.line), column=_keep_position(source.column)
    )


def _keep_position(number: int | None) -> int | None:
    """Return a number that a log gave; None if it cannot be a position."""
    return number if number is not None and number > 0 else None


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
