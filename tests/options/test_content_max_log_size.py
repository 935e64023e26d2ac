"""--content-max-log-size."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support import CLEAN_LOG

Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> None:
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")


def test_larger_log_is_not_judged(gate: Gate) -> None:
    result = gate("--content-log=log.txt", "--content-max-log-size=100", "-v")

    assert result.ret == 10
    result.stdout.fnmatch_lines(["*| reasons: log-too-large"])
    assert "100 bytes" in result.stdout.str()


@pytest.mark.parametrize("value", ["1KB", "1 mb", "2G", "500"])
def test_log_within_the_limit_is_judged(gate: Gate, value: str) -> None:
    assert gate("--content-log=log.txt", f"--content-max-log-size={value}").ret == 0


@pytest.mark.parametrize("value", ["", "0", "1TB"])
def test_invalid_size_is_a_usage_error(gate: Gate, value: str) -> None:
    result = gate("--content-log=log.txt", f"--content-max-log-size={value}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {value!r} *--content-max-log-size, *(value-invalid)"])
