"""The result of one check, with a code for machines and tests and a text for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.errors import ContentJobsError
from pytest_contentjobs.model.reason import Reason

__all__ = ["CheckName", "Obstacle", "Outcome", "Result"]

_LONGEST = 1000  # characters of a text


class CheckName(StrEnum):
    """The checks, in their order; the value is what the user reads."""

    API_DOMAIN = "API domain"
    SETTINGS = "settings"
    HOST_NAME = "host name"
    CONNECTION = "connection"
    CLOCK = "clock"
    TOKEN = "token"  # noqa: S105 - the name of a check, not a token
    SCOPE = "scope"
    PERMISSION = "permission"
    AWS_CREDENTIALS = "AWS credentials"
    LOG_LOCATION = "log location"
    LOG = "log"


class Outcome(StrEnum):
    """How a check ended. ``INFO`` is for facts that cannot be checked."""

    OK = "ok"
    INFO = "info"
    PROBLEM = "problem"
    NOT_CHECKED = "not checked"


class Obstacle(StrEnum):
    """Why a check could not be made, or was not needed."""

    NO_DOMAIN = "no-domain"
    NO_ADDRESS = "no-address"
    ONLY_PROXY_KNOWS = "only-proxy-knows"
    NO_CONNECTION = "no-connection"
    NO_DATE = "no-date"
    NO_TOKEN = "no-token"  # noqa: S105 - a code, not a token
    NO_JOB = "no-job"
    NO_STATUS = "no-status"
    NO_SETTINGS = "no-settings"
    NO_LOCATION = "no-location"
    NO_LOG_YET = "no-log-yet"
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True, slots=True)
class Result:
    """What a check saw and, for a problem, the next step.

    ``reason`` is the error's code for a problem, and the obstacle for a check that was not made; None otherwise.
    """

    name: CheckName
    outcome: Outcome
    what: str
    next_step: str = ""
    reason: Reason | Obstacle | None = None

    @classmethod
    def ok(cls, name: CheckName, what: str) -> Self:
        """Make the result of a check that passed."""
        return cls(name, Outcome.OK, what)

    @classmethod
    def info(cls, name: CheckName, what: str) -> Self:
        """Make the result for a fact that cannot be checked."""
        return cls(name, Outcome.INFO, what)

    @classmethod
    def problem(cls, name: CheckName, error: ContentJobsError) -> Self:
        """Make the result of a check that failed."""
        return cls(name, Outcome.PROBLEM, error.what, error.next_step, error.reason)

    @classmethod
    def not_checked(cls, name: CheckName, obstacle: Obstacle, what: str) -> Self:
        """Make the result of a check that was not made."""
        return cls(name, Outcome.NOT_CHECKED, what, reason=obstacle)

    @property
    def code(self) -> str:
        """The outcome and, if there is one, its reason: ``ok``, ``problem:clock-wrong``, ``not-checked:no-job``."""
        outcome = self.outcome.replace(" ", "-")
        return f"{outcome}:{self.reason}" if self.reason else outcome

    def make_safe(self, redact: Callable[[str], str]) -> Self:
        """Return the result without secrets, each text on one line."""
        what, next_step = (sanitize_line(redact(text), _LONGEST) for text in (self.what, self.next_step))
        return replace(self, what=what, next_step=next_step)
