from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.joblog.formats.base import ParsedEntry
from pytest_contentjobs.joblog.formats.sections import Sections
from pytest_contentjobs.model import Severity
from tests.builders import ERROR, WARNING, article


def read(*lines: str) -> list[object]:
    """Read lines one by one: entries, "" for informational, "+" for continuation, None for unrecognised."""
    parser = Sections().parser()
    result: list[object] = []
    for line in lines:
        # Nothing underlines these headings.
        parser.is_incomplete(line)
        parser.is_incomplete("")
        parsed = parser.parse(line)
        if parsed:
            result.extend(parsed)
        elif parsed is not None:
            result.append("")
        else:
            result.append("+" if parser.continues(line) else None)
    return result


def error(message: str, **fields: object) -> ParsedEntry:
    return ParsedEntry(severity=ERROR, message=message, **fields)  # type: ignore[arg-type]


def warning(message: str, **fields: object) -> ParsedEntry:
    return ParsedEntry(severity=WARNING, message=message, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "heading",
    [
        "Errors (3):",
        "Errors:",
        "ERRORS",
        "errors found:",
        "3 errors:",
        "Errors: 3",
        "=== Errors ===",
        "--- Errors",
        "[Errors]",
        "**Errors**",
        "## Errors (3)",
        "### ❌ Errors",
        "Validation errors [3]",
        "The following errors were found:",
        "Critical errors (3 items)",
        "Failures:",
        "## Failed articles",
        f"== Errors {'=' * 110}",
    ],
)
def test_a_heading_of_errors(heading: str) -> None:
    assert read(heading, "- no title") == ["", error("no title")]


@pytest.mark.parametrize("heading", ["Warnings:", "## Warnings (2)", "WARNINGS", "Content warnings (0)"])
def test_a_heading_of_warnings(heading: str) -> None:
    assert read(heading, "- no title") == ["", warning("no title")]


@pytest.mark.parametrize(
    "line",
    [
        "Error:",
        "ERROR",
        "Error: no title",
        "Errors occurred while reading the package",
        "errors.log",
        "Article 'A/B' has errors:",
        "Failed articles",
        "2026-11-23 10:00:00 ERROR no title",
        "all is well",
        "- a bullet",
        "- Errors:",
        "[main]",
        f"== Errors {'=' * 111}",
        "  indented",
        "",
    ],
)
def test_what_is_no_heading_is_not_recognised(line: str) -> None:
    assert read(line) == [None]


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "+ ", "1. ", "12) ", "(3) ", "- [ ] ", "  - ", "  ", "\t", "❌ "])
def test_an_entry(bullet: str) -> None:
    assert read("Errors:", f"{bullet}ABC-1 article 'A/B': untitled", f"{bullet}no name") == [
        "",
        error("untitled", rule="ABC-1", entity=article("B", "A")),
        error("no name"),
    ]


def test_what_lies_deeper_continues_an_entry() -> None:
    assert read(
        "Errors:", "- one", "  more", "    - nested", "- two", "* three", "Warnings:", "  four", "    more"
    ) == [
        "",
        error("one"),
        "+",
        "+",
        error("two"),
        error("three"),
        "",
        warning("four"),
        "+",
    ]


def test_indented_text_between_bullets_continues() -> None:
    assert read("Errors:", "  one", "  - two", "  more", "  - three") == [
        "",
        error("one"),
        error("two"),
        "+",
        error("three"),
    ]


@pytest.mark.parametrize("line", ["- Summary:", "  Summary:", "  - Summary:", "- Warnings", "  Warnings", "  Notes"])
def test_an_entry_that_could_head_something_else(line: str) -> None:
    assert read("Errors:", line, "- one")[:2] == ["", error(line.strip("- "))]


def test_a_heading_as_deep_as_the_entries_is_one_of_them() -> None:
    assert read("Errors:", "  - one", "  - Warnings:", "  - two") == [
        "",
        error("one"),
        error("Warnings:"),
        error("two"),
    ]


