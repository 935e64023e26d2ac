"""Arguments that click or pytest refuses: one line with the reason code, and exit status 4."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import LOG, reason_of

Program = Callable[..., tuple[int, str, str]]
Gate = Callable[..., pytest.RunResult]

REFUSED = {
    "an unknown option": (("--nonsense",), "usage-invalid", "'--nonsense'"),
    "an unknown command": (("nonsense",), "usage-invalid", "'nonsense'"),
    "an unknown option of a command": (("report", "--nonsense=1"), "usage-invalid", "'contentjobs report --help'"),
    "an option without its value": (("report", "--content-log"), "usage-invalid", "'contentjobs report --help'"),
    "an argument too many": (("report", "extra\x1b[31m\nline"), "usage-invalid", "extra"),
    "an argument that is missing": (("import",), "usage-invalid", "SOURCE"),
    "an unknown command of a group": (("baseline", "nonsense"), "usage-invalid", "'contentjobs baseline --help'"),
    "an option of a command of a group": (
        ("baseline", "show", "--nonsense"),
        "usage-invalid",
        "'contentjobs baseline show --help'",
    ),
    "no number": (("emulator", "--api-port=x"), "value-invalid", "'--api-port'"),
    "a value that is not allowed": (("emulator", "--log-format=x"), "value-invalid", "'jsonl'"),
    "a value that is out of range": (("emulator", "--speed=0"), "value-invalid", "'--speed'"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_click_refuses_is_a_line_with_a_reason_code(contentjobs: Program, name: str) -> None:
    arguments, reason, data = REFUSED[name]

    status, out, errors = contentjobs(*arguments)

    assert (status, out) == (4, "")
    assert reason_of(errors) == reason
    assert len(errors.splitlines()) == 1
    assert data in errors
    assert "\x1b" not in errors


@pytest.mark.parametrize(
    "argument",
    [
        pytest.param("--content-nonsense=1", id="an unknown option"),
        pytest.param("--content-compare", id="an option without its value"),
        pytest.param("--content-baseline-strict=2", id="a value for a flag"),
    ],
)
def test_what_pytest_refuses_of_content_options_has_a_reason_code(
    pytester: pytest.Pytester, gate: Gate, argument: str
) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")

    result = gate("--content-log=log.txt", argument)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert reason_of(result.stderr.str()) == "usage-invalid"
    assert argument.partition("=")[0] in result.stderr.str()


@pytest.mark.parametrize("argument", ["--nonsense", "--maxfail=x"])
def test_what_pytest_refuses_of_its_own_options_is_left_to_it(gate: Gate, tmp_path: Path, argument: str) -> None:
    result = gate(f"--content-log={tmp_path / 'log.txt'}", argument)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "usage-invalid" not in result.stderr.str()


def test_a_content_option_alone_that_pytest_does_not_know_has_a_reason_code(gate: Gate) -> None:
    result = gate("--content-nonsense=1")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert reason_of(result.stderr.str()) == "usage-invalid"
