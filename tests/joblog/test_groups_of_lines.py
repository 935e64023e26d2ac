"""Unexplained lines by template: which are harmless or continue an entry by the numbers of a log, and what is reported."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from pytest_contentjobs.joblog.doubtful_lines import (
    continues_entry,
    is_banner,
    may_report_itself,
    says_something_bad,
)
from pytest_contentjobs.joblog.stated_totals import Agreement
from pytest_contentjobs.joblog.templates import Template, find_shared, make_pattern, make_template
from pytest_contentjobs.joblog.unexplained import Counts, Role, Unexplained

COPIES = [f"COPY {number}" for number in range(10)]


@pytest.fixture
def few_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Report 20 templates instead of 200: it takes some milliseconds to propose a pattern for each."""
    monkeypatch.setattr("pytest_contentjobs.joblog.unexplained._MOST_REPORTED", 20)


def make_agreement(states_zeros: bool) -> Agreement:
    return Agreement(None, None, (), states_zeros=states_zeros, states_nothing_bad=False)


def collect(counts: Counts | None, lines: list[str], role: Role = Role.ALONE) -> Unexplained:
    unexplained = Unexplained(counts)
    for number, line in enumerate(lines, 1):
        unexplained.add(number, line, role=role)
    return unexplained


def list_names(number: int) -> list[str]:
    """Return different names of letters."""
    return ["".join(chr(ord("a") + int(digit)) for digit in f"{index:04}") for index in range(number)]


@pytest.mark.parametrize(
    ("counts", "found", "understood", "states_zeros", "harmless"),
    [
        pytest.param((0, 0), (0, 0), 10, False, 10, id="as many lines are understood"),
        pytest.param((0, 0), (0, 0), 9, False, 0, id="fewer are understood"),
        pytest.param((0, 0), (0, 0), 1, True, 10, id="the log states zeros"),
        pytest.param((0, 0), (0, 0), 0, True, 0, id="none is understood"),
        pytest.param((1, 0), (1, 0), 1, False, 10, id="the job counts what was found"),
        pytest.param((2, 0), (1, 0), 1, False, 0, id="the job counts more"),
        pytest.param(None, (0, 0), 10, True, 0, id="no counts"),
    ],
)
def test_frequent_lines_are_harmless(
    counts: Counts | None, found: Counts, understood: int, states_zeros: bool, harmless: int
) -> None:
    explained = collect(counts, COPIES).explain(20, understood, found, make_agreement(states_zeros))

    assert explained[:2] == (harmless, 0)
    assert sum(each.lines for each in explained[2]) == 10 - harmless


@pytest.mark.parametrize(
    ("line", "counts", "continuing"),
    [
        pytest.param("threads = 4", (0, 0), 1, id="a value"),
        pytest.param("All is done", (0, 0), 1, id="prose"),
        pytest.param("COPY 4 x", (0, 0), 0, id="neither"),
        pytest.param("title missing", (0, 0), 0, id="something bad"),
        pytest.param("All is done", None, 0, id="no counts"),
    ],
)
def test_lines_below_an_informational_one_continue_it(line: str, counts: Counts | None, continuing: int) -> None:
    unexplained = collect(counts, [line], Role.BELOW_INFORMATIONAL)

    assert unexplained.explain(20, 19, (0, 0), make_agreement(False))[1] == continuing


@pytest.mark.parametrize(("found", "continuing"), [((1, 0), 1), ((2, 0), 0)])
def test_lines_below_an_entry_continue_it_if_the_job_counts_what_was_found(found: Counts, continuing: int) -> None:
    unexplained = collect((1, 0), ["COPY 4 x"], Role.BELOW_ENTRY)

    assert unexplained.explain(20, 19, found, make_agreement(False))[1] == continuing
    assert unexplained.kept() == []


def test_lines_that_may_be_findings_are_kept_as_they_were_seen() -> None:
    unexplained = Unexplained((2, 0))
    unexplained.add(3, "title missing\nin article X")
    unexplained.add(1, "COPY it")
    unexplained.add(5, "x", level="HM")

    assert [(line.number, line.text, line.level, line.is_suspicious, line.lines) for line in unexplained.kept()] == [
        (1, "COPY it", None, False, 1),
        (3, "title missing", None, True, 2),
        (5, "x", "HM", True, 1),
    ]

    unexplained.remove([3])

    assert [line.number for line in unexplained.kept()] == [1, 5]
    assert unexplained.lines == 2


