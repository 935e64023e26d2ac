"""Feed ledgers and show their account, as their tests need it."""

from __future__ import annotations

from pytest_contentjobs.joblog.decoding import TextBlock
from pytest_contentjobs.joblog.formats.base import ParsedEntry
from pytest_contentjobs.joblog.ledger import Ledger
from pytest_contentjobs.model import LogEntry, LogStatistics
from tests.builders import ERROR

#: How many lines are entries, continue one, are informational and unexplained.
Kinds = tuple[int, int, int, int]


def block(text: str, **fields: object) -> TextBlock:
    return TextBlock(text, **{"ends_whole": True, **fields})  # type: ignore[arg-type]  # the fields of a block


def summarise(ledger: Ledger) -> tuple[tuple[LogEntry, ...], LogStatistics]:
    return ledger.summarise("log.txt", "text")


def count_kinds(statistics: LogStatistics) -> Kinds:
    """Return how many lines are entries, continue one, are informational and unexplained; the sum is that of all lines."""
    kinds = (
        statistics.entry_lines,
        statistics.continuation_lines,
        statistics.informational_lines,
        statistics.unexplained_lines,
    )
    assert sum(kinds) == statistics.lines
    return kinds


FOUND = ParsedEntry(severity=ERROR, message="no title", rule="ART-1")
