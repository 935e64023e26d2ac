"""--content-sarif, --content-codequality, --content-csv, --content-rdjsonl, --content-markdown: as reports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from pytest_contentjobs.pipeline.outputs import REPORTS
from tests.reports.judging import IS_JUDGED
from tests.support import CLEAN_LOG, LOG, reason_of


@pytest.fixture(autouse=True)
def _log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("log.txt").write_text(LOG, encoding="utf-8")


def report(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["report", *arguments])
    return result.exit_code, result.stderr


FORMATS = [name for name in REPORTS if name not in {"junit", "json"}]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("place", ["variable", "project file"])
def test_a_report_is_set_by_variable_and_project_file(monkeypatch: pytest.MonkeyPatch, name: str, place: str) -> None:
    option = REPORTS[name].option
    if place == "variable":
        monkeypatch.setenv(str(option.variable), "new/report")
    else:
        Path("contentjobs.toml").write_text(f'{option.field} = "new/report"\n', encoding="utf-8")

    assert report("--content-log=log.txt") == (1, "")

    assert Path("new/report").stat().st_size


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("other", REPORTS)
def test_two_reports_in_one_file_are_wrong_usage(name: str, other: str) -> None:
    if name == other:
        return
    status, errors = report(
        *("--content-log=log.txt", f"{REPORTS[name].option.name}=r", f"{REPORTS[other].option.name}=./r")
    )

    assert (status, reason_of(errors)) == (4, "settings-conflict")


@pytest.mark.parametrize("name", FORMATS)
def test_a_run_that_does_not_begin_leaves_no_old_report(name: str) -> None:
    Path("clean.txt").write_text(CLEAN_LOG, encoding="utf-8")
    option = f"{REPORTS[name].option.name}=r"
    assert report("--content-log=clean.txt", option)[0] == 0
    assert IS_JUDGED[name](Path("r"))

    assert report("--content-log=clean.txt", option, "--content-timeout=soon")[0] == 4
    assert not IS_JUDGED[name](Path("r"))

    assert report("--content-log=missing.txt", option)[0] == 10
    assert not IS_JUDGED[name](Path("r"))


def test_every_report_has_an_ini_key(pytester: pytest.Pytester, gate: Callable[..., pytest.RunResult]) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    pytester.makeini("[pytest]\n" + "".join(f"{REPORTS[name].option.key} = new/{name}\n" for name in REPORTS))

    assert gate("--content-log=log.txt").ret == 1

    assert {path.name for path in (pytester.path / "new").iterdir()} == set(REPORTS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_file_of_pytests_own_report_is_wrong_usage(
    pytester: pytest.Pytester, gate: Callable[..., pytest.RunResult], name: str
) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")

    result = gate("--content-log=log.txt", "--junit-xml=r", f"{REPORTS[name].option.name}=./r")

    assert (result.ret, reason_of(result.stderr.str())) == (4, "settings-conflict")
