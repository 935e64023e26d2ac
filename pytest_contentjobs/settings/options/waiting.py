"""How a job is waited for."""

from __future__ import annotations

from pytest_contentjobs.settings.options.option import Option

__all__ = ["POLL_INTERVAL", "STALL_TIMEOUT", "TIMEOUT"]

_TITLE = "content gate: waiting for a job"
_MINIMUM_INTERVAL = 0.05

POLL_INTERVAL = Option(
    name="--content-poll-interval",
    group=_TITLE,
    metavar="DURATION",
    help="longest time between two polls of a running job, doubled before a scheduled start; polls are more frequent when "
    "the job is about to end: seconds, or 30s, 2m, 1h",
    variable="CONTENTJOBS_POLL_INTERVAL",
    default="55s",
    parser="as_duration",
    minimum=_MINIMUM_INTERVAL,
)
TIMEOUT = Option(
    name="--content-timeout",
    group=_TITLE,
    metavar="DURATION",
    help="longest time to wait for each job",
    variable="CONTENTJOBS_TIMEOUT",
    # Enough for the longest import by the vendor's documentation, 4 hours.
    default="4h30m",
    parser="as_duration",
)
STALL_TIMEOUT = Option(
    name="--content-stall-timeout",
    group=_TITLE,
    metavar="DURATION",
    help="stop waiting for a job if its status, progress, operation and start time have not changed for this long; not "
    "applied before a scheduled start; if not set, only --content-timeout ends the wait",
    variable="CONTENTJOBS_STALL_TIMEOUT",
    parser="as_duration",
    minimum=_MINIMUM_INTERVAL,
)
