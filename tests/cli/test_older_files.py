"""Files of an older version are refused with the command that writes them anew, and that command works."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import CLEAN_LOG, LOG, finished

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "status.json").write_text(json.dumps(finished(2, 1)), encoding="utf-8")
    (tmp_path / "log.txt").write_text(LOG, encoding="utf-8")
    return tmp_path / "log.txt"


def rewrite(file: Path, **changed: object) -> Any:
    """Make a file look as an older version wrote it: another version, names, and fingerprints."""
    document = json.loads(file.read_bytes())
    document.update({"version": 1, **changed})
    file.write_text(json.dumps(document), encoding="utf-8")
    return document


def find_command(text: str) -> list[str]:
    """Return the arguments of the command that a message advises."""
    found = re.search(r"contentjobs (report .*?)(?: \(baseline-version\)|\n\w+: )", text, re.DOTALL)
    assert found
    return shlex.split(found[1])


OLD = {"class_name": "Billing/<x>", "name": 'ART "1"', "fingerprint": "0" * 64, "rule": None}


def test_a_baseline_is_written_anew_with_its_reasons_and_dates(tmp_path: Path, contentjobs: Run) -> None:
    update = ("--content-log=log.txt", "--content-baseline=b c.json", "--content-update-baseline")
    contentjobs("report", *update)
    file = tmp_path / "b c.json"
    current = json.loads(file.read_bytes())["findings"]
    known = [
        {**current[0], **OLD, "reason": "soon", "until": "2999-12-31"},
        {**current[1], **OLD, "reason": "odd"},
        None,
    ]
    rewrite(file, findings=known)

    status, _, errors = contentjobs("report", "--content-log=log.txt", "--content-baseline=b c.json")

    assert (status, "(baseline-version)" in errors) == (4, True)
    assert contentjobs(*[part.replace("LOG", "log.txt") for part in find_command(errors)])[0] == 1
    written = json.loads(file.read_bytes())
    assert written["version"] == 2
    assert written["findings"] == [
        {**current[0], "reason": "soon", "until": "2999-12-31"},
        {**current[1], "reason": "odd"},
        *current[2:],
    ]


def test_of_two_dates_for_one_message_the_earlier_counts(tmp_path: Path, contentjobs: Run) -> None:
    update = ("report", "--content-log=log.txt", "--content-baseline=b.json", "--content-update-baseline")
    contentjobs(*update)
    current = json.loads((tmp_path / "b.json").read_bytes())["findings"][:1]
    dates = ("2999-01-02", "2999-01-01", "2999-01-03")
    known = [{**current[0], **OLD, "reason": date, "until": date} for date in dates]
    rewrite(tmp_path / "b.json", findings=[*known, {**current[0], **OLD, "reason": "for ever"}])

    contentjobs(*update)

    assert json.loads((tmp_path / "b.json").read_bytes())["findings"][0]["until"] == "2999-01-01"


@pytest.mark.parametrize("known", [[{**OLD, "until": "soon"}], [{**OLD, "reason": 5}]], ids=["date", "reason"])
def test_a_decision_that_cannot_be_read_is_not_lost(tmp_path: Path, contentjobs: Run, known: object) -> None:
    (tmp_path / "b.json").write_text(json.dumps({"version": 1, "findings": known}), encoding="utf-8")

    _, _, errors = contentjobs(
        "report", "--content-log=log.txt", "--content-baseline=b.json", "--content-update-baseline"
    )

    assert "(baseline-invalid)" in errors
    assert json.loads((tmp_path / "b.json").read_bytes())["version"] == 1


@pytest.mark.parametrize("command", [("baseline", "show"), ("baseline", "prune", "--ended")], ids=" ".join)
def test_commands_for_baselines_refuse_an_older_one(tmp_path: Path, contentjobs: Run, command: tuple[str, ...]) -> None:
    (tmp_path / "b.json").write_text('{"version": 1, "findings": []}', encoding="utf-8")

    status, _, errors = contentjobs(*command, "--content-baseline=b.json")

    assert (status, "(baseline-version)" in errors) == (4, True)


@pytest.mark.parametrize("has_status", [True, False], ids=["status", "log alone"])
def test_a_saved_run_is_made_of_its_log_again(tmp_path: Path, contentjobs: Run, *, has_status: bool) -> None:
    source = ["--content-log=night=log.txt", *(["--content-status=status.json"] if has_status else [])]
    contentjobs("report", *source, "--content-save=saved runs")
    run = json.loads((tmp_path / "saved runs/night/run.json").read_bytes())["run"]
    old = json.loads(json.dumps(run).replace("How to get a refund: ", "How <to> get: "))
    rewrite(tmp_path / "saved runs/night/run.json", run=old)

    status, out, _ = contentjobs("report", "--content-log=saved runs", "--content-json=c.json", "-v")

    assert (status, "reasons: saved-run-version" in out) == (10, True)
    (text,) = [job["checks"][1]["text"] for job in json.loads((tmp_path / "c.json").read_bytes())["runs"]]
    assert contentjobs(*[part.replace("NEW-FOLDER", "new") for part in find_command(f"{text}\nlog: ")])[0] == 1
    again = json.loads((tmp_path / "new/night/run.json").read_bytes())["run"]
    assert again["verdicts"] == run["verdicts"]
    assert again["status"] == run["status"]


def test_a_newer_saved_run_and_one_without_log_have_no_such_command(
    tmp_path: Path, contentjobs: Run, log: Path
) -> None:
    log.write_text(CLEAN_LOG, encoding="utf-8")
    contentjobs("report", "--content-log=night=log.txt", "--content-save=saved")
    rewrite(tmp_path / "saved/night/run.json", version=3)
    newer = contentjobs("report", "--content-log=saved", "-v")[1]
    rewrite(tmp_path / "saved/night/run.json")
    (tmp_path / "saved/night/log").unlink()
    older = contentjobs("report", "--content-log=saved", "-v")[1]

    for out in (newer, older):
        assert "reasons: saved-run-version" in out
        assert "contentjobs report" not in out
