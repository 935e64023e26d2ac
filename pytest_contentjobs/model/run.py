"""A job and all that was judged of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    "PolicyCheck",
    "RunName",
    "Verdict",
    "VerdictOutcome",
]

#: What a file must have where it names a run, its job, or the reason of an outcome: the forms of options and ``Reason``.
RunName = Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
JobId = Annotated[str, Field(pattern="^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")]
Code = Annotated[str, Field(pattern="^[a-z0-9-]{1,60}$")]


class CheckOutcome(StrEnum):
    """What became of one of the two questions asked of every run: did the job finish, do log and job agree."""

    PASSED = "passed"
    FAILED = "failed"
    BROKEN = "broken"
    NOT_MADE = "not made"


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one question, and the text that tells a person why and what to do next.

    ``codes`` are the reasons as short stable codes (``errors.Reason``), one for each objection; none where it passed.
    """

    outcome: CheckOutcome
    text: str
    codes: tuple[Code, ...] = ()


class VerdictOutcome(StrEnum):
    """What the gate makes of one finding: it fails, the policy tolerates it, or it was known before."""

    FAILS = "fails"
    TOLERATED = "tolerated"
    KNOWN = "known"


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """A finding, its outcome, and in words what decided, with count and limit where there are such.

    ``severity`` is the one that the policy gives the finding, which is the log's own where it says nothing.
    ``is_accepted`` says that an entry of the policy file lets the finding pass whatever a baseline holds.
    """

    finding: Finding
    outcome: VerdictOutcome
    severity: Severity
    decided_by: str
    is_accepted: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyCheck:
    """A limit of the policy as a test of its own: a threshold, or that nothing of a baseline is out of date."""

    name: str
    check: Check


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A run beside what was known before: ``name`` is ``baseline`` or ``comparison``, ``where`` says with what.

    ``known`` and ``new`` are numbers of findings, and add up to all. ``fixed`` are those known before that no run of this
    session has any more; None where that cannot be said, since a run could not be judged.
    """

    name: str
    where: str
    known: int
    new: int
    fixed: tuple[EarlierFinding, ...] | None = None


class JudgementOutcome(StrEnum):
    """The three outcomes that are kept apart everywhere."""

    CLEAN = "clean"
    FINDINGS = "findings"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """The outcome of a whole run, with a reason for everything but clean, in words and as short stable codes."""

    outcome: JudgementOutcome
    reasons: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ContentRun:
    """Everything that is known of one job: what a user's own test gets from the fixture ``content_job``.

    ``name`` is the stable name given by the user or by position; ``job_id`` and ``status`` are None where a log was
    judged alone; ``log`` is None where no log could be read. ``source`` is the address of the content where this run
    started the job, ``api_base`` the URL of the API that was asked for it. ``policy_checks`` are the thresholds and other
    limits that are tests of their own; ``notes`` is what the policy has to say beside: entries that matched nothing, or are
    out of date. ``dropped`` counts the findings that hooks took out, by reason. ``decided_by`` are the files that had a part
    in the judgement: ``policy``, ``baseline``, ``comparison`` and ``ini_file``, as far as there are such.
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

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All warnings and errors of the log, in the log's order, whatever the policy makes of them."""
        return tuple(verdict.finding for verdict in self.verdicts)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings of severity error."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings of severity warning."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.WARNING)
