"""The nouns of a content job's judgement: frozen values with no behaviour beyond their own invariants."""

from pytest_contentjobs.model.finding import (
    Dropped,
    EarlierFinding,
    Entity,
    Finding,
    Fingerprint,
    LogEntry,
    SafeName,
    Severity,
    Source,
)
from pytest_contentjobs.model.job import JobState, JobStatus, Objection, Progress, Results
from pytest_contentjobs.model.log import DeclaredLines, LogLine, LogStatistics, UnexplainedLines
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.model.run import (
    Check,
    CheckOutcome,
    Code,
    Comparison,
    ContentRun,
    JobId,
    Judgement,
    JudgementOutcome,
    PolicyCheck,
    RunName,
    Verdict,
    VerdictOutcome,
)

__all__ = [
    "Check",
    "CheckOutcome",
    "Code",
    "Comparison",
    "ContentRun",
    "DeclaredLines",
    "Dropped",
    "EarlierFinding",
    "Entity",
    "Finding",
    "Fingerprint",
    "JobId",
    "JobState",
    "JobStatus",
    "Judgement",
    "JudgementOutcome",
    "LogEntry",
    "LogLine",
    "LogStatistics",
    "Objection",
    "PolicyCheck",
    "Progress",
    "Reason",
    "Results",
    "RunName",
    "SafeName",
    "Severity",
    "Source",
    "UnexplainedLines",
    "Verdict",
    "VerdictOutcome",
]
