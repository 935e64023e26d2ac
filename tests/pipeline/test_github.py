"""What is appended to the summary of a step on GitHub, and which outputs a session has there."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.pipeline.github import append_summary, is_on_github
from pytest_contentjobs.pipeline.outputs import has_printed, write_outputs
from pytest_contentjobs.reports.markdown import MARKER
from pytest_contentjobs.settings.resolve import Settings, resolve
from tests.builders import content_run, finding

_LIMIT = 1 << 20


def settings_of(**options: str) -> Settings:
    given: dict[str, object] = {f"content_{name}": value for name, value in options.items()}
    return resolve({"content_log": ["log.txt"], **given}.get, {}, lambda _key: "")


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("false", False), ("", False), (None, False)])
def test_where_this_is(value: str | None, expected: bool) -> None:
    assert is_on_github({} if value is None else {"GITHUB_ACTIONS": value}) is expected


def test_a_page_is_appended(tmp_path: Path) -> None:
    file = tmp_path / "summary.md"

    assert [append_summary(f"page {number}\n", {"GITHUB_STEP_SUMMARY": str(file)}) for number in (1, 2)] == [None, None]

    assert file.read_text(encoding="utf-8") == "\npage 1\n\npage 2\n"
    assert append_summary("page", {}) is None


@pytest.mark.parametrize("over", [0, 1])
def test_a_summary_stays_within_the_limit(tmp_path: Path, over: int) -> None:
    file = tmp_path / "summary.md"
    file.write_bytes(b"x" * (_LIMIT - 5 + over))

    problem = append_summary("page", {"GITHUB_STEP_SUMMARY": str(file)})

    assert (problem is None, file.stat().st_size) == ((True, _LIMIT) if not over else (False, _LIMIT - 4))


@pytest.mark.parametrize("place", ["", "missing/summary.md"])
def test_a_summary_that_cannot_be_written_is_a_line_with_a_code(tmp_path: Path, place: str) -> None:
    problem = append_summary("page", {"GITHUB_STEP_SUMMARY": str(tmp_path / place)})

    assert problem is not None
    assert problem.endswith("(report-not-written)")
    assert "--content-github" in problem


def test_a_session_shows_commands_and_its_problem_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    runs = [content_run(finding())]

    problem, command = write_outputs(runs, settings_of(), not_run={}, is_filtered=False)

    assert (command.is_command, command.text.startswith("::error "), command.is_failure) == (True, True, False)
    assert (problem.is_command, problem.is_failure) == (False, False)
    assert write_outputs(runs, settings_of(github="off"), not_run={}, is_filtered=False) == ()
    assert write_outputs(runs, settings_of(), not_run={}, is_filtered=False, is_run=False) == ()


def test_a_page_for_the_standard_output_is_a_document() -> None:
    settings = settings_of(markdown="-")

    (document,) = write_outputs([content_run()], settings, not_run={}, is_filtered=False)

    assert has_printed(settings)
    assert not has_printed(settings_of(markdown="page.md"))
    assert document.is_document
    assert document.text.startswith(MARKER)
