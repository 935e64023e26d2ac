"""--content-log-format with formats that a conftest.py or another package provides."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pytest_contentjobs.settings.options.log import LOG_FORMAT
from tests.support import REPOSITORY

Gate = Callable[..., pytest.RunResult]
GUIDE = (REPOSITORY / "docs" / "guides" / "own-tests.md").read_text(encoding="utf-8")
STARRED = next(code for code in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL) if "class Starred" in code)
LOG = "ok A\n*** B has no title\nok C\n"


@pytest.fixture
def log(pytester: pytest.Pytester) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")


def provide_by_entry_point(pytester: pytest.Pytester, target: str, code: str = STARRED) -> None:
    pytester.makepyfile(own_formats=code)
    pytester.syspathinsert()
    metadata = pytester.mkdir("own_formats-1.0.dist-info")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: own-formats\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(
        f"[pytest_contentjobs.log_formats]\nstarred = {target}\n", encoding="utf-8"
    )


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("arguments", [[], ["--content-log-format=starred"], ["--content-log-format=Starred"]])
@pytest.mark.parametrize("provider", ["hook", "entry point"])
def test_format_from_a_hook_or_an_entry_point(
    pytester: pytest.Pytester, gate: Gate, provider: str, arguments: list[str]
) -> None:
    if provider == "hook":
        pytester.makeconftest(STARRED)
    else:
        provide_by_entry_point(pytester, "own_formats:Starred")

    result = gate("--content-log=log.txt", "-v", *arguments)

    result.assert_outcomes(passed=1, failed=1, skipped=1)
    result.stdout.fnmatch_lines(
        [
            "content::general::B has no title (error) FAILED*",
            "*3 lines read as 'starred': 1 with findings, 0 continuing, 2 informational, 0 not*",
        ]
    )


@pytest.mark.usefixtures("log")
def test_without_the_format_its_lines_are_not_recognised(gate: Gate) -> None:
    result = gate("--content-log=log.txt")

    assert result.ret == 10
    result.stdout.fnmatch_lines(["  | not explained, line 1: ok A"])


@pytest.mark.usefixtures("log")
def test_error_for_an_unknown_name_lists_all_names(
    pytester: pytest.Pytester, usage_error: Callable[..., tuple[str, str]]
) -> None:
    pytester.makeconftest(STARRED)

    code, text = usage_error("--content-log=log.txt", "--content-log-format=stared")

    assert code == "value-invalid"
    assert ", ".join((*LOG_FORMAT.choices, "starred")) in text
    assert "--content-log-format" in text


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("code", "target", "named"),
    [
        (STARRED, "own_formats:Starry", "AttributeError("),
        ("1 / 0", "own_formats:Starred", "ZeroDivisionError('division by zero')"),
        ("class Starred:\n    def __init__(self, pattern): pass", "own_formats:Starred", "'pattern'"),
        ("Starred = 1", "own_formats:Starred", "1, "),
    ],
    ids=["no such name", "broken module", "class with arguments", "no format"],
)
def test_a_broken_entry_point_is_named(
    pytester: pytest.Pytester, gate: Gate, code: str, target: str, named: str
) -> None:
    provide_by_entry_point(pytester, target, code)

    result = gate("--content-log=log.txt")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert target in result.stderr.str()
    assert named in result.stderr.str()
    assert "(log-format-invalid)" in result.stderr.str()
    assert "Traceback" not in result.stdout.str() + result.stderr.str()


@pytest.mark.usefixtures("log")
def test_a_hook_that_returns_something_else_is_a_usage_error(pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.makeconftest("def pytest_contentjobs_read_log():\n    return 'starred'")

    result = gate("--content-log=log.txt")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "'starred'" in result.stderr.str()
    assert "(log-format-invalid)" in result.stderr.str()
