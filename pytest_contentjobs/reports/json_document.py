"""All that is known of a session's runs as one JSON document, with every finding.

``content-report.schema.json`` beside this module is its JSON Schema, which ``make_schema`` makes of the classes here. The
version rises with a change that breaks readers; a new field that readers can ignore does not raise it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pytest_contentjobs.boundary.sanitize import sanitize_block, sanitize_line, sanitize_url
from pytest_contentjobs.model import (
    CheckOutcome,
    Comparison,
    ContentRun,
    EarlierFinding,
    Entity,
    Fingerprint,
    JudgementOutcome,
    SafeName,
    Severity,
    Source,
    UnexplainedLines,
    Verdict,
    VerdictOutcome,
)
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.describe import name_checks

__all__ = ["SCHEMA", "VERSION", "Document", "make_schema", "render_json"]

#: The version of the document that is written.
VERSION: Literal[2] = 2
#: The JSON Schema of the document, as it is shipped.
SCHEMA = Path(__file__).with_name("content-report.schema.json")
_Count = Annotated[int, Field(ge=0)]
_FromOne = Annotated[int, Field(ge=1)]
_Name = Annotated[SafeName, Field(description="Equal in the next run for the same problem.")]


class _Part(BaseModel):
    """A part of the document. Remote text in it is safe to show; a field without a value is null."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EntityPart(_Part):
    """What a finding is about, as far as the log says it."""

    kind: str
    name: str | None
    folder: str | None
    path: Annotated[str | None, Field(description="Folder and name, joined by a slash.")]
    id: str | None
    index: Annotated[int | None, Field(description="Position in the list of the content package, from 0.")]
    url: Annotated[str | None, Field(description="The item in the authoring tool.")]


class SourcePart(_Part):
    """A place in the content package."""

    file: str
    line: _FromOne | None
    column: _FromOne | None


class FindingPart(_Part):
    """A finding and the verdict on it."""

    fingerprint: Fingerprint
    class_name: _Name
    name: _Name
    severity: Annotated[Severity, Field(description="As the policy has it.")]
    log_severity: Annotated[Severity, Field(description="As the log or a hook has it.")]
    rule: str
    rule_url: str | None
    message: str
    entity: EntityPart | None
    source: SourcePart | None
    source_candidates: Annotated[list[SourcePart], Field(description="The places that fit, if there are several.")]
    log_line: Annotated[_FromOne, Field(description="The first line of the finding in the log, from 1.")]
    log_line_count: Annotated[_FromOne, Field(description="How many lines of the log the finding has.")]
    adopted: Annotated[
        bool, Field(description="Its line was taken for a finding since the job counts as many; it always fails.")
    ]
    outcome: VerdictOutcome
    decided_by: Annotated[str, Field(description="The rule of the policy that decided, in words.")]


class CheckPart(_Part):
    """A check that is not about one finding: job, log, and the limits of the policy."""

    name: str
    outcome: CheckOutcome
    text: str
    codes: Annotated[list[str], Field(description="Why it did not pass, as short stable codes.")]


class JudgementPart(_Part):
    """The outcome of a run, with reasons unless it is clean."""

    outcome: JudgementOutcome
    reasons: list[str]
    codes: Annotated[list[str], Field(description="The reasons as short stable codes.")]


class UnexplainedPart(_Part):
    """Lines of the log that nothing explains and that are alike."""

    template: str
    level: Annotated[str | None, Field(description="The word in the place of the level, which is not a known level.")]
    lines: _Count
    is_suspicious: Annotated[bool, Field(description="They may be findings by a word, mark or letter.")]
    first_line: _FromOne
    sample: str
    pattern: Annotated[str | None, Field(description="A regular expression that matches them.")]


class DeclaredPart(_Part):
    """The lines that one of the user's patterns declares harmless."""

    pattern: str
    lines: _Count


