"""What was observed of each job and log: the only input of the gate besides its criteria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pytest_contentjobs.model import Finding, LogStatistics
from pytest_contentjobs.model.job import JobStatus

__all__ = ["Facts", "Failure"]


@dataclass(frozen=True, slots=True)
class Failure:
    """What stopped the observation: a text with its next step, free of secrets, and the codes of ``errors.Reason``.

    ``is_of_log`` says that the log could not be fetched or read, whatever became of its job.
    """

    text: str
    codes: tuple[str, ...]
    is_of_log: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Everything that is known of one job or log before anything is judged. All texts are free of secrets.

    ``job_id`` and ``status`` are None if a log is judged without its job; ``log`` is None if no log could be read, and
    ``failure`` says why. ``log_findings`` are the findings as the log has them, which are compared with the job's counts;
    ``findings`` are the same after hooks, which the policy applies to. ``dropped`` counts what hooks dropped, by reason, and
    ``hook_fault`` says how a hook failed. ``saved_at`` is when a saved run was saved: to judge it again makes it no newer.
    """

    name: str
    job_id: str | None = None
    status: JobStatus | None = None
    log: LogStatistics | None = None
    log_findings: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    failure: Failure | None = None
    source: str | None = None
    api_base: str | None = None
    saved_at: datetime | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)
    hook_fault: str | None = None
