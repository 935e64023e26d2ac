"""``contentjobs init``: it asks on a terminal, takes options elsewhere, and writes what both faces read."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import LOG, reason_of

Program = Callable[..., tuple[int, str, str]]
Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def settings(file: str = "contentjobs.toml") -> dict[str, object]:
    return tomllib.loads(Path(file).read_text(encoding="utf-8"))


def answered(monkeypatch: pytest.MonkeyPatch, *answers: str) -> str:
    runner = CliRunner()
    with runner.isolation(input="\n".join([*answers, ""])) as (out, _err, _):
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        with pytest.raises(SystemExit) as ended:
            main(["init"], prog_name="contentjobs")
        assert ended.value.code == 0
        return out.getvalue().decode()


def test_without_a_terminal_it_writes_the_options(contentjobs: Program) -> None:
    status, out, _ = contentjobs("init", "--content-log-buckets=my-logs,other-logs", "--content-junit=content.xml")

    assert (status, out.splitlines()[0]) == (0, "written: contentjobs.toml")
    assert settings() == {"log_buckets": ["my-logs", "other-logs"], "junit": "content.xml"}


def test_on_a_terminal_it_asks_and_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    text = answered(monkeypatch, "MY LOGS", "my-logs", "error", "", "", "saved")

    assert text.count("buckets") == 2
    assert settings() == {
        "log_buckets": ["my-logs"],
        "fail_on": "error",
        "junit": "reports/content.xml",
        "save": "saved",
    }


def test_a_baseline_that_is_missing_is_announced_with_the_option_that_writes_it(contentjobs: Program) -> None:
    missing = contentjobs("init", "--content-baseline=known.json")[1]
    Path("known.json").touch()
    existing = contentjobs("init", "--content-baseline=known.json", "--content-fail-on=error")[1]

    assert ["--content-update-baseline" in text for text in (missing, existing)] == [True, False]


def test_what_the_file_says_else_stays(contentjobs: Program) -> None:
    Path("pyproject.toml").write_text("[tool.contentjobs]\nmax_warnings = 3  # for now\n", encoding="utf-8")

    contentjobs("init", "--content-fail-on=error")

    text = Path("pyproject.toml").read_text(encoding="utf-8")
    assert "max_warnings = 3  # for now" in text
    assert settings("pyproject.toml")["tool"] == {"contentjobs": {"max_warnings": 3, "fail_on": "error"}}


def test_both_faces_read_it(contentjobs: Program, gate: Gate, pytester: pytest.Pytester) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    contentjobs("init", "--content-fail-on=never")

    by_pytest, by_report = gate("--content-log=log.txt"), contentjobs("report", "--content-log=log.txt")

    assert (by_pytest.ret, by_report[0]) == (0, 0)
    for text in (by_pytest.stdout.str(), by_report[1]):
        assert "decided by project file contentjobs.toml" in text


@pytest.mark.parametrize(
    ("arguments", "reason"), [((), "setting-missing"), (("--content-fail-on=sometimes",), "value-invalid")]
)
def test_what_cannot_be_written_is_wrong_usage(contentjobs: Program, arguments: tuple[str, ...], reason: str) -> None:
    status, _, errors = contentjobs("init", *arguments)

    assert (status, reason_of(errors)) == (4, reason)
    assert not Path("contentjobs.toml").exists()