class LogPart(_Part):
    """The log, and the numbers of its lines by kind. Those of the first four kinds add up to all lines."""

    location: str
    format: str
    lines: _Count
    entry_lines: _Count
    continuation_lines: _Count
    informational_lines: _Count
    unexplained_lines: _Count
    routine_lines: Annotated[
        _Count,
        Field(description="Informational lines that only their repetition and the job's counts show to be harmless."),
    ]
    declared_harmless: list[DeclaredPart]
    unexplained: list[UnexplainedPart]
    adopted: Annotated[
        str | None, Field(description="Which lines were taken for findings since the job counts as many.")
    ]


class JobPart(_Part):
    """The last status of the job; an id without a status means that there was no usable status."""

    id: str | None
    type: str | None
    status: str | None
    processed: _Count | None
    total: _Count | None


class EarlierPart(_Part):
    """A finding of a baseline or of a saved run that is gone."""

    fingerprint: Fingerprint
    class_name: _Name
    name: _Name
    severity: Severity
    rule: str | None
    message: str
    count: _FromOne
    reason: str | None
    until: date | None


class ComparisonPart(_Part):
    """The run compared with a baseline or a saved run. ``fixed`` is null if it is not known, since a run was not judged."""

    name: Literal["baseline", "comparison"]
    where: str
    known: _Count
    new: _Count
    fixed: list[EarlierPart] | None


class DecidedByPart(_Part):
    """The files that took part in the judgement."""

    policy: str | None
    baseline: str | None
    comparison: str | None
    project_file: str | None
    ini_file: str | None


class RunPart(_Part):
    """Everything of one job or log."""

    name: str
    judgement: JudgementPart
    job: JobPart
    log: LogPart | None
    checks: list[CheckPart]
    outcomes: Annotated[dict[VerdictOutcome, _Count], Field(description="How many findings have each outcome.")]
    not_run: Annotated[
        _Count, Field(description="Findings whose tests did not run in this session: deselected, or it stopped.")
    ]
    comparisons: list[ComparisonPart]
    decided_by: DecidedByPart
    notes: Annotated[list[str], Field(description="Entries of the policy that matched nothing or have ended.")]
    dropped: Annotated[dict[str, _Count], Field(description="Findings that a hook dropped, by reason.")]
    findings: list[FindingPart]


class Document(_Part):
    """What a session found in all of its jobs and logs."""

    version: Literal[2]
    runs: list[RunPart]


def render_json(runs: Sequence[ContentRun], scope: Scope) -> Iterator[str]:
    """Give the document piece by piece, so that memory does not grow with the number of findings."""
    yield f'{{\n "version": {VERSION},\n "runs": ['
    for number, run in enumerate(runs):
        yield ",\n  " if number else "\n  "
        yield from _run_pieces(run, scope.not_run.get(run.name, 0))
    yield "\n ]\n}\n"


def _run_pieces(run: ContentRun, not_run: int) -> Iterator[str]:
    # The findings are the last field of a run, so that they can take the place of an empty list.
    head, empty, tail = _indent(_run(run, not_run), 2).rpartition("[]")
    if not empty or tail.strip() != "}":
        raise ValueError("findings are not the last field of a run")
    yield head
    if not run.verdicts:
        yield empty
    for number, verdict in enumerate(run.verdicts):
        yield ",\n    " if number else "[\n    "
        yield _indent(_finding(verdict), 4)
    yield f"\n   ]{tail}" if run.verdicts else tail


def _indent(part: _Part, depth: int) -> str:
    """Return a part as JSON that stands ``depth`` steps deep."""
    return part.model_dump_json(indent=1).replace("\n", "\n" + " " * depth)


