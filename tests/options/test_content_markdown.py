"""--content-markdown with the standard output."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from pytest_contentjobs.reports.markdown import MARKER
from tests.support import CLEAN_LOG, LOG, REFUND_NAME, reason_of


@pytest.fixture(autouse=True)
def _log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("log.txt").write_text(LOG, encoding="utf-8")


@pytest.mark.parametrize("is_variable", [True, False])
def test_a_command_writes_the_page_alone_to_its_standard_output(
    monkeypatch: pytest.MonkeyPatch, is_variable: bool
) -> None:
    given = [] if is_variable else ["--content-markdown=-"]
    monkeypatch.setenv("CONTENTJOBS_MARKDOWN", "-" if is_variable else "")
    in_file = CliRunner().invoke(main, ["report", "--content-log=log.txt", "--content-markdown=page.md"])

    result = CliRunner().invoke(main, ["report", "--content-log=log.txt", *given, "--content-json=c.json"])

    assert (result.exit_code, in_file.exit_code) == (1, 1)
    page, file = result.stdout.splitlines(), Path("page.md").read_text(encoding="utf-8").splitlines()
    assert page[0] == f"{MARKER} content -->"
    assert [line for line in page if "judged 20" not in line] == [line for line in file if "judged 20" not in line]
    assert "c.json" in result.stderr
    assert "content job content" in result.stderr
    assert sorted(path.name for path in Path().iterdir()) == ["c.json", "log.txt", "page.md"]


def test_a_clean_run_and_one_that_cannot_be_judged_have_a_page_too() -> None:
    Path("clean.txt").write_text(CLEAN_LOG, encoding="utf-8")

    shown = [
        CliRunner().invoke(main, ["report", f"--content-log={log}", "--content-markdown=-"]).stdout
        for log in ("clean.txt", "missing.txt")
    ]

    assert "PASSED" in shown[0]
    assert "NOT JUDGED" in shown[1]


def test_other_reports_are_files() -> None:
    result = CliRunner().invoke(main, ["report", "--content-log=log.txt", "--content-csv=-"])

    assert (result.exit_code, reason_of(result.stderr), result.stdout) == (4, "report-unusable", "")


def test_pytest_has_its_standard_output_for_itself(
    pytester: pytest.Pytester, usage_error: Callable[..., tuple[str, str]]
) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")

    code, text = usage_error("--content-log=log.txt", "--content-markdown=-")

    assert code == "report-unusable"
    assert "contentjobs report" in text


def test_the_names_of_findings_stay_readable() -> None:
    result = CliRunner().invoke(main, ["report", "--content-log=log.txt", "--content-markdown=-"])

    assert REFUND_NAME.partition(": ")[2].removesuffix(" (ART-104)") in result.stdout
