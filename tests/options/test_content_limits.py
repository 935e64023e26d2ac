"""--content-max-log-size, --content-max-line-length and --content-max-log-lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support import CLEAN_LOG

Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> None:
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")


@pytest.mark.parametrize(
    ("argument", "code"),
    [
        ("--content-max-log-size=100", "log-too-large"),
        ("--content-max-log-lines=1", "log-too-many-lines"),
    ],
)
def test_log_that_exceeds_a_limit_is_not_judged(gate: Gate, argument: str, code: str) -> None:
    result = gate("--content-log=log.txt", argument, "-v")

    assert result.ret == 10
    assert code in result.stdout.str()
    assert argument.partition("=")[0] in result.stdout.str()


def test_long_line_is_not_judged(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "log.txt").write_text(CLEAN_LOG + "INFO " + "a" * (2 << 20) + "\n", encoding="utf-8")

    assert gate("--content-log=log.txt", "--content-max-line-length=1MB").ret == 10
    assert gate("--content-log=log.txt", "--content-max-line-length=3MB").ret == 0


@pytest.mark.parametrize("value", ["1KB", "1 mb", "2G", "500"])
def test_log_within_the_limits_is_judged(gate: Gate, value: str) -> None:
    arguments = [f"--content-max-{name}={value}" for name in ("log-size", "line-length", "log-lines")]

    assert gate("--content-log=log.txt", *arguments).ret == 0


@pytest.mark.parametrize("name", ["log-size", "line-length", "log-lines"])
@pytest.mark.parametrize("value", ["", "0", "-1", "much", "1.5GB", "1TB"])
def test_value_that_is_no_size_is_wrong_usage(gate: Gate, name: str, value: str) -> None:
    result = gate("--content-log=log.txt", f"--content-max-{name}={value}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"ERROR: {value!r} is no size. Set --content-max-{name}, the variable" in result.stderr.str()
