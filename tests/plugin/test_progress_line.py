"""What pytest shows while the gate's tests run: a line for each run, and with -v the tests by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.plugin.support import run
from tests.support import CLEAN_LOG, LOG

LINE = "3 failed, 1 passed, 1 skipped"


@pytest.fixture(autouse=True)
def files(pytester: pytest.Pytester) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    (pytester.path / "clean.txt").write_text(CLEAN_LOG, encoding="utf-8")
    pytester.makepyfile(test_own="def test_a(): pass\ndef test_b(): pass\ndef test_c(): assert False\n")


def progress(result: pytest.RunResult) -> list[str]:
    """Return the lines from the collection to the first section, without percentages."""
    text = "\n".join(result.outlines)
    begun = re.search(r"^(?:collected .*|\d+ workers? .*)$", text, re.MULTILINE)
    shown = text[begun.end() if begun else 0 :].partition("\n====")[0]
    return [re.sub(r" *\[ *[\d%/]+\]$", "", line) for line in shown.splitlines() if line.strip(" [%]0123456789")]


def test_each_run_has_a_line(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--content-log=a=log.txt", "--content-log=b=clean.txt")

    assert progress(result) == [f"a {LINE}", "b 1 passed, 1 skipped", "test_own.py ..F"]
    assert result.ret == 1
    result.assert_outcomes(failed=4, passed=4, skipped=2)
    assert any(line.startswith("test_own.py ..F") and line.endswith("[100%]") for line in result.outlines)


def test_percentages_count_the_gates_tests(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--content-log=a=log.txt")

    (line,) = (line for line in result.outlines if line.startswith("a 3 failed"))
    assert line.endswith("[ 62%]")


def test_quiet(pytester: pytest.Pytester) -> None:
    assert progress(run(pytester, "--content-log=a=log.txt", "-q")) == [f"a {LINE}", "..F"]


@pytest.mark.parametrize("style", ["classic", "count", "times", "progress-even-when-capture-no"])
def test_other_styles(pytester: pytest.Pytester, style: str) -> None:
    result = run(pytester, "--content-log=a=log.txt", "-o", f"console_output_style={style}")

    lines = progress(result)
    assert sum(line.startswith(f"a {LINE}") for line in lines) == 1
    assert not [line for line in lines if "FFF" in line]


def test_stopped_by_x(pytester: pytest.Pytester) -> None:
    assert progress(run(pytester, "--content-log=a=log.txt", "-x")) == ["a 1 failed, 1 passed, 1 skipped"]


def test_selected_tests_alone(pytester: pytest.Pytester) -> None:
    assert progress(run(pytester, "--content-log=a=log.txt", "-k", "TOP-102")) == ["a 1 failed"]


def test_nothing_selected(pytester: pytest.Pytester) -> None:
    assert progress(run(pytester, "--content-log=a=log.txt", "-k", "test_a")) == ["test_own.py ."]


def test_workers(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess("-n2", "--content-log=a=log.txt", "--content-log=b=clean.txt")

    lines = progress(result)
    assert [line for line in lines if line.startswith(("a ", "b "))] in (
        [f"a {LINE}", "b 1 passed, 1 skipped"],
        ["b 1 passed, 1 skipped", f"a {LINE}"],
    )
    assert "".join(line for line in lines if set(line) <= set(".F")).count("F") == 1
    result.assert_outcomes(failed=4, passed=4, skipped=2)


def test_v_lists_the_tests_with_their_names_as_they_are(pytester: pytest.Pytester) -> None:
    log = Path(pytester.path / "log.txt")
    log.write_text(LOG.replace("refund.html", "land-line.on.fiber.html"), encoding="utf-8")

    lines = progress(run(pytester, "--content-log=a=log.txt", "-v"))

    name = "How to get a refund: content file 'content/land-line.on.fiber.html' does not exist (ART-104)"
    assert f"a::Billing/Refunds::{name} FAILED" in [" ".join(line.split()) for line in lines]
    assert not [line for line in lines if line.startswith("a 3 failed")]


def test_without_a_terminal_there_is_no_line(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess("-p", "no:terminal", "--content-log=log.txt")

    assert (result.ret, result.outlines) == (1, [])


def test_below_the_root_folder_a_run_has_its_name(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makeini("[pytest]\n")
    monkeypatch.chdir(pytester.mkdir("below"))

    lines = progress(run(pytester, "--content-log=a=../log.txt", "--content-log=b=../clean.txt", "../test_own.py"))

    assert lines == [f"a {LINE}", "b 1 passed, 1 skipped", "../test_own.py ..F"]
