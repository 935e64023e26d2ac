"""A word in the place of a level that is not a known level is red, and named."""

from __future__ import annotations

from pytest_contentjobs.gate.reconcile import check_log
from pytest_contentjobs.joblog.formats.base import INFORMATIONAL
from pytest_contentjobs.joblog.ledger import Ledger
from pytest_contentjobs.model import LogLine, LogStatistics, UnexplainedLines
from pytest_contentjobs.model.reason import Reason
from tests.builders import status


def account(*levels: str | None) -> LogStatistics:
    ledger = Ledger()
    for number, level in enumerate(levels):
        if level is None:
            ledger.add_record("INFO all is well", INFORMATIONAL)
        else:
            ledger.add_unexplained(f"{level} line {number}", level=level)
    return ledger.summarise("log.txt", "text")[1]


def test_unknown_levels_are_counted_by_word() -> None:
    statistics = account(None, "OJ", None, "AJ", "OJ", None)

    assert statistics.unexplained == (
        UnexplainedLines(template="OJ", level="OJ", lines=2, sample=LogLine(2, "OJ line 1")),
        UnexplainedLines(template="AJ", level="AJ", lines=1, sample=LogLine(4, "AJ line 3")),
    )
    assert (statistics.lines, statistics.unexplained_lines, statistics.suspicious_lines) == (6, 3, 3)


def test_unknown_levels_are_red_beside_counts_and_without() -> None:
    statistics = account(None, None, None, "OJ")

    for job in (None, status(results={"errors": 0, "warnings": 0})):
        check = check_log(job, statistics, (), max_unparsed=None, log_end="any").otherwise
        assert Reason.LEVEL_UNKNOWN in check.codes
        assert 'content_log_levels = "OJ=error"' in check.text