def test_another_heading_ends_the_severity() -> None:
    lines = ("Errors:", "- one", "Information:", "- 0 errors", "Warnings:", "- two", "## Next steps", "- run again")

    assert read(*lines) == ["", error("one"), "", "", "", warning("two"), "", ""]


def test_deeper_headings_of_markdown_divide_a_section() -> None:
    assert read("## Errors", "### Article A", "- one", "### Article B", "- two", "## Next steps", "- run again") == [
        "",
        "",
        error("one"),
        "",
        error("two"),
        "",
        "",
    ]


def test_text_at_the_margin_ends_the_severity() -> None:
    assert read("Errors:", "- one", "The end", "- two") == ["", error("one"), None, None]


def test_a_finding_below_a_heading_of_something_else_is_not_taken_for_information() -> None:
    assert read("Article A/B:", "- title is missing", "- 12 words", "- ERROR: no title") == [
        "",
        None,
        "",
        error("no title"),
    ]


def test_counts_are_no_findings_and_sentences_below_a_summary_may_be() -> None:
    assert read("Summary:", "- Errors: 3", "- 12 articles failed", "- article A/B is missing") == ["", "", "", None]


def test_headings_within_a_section_of_something_else() -> None:
    assert read("Summary:", "  Errors: 2", "  Errors:", "    - one", "  Warnings:", "    - two") == [
        "",
        "",
        "",
        error("one"),
        "",
        warning("two"),
    ]


def test_a_heading_may_have_a_bullet() -> None:
    assert read("Summary:", "  - Errors:", "    - one", "  - Warnings:", "    - two") == [
        "",
        "",
        error("one"),
        "",
        warning("two"),
    ]


@pytest.mark.parametrize("line", ["no summary", "Missing summary", "No statistics:"])
def test_what_is_missing_is_no_heading(line: str) -> None:
    assert read(line) == [None]


@pytest.mark.parametrize("nothing", ["None", "- none", "  (none)", "- No errors found.", "- n/a"])
def test_a_section_without_entries(nothing: str) -> None:
    assert read("Errors:", f"  {nothing.strip()}", "- one") == ["", "", error("one")]


def test_the_worse_of_heading_and_level_counts() -> None:
    assert read("Warnings:", "- [ERROR] one", "- Warning: two", "Errors:", "- WARN: three") == [
        "",
        error("one"),
        warning("two"),
        "",
        error("WARN: three"),
    ]


def test_rules_change_nothing() -> None:
    assert read("=====", "Errors", "-----", "- one", "* * *", "- two") == ["", "", "", error("one"), "", error("two")]


@pytest.mark.parametrize(
    "line", ["=" * 1_000_000 + "x", "Errors" + " " * 1_000_000, "[" * 1_000_000, "- " * 500_000 + "x"]
)
def test_a_long_line_takes_linear_time(line: str) -> None:
    assert len(read("Errors:", line)) == 2


WORDS = st.text(st.sampled_from("ab é日本语,'\"|;{}[]()<>\\"), min_size=1, max_size=30)
MESSAGES = WORDS.map(lambda text: f"x{text}x")
FINDINGS = st.lists(st.tuples(st.sampled_from([Severity.ERROR, Severity.WARNING]), MESSAGES), max_size=12)


@given(
    FINDINGS, st.sampled_from(["{}s:", "## {}s", "=== {}s ===", "{}s (7):"]), st.sampled_from(["- ", "• ", "1) ", "  "])
)
def test_what_is_written_is_read(findings: list[tuple[Severity, str]], heading: str, bullet: str) -> None:
    lines = []
    for severity, message in findings:
        lines += [heading.format(severity.value.title()), f"{bullet}ABC-1 {message}"]

    entries = [entry for entry in read(*lines) if entry]

    assert entries == [ParsedEntry(severity=severity, message=message, rule="ABC-1") for severity, message in findings]
