"""The account of all lines: what each kind of line counts as, and what is noted about the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.decoding import TextBlock
from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, UNDECIDED, ParsedEntry
from pytest_contentjobs.joblog.harmless import HarmlessPatterns
from pytest_contentjobs.joblog.ledger import Ledger
from pytest_contentjobs.model import DeclaredLines, LogEntry, LogLine, LogStatistics
from pytest_contentjobs.model.reason import Reason
from tests.builders import ERROR, WARNING, article

Kinds = tuple[int, int, int, int]


def block(text: str, **fields: object) -> TextBlock:
    return TextBlock(text, **{"ends_whole": True, **fields})  # type: ignore[arg-type]


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


@pytest.mark.parametrize(("counts", "kinds"), [((1, 0), (1, 1, 0, 0)), ((2, 0), (1, 0, 0, 1))])
def test_a_label_belongs_to_the_finding_above_if_the_job_counts_what_was_found(
    counts: tuple[int, int], kinds: Kinds
) -> None:
    ledger = Ledger(counts)
    ledger.add_record("x", [FOUND])
    ledger.add_unexplained("DETAIL: more")

    assert count_kinds(summarise(ledger)[1]) == kinds


@pytest.mark.parametrize(
    ("before", "line", "is_taken"),
    [
        pytest.param(INFORMATIONAL, "what is this", True, id="below an informational line"),
        pytest.param(INFORMATIONAL, "title missing", False, id="what may be a finding"),
        pytest.param([FOUND], "title missing", True, id="the same below a finding"),
    ],
)
def test_a_line_continues_the_one_above(before: list[ParsedEntry], line: str, is_taken: bool) -> None:
    ledger = Ledger()
    assert not ledger.add_continuation(line)
    ledger.add_record("x", before)

    assert ledger.add_continuation(line) is is_taken

    ledger.add_unexplained("What is this")
    assert not ledger.add_continuation(line)


def test_a_line_continues_those_that_were_skipped() -> None:
    ledger = Ledger()
    ledger.skip(3)

    assert ledger.add_continuation("what is this")


def test_only_a_layout_that_no_format_knows_is_suspicious() -> None:
    ledger = Ledger()
    ledger.add_record("R: article X", UNDECIDED)
    assert summarise(ledger)[1].suspicious_lines == 0

    ledger.add_unexplained("R: article X")
    assert summarise(ledger)[1].suspicious_lines == 1


def test_an_entry_keeps_what_its_format_read() -> None:
    ledger = Ledger()
    fields = {"rule": "A-1", "entity": article("X"), "file": "a.html", "line": 3, "column": 4, "timestamp": "10:00"}
    ledger.add_record("x", [ParsedEntry(severity=WARNING, message="no title", details={"a": 1}, **fields)])  # type: ignore[arg-type]

    (entry,), _ = summarise(ledger)

    assert {name: getattr(entry, name) for name in fields} == fields
    assert (entry.severity, entry.message, entry.details) == (WARNING, "no title", {"a": 1})
    assert not entry.is_adopted


@pytest.mark.parametrize(
    ("blocks", "notes", "undecodable"),
    [
        pytest.param([block("é", has_utf8=True)], (), 0, id="UTF-8"),
        pytest.param([block("x", latin1_lines=1)], ("1 line is not UTF-8, read as Latin-1",), 0, id="Latin-1"),
        pytest.param(
            [block("x", latin1_lines=1), block("y", latin1_lines=2)],
            ("3 lines are not UTF-8, read as Latin-1",),
            0,
            id="more of it",
        ),
        pytest.param([block("x", has_utf8=True), block("y", latin1_lines=2, broken_lines=1)], (), 3, id="both"),
        pytest.param([block("x", broken_lines=1), block("y", broken_lines=1)], (), 2, id="neither"),
        pytest.param(
            [block("x", encoding="utf-16-le"), block("y", encoding="utf-8"), block("y", encoding="latin-1")],
            ("read as UTF-16-LE",),
            0,
            id="another encoding",
        ),
    ],
)
def test_what_is_noted_of_the_encoding(blocks: list[TextBlock], notes: tuple[str, ...], undecodable: int) -> None:
    ledger = Ledger()
    for each in blocks:
        ledger.note_block(each, is_edge=False)

    _, statistics = summarise(ledger)

    assert (statistics.notes, statistics.undecodable_lines, statistics.size) == (notes, undecodable, len(blocks))


@pytest.mark.parametrize("ends_whole", [True, False])
def test_the_last_block_says_whether_the_log_ends_whole(ends_whole: bool) -> None:
    ledger = Ledger()
    ledger.note_block(block("x", ends_whole=not ends_whole), is_edge=True)
    ledger.note_block(block("y", ends_whole=ends_whole), is_edge=True)

    assert summarise(ledger)[1].ends_whole is ends_whole


def test_the_first_informational_line_is_kept() -> None:
    ledger = Ledger()
    ledger.add_record("x", [FOUND])
    ledger.add_record(f"{'a' * 400}\nb", INFORMATIONAL)
    ledger.add_record("c", INFORMATIONAL)

    assert summarise(ledger)[1].first_informational == LogLine(2, "a" * 300)


def test_declared_lines_are_informational_wherever_they_stand() -> None:
    ledger = Ledger(harmless=HarmlessPatterns([r"COPY \d+", r"MOVE \d+"]))
    ledger.add_record("COPY 1\n\nMOVE 1", UNDECIDED)
    ledger.add_record("COPY 1\nother 1", UNDECIDED)
    ledger.add_record("x", INFORMATIONAL)
    ledger.add_continuation("COPY 2")
    ledger.add_unexplained("COPY 3")

    _, statistics = summarise(ledger)

    assert count_kinds(statistics) == (0, 0, 6, 2)
    assert statistics.declared == (DeclaredLines(r"COPY \d+", 3), DeclaredLines(r"MOVE \d+", 1))


@pytest.mark.parametrize(
    ("limit", "most", "records", "named"),
    [
        ("MAXIMUM_FINDINGS", 2, ["a", "b", "c"], "more than 2 findings in its first 3 lines"),
        ("MAXIMUM_FINDINGS", 2, ["a\nx\ny", "b\nc"], None),
        ("MAXIMUM_TEXT", 2 << 20, ["a" * (1 << 20), "b" * (1 << 20)], "more than 2 MiB of them in its first 2 lines"),
        ("MAXIMUM_TEXT", 74 + len("no title") * 1, ["a" * 10], None),
        ("MAXIMUM_TEXT", 73 + len("no title") * 1, ["a" * 10], "of them in its first 1 lines"),
    ],
)
def test_a_log_with_too_many_findings_is_refused(
    limit: str, most: int, records: list[str], named: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"pytest_contentjobs.joblog.kept_findings.{limit}", most)
    ledger = Ledger()
    if named is None:
        for record in records:
            ledger.add_record(record, [FOUND])
        return
    for record in records[:-1]:
        ledger.add_record(record, [FOUND])

    with pytest.raises(LogUnreadableError, match=named) as refusal:
        ledger.add_record(records[-1], [FOUND])

    assert refusal.value.reason is Reason.TOO_MANY_FINDINGS


@pytest.mark.parametrize(
    ("counts", "lines", "adopted"),
    [
        ((2, 0), ["Row 3: title missing", "Row 4: title missing"], 2),
        ((1, 1), ["Row 3: title missing", "Row 4: title missing"], 0),
        ((2, 0), ["3 rows failed", "4 rows failed"], 0),
        (None, ["Row 3: title missing", "Row 4: title missing"], 0),
    ],
)
def test_lines_become_the_findings_that_the_job_counts(
    counts: tuple[int, int] | None, lines: list[str], adopted: int
) -> None:
    ledger = Ledger(counts)
    ledger.add_record("start", INFORMATIONAL)
    for line in lines:
        ledger.add_unexplained(line)

    entries, statistics = summarise(ledger)

    assert [entry.log_line for entry in entries if entry.is_adopted] == [2, 3][:adopted]
    assert count_kinds(statistics) == (adopted, 0, 1, 2 - adopted)
    assert (statistics.adopted is not None) is bool(adopted)
