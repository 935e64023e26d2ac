"""What reports share that list findings one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.listing import count_left_out, name_file, number_equal, rank_findings
from pytest_contentjobs.reports.view import FindingView, Place, make_view
from tests.builders import WARNING, content_run, finding
from tests.reports.outcomes import mixed_run


def shown(run: ContentRun) -> tuple[FindingView, ...]:
    return make_view([run], Scope()).runs[0].findings


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (content_run(finding("a"), finding("b", WARNING), finding("c", WARNING)), "3 more findings (1 error, 2 warnings)"),
        (content_run(finding("a", WARNING)), "1 more finding (1 warning)"),
        (replace(mixed_run(), verdicts=mixed_run().verdicts[1:]), "2 more findings (none of them fails)"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_counted_by_what_fails(run: ContentRun, words: str) -> None:
    assert count_left_out(shown(run)) == words


def test_what_fails_comes_first_then_errors_then_new_ones() -> None:
    _, known, tolerated = mixed_run().verdicts
    old, new, warning = content_run(finding("old"), finding("new"), finding("warning", WARNING)).verdicts
    verdicts = (tolerated, known, replace(warning, is_new=True), replace(old, is_new=False), replace(new, is_new=True))

    ranked = rank_findings(shown(content_run(verdicts=verdicts)))

    assert [each.message for each in ranked] == ["new", "old", "warning", "has no title", "language is odd"]


def test_equal_findings_are_numbered() -> None:
    run = content_run(finding("a"), finding("b"), finding("a"))

    assert [(each.message, number) for each, number in number_equal(shown(run))] == [("a", 1), ("b", 1), ("a", 2)]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a/b.json", "a/b.json"),
        ("./a//b.json", "a/b.json"),
        ("/data/log.txt", "data/log.txt"),
        ("../../log.txt", "log.txt"),
        ("s3://bucket/s3://log.txt", "bucket/s3:/log.txt"),
        ("https://host/log.txt", "host/log.txt"),
        ("file:log.txt", "file:log.txt"),
        ("", "content"),
        (".", "content"),
        ("..", "content"),
        ("//", "content"),
    ],
)
def test_files_have_relative_paths(file: str, name: str) -> None:
    assert name_file(Place(file)) == name
