"""What a log format is: the Protocol that the reader speaks, and the words for severity that all formats share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from pytest_contentjobs.model import Entity, Severity

__all__ = ["LEVELS", "LogFormat", "ParsedLine", "looks_like_a_finding", "worst"]

#: Level words of common logging systems by upper-case spelling; None stands for informational.
LEVELS: dict[str, Severity | None] = {
    **dict.fromkeys(
        ("ERROR", "ERR", "FATAL", "SEVERE", "CRITICAL", "CRIT", "ALERT", "EMERGENCY", "EMERG"), Severity.ERROR
    ),
    **dict.fromkeys(("WARNING", "WARN"), Severity.WARNING),
    **dict.fromkeys(
        ("INFO", "INFORMATION", "NOTICE", "DEBUG", "TRACE", "VERBOSE", "CONFIG", "FINE", "FINER", "FINEST")
    ),
}

# Parts of words, since loggers and programs join them: ``ValidationError``, ``SEVERE_ERROR``, ``error_code=12``.
_FINDING_WORD = re.compile(
    r"error|warn|fatal|severe|critical|fail|exception|invalid|missing|problem|duplicate|conflict|corrupt|reject|denied|"
    r"unknown|unsupported|unexpected|undefined|illegal|unable|cannot|can't|could\ not|"
    r"not\ (?:found|exist|declared|allowed|supported|valid)|exceed|skipped|"
    r"(?<![a-z])(?:err|crit|alert|emerg|emergency)(?![a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedLine:
    """The start of one thing that the log says. ``severity`` None means informational: no finding."""

    severity: Severity | None
    message: str
    rule: str | None = None
    entity: Entity | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    timestamp: str | None = None


class LogFormat(Protocol):
    """One layout of a log. Instances keep no state between lines."""

    @property
    def name(self) -> str:
        """The word that ``--content-log-format`` takes."""
        ...

    def parse(self, line: str) -> ParsedLine | None:
        """Read a line that starts something; None where it does not, in this layout."""
        ...

    def continues(self, line: str) -> bool:
        """Whether a line that starts nothing belongs to what stands above it."""
        ...


def worst(severities: Iterable[Severity | None]) -> Severity | None:
    """Return the worst of several severities of one thing; None where all are informational."""
    found = set(severities)
    return next((severity for severity in Severity if severity in found), None)


def looks_like_a_finding(line: str) -> bool:
    """Whether an unrecognised line holds a word that makes losing it dangerous."""
    return _FINDING_WORD.search(line) is not None
