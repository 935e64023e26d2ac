"""The nouns of a content job's judgement: frozen values with no behaviour beyond their own invariants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, JsonValue

from pytest_contentjobs.service.wire import JobStatus

__all__ = [
    "Check",
    "CheckOutcome",
    "Code",
    "Comparison",
    "ContentRun",
    "Dropped",
    "Entity",
    "Finding",
    "Fingerprint",
    "JobId",
    "Judgement",
    "JudgementOutcome",
    "KnownFinding",
    "LogEntry",
    "LogLine",
    "LogStatistics",
    "PlainName",
    "PolicyCheck",
    "RunName",
    "Severity",
    "Source",
    "Verdict",
    "VerdictOutcome",
]


#: What a file must have where it names a finding: the names and fingerprints that ``joblog/identity.py`` makes.
PlainName = Annotated[str, Field(pattern="^[ -~]{1,200}$")]
Fingerprint = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
#: What a file must have where it names a run, its job, or the reason of an outcome: the forms of options and ``Reason``.
RunName = Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
JobId = Annotated[str, Field(pattern="^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")]
Code = Annotated[str, Field(pattern="^[a-z0-9-]{1,60}$")]


class Severity(StrEnum):
    """How bad a finding is. The order of the members is from bad to good.

    Logs give errors and warnings; what is informational there is no finding. A policy or a hook can call one ``info``.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """What a log entry is about, as far as the log says it.

    ``kind`` is ``article``, ``folder``, ``topic``, ``portal``, ``resource`` or ``package``; ``folder`` is the path of
    the folder that holds it, joined by ``/``; ``index`` is its place in the package's JSON list, from 0.
    """

    kind: str
    name: str | None = None
    folder: str | None = None
    id: str | None = None
    index: int | None = None

    @property
    def path(self) -> str | None:
        """Folder path and name, the natural key of an article; None where the log gives no name."""
        if self.name is None:
            return None
        return f"{self.folder}/{self.name}" if self.folder else self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class LogEntry:
    """One warning or error of the log, which may span lines.

    ``rule`` is the code of the check that was broken, None where the entry names none. ``file``, ``line`` (from 1) and
    ``column`` (from 1) point into the content package as far as the entry itself says. ``timestamp`` is the log's own
    text. ``details`` are further facts that the log gives in a structure, by key. ``raw`` are the lines as they stand in the
    log; ``log_line`` is the number of the first, from 1.
    """

    severity: Severity
    message: str
    log_line: int
    raw: tuple[str, ...]
    rule: str | None = None
    entity: Entity | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    timestamp: str | None = None
    details: Mapping[str, JsonValue] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where in a local content package the thing stands that a finding is about.

    ``file`` is relative to the package's root, joined by ``/``; ``line`` and ``column`` count from 1 and are None for a
    file as a whole. ``root`` is the folder on this machine as the user gave it, None for a packed package.
    """

    file: str
    line: Annotated[int, Field(ge=1)] | None
    column: Annotated[int, Field(ge=1)] | None
    root: str | None = field(default=None, compare=False)

    @property
    def path(self) -> str:
        """The file as a user can open it: with the folder of the package where it is one."""
        return str(Path(self.root, self.file)) if self.root is not None else self.file


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding(LogEntry):
    """A log entry with an identity that is equal in the next run for the same problem.

    ``fingerprint`` is 64 hexadecimal digits; ``class_name`` and ``name`` are printable ASCII, unique together within a
    run and at most 200 characters each, so that test reports can follow the finding over time. ``rule`` is never None
    here: where the entry names none it is made of the message. ``source`` is the one place of the content package that the
    finding is linked to; where several fit, they are ``source_candidates`` and ``source`` is None. ``entity_url`` and
    ``rule_url`` lead to the item in the authoring tool and to the page of the rule, where the settings say how.
    """

    fingerprint: Fingerprint
    class_name: PlainName
    name: PlainName
    source: Source | None = None
    source_candidates: tuple[Source, ...] = ()
    entity_url: str | None = None
    rule_url: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a hook returns in the place of a finding that is none; the reason is counted and shown."""

    reason: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log by number (from 1), with its text cut to a length that is fit to be shown."""

    number: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LogStatistics:
    """What became of every line of the log.

    ``entry_lines``, ``continuation_lines``, ``informational_lines`` and ``unrecognised_lines`` add up to ``lines``.
    ``size`` is in characters. ``blank_lines`` are a part of the informational ones. ``suspicious_lines`` are those
    unrecognised lines that may be findings: those with a word or mark of something bad in any language, and all others too
    unless the log itself states that it has no errors. ``undecided_lines`` are those
    informational lines that nothing but their prose tells from findings. ``undecodable_lines`` hold bytes that
    are no text, or of another encoding than the rest. ``ends_whole`` says that the last line has a line end. ``samples``
    are the first and the last unrecognised lines. ``stated_errors`` and ``stated_warnings`` are the numbers that the log
    itself states; ``notes`` are facts about its encoding, for people.
    """

    location: str
    format: str
    size: int
    lines: int
    entry_lines: int
    continuation_lines: int
    informational_lines: int
    blank_lines: int
    unrecognised_lines: int
    suspicious_lines: int
    undecodable_lines: int
    ends_whole: bool
    samples: tuple[LogLine, ...] = ()
    stated_errors: int | None = None
    stated_warnings: int | None = None
    notes: tuple[str, ...] = ()
    undecided_lines: int = 0
    first_undecided: LogLine | None = None


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
class KnownFinding:
    """A finding that was met before: in a baseline, or in a saved run. ``count`` is the number of equal ones.

    ``reason`` says why it is accepted, ``until`` for how long, that day included.
    """

    class_name: PlainName
    name: PlainName
    severity: Severity
    rule: str | None
    message: str
    fingerprint: Fingerprint
    count: int = 1
    reason: str | None = None
    until: date | None = None


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
    fixed: tuple[KnownFinding, ...] | None = None


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
