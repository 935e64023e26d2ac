"""What came of one check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from pytest_contentjobs.boundary.sanitize import safe_line
from pytest_contentjobs.errors import ContentJobsError

__all__ = ["Outcome", "Result"]


class Outcome(StrEnum):
    """How a check came out; ``INFO`` is for what is told and cannot be checked."""

    OK = "ok"
    INFO = "info"
    PROBLEM = "problem"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Result:
    """A check by its name: what was seen, and what to do about it where that is a problem."""

    name: str
    outcome: Outcome
    what: str
    next_step: str = ""

    @classmethod
    def ok(cls, name: str, what: str) -> Self:
        """Make the result of a check that passed."""
        return cls(name, Outcome.OK, what)

    @classmethod
    def info(cls, name: str, what: str) -> Self:
        """Make the result of what cannot be checked and is worth to be known."""
        return cls(name, Outcome.INFO, what)

    @classmethod
    def problem(cls, name: str, error: ContentJobsError) -> Self:
        """Make the result of a check that failed."""
        return cls(name, Outcome.PROBLEM, error.what, error.next_step)

    @classmethod
    def not_checked(cls, name: str, why: str) -> Self:
        """Make the result of a check that could not be made."""
        return cls(name, Outcome.NOT_CHECKED, why)

    def safe(self, redact: Callable[[str], str]) -> Self:
        """Return it fit to be shown: without secrets, each text on one line."""
        return type(self)(
            self.name, self.outcome, safe_line(redact(self.what), _LONGEST), safe_line(redact(self.next_step), _LONGEST)
        )


_LONGEST = 1000
