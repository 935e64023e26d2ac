"""--content-github, CONTENTJOBS_GITHUB and content_github."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pytest_contentjobs.cli import main
from pytest_contentjobs.reports.markdown import MARKER
from tests.support import LOG, reason_of

Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def summary(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A step of a workflow; the file of its summary, in which another program has written something."""
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    path = pytester.path / "summary.md"
    path.write_text("# Before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


def report(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", "--content-log=log.txt", *arguments])


def list_commands(output: str) -> list[str]:
    return [line.partition(" ")[0] for line in output.splitlines() if line.startswith("::")]


def test_pytest_writes_the_summary_and_annotates(gate: Gate, summary: Path) -> None:
    result = gate("--content-log=log.txt", "--color=yes", "--content-markdown=page.md")

    assert result.ret == 1
    assert list_commands(result.stdout.str()) == ["::error", "::error", "::warning"]
    page = Path("page.md").read_text(encoding="utf-8")
    assert page.startswith(MARKER)
    assert summary.read_text(encoding="utf-8") == f"# Before\n\n{page}"


def test_the_command_line_does_so_too(summary: Path) -> None:
    result = report("--content-markdown=-")

    assert result.exit_code == 1
    assert list_commands(result.stderr) == ["::error", "::error", "::warning"]
    assert summary.read_text(encoding="utf-8") == f"# Before\n\n{result.stdout}"


@pytest.mark.parametrize("place", ["option", "variable", "project file"])
def test_off(monkeypatch: pytest.MonkeyPatch, summary: Path, place: str) -> None:
    if place == "variable":
        monkeypatch.setenv("CONTENTJOBS_GITHUB", "off")
    if place == "project file":
        Path("contentjobs.toml").write_text('github = "off"\n', encoding="utf-8")

    result = report(*(["--content-github=off"] if place == "option" else []))

    assert (result.exit_code, list_commands(result.output)) == (1, [])
    assert summary.read_text(encoding="utf-8") == "# Before\n"


@pytest.mark.parametrize("value", ["", "false"])
def test_nothing_is_written_elsewhere(monkeypatch: pytest.MonkeyPatch, summary: Path, value: str) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", value)

    assert list_commands(report().output) == []
    assert summary.read_text(encoding="utf-8") == "# Before\n"


def test_tests_that_are_only_listed_annotate_nothing(gate: Gate, summary: Path) -> None:
    assert list_commands(gate("--content-log=log.txt", "--co", "-q").stdout.str()) == []
    assert summary.read_text(encoding="utf-8") == "# Before\n"


def test_a_run_that_was_not_judged_is_an_error_with_its_summary(summary: Path) -> None:
    result = CliRunner().invoke(main, ["report", "--content-log=missing.txt"])

    assert (result.exit_code, list_commands(result.output)) == (10, ["::error"])
    assert "NOT JUDGED" in summary.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["missing folder", "folder", "too large", "unset"])
def test_a_summary_that_cannot_be_written_is_named_and_changes_no_verdict(
    monkeypatch: pytest.MonkeyPatch, summary: Path, kind: str
) -> None:
    if kind == "too large":
        summary.write_bytes(b"x" * (1 << 20))
    else:
        places = {"missing folder": "missing/summary.md", "folder": ".", "unset": ""}
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", places[kind])

    result = report()

    assert (result.exit_code, len(list_commands(result.output))) == (1, 3)
    named = [line for line in result.stdout.splitlines() if "GITHUB_STEP_SUMMARY" in line]
    assert len(named) == (kind != "unset")
    assert all(reason_of(f"ERROR: {line}") == "report-not-written" for line in named)


def test_another_word_is_wrong_usage() -> None:
    result = report("--content-github=on")

    assert (result.exit_code, reason_of(result.stderr)) == (4, "value-invalid")
