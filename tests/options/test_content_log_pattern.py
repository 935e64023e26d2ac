"""--content-log-pattern."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.joblog.formats import pattern
from tests.support import junit_cases

Gate = Callable[..., pytest.RunResult]
LOG = (
    "Lauf 12 beginnt\n"
    "FEHLER|K12|Rechnung/Mahnung|12:7|Bild fehlt\n"
    "    siehe Handbuch\n"
    "WARNUNG|K13|Rechnung/Mahnung|12:9|Sprache fehlt\n"
    "Lauf 12 endet\n"
)
ERRORS = r"FEHLER\|(?P<rule>\w+)\|(?P<entity_folder>[^/|]+)/(?P<entity_name>[^|]+)\|(?P<line>\d+):(?P<column>\d+)\|(?P<message>.+)"
WARNINGS = r"(?P<severity>W)ARNUNG\|(?P<rule>\w+)\|(?:[^|]*\|){2}(?P<message>.+)"
INFORMATION = r"Lauf \d+ (?P<severity>I)?(?P<message>beginnt|endet)"


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")


@pytest.mark.parametrize("place", ["option", "ini"])
def test_custom_layout_is_read(pytester: pytest.Pytester, gate: Gate, place: str) -> None:
    arguments = [f"--content-log-pattern={ERRORS}", f"--content-log-pattern={WARNINGS}"]
    if place == "ini":
        pytester.makeini(f"[pytest]\ncontent_log_pattern =\n    {ERRORS}\n    {WARNINGS}\n")
        arguments = []

    result = gate("--content-log=log.txt", "--content-max-unparsed=2", "--junit-xml=r.xml", *arguments)

    assert result.ret == 1
    cases = {case.identity: case for case in junit_cases(pytester.path / "r.xml")}
    assert set(cases) == {
        ("content", "job", "skipped"),
        ("content", "log", "passed"),
        ("content.Rechnung", "Mahnung: Bild fehlt (K12)", "failure"),
        ("content.general", "Sprache fehlt (warning K13)", "failure"),
    }
    assert "E     |     siehe Handbuch" in cases["content.Rechnung", "Mahnung: Bild fehlt (K12)", "failure"].text


@pytest.mark.parametrize(
    "text", ["(", "FEHLER (.*)", "(?P<message>.*)(?P<colour>x)"], ids=["open group", "no message", "unknown group"]
)
def test_malformed_pattern_is_a_usage_error(gate: Gate, text: str) -> None:
    result = gate("--content-log=log.txt", f"--content-log-pattern={text}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert repr(text) in result.stderr.str()
    assert "--content-log-pattern" in result.stderr.str()
    assert "(log-pattern-invalid)" in result.stderr.str()


def test_pattern_with_catastrophic_backtracking_is_stopped(
    pytester: pytest.Pytester, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pattern, "LINE_TIME", 0.01)
    lines = [f"{'a' * 40}!{number}\n" for number in range(12)]
    (pytester.path / "log.txt").write_text("".join(lines), encoding="utf-8")

    result = gate("--content-log=log.txt", r"--content-log-pattern=(?P<message>(?:a|aa)+)$", "-v")

    assert result.ret == 10
    assert "log-pattern-slow" in result.stdout.str()


@pytest.mark.parametrize(
    ("word", "status"),
    [("error", 1), ("Warn", 1), ("E", 1), ("f", 1), ("W", 1), ("info", 0), ("D", 0), ("Hinweis", 0), ("Merke", 10)],
)
def test_severity_is_a_word_or_a_letter(pytester: pytest.Pytester, gate: Gate, word: str, status: int) -> None:
    (pytester.path / "log.txt").write_text(f"<{word}> etwas\n", encoding="utf-8")

    result = gate("--content-log=log.txt", r"--content-log-pattern=<(?P<severity>\w+)> (?P<message>.*)")

    assert result.ret == status