def test_more_lines_than_the_job_counts_are_not_kept_all() -> None:
    assert len(collect((2, 1), COPIES).kept()) == 4
    assert collect(None, COPIES).kept() == []


@pytest.mark.usefixtures("few_reported")
@pytest.mark.parametrize("number", [20, 21, 1500])
def test_the_templates_beyond_those_that_are_reported_are_counted_together(number: int) -> None:
    lines = [f"{name} {name}q z" for name in list_names(number)]
    *reported, last = collect(None, [*lines, "title missing", lines[7]]).explain(9, 9, (0, 0), make_agreement(False))[2]

    assert len(reported) == 20
    assert [each.is_suspicious for each in (*reported, last)] == [True] + [False] * 20
    assert reported[0].sample.text == "title missing"
    assert sum(each.lines for each in reported) + last.lines == number + 2


def test_names_beyond_the_templates_that_are_told_apart_are_one_template() -> None:
    reported = collect(None, [f"Loaded {name} now" for name in list_names(3000)]).explain(
        9, 9, (0, 0), make_agreement(False)
    )[2]

    assert [(each.template, each.lines, each.sample.number) for each in reported] == [("Loaded ⟨name⟩ now", 3000, 1)]


@pytest.mark.parametrize(
    ("line", "may"),
    [
        ("    at com.x.Y.read(Y.java:3)", False),
        ("    ... 3 more", False),
        ("    at com.x.Y.read(ERROR: no title)", True),
        ("title missing", True),
        ("R: article X", True),
        ("All is done", False),
    ],
)
def test_a_line_below_an_informational_one_may_report_itself(line: str, may: bool) -> None:
    assert may_report_itself(line) is may


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Tool 1.2.3 ended after 3 s", True),
        ("Started at: 10:15:00", True),
        ("Tool ended", False),
        ("Tool 1.2.3 lost article X", False),
        ("Tool 1.2.3 = 5", False),
    ],
)
def test_a_banner_names_only_versions_and_times(line: str, is_one: bool) -> None:
    assert is_banner(line) is is_one


@pytest.mark.parametrize(("most", "is_shared"), [(1, True), (2, True), (3, False)])
def test_a_word_that_stands_in_most_lines_is_no_name(most: int, is_shared: bool) -> None:
    templates: dict[Template, int] = {("Loaded", "ash"): 1, ("Loaded", "elm"): 1, ("Loaded", "fir"): most}

    assert find_shared(templates) == (dict.fromkeys(templates, ("Loaded", "⟨name⟩")) if is_shared else {})


def test_lines_of_one_word_share_no_template() -> None:
    templates: dict[Template, int] = {("ash",): 1, ("elm",): 1, ("fir",): 1}

    assert find_shared(templates) == {}


@pytest.mark.parametrize(
    ("names", "line", "role", "counts", "states_zeros", "explained"),
    [
        pytest.param("ash elm fir", "Tool {} ended", Role.ALONE, (1, 0), False, 3, id="prose"),
        pytest.param("ash elm x_y", "Tool {} ended", Role.ALONE, (1, 0), False, 0, id="one is no prose"),
        pytest.param("ash elm fir", "Tool {} 1.2.3", Role.ALONE, (0, 0), True, 3, id="banners"),
        pytest.param("ash elm x_y", "Tool {} 1.2.3", Role.ALONE, (0, 0), True, 0, id="one is no banner"),
        pytest.param("ash elm f", "Tool: {}", Role.ALONE, (0, 0), False, 0, id="few names"),
        pytest.param("ash elm fir oak yew", "Tool: {}", Role.ALONE, (0, 0), False, 5, id="many names"),
        pytest.param("ash elm fir oak page", "Tool: {}", Role.ALONE, (0, 0), False, 0, id="one names content"),
        pytest.param("ash elm fir", "tool = {}", Role.BELOW_INFORMATIONAL, (0, 0), False, 3, id="values"),
        pytest.param("ash elm page", "tool = {}", Role.BELOW_INFORMATIONAL, (0, 0), False, 0, id="one is no value"),
    ],
)
def test_lines_that_differ_in_a_name_are_explained_together(
    names: str, line: str, role: Role, counts: Counts, states_zeros: bool, explained: int
) -> None:
    # The first, a middle or the last name may be the one that matters.
    for order in list(permutations(names.split()))[::5]:
        unexplained = collect(counts, [line.format(name) for name in order], role)
        *numbers, rest = unexplained.explain(20, 19, counts, make_agreement(states_zeros))
        assert sum(numbers) == explained
        assert sum(each.lines for each in rest) == len(order) - explained


