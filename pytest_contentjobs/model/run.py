"""A judged run: checks, verdicts, comparisons and the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from pytest_contentjobs.model.finding import EarlierFinding, Finding, Severity
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.model.log import LogStatistics

__all__ = [
    "Check",
    "CheckOutcome",
    "Code",
    "Comparison",
    "ContentRun",
    "JobId",
    "Judgement",
    "JudgementOutcome",
    "PastRun",
    "PolicyCheck",
    "RunName",
    "Verdict",
    "VerdictOutcome",
]

#: The valid forms of a run's name, a job's id and a reason code in files: those of the options and of ``errors.Reason``.
RunName = Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
JobId = Annotated[str, Field(pattern="^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")]
Code = Annotated[str, Field(pattern="^[a-z0-9-]{1,60}$")]


class CheckOutcome(StrEnum):
    """The outcome of a check. A check is ``broken`` if there is no finished job or no log to look at, else ``failed``."""

    PASSED = "passed"
    FAILED = "failed"
    BROKEN = "broken"
    NOT_MADE = "not made"

    @property
    def is_bad(self) -> bool:
        """Whether a run with such a check is red."""
        return self in {CheckOutcome.FAILED, CheckOutcome.BROKEN}


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of a check, and the text that says why and what to do next.

    ``codes`` are the reasons as short stable codes (``errors.Reason``), one for each objection; empty if it passed.
    """

    outcome: CheckOutcome
    text: str
    codes: tuple[Code, ...] = ()


class VerdictOutcome(StrEnum):
    """The outcome of one finding: it fails, the policy tolerates it, or a baseline has it."""

    FAILS = "fails"
    TOLERATED = "tolerated"
    KNOWN = "known"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """A finding, its outcome, and in words what decided, with count and limit if a threshold did.

    ``severity`` is the one that the policy gives the finding, or that of the log if the policy gives none.
    ``is_accepted`` says that an entry of the policy file lets the finding pass, whether a baseline has it or not. ``is_new`` says
    whether the baseline, or without one the saved run to compare with, lacks it; None if there is neither. ``since`` is the
    time of the first of the successive runs that have it, by the history; None if no history is kept.
    """

    finding: Finding
    outcome: VerdictOutcome
    severity: Severity
    decided_by: str
    is_accepted: bool = False
    is_new: bool | None = None
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyCheck:
    """A check of its own that makes no finding: a threshold, a strict baseline, a hook, or what failed after judging."""

    name: str
    check: Check


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A run compared with earlier findings: ``name`` is ``baseline`` or ``comparison``, ``where`` is the file or folder.

    ``known`` and ``new`` are numbers of findings, which add up to all. ``fixed`` are the earlier findings that no run of this
    session has any more; None if that is not known, since a run could not be judged.
    """

    name: str
    where: str
    known: int
    new: int
    fixed: tuple[EarlierFinding, ...] | None = None


class JudgementOutcome(StrEnum):
    """The outcome of a run: clean, with findings that fail, or not judged."""

    CLEAN = "clean"
    FINDINGS = "findings"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, kw_only=True, slots=True)
class PastRun:
    """An earlier run of the same name, as the history has it: its time in UTC, its outcome, and its findings in numbers.

    ``failing`` is how many findings failed; neither number says much if the run was not judged.
    """

    time: datetime
    outcome: JudgementOutcome
    findings: int
    failing: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """The outcome of a whole run, with reasons in words and as short stable codes unless it is clean."""

    outcome: JudgementOutcome
    reasons: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ContentRun:
    """Everything that is known of one job or log: the value of the fixture ``content_job``.

    ``name`` is the stable name, given by the user or by position; ``job_id`` and ``status`` are None if only a log was judged;
    ``log`` is None if no log could be read. ``source`` is the address of the content if this run started the job, ``api_base``
    the URL of the API that the job belongs to. ``policy_checks`` are the limits that are checks of their own; ``notes`` are
    about entries of the policy that matched nothing or have ended. ``dropped`` counts the findings that hooks dropped, by
    reason. ``decided_by`` are the files that took part in the judgement, by kind: ``policy``, ``baseline``,
    ``comparison``, ``project_file`` and ``ini_file``. ``judged_at`` is the time of the run in UTC: of a saved run, when it was
    saved. ``history`` are the last runs of this name before it, oldest first; empty if no history is kept.
    """

    name: RunName
    job_id: JobId | None
    status: JobStatus | None
    log: LogStatistics | None
    verdicts: tuple[Verdict, ...]
    job_check: Check
    log_check: Check
    judgement: Judgement
    source: str | None = None
    api_base: str | None = None
    policy_checks: tuple[PolicyCheck, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    notes: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    decided_by: Mapping[str, str] = field(default_factory=dict)
    judged_at: datetime | None = None
    history: tuple[PastRun, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the log, in its order, whatever their outcome."""
        return tuple(verdict.finding for verdict in self.verdicts)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings of severity error."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings of severity warning."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.WARNING)
