"""The report for editors, read back as a spreadsheet does."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.model import ContentRun, Source
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.spreadsheet import COLUMNS, render_csv
from pytest_contentjobs.reports.view import make_view
from tests.builders import article, content_run, finding
from tests.reports.outcomes import FAILING, LIMITED, NOT_JUDGED, mixed_run


def written(*runs: ContentRun) -> str:
    return "".join(render_csv(make_view(runs, Scope())))


def rows(*runs: ContentRun) -> list[dict[str, str]]:
    text = written(*runs).encode().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_file_has_a_mark_and_the_line_ends_of_the_format() -> None:
    text = written(content_run(finding("naïve")))

    assert text.startswith("\ufeffrun,verdict,")
    assert text.count("\r\n") == text.count("\n") == 2


def test_a_clean_run_has_only_the_heading() -> None:
    assert rows(content_run()) == []


def test_a_row_has_what_an_editor_needs() -> None:
    first, *others = rows(mixed_run())

    assert first == dict.fromkeys(COLUMNS, "") | {
        "run": "content",
        "verdict": "fails",
        "severity": "error",
        "rule": "ART-104",
        "rule title": "Missing file",
        "problem": "content file does not exist",
        "item": "article Billing/Refunds/Refund",
        "folder": "Billing/Refunds",
        "hint": FAILING.hint,
        "owner": "'@billing",
        "edit": FAILING.entity_url,
        "file": "articles/articles.json",
        "line": "52",
        "log line": "7",
        "new": "yes",
        "decided by": first["decided by"],
        "fingerprint": FAILING.fingerprint,
    }
    assert [(row["verdict"], row["new"], row["file"], row["line"]) for row in others] == [
        ("known", "no", "s3://bucket/log.txt", "8"),
        ("tolerated", "yes", "s3://bucket/log.txt", "9"),
    ]


def test_what_is_not_known_is_empty() -> None:
    (row,) = rows(content_run(replace(finding(), source=Source("a.json", None, None))))

    empty = {"rule title", "item", "folder", "hint", "owner", "edit", "line", "new", "since"}
    assert {column for column, cell in row.items() if not cell} == empty


def test_the_day_since_which_a_finding_is_there() -> None:
    run = content_run(finding())
    verdict = replace(run.verdicts[0], since=datetime(2026, 11, 1, 23, tzinfo=UTC))

    assert [row["since"] for row in rows(replace(run, verdicts=(verdict,)))] == ["2026-11-01"]


@pytest.mark.parametrize("name", NOT_JUDGED)
def test_a_run_that_was_not_judged_says_so_in_its_first_row(name: str) -> None:
    first, *others = rows(NOT_JUDGED[name])

    check = make_view([NOT_JUDGED[name]], Scope()).runs[0].bad_checks[0]
    assert first == dict.fromkeys(COLUMNS, "") | {
        "run": "content",
        "verdict": "not judged",
        "severity": "error",
        "rule": ", ".join(check.codes) or check.name,
        "problem": check.line,
        "file": check.place.file,
    }
    assert len(others) == len(NOT_JUDGED[name].verdicts)


def test_a_limit_that_is_passed_has_a_row() -> None:
    assert [(row["verdict"], row["rule"]) for row in rows(LIMITED)] == [("fails", "baseline-outdated")]


BEGINS = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]  # noqa: RUF001 - what some spreadsheets take for the same


@pytest.mark.parametrize("sign", BEGINS)
@pytest.mark.parametrize("place", ["{}1+1", "a;{}1+1", 'a;"{}1+1', "a; {}1+1", " {}1+1"])
def test_no_cell_begins_like_a_formula(sign: str, place: str) -> None:
    text = place.format(sign)

    written_text = written(content_run(finding(text, rule=text, entity=article(text, text))))

    for separator in ",;\t":
        for cells in csv.reader(io.StringIO(written_text, newline=""), delimiter=separator):
            assert not [cell for cell in cells if cell.lstrip(" \"'\ufeff")[:1] in BEGINS and cell[:1] != "'"]
    (row,) = rows(content_run(finding(text)))
    assert row["problem"].replace("'", "") == text.strip().replace("'", "")


@given(texts=st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=4))
def test_whatever_the_text_every_finding_is_a_row(texts: list[str]) -> None:
    shown = [finding(text, rule=text, entity=article(text, text)) for text in texts]

    found = rows(content_run(*shown))

    assert [row["fingerprint"] for row in found] == [each.fingerprint for each in shown]
    assert all(None not in row for row in found)
