"""``contentjobs baseline``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.gate.baseline import to_baseline
from pytest_contentjobs.pipeline.baseline_file import dump_baseline, read_baseline
from tests.builders import WARNING, article, entry
from tests.support import INFO, LOG, REFUND_ERROR, TOPIC_ERROR, reason_of

Run = Callable[..., tuple[int, str, str]]

REFUND, SETUP = article("Refund"), article("Setup", "Internet")
FINDINGS = identify(
    [
        entry("has no title", rule="ART-1", entity=REFUND),
        entry("has no title", rule="ART-1", entity=REFUND),
        entry("is odd", WARNING, entity=SETUP),
    ]
)
TITLE, ODD = to_baseline(FINDINGS)
PRUNED = (0, "known.json: 2 findings removed, 1 left\n", "")


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONTENTJOBS_BASELINE", "known.json")
    return tmp_path / "known.json"


def test_show_lists_what_is_known(file: Path, contentjobs: Run) -> None:
    items = [replace(TITLE, reason="old\x1b", until=date(2020, 1, 31)), replace(ODD, until=date(2999, 12, 31))]
    file.write_text(dump_baseline(items), encoding="utf-8")

    assert contentjobs("baseline", "show") == (
        0,
        (
            "Billing\n"
            f"  {TITLE.fingerprint[:12]} error Refund: has no title (ART-1) (2 times), ended 2020-01-31 - old\\x1b\n"
            "Internet\n"
            f"  {ODD.fingerprint[:12]} warning Setup: is odd (warning), until 2999-12-31\n"
            "known.json: 3 findings, 1 of them ended\n"
        ),
        "",
    )


def test_prune_takes_out_what_has_ended(file: Path, contentjobs: Run) -> None:
    items = [replace(TITLE, until=date(2020, 1, 31)), ODD]
    file.write_text(dump_baseline(items), encoding="utf-8")

    assert contentjobs("baseline", "prune", "--ended") == PRUNED
    assert file.read_text(encoding="utf-8") == dump_baseline([ODD])


def saved(contentjobs: Run, folder: Path, log: str) -> None:
    (folder / "log.txt").write_text(log, encoding="utf-8")
    contentjobs("report", "--content-log=log.txt", "--content-save=saved", "--content-log-format=text")


def test_prune_takes_out_what_a_run_has_no_more(file: Path, tmp_path: Path, contentjobs: Run) -> None:
    (tmp_path / "log.txt").write_text(LOG, encoding="utf-8")
    contentjobs("report", "--content-log=log.txt", "--content-baseline=known.json", "--content-update-baseline")
    before = read_baseline(file)
    saved(contentjobs, tmp_path, INFO + TOPIC_ERROR)

    assert contentjobs("baseline", "prune", "--run=saved") == PRUNED
    assert read_baseline(file) == tuple(item for item in before if item.rule == "TOP-102")


def test_prune_takes_out_nothing_by_a_run_that_could_not_be_judged(
    file: Path, tmp_path: Path, contentjobs: Run
) -> None:
    file.write_text(dump_baseline([TITLE]), encoding="utf-8")
    saved(contentjobs, tmp_path, INFO + "what is this\n")

    status, out, errors = contentjobs("baseline", "prune", "--run=saved")

    assert (status, out, reason_of(errors)) == (4, "", "saved-run-not-judged")
    assert "--run" in errors
    assert file.read_text(encoding="utf-8") == dump_baseline([TITLE])


def test_explain_shows_what_a_fingerprint_is_made_of(
    file: Path, tmp_path: Path, contentjobs: Run, wording: Callable[[str], None]
) -> None:
    (tmp_path / "log.txt").write_text(INFO + REFUND_ERROR, encoding="utf-8")
    contentjobs("report", "--content-log=log.txt", "--content-update-baseline")
    saved(contentjobs, tmp_path, INFO + REFUND_ERROR)
    (item,) = read_baseline(file)

    status, out, errors = contentjobs("baseline", "explain", item.fingerprint[:8].upper(), "--run=saved/content")

    assert (status, errors) == (0, "")
    first, *_, digits, identity = out.splitlines()
    assert first.startswith("in the baseline: Billing/Refunds: ")
    assert f" {item.fingerprint[:12]} error How to get a refund: " in first
    assert digits.strip() == item.fingerprint
    assert "article Billing/Refunds/How to get a refund; " in identity
    wording(out)


USAGE_ERRORS = {
    "no name": (["show", "--content-baseline="], "setting-missing"),
    "nothing to prune by": (["prune"], "setting-missing"),
    "not a fingerprint": (["explain", "xyz"], "value-invalid"),
    "unknown fingerprint": (["explain", "0000000", "--content-baseline=full.json"], "fingerprint-unknown"),
}


@pytest.mark.parametrize("case", USAGE_ERRORS)
def test_usage_errors(tmp_path: Path, contentjobs: Run, wording: Callable[[str], None], case: str) -> None:
    (tmp_path / "full.json").write_text(dump_baseline([TITLE]), encoding="utf-8")
    arguments, reason = USAGE_ERRORS[case]

    status, out, errors = contentjobs("baseline", *arguments)

    assert (status, out, reason_of(errors)) == (4, "", reason)
    wording(errors)


def test_a_baseline_that_does_not_exist(contentjobs: Run) -> None:
    status, out, errors = contentjobs("baseline", "show")

    assert (status, out, reason_of(errors)) == (4, "", "baseline-missing")
    assert "'known.json'" in errors
    assert "ini key" not in errors
