"""Commands for GitHub, read as its runner reads them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.model import ContentRun, Source
from pytest_contentjobs.reports.annotations import MAXIMUM, list_annotations
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.view import make_view
from tests.builders import ERROR, WARNING, article, content_run, finding, statistics
from tests.reports.outcomes import FAILING, LIMITED, NOT_JUDGED, mixed_run

_CODES = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}


def decode(text: str) -> str:
    return re.sub("%(?:25|0D|0A|3A|2C)", lambda code: _CODES[code[0]], text)


def obey(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command: its name, its properties, and its text."""
    found = re.fullmatch(r"::(\w+) ((?:(?!::).)*)::(.*)", line)
    assert found
    pairs = (pair.split("=", 1) for pair in found[2].split(","))
    return found[1], {name: decode(value) for name, value in pairs}, decode(found[3])


def read(*runs: ContentRun) -> list[tuple[str, dict[str, str], str]]:
    return list(map(obey, list_annotations(make_view(runs, Scope()))))


def test_findings_that_fail_are_shown_at_their_lines() -> None:
    ((level, properties, text),) = read(mixed_run())

    assert level == "error"
    assert properties == {"file": "articles/articles.json", "line": "52", "col": "5", "title": "Missing file"}
    assert text == f"content file does not exist (article Billing/Refunds/Refund)\nHint: {FAILING.hint}"


def test_a_finding_without_a_source_has_no_file_but_names_the_line_of_the_log() -> None:
    ((level, properties, text),) = read(content_run(finding("a", WARNING, rule="R-1", log_line=9)))

    assert (level, properties) == ("warning", {"title": "R-1"})
    assert text == "a\ns3://bucket/log.txt line 9"


@pytest.mark.parametrize("run", [*NOT_JUDGED.values(), LIMITED], ids=[*NOT_JUDGED, "a limit"])
def test_a_red_run_has_an_error_that_says_why(run: ContentRun) -> None:
    level, properties, text = read(run)[0]

    assert (level, properties["title"].startswith("content: ")) == ("error", True)
    assert run.judgement.reasons[0] in text


def test_a_clean_run_has_none() -> None:
    assert read(content_run()) == []


@pytest.mark.parametrize("number", [MAXIMUM, MAXIMUM + 1, 500])
def test_what_is_over_the_limit_of_a_level_is_counted_in_the_last(number: int) -> None:
    found = [
        finding(f"{each}", severity, log_line=each) for each in range(1, number + 1) for severity in (WARNING, ERROR)
    ]

    shown = read(content_run(*found), NOT_JUDGED["no finding"])

    errors, warnings = ([text for name, _, text in shown if name == level] for level in ("error", "warning"))
    assert (len(errors), len(warnings)) == (10, 10)
    assert {tuple(properties) for _, properties, _ in shown} == {("title",)}
    assert "NOT JUDGED" in errors[0]
    assert f"{number + 1 - 9:,} more errors" in errors[-1]
    assert ("more warnings" in warnings[-1]) == (number > MAXIMUM)


@given(
    texts=st.lists(
        st.text(min_size=1, max_size=20) | st.sampled_from(["::error::x", "a,b=c:d", "%0A::x", "##[x]"]),
        min_size=3,
        max_size=3,
    )
)
def test_whatever_the_text_a_command_is_one_line_and_says_it_all(texts: list[str]) -> None:
    message, rule, file = texts
    run = content_run(
        replace(
            finding(message, rule=rule, entity=article(message)),
            source=Source(file, 1, None),
        ),
        log=statistics(location=file),
    )

    (line,) = list_annotations(make_view([run], Scope()))
    _, properties, text = obey(line)

    (shown,) = make_view([run], Scope()).runs[0].findings
    assert line.splitlines() == [line]
    assert "##[" not in line
    assert shown.source is not None
    assert properties == {"file": shown.source.file, "line": "1", "title": shown.rule}
    assert text.startswith(shown.message)
