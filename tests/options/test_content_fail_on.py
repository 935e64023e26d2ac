"""--content-fail-on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import CASES, INFO, LOG, REFUND_CLASS, REFUND_WARNING, junit_cases

Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


WARNING = next(case for case in CASES if "ART-201" in case[1])


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["one process", "two workers"])
def test_errors_alone_fail_and_a_warning_is_a_skip_with_its_reason(
    pytester: pytest.Pytester, gate: Gate, workers: list[str]
) -> None:
    result = gate(
        "--content-log=log.txt", "--content-fail-on=error", "--junit-xml=r.xml", "--content-junit=c.xml", *workers
    )

    assert result.ret == 1
    for report in ("r.xml", "c.xml"):
        cases = {case.identity[:2]: case for case in junit_cases(pytester.path / report)}
        skipped = cases[WARNING[:2]]
        assert skipped.outcome == "skipped"
        assert "no warning fails (--content-fail-on error)" in skipped.message + skipped.text
        assert "language 'en-UK' is not supported" in skipped.text
        failing = {identity for identity, case in cases.items() if case.outcome == "failure"}
        assert failing == {case[:2] for case in CASES - {WARNING}}


@pytest.mark.parametrize("place", ["option", "variable", "ini"])
def test_never_fails_nothing_and_shows_all(
    pytester: pytest.Pytester, gate: Gate, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "variable":
        monkeypatch.setenv("CONTENTJOBS_FAIL_ON", "never")
    if place == "ini":
        pytester.makeini("[pytest]\ncontent_fail_on = never\n")

    result = gate("--content-log=log.txt", *(["--content-fail-on=never"] if place == "option" else []))

    assert result.ret == 0
    result.assert_outcomes(passed=1, skipped=4)
    result.stdout.fnmatch_lines(
        [
            "  findings that do not fail: 3 tolerated, 0 known; -v shows them",
            "content: the content passes, none of its findings fails: 2 errors, 1 warning in 2 items",
        ]
    )


def test_never_lets_nothing_pass_that_could_not_be_judged(gate: Gate, log: Path) -> None:
    log.write_text(LOG + "no line end", encoding="utf-8")

    assert gate("--content-log=log.txt", "--content-fail-on=never").ret == 10


@pytest.mark.parametrize(("fail_on", "status"), [("warning", 1), ("error", 0)])
def test_a_log_with_warnings_alone(gate: Gate, log: Path, fail_on: str, status: int) -> None:
    log.write_text(INFO + REFUND_WARNING, encoding="utf-8")

    result = gate("--content-log=log.txt", f"--content-fail-on={fail_on}", "-v")

    assert result.ret == status
    why = "" if status else " - no warning fails (--content-fail-on error)"
    assert f"W ART-201 language 'en-UK' is not supported (log line 2){why}" in " ".join(result.stdout.str().split())
    assert REFUND_CLASS.removeprefix("content.") in result.stdout.str()


def test_another_word_is_wrong_usage(gate: Gate) -> None:
    result = gate("--content-log=log.txt", "--content-fail-on=info")

    assert result.ret == 4
    result.stderr.fnmatch_lines(
        [
            (
                "ERROR: 'info' is not one of warning, error, never. Set --content-fail-on, the variable CONTENTJOBS_FAIL_ON or the "
                "ini key content_fail_on to one of them. (*"
            )
        ]
    )
