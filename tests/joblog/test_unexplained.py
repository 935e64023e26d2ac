"""Lines that nothing explains: what is harmless beside counts, what becomes a finding, and what stays red."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.joblog.harmless import HarmlessPatterns, find_fault, is_accepted
from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.joblog.templates import make_template
from pytest_contentjobs.model import DeclaredLines, Severity
from pytest_contentjobs.model.reason import Reason

KNOWN = "".join(f"2026-03-01 10:00:{second:02} INFO article {second} read\n" for second in range(30))
ERROR = "2026-03-01 10:01:00 ERROR article 'A/B': has no title\n"
ZEROS = "0 errors, 0 warnings\n"


def read(
    tmp_path: Path, text: str, counts: tuple[int, int] | None = None, harmless: tuple[str, ...] = ()
) -> LogReading:
    log = tmp_path / "log.txt"
    log.write_text(text, encoding="utf-8")
    return read_log(log, location="log.txt", counts=counts, harmless=HarmlessPatterns(harmless) if harmless else None)


@pytest.mark.parametrize(
    ("lines", "counts", "unexplained"),
    [
        pytest.param([f"COPY {n}" for n in range(6)], (0, 0), 0, id="often, with other numbers"),
        pytest.param([f"COPY {n}" for n in range(4)], (0, 0), 4, id="not often enough"),
        pytest.param([f"COPY {n}" for n in range(6)], None, 6, id="often, without counts"),
        pytest.param(["COPY 1"] * 6, (0, 0), 6, id="often the same"),
        pytest.param(
            [f"Loaded {name}" for name in ["ash", "elm", "fir", "oak", "yew"]], (0, 0), 0, id="often, other names"
        ),
        pytest.param(
            [f"Row {n} title is empty" for n in range(9)], (0, 0), 9, id="often, with a word for what is wrong"
        ),
        pytest.param([f"Feld {n}: Wert fehlt" for n in range(9)], (0, 0), 9, id="often, with a bad word"),
        pytest.param([f"✗ {n}" for n in range(9)], (0, 0), 9, id="often, with a mark"),
        pytest.param([f"\U0001f44e {n}" for n in range(9)], (0, 0), 9, id="often, with a picture"),
        pytest.param([f"GET /a/{n} 404" for n in range(9)], (0, 0), 9, id="often, with a failed status"),
        pytest.param([f"{n}.png status: 500" for n in range(9)], (0, 0), 9, id="often, with a status behind its key"),
        pytest.param([f"COPY {n}" for n in range(395, 410)], (0, 0), 0, id="often, with numbers like a status"),
        pytest.param([f"R: article {n}" for n in range(9)], (0, 0), 9, id="often, with a letter for a level"),
        pytest.param([f"\u13a0\u13a1 {n}" for n in range(9)], (0, 0), 9, id="often, in an unknown script"),
        pytest.param([f"passed {n}" for n in range(9)] + ["dropped 3"], (0, 0), 1, id="one that differs in a word"),
        pytest.param(["All is done"], (0, 0), 1, id="prose beside the zeros of a job"),
        pytest.param(["All is done", ZEROS.strip()], (0, 0), 0, id="prose beside the zeros of log and job"),
        pytest.param(["All is done", ZEROS.strip()], None, 1, id="prose beside the zeros of the log"),
        pytest.param(["Tool 1.2.3 ended after 3 s", ZEROS.strip()], (0, 0), 0, id="a banner beside both zeros"),
        pytest.param(["404 content/x.html", ZEROS.strip()], (0, 0), 1, id="a status and a path beside both zeros"),
        pytest.param(
            ["Found 6 models at kb01", ZEROS.strip()], (0, 0), 0, id="work that names no content, beside both zeros"
        ),
        pytest.param(["Found 6 models at kb01", "0 errors"], (0, 0), 1, id="the same, without zero warnings"),
        pytest.param(["Found 6 models at kb01", ZEROS.strip()], None, 1, id="the same, without counts"),
        pytest.param(
            ["Found 6 models at kb01", ZEROS.strip(), "1 warning"], (0, 0), 2, id="the same beside one warning"
        ),
        pytest.param(
            ["Seen: page 3 of kb01", ZEROS.strip()], (0, 0), 1, id="work that names content, beside both zeros"
        ),
        pytest.param(["kb01 gave us 503", ZEROS.strip()], (0, 0), 1, id="a status beside both zeros"),
        pytest.param(
            ["Look into a.html(3) for alt", ZEROS.strip()], (0, 0), 1, id="a place in a file beside both zeros"
        ),
        pytest.param(["Teaser of kb/a below 20 signs", ZEROS.strip()], (0, 0), 1, id="a path beside both zeros"),
        pytest.param(["Wrote load-errors.html now", ZEROS.strip()], (0, 0), 1, id="a list of errors beside both zeros"),
        pytest.param(["a/b.html alt", ZEROS.strip()], (0, 0), 1, id="too few words beside both zeros"),
        pytest.param([ERROR.strip(), "All is done"], (1, 0), 0, id="prose beside exact counts"),
        pytest.param([ERROR.strip(), "Body of 3 letters"], (1, 0), 1, id="other lines beside exact counts"),
        pytest.param([ERROR.strip(), "DETAIL: see the rule"], (1, 0), 0, id="a label below an entry"),
        pytest.param([ERROR.strip(), "DETAIL: see the rule"], (0, 0), 1, id="a label, and counts that do not agree"),
        pytest.param([ERROR.strip(), "and it needs one."], (1, 0), 0, id="a broken line below an entry"),
        pytest.param(
            [ERROR.strip(), "article C has nothing"], (1, 0), 1, id="another item in lower case below an entry"
        ),
        pytest.param([ERROR.strip(), "Article seven lies outside"], (1, 0), 1, id="prose about an item"),
        pytest.param(["Version 3.2 of article X unreadable", ZEROS.strip()], (0, 0), 1, id="a banner about an item"),
    ],
)
def test_what_is_harmless_beside_counts(
    tmp_path: Path, lines: list[str], counts: tuple[int, int] | None, unexplained: int
) -> None:
    statistics = read(tmp_path, KNOWN + "".join(f"{line}\n" for line in lines), counts).statistics

    assert statistics.unexplained_lines == unexplained
    assert statistics.lines == (
        statistics.entry_lines
        + statistics.continuation_lines
        + statistics.informational_lines
        + statistics.unexplained_lines
    )


def test_where_nothing_else_is_understood_repetition_explains_nothing(tmp_path: Path) -> None:
    statistics = read(tmp_path, "".join(f"Saw article {n}\n" for n in range(50)), (0, 0)).statistics

    assert (statistics.unexplained_lines, statistics.routine_lines) == (50, 0)


REJECTED = "Row 3 has no good TITLE.\nORA-01400: is null\nRow 8 has no good BODY.\nORA-12899: is large\n"


@pytest.mark.parametrize(
    ("lines", "counts", "found"),
    [
        pytest.param("Row 3 title is missing\nRow 8 has no body\n", (2, 0), {31: "error", 32: "error"}, id="errors"),
        pytest.param(
            "Row 3 title is missing\nRow 8 has no body\n", (0, 2), {31: "warning", 32: "warning"}, id="warnings"
        ),
        pytest.param("Row 3 title is missing\nRow 8 has no body\n", (3, 0), {}, id="one is missing still"),
        pytest.param("Row 3 title is missing\nRow 8 has no body\n", (1, 0), {}, id="one too many"),
        pytest.param("Row 3 title is missing\nRow 8 has no body\n", (0, 0), {}, id="the job counts none"),
        pytest.param("Row 3 title is missing\nRow 8 has no body\n", None, {}, id="no counts"),
        pytest.param(REJECTED, (2, 0), {31: "error", 33: "error"}, id="with a line below each"),
        pytest.param(
            "Row 3 is empty\nRow 4 has no body\nPage 8 is empty\nPage 9 has no body\n", (2, 0), {}, id="two choices"
        ),
        pytest.param(
            "Page 3 is empty\nPage 4 gives a warning\n", (1, 1), {31: "error", 32: "warning"}, id="both severities"
        ),
    ],
)
def test_lines_become_findings_by_the_jobs_counts(
    tmp_path: Path, lines: str, counts: tuple[int, int] | None, found: dict[int, str]
) -> None:
    reading = read(tmp_path, KNOWN + lines, counts)

    assert {entry.log_line: entry.severity for entry in reading.entries if entry.is_adopted} == found
    assert bool(reading.statistics.adopted) == bool(found)


def test_the_line_below_an_adopted_one_gives_its_rule(tmp_path: Path) -> None:
    entries = read(tmp_path, KNOWN + REJECTED, (2, 0)).entries

    assert [(entry.rule, len(entry.raw), entry.severity) for entry in entries] == [
        ("ORA-01400", 2, Severity.ERROR),
        ("ORA-12899", 2, Severity.ERROR),
    ]


def test_an_adopted_finding_has_what_its_lines_state(tmp_path: Path) -> None:
    first = "KB-104 article 'Alpha' in row 3: no TITLE.\nORA-01400: is null\n"
    second = "KB-105 article 'Beta' in row 8: no BODY.\nORA-12899: is large\n"

    reading = read(tmp_path, KNOWN + first + second, (2, 0))

    assert [
        (entry.log_line, entry.rule, entry.entity and entry.entity.name, entry.raw) for entry in reading.entries
    ] == [
        (31, "KB-104", "Alpha", tuple(first.splitlines())),
        (33, "KB-105", "Beta", tuple(second.splitlines())),
    ]
    assert (reading.statistics.entry_lines, reading.statistics.continuation_lines) == (2, 2)


def test_declared_lines_are_counted_by_pattern(tmp_path: Path) -> None:
    patterns = (r"COPY \d+", r"never \d", r"Errors allowed: \d+")
    statistics = read(tmp_path, KNOWN + "COPY 3\nCOPY 4\nErrors allowed: 50\n", None, patterns).statistics

    assert statistics.unexplained_lines == 0
    assert statistics.declared == tuple(map(DeclaredLines, patterns, (2, 0, 1)))


@pytest.mark.parametrize(
    "line", ["Page 3 was rejected", "Page 3 has no title", "Page ✗", "Seite 3: Fehler", "ERROR page 3 is empty"]
)
def test_a_pattern_does_not_hide_bad_words_that_it_does_not_spell(tmp_path: Path, line: str) -> None:
    reading = read(tmp_path, f"{KNOWN}{line}\n", None, (r"Page .*", r"Seite \d: \w*", r"\w+ page 3.* "))

    assert reading.statistics.unexplained_lines or reading.entries


@pytest.mark.parametrize(
    ("pattern", "line", "is_declared"),
    [
        pytest.param(r"GET \S+ \S+", "GET /a 200", True, id="a status of success"),
        pytest.param(r"GET \S+ \S+", "GET /a 404", False, id="a failed status that the pattern does not spell"),
        pytest.param(r"GET \S+ 404", "GET /a 404", True, id="a failed status that it spells"),
        pytest.param(r"Sent valid[:=]\w+", "Sent valid=no", False, id="a negative value"),
        pytest.param(r"Sent valid[:=]\w+", "Sent valid=yes", True, id="a positive value"),
        pytest.param(r"Sent valid:\s+\w+", "Sent valid:  no", False, id="a negative value behind blanks"),
        pytest.param(r"Sent valid:\s+no", "Sent valid:  no", True, id="one that it spells"),
        pytest.param(r"Sent valid: no", "Sent valid: no", True, id="one that it spells with its blank"),
        pytest.param(r"(?i)Sent\ NOT\ OK for \d", "Sent not OK for 3", True, id="words that it spells in another case"),
        pytest.param(r"Sent \w+ \w+ for \d", "Sent not OK for 3", False, id="words that it does not spell"),
        pytest.param(r"Sent one \w+ long x", "Sent one too long x", False, id="a small word for what is wrong"),
        pytest.param(r"Sent one too long x", "Sent one too long x", True, id="such a word that it spells"),
        pytest.param(r"Sent '.+' now", "Sent 'no title' now", True, id="a quoted text"),
        pytest.param(r"Saved \S+", "Saved en/boiler-error-e04.html", True, id="the name of a file"),
        pytest.param(r"Saved \S+", "Saved en/import-errors.csv", False, id="a list that is named for its content"),
        pytest.param(r"Saved \S+", "Saved failed/boiler.html", False, id="a folder that says what happened"),
    ],
)
def test_a_pattern_must_spell_what_says_that_something_failed(
    tmp_path: Path, pattern: str, line: str, is_declared: bool
) -> None:
    assert bool(read(tmp_path, f"{KNOWN}{line}\n", None, (pattern,)).statistics.declared[0].lines) is is_declared


@pytest.mark.parametrize(
    ("line", "pattern"),
    [
        ("Found 6 models in kb01", r"\s*Found\s+\S+\s+models\s+in\s+\S+"),
        ("> a/b-c.html", r"\s*>\s+\S+\.html"),
        ("200 https://help.example/a", r"\s*200\s+https://\S+"),
        ('[{"op":"add"}]', r'\s*\[\{"op":"[^"]*"\}\]'),
        ("Loaded error_codes.bson", r"\s*Loaded\s+\S+"),
        ("Loaded db.error_codes", r"\s*Loaded\s+db\.error_codes"),
        ("ab 77", r"\s*ab\s+\S+"),
        ("ab 204", r"\s*ab\s+204"),
        ("html5.topic:", r"\s*html5\.topic:"),
        ("- x", None),
        ("- 7", None),
    ],
)
def test_the_pattern_that_is_proposed_declares_the_line_and_is_as_general_as_possible(
    tmp_path: Path, line: str, pattern: str | None
) -> None:
    (lines,) = read(tmp_path, f"{KNOWN}{line}\n").statistics.unexplained

    assert lines.pattern == pattern
    assert pattern is None or read(tmp_path, f"{KNOWN}{line}\n", None, (pattern,)).statistics.unexplained_lines == 0


def test_a_pattern_is_proposed_for_what_no_pattern_may_declare_since_it_may_read_findings(tmp_path: Path) -> None:
    (lines,) = read(tmp_path, f"{KNOWN}Row 7 title is empty\n").statistics.unexplained

    assert lines.pattern == r"\s*Row\s+\S+\s+title\s+is\s+empty"


@pytest.mark.parametrize(
    "pattern",
    ["", "x", ".*", r"\S+", "(", "(?i)error", ".*failed", r"\[\w+\] .*", r"(?!Y).*", "FEHLER: .*", "fehler: .*", "✗.*"],
)
def test_a_pattern_for_findings_or_everything_is_refused(pattern: str) -> None:
    assert find_fault(pattern)
    with pytest.raises(SettingsError) as caught:
        HarmlessPatterns([pattern])
    assert caught.value.reason is Reason.LOG_HARMLESS_INVALID
    assert repr(pattern) in str(caught.value)
    assert "content_log_harmless" in (caught.value.next_step or "")


@pytest.mark.parametrize(
    ("line", "number"), [("Row 3", 0), ("Row rejected", 1), ("Row 3 rejected", None), ("Rows", None), ("COPY 1", 2)]
)
def test_the_first_pattern_that_spells_what_is_bad_counts(line: str, number: int | None) -> None:
    assert HarmlessPatterns([r"Row \S+", "Row rejected", r"COPY \d+", r"COPY 1"]).find(line) == number


@pytest.mark.parametrize(
    ("pattern", "line", "expected"),
    [
        pytest.param(r"COPY \d+", "COPY 1", True, id="a pattern of the line"),
        pytest.param(r"COPY \d+", "MOVE 1", False, id="a pattern of other lines"),
        pytest.param(r"COPY \d+", "COPY 1\t ", True, id="blanks at its end"),
        pytest.param(r"COPY \d+ ", "COPY 1 ", True, id="a pattern with a blank at its end"),
        pytest.param(r"COPY \d+", " COPY 1", False, id="a blank before it"),
        pytest.param(r"COPY \d+", "COPY 1 x ", False, id="another word and a blank at its end"),
        pytest.param(r"COPY \S+ now", "COPY rejected now", False, id="a bad word that it does not spell"),
        pytest.param(r"Row \S+ title is empty", "Row 22 title is empty", True, id="a pattern that spells a finding"),
        pytest.param(r"Row \S+ \S+ is empty", "Row 22 title is empty", False, id="a pattern that matches a finding"),
        pytest.param(r"\S+", "COPY", False, id="a pattern that matches everything"),
        pytest.param("c+", "c" * 10_000, True, id="a long line"),
        pytest.param("c+", "c" * 10_001, False, id="a line that is too long"),
        pytest.param("(?:c|cc|ccc)+d?e", "c" * 60, False, id="a pattern that takes too long"),
    ],
)
def test_a_pattern_is_proposed_only_if_it_may_be_used(pattern: str, line: str, expected: bool) -> None:
    assert is_accepted(pattern, line) is expected


@pytest.mark.parametrize("text", ["(?:.|..|...)+(?<=~)", "R(?:.|..|...)+(?<=~)"])
def test_a_pattern_that_takes_too_long_for_a_few_words_is_refused(text: str) -> None:
    assert "too long" in (find_fault(text) or "")


def test_a_pattern_that_takes_too_long_is_passed_over() -> None:
    line = "c" * 60
    patterns = HarmlessPatterns(["(?:c|cc|ccc)+d", "c{60}", "c+"])

    assert patterns.find(line) == 1
    assert patterns.find("c" * 10_000) == 2
    assert patterns.find("c" * 10_001) is None


@pytest.mark.parametrize(
    ("one", "other", "is_equal"),
    [
        ("Row 3 of a/b.csv at 10:00:00", "Row 44 of c.csv at 11:30:01.5", True),
        ("Read 'A b' from https://a.example/x", "Read 'C' from http://b.example", True),
        ("Row 3 passed", "Row 3 dropped", False),
        ("id 7f3a-99b", "id 0c1d2e", True),
    ],
)
def test_lines_that_differ_in_numbers_texts_and_places_have_one_template(one: str, other: str, is_equal: bool) -> None:
    assert (make_template(one) == make_template(other)) is is_equal