@pytest.mark.usefixtures("few_reported")
@pytest.mark.parametrize(("templates", "harmless"), [(900, 10), (1000, 0)])
def test_what_stands_behind_too_many_templates_is_not_harmless(templates: int, harmless: int) -> None:
    unexplained = collect((0, 0), [*(f"{name} {name}q z" for name in list_names(templates)), *COPIES])

    assert unexplained.explain(1_000, 2_000, (0, 0), make_agreement(False))[0] == harmless


@pytest.mark.usefixtures("few_reported")
def test_templates_that_are_told_apart_still_count_their_lines_behind_too_many_others() -> None:
    others = [f"{name} {name}q z" for name in list_names(1_500)]

    unexplained = collect(None, ["Look at 1", *others, *["Look at 2"] * 800])

    reported = unexplained.explain(9, 9, (0, 0), make_agreement(False))[2]

    # The second is for what is not told apart.
    assert [(each.template, each.lines) for each in (reported[0], reported[1])] == [
        ("Look at ⟨number⟩", 801),
        ("…", 501),
    ]
    assert sum(each.lines for each in reported) == 1_500 + 801


def test_blank_lines_do_not_stand_above_a_line() -> None:
    unexplained = Unexplained((9, 0))
    unexplained.add(1, "a")
    unexplained.note_blank(2)
    unexplained.note_blank(3)
    unexplained.add(4, "b")
    unexplained.add(5, "c")
    unexplained.note_blank(7)
    unexplained.add(8, "d")

    assert [(line.number, line.above) for line in unexplained.kept()] == [(1, 0), (4, 1), (5, 4), (8, 6)]


@pytest.mark.parametrize(("length", "kept"), [(150, 4), (151, 0)])
def test_lines_of_too_much_text_are_not_kept(length: int, kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytest_contentjobs.joblog.unexplained._MOST_KEPT_TEXT", 1000)

    assert len(collect((9, 0), ["x" * length] * 4).kept()) == kept
    assert collect((9, 0), ["x" * length] * 5).kept() == []


@pytest.mark.parametrize(
    ("line", "continues"),
    [
        ("DETAIL: see the rule", True),
        ("Detail: see the rule", False),
        ("DETAIL:", False),
        ("ERROR: see the rule", False),
        ("and it needs one", True),
        ("And it needs one", False),
        ("it, too, needs one", True),
        ("title, too, needs one", False),
        ("missing is one", False),
        ("one", False),
        ("it\x20", False),
        ("7 of them", False),
    ],
)
def test_a_line_below_an_entry_continues_it(line: str, continues: bool) -> None:
    assert continues_entry(line) is continues


@pytest.mark.parametrize(
    ("line", "is_bad"),
    [
        ("HTTP 404", True),
        ("/a 404", True),
        ("a 404", False),
        ("code: 500, x", True),
        ("code: 200, x", False),
        (f"{'x' * 300} status=503", True),
        (f"/{'x' * 200} 503", True),
        (f"/{'x' * 201} 503", False),
        ("valid: no", True),
        ("valid: note", False),
        ("COPY 3", False),
    ],
)
def test_a_line_says_something_bad(line: str, is_bad: bool) -> None:
    assert says_something_bad(line) is is_bad


@pytest.mark.parametrize(
    "line", ["Row 3 of a/b.csv", "  Read 'A (b' [x]", f"Read {'it and ' * 100}", "a+b=5 | c.d? ^x{1}$", "\\d 5"]
)
def test_the_pattern_of_a_template_matches_its_lines(line: str) -> None:
    assert re.fullmatch(make_pattern(make_template(line)), line)
    assert not re.fullmatch(make_pattern(make_template(line)), f"more {line}")
