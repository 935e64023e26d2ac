"""One log format per file, behind one Protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.joblog.formats.base import LogFormat, VocabularyFormat
from pytest_contentjobs.joblog.formats.blocks import Blocks
from pytest_contentjobs.joblog.formats.ci_commands import CiCommands
from pytest_contentjobs.joblog.formats.diagnostics import Diagnostics
from pytest_contentjobs.joblog.formats.document import JsonDocument
from pytest_contentjobs.joblog.formats.jsonl import JsonLines
from pytest_contentjobs.joblog.formats.logfmt import Logfmt
from pytest_contentjobs.joblog.formats.platform import PlatformText
from pytest_contentjobs.joblog.formats.ruled_tables import RuledTable
from pytest_contentjobs.joblog.formats.sections import Sections
from pytest_contentjobs.joblog.formats.tables import Table
from pytest_contentjobs.joblog.formats.tap import Tap
from pytest_contentjobs.joblog.formats.text import LevelledText
from pytest_contentjobs.joblog.formats.traces import Traces
from pytest_contentjobs.joblog.formats.trees import Tree
from pytest_contentjobs.joblog.formats.xml import Xml
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Vocabulary
from pytest_contentjobs.model.reason import Reason

__all__ = ["ENTRY_POINTS", "FORMATS", "FORMATS_OF_FIELDS", "collect_formats", "with_vocabulary"]

#: The group of entry points by which other packages provide formats; each is an object with the LogFormat Protocol.
ENTRY_POINTS = "pytest_contentjobs.log_formats"
#: The formats of this package. If two explain a log equally well, the first is used.
FORMATS: tuple[LogFormat, ...] = (
    JsonLines(),
    JsonDocument(),
    Xml(),
    CiCommands(),
    Tap(),
    PlatformText(),
    Table(),
    RuledTable(),
    Logfmt(),
    LevelledText(),
    Sections(),
    Diagnostics(),
    Tree(),
    Blocks(),
    Traces(),
)
#: Formats of lines with named or joined fields, in which a level has its place by syntax and not by column.
FORMATS_OF_FIELDS = (PlatformText, Logfmt)


def with_vocabulary(formats: Sequence[LogFormat], vocabulary: Vocabulary) -> Sequence[LogFormat]:
    """Return the formats, those of this package with another vocabulary."""
    if vocabulary == VOCABULARY:
        return formats
    return [type(each)(vocabulary) if isinstance(each, VocabularyFormat) else each for each in formats]


def collect_formats(brought: Iterable[object] = ()) -> tuple[LogFormat, ...]:
    """Return the formats provided by hooks, those of other packages, then those of this package.

    Raises:
        SettingsError: a provided object is not a log format, or an entry point cannot be loaded.
    """
    return (
        *(_require_format(brought_format, "a conftest.py or plugin") for brought_format in brought),
        *(
            _require_format(_load(point), f"the entry point {point.value}")
            for point in entry_points(group=ENTRY_POINTS)
        ),
        *FORMATS,
    )


def _load(point: EntryPoint) -> object:
    try:
        return point.load()
    except Exception as error:
        raise SettingsError(
            f"The log format {point.name!r} of the entry point {point.value} cannot be loaded: {error!r}.",
            next_step="Fix or uninstall the package that provides it.",
            reason=Reason.LOG_FORMAT_INVALID,
        ) from error


def _require_format(brought: object, origin: str) -> LogFormat:
    log_format = brought
    if isinstance(brought, type):
        try:
            log_format = brought()
        except TypeError as error:
            raise SettingsError(
                f"The log format class {brought.__name__} of {origin} cannot be instantiated: {error}.",
                next_step="Provide an object, or a class that needs no arguments.",
                reason=Reason.LOG_FORMAT_INVALID,
            ) from error
    if not isinstance(log_format, LogFormat) or not isinstance(log_format.name, str):
        raise SettingsError(
            f"{log_format!r}, provided by {origin}, is not a valid log format.",
            next_step="It needs a name and a method parser(). See pytest_contentjobs.LogFormat.",
            reason=Reason.LOG_FORMAT_INVALID,
        )
    return log_format