def make_schema() -> str:
    """Return the JSON Schema (draft 2020-12) of the document."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Document.model_json_schema()}
    return json.dumps(schema, indent=1) + "\n"


def _run(run: ContentRun, not_run: int) -> RunPart:
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
            id=_line(run.job_id),
            type=_line(status.job_type) if status else None,
            status=_line(status.status) if status else None,
            processed=progress.processed if progress else None,
            total=progress.total if progress else None,
        ),
        log=LogPart(
            location=sanitize_line(log.location),
            format=sanitize_line(log.format),
            lines=log.lines,
            entry_lines=log.entry_lines,
            continuation_lines=log.continuation_lines,
            informational_lines=log.informational_lines,
            unexplained_lines=log.unexplained_lines,
            routine_lines=log.routine_lines,
            declared_harmless=[
                DeclaredPart(pattern=sanitize_line(each.pattern), lines=each.lines) for each in log.declared
            ],
            unexplained=[_unexplained(each) for each in log.unexplained],
            adopted=_line(log.adopted),
        )
        if log
        else None,
        checks=[
            CheckPart(name=name, outcome=check.outcome, text=sanitize_block(check.text), codes=list(check.codes))
            for name, check in name_checks(run).items()
        ],
        outcomes={outcome: sum(verdict.outcome is outcome for verdict in run.verdicts) for outcome in VerdictOutcome},
        not_run=not_run,
        comparisons=[_comparison(comparison) for comparison in run.comparisons],
        decided_by=DecidedByPart(
            **{kind: _line(run.decided_by.get(kind)) for kind in DecidedByPart.model_fields},
        ),
        notes=[sanitize_line(note) for note in run.notes],
        dropped=_sum_dropped(run.dropped),
        findings=[],
    )


def _unexplained(lines: UnexplainedLines) -> UnexplainedPart:
    return UnexplainedPart(
        template=sanitize_line(lines.template),
        level=_line(lines.level),
        lines=lines.lines,
        is_suspicious=lines.is_suspicious,
        first_line=lines.sample.number,
        sample=sanitize_line(lines.sample.text),
        pattern=_line(lines.pattern),
    )


def _sum_dropped(dropped: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers by safe reasons; several reasons can become equal."""
    numbers: Counter[str] = Counter()
    for reason, number in dropped.items():
        numbers[sanitize_line(reason)] += number
    return numbers


def _finding(verdict: Verdict) -> FindingPart:
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
        entity=_entity(finding.entity, finding.entity_url) if finding.entity else None,
        source=_source(finding.source) if finding.source else None,
        source_candidates=[_source(source) for source in finding.source_candidates],
        log_line=finding.log_line,
        log_line_count=max(len(finding.raw), 1),
        adopted=finding.is_adopted,
        outcome=verdict.outcome,
        decided_by=sanitize_line(verdict.decided_by),
    )


def _entity(entity: Entity, url: str | None) -> EntityPart:
    return EntityPart(
        kind=sanitize_line(entity.kind),
        name=_line(entity.name),
        folder=_line(entity.folder),
        path=_line(entity.path),
        id=_line(entity.id),
        index=entity.index,
        url=sanitize_url(url) if url else None,
    )


def _source(source: Source) -> SourcePart:
    return SourcePart(file=sanitize_line(source.path), line=_from_one(source.line), column=_from_one(source.column))


def _from_one(number: int | None) -> int | None:
    """Return a number that a log gave; None if it cannot be a position."""
    return number if number is not None and number > 0 else None


def _comparison(comparison: Comparison) -> ComparisonPart:
    return ComparisonPart(
        name="baseline" if comparison.name == "baseline" else "comparison",
        where=sanitize_line(comparison.where),
        known=comparison.known,
        new=comparison.new,
        fixed=None if comparison.fixed is None else [_earlier(item) for item in comparison.fixed],
    )


def _earlier(item: EarlierFinding) -> EarlierPart:
    return EarlierPart(
        fingerprint=item.fingerprint,
        class_name=item.class_name,
        name=item.name,
        severity=item.severity,
        rule=_line(item.rule),
        message=sanitize_line(item.message),
        count=item.count,
        reason=_line(item.reason),
        until=item.until,
    )


def _line(text: str | None) -> str | None:
    return sanitize_line(text) if text is not None else None
