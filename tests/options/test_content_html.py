"""--content-html, CONTENTJOBS_HTML and content_html."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from pytest_contentjobs.cli import main
from tests.support import CLEAN_LOG

Gate = Callable[..., pytest.RunResult]
pytestmark = pytest.mark.usefixtures("log")


def heading(path: Path) -> str:
    return str(html.parse(str(path)).findtext(".//title"))


@pytest.mark.parametrize("place", ["option", "variable", "ini"])
def test_page_of_the_findings(
    pytester: pytest.Pytester, gate: Gate, set_option: Callable[[str, str, str], list[str]], place: str
) -> None:
    result = gate("--content-log=log.txt", *set_option(place, "--content-html", "new/c.html"))

    assert result.ret == 1
    root = html.parse(str(pytester.path / "new/c.html"))
    assert heading(pytester.path / "new/c.html") == "FAILED: content"
    assert [article.get("data-rule") for article in root.iterfind(".//article")] == ["ART-104", "ART-201", "TOP-102"]


@pytest.mark.parametrize(
    ("text", "status", "title"),
    [
        (CLEAN_LOG, 0, "PASSED: content"),
        ("what is this?\n", 10, "NOT JUDGED: content"),
        (None, 10, "NOT JUDGED: content"),
    ],
    ids=["clean", "not understood", "no log"],
)
def test_page_without_findings(pytester: pytest.Pytester, log: Path, text: str | None, status: int, title: str) -> None:
    log.unlink()
    if text is not None:
        log.write_text(text, encoding="utf-8")

    done = CliRunner().invoke(main, ["report", f"--content-log={log}", "--content-html=c.html"])

    assert done.exit_code == status
    assert heading(pytester.path / "c.html") == title


def test_page_that_cannot_be_written_fails_a_clean_run(log: Path) -> None:
    log.write_text(CLEAN_LOG, encoding="utf-8")

    done = CliRunner().invoke(main, ["report", f"--content-log={log}", f"--content-html={log}/c.html"])

    assert done.exit_code == 1
    assert "(report-not-written)" in done.output


def test_page_in_the_place_of_another_report_is_wrong_usage(log: Path) -> None:
    done = CliRunner().invoke(main, ["report", f"--content-log={log}", "--content-html=c", "--content-json=c"])

    assert (done.exit_code, "(settings-conflict)" in done.output) == (4, True)
