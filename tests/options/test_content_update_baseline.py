"""--content-update-baseline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from pytest_contentjobs.pipeline.baseline_file import read_baseline, write_baseline
from tests.support import CLEAN_LOG, INFO, LOG, REFUND_ERROR, reason_of

Gate = Callable[..., pytest.RunResult]


UPDATE = ["--content-log=log.txt", "--content-baseline=b.json", "--content-update-baseline"]
pytestmark = pytest.mark.usefixtures("log")


def test_run_that_updates_the_baseline_is_judged_by_the_earlier_one(pytester: pytest.Pytester, gate: Gate) -> None:
    first, second = gate(*UPDATE), gate(*UPDATE)

    assert (first.ret, second.ret) == (1, 0)
    for result, added in ((first, 3), (second, 0)):
        result.stdout.fnmatch_lines([f"*'b.json'*: 3 findings, {added} added and 0 removed.*"])
    assert len(read_baseline(pytester.path / "b.json")) == 3


def test_reasons_are_kept_and_fixed_findings_are_removed(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    file = pytester.path / "b.json"
    gate(*UPDATE)
    reasoned = [replace(item, reason=f"because of {item.rule}") for item in read_baseline(file)]
    write_baseline(file, reasoned)
    log.write_text(INFO + REFUND_ERROR, encoding="utf-8")

    assert gate(*UPDATE).ret == 0

    assert read_baseline(file) == tuple(item for item in reasoned if item.rule == "ART-104")


def test_clean_log_empties_the_baseline(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    gate(*UPDATE)
    log.write_text(CLEAN_LOG, encoding="utf-8")

    assert gate(*UPDATE).ret == 0
    assert read_baseline(pytester.path / "b.json") == ()


@pytest.mark.parametrize(
    "arguments",
    [
        ["-k", "ART"],
        ["-m", "content_error"],
        ["-x"],
        ["--maxfail=2"],
        ["--deselect=content::log"],
        ["--co"],
        ["content::general"],
        ["--content-max-cases=2"],
    ],
    ids=" ".join,
)
def test_partial_run_writes_nothing(pytester: pytest.Pytester, gate: Gate, arguments: list[str]) -> None:
    result = gate(*UPDATE, *arguments)

    assert result.ret != 0
    assert not (pytester.path / "b.json").exists()
    if arguments != ["content::general"]:
        assert "(baseline-not-updated)" in result.stdout.str()


def test_last_failed_writes_nothing(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    gate("--content-log=log.txt")
    log.write_text(LOG + REFUND_ERROR.replace("refund.html", "new.html"), encoding="utf-8")

    assert gate(*UPDATE, "--lf").ret == 1
    assert not (pytester.path / "b.json").exists()


def test_run_that_was_not_judged_writes_nothing(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    gate(*UPDATE)
    before = (pytester.path / "b.json").read_bytes()
    log.write_text(INFO + "no line end", encoding="utf-8")

    result = gate(*UPDATE)

    assert result.ret == 10
    assert "(baseline-not-updated)" in result.stdout.str()
    assert (pytester.path / "b.json").read_bytes() == before


def test_run_fails_if_the_baseline_cannot_be_written(gate: Gate, log: Path) -> None:
    log.write_text(CLEAN_LOG, encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-baseline=log.txt/b.json", "--content-update-baseline")

    assert result.ret != 0
    assert "'log.txt/b.json'" in result.stderr.str()
    assert reason_of(result.stderr.str()) == "file-unreadable"


def test_reports_show_that_the_baseline_was_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.txt").write_text(LOG, encoding="utf-8")
    arguments = ["report", *UPDATE, "--content-junit=o.xml"]
    CliRunner().invoke(main, arguments)
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert "<failure" not in (tmp_path / "o.xml").read_text("utf-8")

    result = CliRunner().invoke(main, [*arguments, "--content-max-cases=1"])

    assert (result.exit_code, reason_of(result.stderr)) == (1, "baseline-not-updated")
    assert "<failure" in (tmp_path / "o.xml").read_text("utf-8")


def test_missing_baseline_is_a_usage_error(usage_error: Callable[..., tuple[str, str]]) -> None:
    code, text = usage_error("--content-log=log.txt", "--content-update-baseline")

    assert code == "setting-missing"
    assert "--content-baseline, the variable CONTENTJOBS_BASELINE" in text
