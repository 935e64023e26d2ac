"""The parts of the JSON report, as classes of which its JSON Schema is made."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from pytest_contentjobs.model import (
    CheckOutcome,
    Fingerprint,
    JudgementOutcome,
    SafeName,
    Severity,
    VerdictOutcome,
)

__all__ = [
    "VERSION",
    "CheckPart",
    "ComparisonPart",
    "DecidedByPart",
    "DeclaredPart",
    "Document",
    "EarlierPart",
    "EntityPart",
    "FindingPart",
    "GroupPart",
    "JobPart",
    "JudgementPart",
    "LayoutPart",
    "LevelPart",
    "LogPart",
    "PastRunPart",
    "RunPart",
    "SourcePart",
    "UnexplainedPart",
]

#: The version of the document that is written.
VERSION: Literal[3] = 3
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
    rule_title: Annotated[str | None, Field(description="What the project file calls the rule.")]
    rule_url: str | None
    hint: Annotated[str | None, Field(description="How the project file says that such a finding is corrected.")]
    owner: Annotated[str | None, Field(description="Who the project file says corrects it.")]
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
    is_new: Annotated[
        bool | None,
        Field(
            description="The baseline or, without one, the saved run to compare with lacks it; null if there is neither."
        ),
    ]
    since: Annotated[
        AwareDatetime | None,
        Field(description="When the first of the successive runs that have it was; null if no history is kept."),
    ]
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


class LevelPart(_Part):
    """A word in the place of the level, and the number of its lines in the sample."""

    word: str
    severity: Annotated[Severity | None, Field(description="What it means; null if that is unknown.")]
    lines: _Count


class LayoutPart(_Part):
    """Why the log was read as it was: how many lines of its start the format explained, and which places were learned."""

    sampled: _Count
    explained: _Count
    levels: list[LevelPart]
    patterns: Annotated[list[str], Field(description="The learned places, in the form of --content-log-pattern.")]


class LogPart(_Part):
    """The log, and the numbers of its lines by kind. Those of the first four kinds add up to all lines."""

    location: str
    format: str
    layout: Annotated[LayoutPart | None, Field(description="Null if the user chose the format.")]
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
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
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


class GroupPart(_Part):
    """Findings with something in common, in numbers. Errors and warnings are those that fail."""

    name: str
    errors: _Count
    warnings: _Count
    tolerated: _Count
    known: _Count
    items: Annotated[_Count, Field(description="How many content items they name.")]


class PastRunPart(_Part):
    """An earlier run, as the history has it."""

    time: AwareDatetime
    outcome: JudgementOutcome
    findings: _Count
    failing: Annotated[_Count, Field(description="How many of its findings failed.")]


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
    verdict: Annotated[str, Field(description="The outcome and what decided, in a line.")]
    judged_at: Annotated[
        AwareDatetime | None,
        Field(description="The time of the run; of a saved run, when it was saved; null if it did not end."),
    ]
    judgement: JudgementPart
    job: JobPart
    log: LogPart | None
    checks: list[CheckPart]
    outcomes: Annotated[dict[VerdictOutcome, _Count], Field(description="How many findings have each outcome.")]
    rules: Annotated[list[GroupPart], Field(description="The findings of each rule in numbers.")]
    folders: Annotated[list[GroupPart], Field(description="The findings in each top folder in numbers.")]
    owners: Annotated[list[GroupPart], Field(description="The findings of each owner in numbers.")]
    not_run: Annotated[
        _Count, Field(description="Findings whose tests did not run in this session: deselected, or it stopped.")
    ]
    comparisons: list[ComparisonPart]
    history: Annotated[list[PastRunPart], Field(description="The last runs of this name before it, oldest first.")]
    decided_by: DecidedByPart
    notes: Annotated[list[str], Field(description="Entries of the policy that matched nothing or have ended.")]
    dropped: Annotated[dict[str, _Count], Field(description="Findings that a hook dropped, by reason.")]
    findings: list[FindingPart]


class Document(_Part):
    """What a session found in all of its jobs and logs."""

    version: Literal[3]
    tool_version: Annotated[str, Field(description="The version of pytest-contentjobs.")]
    exit_status: Annotated[
        int,
        Field(
            description="Of the content alone: 0, 1 for findings, or 10. Other tests can make that of the session worse."
        ),
    ]
    runs: list[RunPart]
