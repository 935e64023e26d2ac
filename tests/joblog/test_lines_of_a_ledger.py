"""What each kind of line counts as, and which lines a finding has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, UNDECIDED, ParsedEntry
from pytest_contentjobs.joblog.ledger import Ledger
from tests.builders import ERROR, WARNING
from tests.joblog.ledgers import FOUND, Kinds, block, count_kinds, summarise

COUNTED = ParsedEntry(severity=ERROR, message="1 error", rule="A-1")
ONE, TWO = (
    ParsedEntry(severity=ERROR, message="a", rule="A-1", count=1),
    ParsedEntry(severity=WARNING, message="b", rule="A-2", offset=1, count=2),
)


@pytest.mark.parametrize(
    ("feed", "expected", "raw"),
    [
        pytest.param(lambda to: to.add_record("x", [FOUND]), (1, 0, 0, 0), [(1, ("x",))], id="a finding"),
        pytest.param(lambda to: to.add_record("x\ny", [FOUND]), (1, 1, 0, 0), [(1, ("x", "y"))], id="of two lines"),
        pytest.param(
            lambda to: to.add_record("x\ny\nz\nlast", [ONE, TWO]),
            (2, 1, 1, 0),
            [(1, ("x",)), (2, ("y", "z"))],
            id="two findings and a line of neither",
        ),
        pytest.param(
            lambda to: [to.add_record("x", [FOUND]), to.add_continuation("more")],
            (1, 1, 0, 0),
            [(1, ("x", "more"))],
            id="a line below",
        ),
        pytest.param(
            lambda to: [to.add_record("x", [FOUND]), to.add_blank(), to.add_continuation("ERROR: more")],
            (1, 1, 1, 0),
            [(1, ("x", "ERROR: more"))],
            id="a blank line between",
        ),
        pytest.param(
            lambda to: [to.add_record("x", [FOUND]), to.skip(5), to.add_record("y", [FOUND])],
            (2, 0, 5, 0),
            [(1, ("x",)), (7, ("y",))],
            id="skipped lines between",
        ),
        pytest.param(
            lambda to: [to.add_record("x\ny", [FOUND]), to.add_unexplained("DETAIL: more")],
            (1, 1, 0, 1),
            [(1, ("x", "y", "DETAIL: more"))],
            id="a label below, without counts",
        ),
        pytest.param(
            lambda to: [to.add_record("x", [ONE]), to.add_unexplained("DETAIL: more")],
            (1, 0, 0, 1),
            [(1, ("x",))],
            id="a label below a finding that ended",
        ),
        pytest.param(
            lambda to: [to.add_record("x", [FOUND]), to.add_unexplained("What is this"), to.add_unexplained("DETAIL: y")],
            (1, 0, 0, 2),
            [(1, ("x",))],
            id="a label that is not directly below",
        ),
        pytest.param(
            lambda to: [to.add_record("10:00 ERROR: x", [FOUND]), to.add_record("10:00 DETAIL: y", INFORMATIONAL)],
            (1, 1, 0, 0),
            [(1, ("10:00 ERROR: x", "10:00 DETAIL: y"))],
            id="a labelled part of it",
        ),
        pytest.param(
            lambda to: [to.add_record("10:00 ERROR: x", [FOUND]), to.add_record("10:01 DETAIL: y", INFORMATIONAL)],
            (1, 0, 1, 0),
            [(1, ("10:00 ERROR: x",))],
            id="the same at another time",
        ),
        pytest.param(
            lambda to: [
                to.add_record("10:00 ERROR: x", [FOUND]), to.add_blank(), to.add_record("10:00 DETAIL: y", INFORMATIONAL)
            ],
            (1, 0, 2, 0),
            [(1, ("10:00 ERROR: x",))],
            id="the same, not directly below",
        ),
        pytest.param(
            lambda to: [to.add_record("10:00 ERROR: x", [FOUND]), to.add_record("10:00 HINT: y", [FOUND])],
            (2, 0, 0, 0),
            [(1, ("10:00 ERROR: x",)), (2, ("10:00 HINT: y",))],
            id="a finding with such a label",
        ),
        pytest.param(
            lambda to: [to.add_record("x", [FOUND]), to.add_unexplained("a\nb", level="HM")],
            (1, 0, 0, 2),
            [(1, ("x",))],
            id="an unknown level",
        ),
        pytest.param(
            lambda to: [to.add_record("x", INFORMATIONAL), to.add_continuation("    at a.b(C.java:1)")],
            (0, 1, 1, 0),
            [],
            id="a frame below an informational line",
        ),
        pytest.param(
            lambda to: [to.add_record("x", INFORMATIONAL), to.add_continuation("what is this")],
            (0, 0, 1, 1),
            [],
            id="a line below an informational one",
        ),
        pytest.param(lambda to: to.add_record("x\ny", UNDECIDED), (0, 0, 0, 2), [], id="undecided lines"),
        pytest.param(lambda to: to.add_unexplained("-----"), (0, 0, 1, 0), [], id="a rule"),
        pytest.param(lambda to: to.add_unexplained("0 errors"), (0, 0, 1, 0), [], id="zeros"),
        pytest.param(lambda to: to.add_unexplained("3 errors"), (0, 0, 0, 1), [], id="a total that is not found"),
        pytest.param(
            lambda to: to.add_record("done with 3 errors", INFORMATIONAL),
            (1, 0, 0, 0),
            [(1, ("done with 3 errors",))],
            id="an end with errors that are not found",
        ),
        pytest.param(
            lambda to: to.add_record("x", [ParsedEntry(severity=ERROR, message="3 errors")]),
            (1, 0, 0, 0),
            [(1, ("x",))],
            id="a finding that only sums up, alone",
        ),
        pytest.param(
            lambda to: [to.add_record("x", [ParsedEntry(severity=ERROR, message="1 error")]), to.add_record("y", [FOUND])],
            (1, 0, 1, 0),
            [(2, ("y",))],
            id="a finding that only sums up, beside another",
        ),
        pytest.param(
            lambda to: to.add_record("x", [ParsedEntry(severity=ERROR, message="0 errors")]), (0, 0, 1, 0), [], id="none"
        ),
        pytest.param(
            lambda to: [to.add_record("x", [COUNTED]), to.add_record("y", [FOUND])],
            (2, 0, 0, 0),
            [(1, ("x",)), (2, ("y",))],
            id="a finding with a rule sums up nothing",
        ),
    ],
)  # fmt: skip
def test_each_line_counts_once(
    feed: Callable[[Ledger], object], expected: Kinds, raw: list[tuple[int, tuple[str, ...]]]
) -> None:
    ledger = Ledger()
    ledger.note_block(block(""), is_edge=True)
    feed(ledger)

    entries, statistics = summarise(ledger)

    assert count_kinds(statistics) == expected
    assert [(entry.log_line, entry.raw) for entry in entries] == raw
