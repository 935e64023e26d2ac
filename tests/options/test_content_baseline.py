"""--content-baseline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pytest_contentjobs.pipeline.baseline_file import read_baseline, write_baseline
from tests.support import INFO, LOG, REFUND_ERROR, REFUND_WARNING, junit_cases, reason_of

Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


@pytest.fixture
def baseline(pytester: pytest.Pytester, gate: Gate) -> Path:
    """The baseline of ``LOG``."""
    gate("--content-log=log.txt", "--content-baseline=b.json", "--content-update-baseline")
    return pytester.path / "b.json"


@pytest.mark.usefixtures("baseline")
@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["one process", "two workers"])
def test_known_findings_pass_and_new_ones_fail(
    pytester: pytest.Pytester, gate: Gate, log: Path, workers: list[str]
) -> None:
    log.write_text(LOG + REFUND_ERROR.replace("refund.html", "new.html"), encoding="utf-8")

    result = gate(
        "--content-log=log.txt", "--content-baseline=b.json", "--junit-xml=r.xml", "--content-junit=c.xml", *workers
    )

    assert result.ret == 1
    for report in ("r.xml", "c.xml"):
        cases = [case for case in junit_cases(pytester.path / report) if case.name[:3] in {"ART", "TOP"}]
        assert {case.name: case.outcome for case in cases if case.outcome != "skipped"} == {
            "ART-104 content file 'content/new.html' does not exist": "failure"
        }
        assert all("known by the baseline b.json" in case.text for case in cases if case.outcome == "skipped")
    assert "  baseline: 3 known, 1 new, 0 fixed (b.json)" in result.stdout.lines


@pytest.mark.usefixtures("baseline")
@pytest.mark.parametrize("place", ["variable", "ini"])
def test_the_file_is_set_once_for_all(
    pytester: pytest.Pytester, gate: Gate, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "variable":
        monkeypatch.setenv("CONTENTJOBS_BASELINE", "b.json")
    else:
        pytester.makeini("[pytest]\ncontent_baseline = b.json\n")

    assert gate("--content-log=log.txt").ret == 0


@pytest.mark.usefixtures("baseline")
def test_fixed_findings_are_listed_and_do_not_fail(gate: Gate, log: Path) -> None:
    log.write_text(INFO + REFUND_WARNING, encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-baseline=b.json")

    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "  baseline: 1 known, 0 new, 2 fixed (b.json)",
            "    fixed: Billing/Refunds/How to get a refund: ART-104 content file 'content/refund.html' does not",
            "        exist",
            "    fixed: topic Getting started: TOP-102 article 'Internet/Setup' is unknown",
        ]
    )


@pytest.mark.parametrize(("until", "status"), [(date(2999, 1, 1), 0), (date(2020, 1, 31), 1)])
def test_an_acceptance_holds_until_its_end(gate: Gate, baseline: Path, until: date, status: int) -> None:
    items = [replace(item, reason="the editors know", until=until) for item in read_baseline(baseline)]
    write_baseline(baseline, items)

    result = gate("--content-log=log.txt", "--content-baseline=b.json", "-v", "--content-json=c.json")

    assert result.ret == status
    text = baseline.with_name("c.json").read_text(encoding="utf-8")
    assert text.count("the baseline b.json accepted it until 2020-01-31, which is over") == (3 if status else 0)
    assert text.count("known by the baseline b.json, until 2999-01-01: the editors know") == (0 if status else 3)


@pytest.mark.usefixtures("baseline")
def test_what_is_fixed_is_not_known_where_the_log_could_not_be_judged(gate: Gate, log: Path) -> None:
    log.write_text(INFO + "no line end", encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-baseline=b.json")

    assert result.ret == 10
    assert "  baseline: 0 known, 0 new, what is fixed is not known (b.json)" in result.stdout.lines


@pytest.mark.parametrize(
    ("text", "reason"),
    [(None, "baseline-missing"), ("{", "baseline-invalid"), ('{"version": 99}', "baseline-version")],
)
def test_a_baseline_that_cannot_be_used_is_wrong_usage(
    pytester: pytest.Pytester, gate: Gate, text: str | None, reason: str
) -> None:
    if text is not None:
        (pytester.path / "b.json").write_text(text, encoding="utf-8")

    result = gate("--content-log=log.txt", "--content-baseline=b.json")

    assert (result.ret, reason_of(result.stderr.str())) == (4, reason)
