"""Gate a knowledge base's bulk content jobs with pytest.

What users and authors of log formats need is here. Each name is loaded on first use, since every run of pytest in an
environment with this package imports it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_contentjobs.errors import ContentJobsError
    from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, UNDECIDED, LineParser, LogFormat, ParsedEntry
    from pytest_contentjobs.model import (
        Check,
        CheckOutcome,
        ContentRun,
        Dropped,
        Entity,
        Finding,
        JobState,
        JobStatus,
        Judgement,
        JudgementOutcome,
        LogStatistics,
        Reason,
        Severity,
        Source,
        Verdict,
        VerdictOutcome,
    )
    from pytest_contentjobs.service.client import ServiceClient

    __version__: str

_HOMES = {
    "pytest_contentjobs.errors": ("ContentJobsError",),
    "pytest_contentjobs.joblog.formats.base": (
        "INFORMATIONAL",
        "UNDECIDED",
        "LineParser",
        "LogFormat",
        "ParsedEntry",
    ),
    "pytest_contentjobs.model": (
        "Check",
        "CheckOutcome",
        "ContentRun",
        "Dropped",
        "Entity",
        "Finding",
        "JobState",
        "JobStatus",
        "Judgement",
        "JudgementOutcome",
        "LogStatistics",
        "Reason",
        "Severity",
        "Source",
        "Verdict",
        "VerdictOutcome",
    ),
    "pytest_contentjobs.service.client": ("ServiceClient",),
}
_HOME_BY_NAME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "INFORMATIONAL",
    "UNDECIDED",
    "Check",
    "CheckOutcome",
    "ContentJobsError",
    "ContentRun",
    "Dropped",
    "Entity",
    "Finding",
    "JobState",
    "JobStatus",
    "Judgement",
    "JudgementOutcome",
    "LineParser",
    "LogFormat",
    "LogStatistics",
    "ParsedEntry",
    "Reason",
    "ServiceClient",
    "Severity",
    "Source",
    "Verdict",
    "VerdictOutcome",
]


def __getattr__(name: str) -> Any:
    """Load a public name, or ``__version__``, on first use."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - reads files, which no run needs

        return version("pytest-contentjobs")
    home = _HOME_BY_NAME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(home), name)
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
