"""One log format a file, behind one Protocol."""

from __future__ import annotations

from importlib.metadata import entry_points

from pytest_contentjobs.joblog.formats.base import LogFormat
from pytest_contentjobs.joblog.formats.document import JsonDocument
from pytest_contentjobs.joblog.formats.jsonl import JsonLines
from pytest_contentjobs.joblog.formats.logfmt import Logfmt
from pytest_contentjobs.joblog.formats.platform import PlatformText
from pytest_contentjobs.joblog.formats.sections import Sections
from pytest_contentjobs.joblog.formats.tables import Table
from pytest_contentjobs.joblog.formats.text import LevelledText

__all__ = ["ENTRY_POINTS", "FORMATS", "installed_formats"]

#: The group of entry points under which other packages bring formats; each gives an object with the LogFormat Protocol.
ENTRY_POINTS = "pytest_contentjobs.log_formats"
#: The formats of this package; where two explain a log equally well, the first wins.
FORMATS: tuple[LogFormat, ...] = (
    JsonLines(),
    JsonDocument(),
    PlatformText(),
    Table(),
    Logfmt(),
    LevelledText(),
    Sections(),
)


def installed_formats() -> tuple[LogFormat, ...]:
    """Return the formats of other packages, then those of this one."""
    return (*(point.load() for point in entry_points(group=ENTRY_POINTS)), *FORMATS)
