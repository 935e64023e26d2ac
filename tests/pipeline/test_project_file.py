"""The project file, as pytest and ``contentjobs`` use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pytest_contentjobs.cli import main
from tests.support import CLEAN_LOG, LOG, reason_of

CUT_OFF = CLEAN_LOG.removesuffix("\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {"log.txt": LOG, "clean.txt": CLEAN_LOG, "cut.txt": CUT_OFF}.items():
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def contentjobs(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def set_project(folder: Path, text: str) -> None:
    (folder / "contentjobs.toml").write_text(text, encoding="utf-8")


def test_the_command_line_reads_it_and_says_so(folder: Path) -> None:
    set_project(folder, "fail_on = 'never'\njson = 'c.json'")

    assert contentjobs("report", "--content-log=log.txt").exit_code == 0
    (run,) = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    assert run["decided_by"]["project_file"] == "contentjobs.toml"
    assert contentjobs("report", "--content-log=log.txt", "--content-fail-on=warning").exit_code == 1


def test_pytest_reads_it_in_its_root_folder(
    pytester: pytest.Pytester, gate: Callable[..., pytest.RunResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyprojecttoml(
        "[tool.pytest.ini_options]\ncontent_fail_on = 'warning'\n[tool.contentjobs]\nfail_on = 'never'\njunit = 'c.xml'"
    )
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    monkeypatch.chdir(pytester.mkdir("below"))

    assert gate("--content-log=../log.txt").ret == 0
    assert (pytester.path / "c.xml").is_file()


def test_a_pin_holds_for_the_run_of_its_name_only(folder: Path) -> None:
    set_project(folder, "[runs.a]\nlog_end = 'any'")

    assert contentjobs("report", "--content-log=a=cut.txt").exit_code == 0
    assert contentjobs("report", "--content-log=b=cut.txt").exit_code == 10
    assert contentjobs("report", "--content-log=a=cut.txt", "--content-log-end=newline").exit_code == 10


def test_a_run_has_patterns_of_its_own(folder: Path) -> None:
    (folder / "odd.txt").write_text("~ error ~ it is broken\n", encoding="utf-8")
    set_project(folder, "[runs.a]\nlog_pattern = ['~ (?P<severity>error) ~ (?P<message>.+)']")

    assert contentjobs("report", "--content-log=a=odd.txt").exit_code == 1
    assert contentjobs("report", "--content-log=b=odd.txt").exit_code == 10


def test_a_saved_run_is_judged_again_with_the_pins_of_its_name(folder: Path) -> None:
    assert (
        contentjobs("report", "--content-log=a=cut.txt", "--content-log-end=any", "--content-save=saved").exit_code == 0
    )

    assert contentjobs("report", "--content-log=saved").exit_code == 10
    set_project(folder, "[runs.a]\nlog_end = 'any'")
    assert contentjobs("report", "--content-log=saved").exit_code == 0


@pytest.mark.parametrize("pin", ["log_format = 'odd'", "log_pattern = '(?P<message>'", "max_unparsed = -1"])
def test_a_pin_that_cannot_be_used_is_wrong_usage_also_for_other_runs(folder: Path, pin: str) -> None:
    set_project(folder, f"[runs.a]\n{pin}")

    assert contentjobs("report", "--content-log=b=clean.txt").exit_code == 4


def test_a_file_that_cannot_be_used_leaves_no_report_of_an_earlier_run(folder: Path) -> None:
    assert contentjobs("report", "--content-log=clean.txt", "--content-json=c.json").exit_code == 0
    set_project(folder, "log_ende = 'any'")

    result = contentjobs("report", "--content-log=clean.txt", "--content-json=c.json")

    assert (result.exit_code, reason_of(result.stderr)) == (4, "project-file-invalid")
    (run,) = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    assert run["judgement"]["codes"] == ["run-unfinished"]


def test_a_report_never_replaces_it(folder: Path) -> None:
    set_project(folder, "json = 'contentjobs.toml'")

    result = contentjobs("report", "--content-log=clean.txt")

    assert (result.exit_code, reason_of(result.stderr)) == (4, "report-unusable")
    assert (folder / "contentjobs.toml").read_text(encoding="utf-8") == "json = 'contentjobs.toml'"


def test_baselines_are_found_by_it(folder: Path) -> None:
    set_project(folder, "baseline = 'known.json'")
    contentjobs("report", "--content-log=log.txt", "--content-update-baseline")

    assert contentjobs("report", "--content-log=log.txt").exit_code == 0
    assert contentjobs("baseline", "show").stdout.count("ART-104") == 1


def test_the_doctor_checks_it(folder: Path) -> None:
    set_project(folder, "timeout = 'soon'")

    lines = " ".join(contentjobs("doctor").stdout.split())

    assert "problem: settings: " in lines
    assert "contentjobs.toml', line 1: " in lines


def test_wording_of_a_report_decided_by_it(folder: Path, wording: Callable[[str], None]) -> None:
    set_project(folder, "fail_on = 'never'")

    wording(contentjobs("report", "--content-log=log.txt", "-v").stdout)
