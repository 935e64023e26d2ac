"""What is kept of a log beside the account of its lines: fields of findings, notes, totals, unexplained and declared lines."""

from __future__ import annotations

import pytest

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.decoding import TextBlock
from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, UNDECIDED, ParsedEntry
from pytest_contentjobs.joblog.harmless import HarmlessPatterns
from pytest_contentjobs.joblog.ledger import Ledger
from pytest_contentjobs.model import DeclaredLines, LogLine
from pytest_contentjobs.model.reason import Reason
from tests.builders import ERROR, WARNING, article
from tests.joblog.ledgers import FOUND, Kinds, block, count_kinds, summarise


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

    ledger.add_record("x", INFORMATIONAL)
    ledger.add_continuation("(R) article X")
    assert summarise(ledger)[1].suspicious_lines == 0

    ledger.add_unexplained("R: article X")
    assert summarise(ledger)[1].suspicious_lines == 1


def test_unexplained_lines_are_reported_with_their_numbers() -> None:
    ledger = Ledger()
    ledger.add_record("a\nb", INFORMATIONAL)
    ledger.add_record("look\nc", UNDECIDED)
    ledger.add_unexplained("d\ne", level="HM")
    ledger.add_record("f", INFORMATIONAL)
    ledger.add_continuation("what is this")
    ledger.add_unexplained("And this\nor that")

    unexplained = summarise(ledger)[1].unexplained

    assert sorted((each.sample.number, each.sample.text, each.lines) for each in unexplained) == [
        (3, "look", 2),
        (5, "d", 2),
        (8, "what is this", 1),
        (9, "And this", 1),
        (10, "or that", 1),
    ]


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


def test_totals_that_were_not_found_are_noted_beside_the_encoding() -> None:
    ledger = Ledger()
    ledger.note_block(block("x", encoding="utf-16-le", latin1_lines=1), is_edge=True)
    ledger.add_record("x", [FOUND])
    ledger.add_record("done: 3 errors, 2 warnings", INFORMATIONAL)

    _, statistics = summarise(ledger)

    assert (statistics.stated_errors, statistics.stated_warnings) == (3, 2)
    assert ["line 2 states" in note for note in statistics.notes] == [True, True, False, False]


@pytest.mark.parametrize("message", ["3 errors", "all 3 errors", "stopped because of 3 errors"])
def test_a_finding_that_sums_up_states_how_many_there_are_above(message: str) -> None:
    ledger = Ledger()
    for _ in range(5):
        ledger.add_record("x", [FOUND])
    ledger.add_record("y", [ParsedEntry(severity=ERROR, message=message)])

    assert summarise(ledger)[1].stated_errors == 3


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
    ("pattern", "records", "declared"),
    [
        pytest.param(r"\d+ Articles left", ["10 Articles left"], 1, id="spelled"),
        pytest.param(
            r"imported \d of \d articles", ["imported 7 of 8 articles", "imported 7 of 9 articles"], 2, id="two"
        ),
        pytest.param(
            r"\S+ \d of \d \S+ were stored", ["2026: 7 of 8 pages were stored"], 1, id="its last words spelled"
        ),
        pytest.param(r"\d+ articles \S+", ["10 articles left"], 0, id="its last word not spelled"),
        pytest.param(r"\d+ \S+ left", ["10 articles left"], 0, id="the word before it not spelled"),
        pytest.param(r"\d+ topics left", ["10 articles left"], 0, id="another line"),
        pytest.param(r"all pages done:", ["all pages done:\n10 articles left"], 0, id="the line above"),
        pytest.param(r"\d+ articles left", ["10 articles left\nbye"], 0, id="a part of the record"),
    ],
)
def test_a_pattern_that_spells_what_is_left_declares_it(pattern: str, records: list[str], declared: int) -> None:
    ledger = Ledger(harmless=HarmlessPatterns([r"COPY \d+", pattern]))
    for record in records:
        ledger.add_record(record, INFORMATIONAL)

    entries, statistics = summarise(ledger)

    assert [entry.raw for entry in entries] == [tuple(record.split("\n")) for record in records if not declared]
    assert [each.lines for each in statistics.declared] == [0, declared]


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
