"""The command that makes sense after a run, with the arguments that this run had."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from urllib.parse import urlsplit

from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model import ContentRun, JudgementOutcome
from pytest_contentjobs.model.job import JobState
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.reports.resume_command import Invocation, make_resume_command
from pytest_contentjobs.settings.options.access import API_DOMAIN, LOG_BUCKET_OWNER, LOG_BUCKETS, LOG_HOSTS
from pytest_contentjobs.settings.resolve import Settings

__all__ = ["find_next_command"]

_PYTEST = Invocation()
#: What ``contentjobs doctor`` looks into: access to the service, and to the log's bucket.
_ABOUT_SET_UP = frozenset(
    {
        *(Reason.TOKEN_REFUSED, Reason.TOKEN_UNAVAILABLE, Reason.TOKEN_INVALID, Reason.TOKEN_COMMAND_FAILED),
        *(Reason.CLIENT_REFUSED, Reason.PERMISSION_MISSING, Reason.JOB_NOT_FOUND, Reason.NOT_THE_API),
        Reason.RESPONSE_UNEXPECTED,
        *(Reason.SERVICE_UNREACHABLE, Reason.NAME_NOT_FOUND, Reason.REQUEST_REDIRECTED, Reason.CERTIFICATE_UNTRUSTED),
        *(Reason.TLS_FAILED, Reason.PROXY_FAILED, Reason.NETWORK_SETTINGS_INVALID, Reason.CLOCK_WRONG),
        *(Reason.LOG_HOST_UNTRUSTED, Reason.LOG_BUCKET_UNTRUSTED, Reason.LOG_OWNER_UNKNOWN, Reason.LOG_FORBIDDEN),
        Reason.LOG_BUCKET_MISSING,
        *(Reason.LOG_IN_ANOTHER_REGION, Reason.AWS_CREDENTIALS_MISSING, Reason.AWS_CREDENTIALS_INVALID),
        *(
            Reason.AWS_CREDENTIALS_EXPIRED,
            Reason.LOG_KEY_FORBIDDEN,
            Reason.LOG_ADDRESS_UNTRUSTED,
            Reason.LOG_REDIRECTED,
        ),
    }
)
_ABOUT_READING = frozenset(
    {
        Reason.LOG_UNRECOGNISED,
        Reason.LEVEL_UNKNOWN,
        Reason.LINES_UNEXPLAINED,
        Reason.UNPARSED_LIMIT,
        Reason.TOTALS_DISAGREE,
    }
)


def find_next_command(
    runs: Sequence[ContentRun], settings: Settings, *, is_green: bool, invocation: Invocation = _PYTEST
) -> str | None:
    """Return what to do after these runs, and the command for it, in one safe line; None if there is nothing to say.

    What keeps content from being judged comes first. ``is_green`` says that nothing fails, tests of the user's own included. A
    command is given only if it can be entered as it is; ``invocation`` is how the user started these runs.
    """
    for run in runs:
        if run.judgement.outcome is JudgementOutcome.NOT_JUDGED and (command := _find_cure(run, settings, invocation)):
            return command
    if not is_green or any(run.judgement.outcome is not JudgementOutcome.CLEAN for run in runs):
        return None
    for run in runs:
        if _is_ticket(run) and settings.save is not None and run.source:
            saved = str(settings.save / run.name)
            return _join(
                "to import it", ["contentjobs", "import", run.source, "--after", saved, *_domain(run, settings)]
            )
    return None


def _find_cure(run: ContentRun, settings: Settings, invocation: Invocation) -> str | None:
    codes = set(run.judgement.codes)
    if codes & _ABOUT_SET_UP:
        return _join(
            "to check the set-up",
            ["contentjobs", "doctor", *([run.job_id] if run.job_id else []), *_access(run, settings)],
        )
    if codes & _ABOUT_READING and run.log is not None:
        saved = settings.save / run.name if settings.save is not None and Reason.RUN_NOT_SAVED not in codes else None
        where = str(saved) if saved is not None else run.log.location
        return _join("to see how the log is read", ["contentjobs", "log", "explain", where])
    if Reason.JOB_TIMEOUT in codes and run.job_id:
        command = make_resume_command(invocation, {run.name: run.job_id}, Redactor(settings.secrets))
        return f"to go on waiting: {command}"
    return None


def _access(run: ContentRun, settings: Settings) -> list[str]:
    """Return the options of the doctor that this run had; secrets have no options."""
    given = {
        LOG_BUCKETS.name: ",".join(sorted(settings.log_buckets)),
        LOG_BUCKET_OWNER.name: settings.log_bucket_owner,
        LOG_HOSTS.name: ",".join(sorted(settings.log_hosts)),
    }
    return _domain(run, settings) + [part for name, value in given.items() if value for part in (name, value)]


def _domain(run: ContentRun, settings: Settings) -> list[str]:
    base = run.api_base or settings.api_base
    if base is None:
        return []
    parts = urlsplit(base)
    return [API_DOMAIN.name, parts.netloc if parts.scheme == "https" else f"{parts.scheme}://{parts.netloc}"]


def _is_ticket(run: ContentRun) -> bool:
    status = run.status
    return status is not None and status.state is JobState.SUCCESSFUL and status.job_type == "Validation"


def _join(purpose: str, command: Sequence[str]) -> str | None:
    line = shlex.join(command)
    # Half a command, or one with escapes, does something else.
    return f"{purpose}: {line}" if sanitize_line(line) == line else None
