"""--content-save, and --content-log with a saved run."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pytest_contentjobs.emulator import ContentService
from pytest_contentjobs.pipeline.saved_runs import RunStore
from tests.support import CLEAN_LOG, LOG, finished, junit_cases, reason_of

Gate = Callable[..., pytest.RunResult]


def report(result: pytest.RunResult) -> list[str]:
    """Return the section about the content, without the files that were written and the duration at its end."""
    lines = result.stdout.lines
    start = next(number for number, line in enumerate(lines) if "content job" in line)
    return [line for line in lines[start:-1] if not line.startswith(("saved run: ", "JUnit report: "))]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_saved_run_gives_the_same_report_offline(
    pytester: pytest.Pytester, gate: Gate, service: ContentService, monkeypatch: pytest.MonkeyPatch, packed: bool
) -> None:
    log = gzip.compress(LOG.encode()) if packed else LOG.encode()
    job = service.add_job([finished(2, 1)], log=log)
    first = gate("--content-job", f"night={job}", "--content-save=saved", "--content-junit=first.xml")
    for variable in service.environment:
        monkeypatch.delenv(variable)
    requests_before = len(service.requests)

    second = gate("--content-log=saved", "--content-junit=second.xml")

    assert (first.ret, second.ret) == (1, 1)
    assert len(service.requests) == requests_before
    assert report(first)[0].strip("= ") == "content job night"
    assert report(second) == report(first)
    xml = [(pytester.path / name).read_text(encoding="utf-8") for name in ("first.xml", "second.xml")]
    assert xml[0] == xml[1]
    assert (pytester.path / "saved/night/log").read_bytes() == log
    assert json.loads((pytester.path / "saved/night/status.json").read_bytes())["results"] == {
        "successful": 7,
        "warnings": 1,
        "errors": 2,
    }
    assert (
        json.loads((pytester.path / "saved/night/run.json").read_bytes())["run"]["judgement"]["outcome"] == "findings"
    )


@pytest.mark.parametrize("form", ["saved", "saved/night", "saved/night/run.json"])
def test_saved_run_is_found_by_its_folder_or_the_parent(pytester: pytest.Pytester, gate: Gate, form: str) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    gate("--content-log", "night=log.txt", "--content-save=saved")

    result = gate("--content-log", form, "--content-junit=c.xml")

    assert result.ret == 1
    assert {case.class_name.partition(".")[0] for case in junit_cases(pytester.path / "c.xml")} == {"night"}


def test_several_runs_are_saved_and_judged_again(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "bad.txt").write_text(LOG, encoding="utf-8")
    (pytester.path / "good.txt").write_text(CLEAN_LOG, encoding="utf-8")
    gate("--content-log", "one=bad.txt", "--content-log", "two=good.txt", "--content-save=saved")

    result = gate("--content-log=saved", "--content-json=c.json")

    assert result.ret == 1
    runs = json.loads((pytester.path / "c.json").read_text(encoding="utf-8"))["runs"]
    assert [(run["name"], run["judgement"]["outcome"], len(run["findings"])) for run in runs] == [
        ("one", "findings", 3),
        ("two", "clean", 0),
    ]


def test_a_given_name_replaces_the_saved_one(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    gate("--content-log", "night=log.txt", "--content-save=saved")

    result = gate("--content-log", "day=saved")

    result.stdout.fnmatch_lines(["*= content job day =*"])


def test_run_that_was_not_judged_is_not_judged_again(gate: Gate, service: ContentService) -> None:
    job = service.add_job([{"status": "Failed", "error": "disk full", "retryable": False}])
    first = gate("--content-job", job, "--content-save=saved")

    second = gate("--content-log=saved")

    assert (first.ret, second.ret) == (10, 10)
    assert report(second) == report(first)
    second.stdout.fnmatch_lines(["job: The job Failed: disk full.*"])


def damage_log(folder: Path) -> None:
    (folder / "log").write_text(CLEAN_LOG * 2, encoding="utf-8")


def remove_log(folder: Path) -> None:
    (folder / "log").unlink()


def cut(folder: Path) -> None:
    text = (folder / "run.json").read_text(encoding="utf-8")
    (folder / "run.json").write_text(text[: len(text) // 2], encoding="utf-8")


def raise_version(folder: Path) -> None:
    text = (folder / "run.json").read_text(encoding="utf-8")
    (folder / "run.json").write_text(text.replace('"version": 2', '"version": 3'), encoding="utf-8")


def take_judgement(folder: Path) -> None:
    document = json.loads((folder / "run.json").read_bytes())
    del document["run"]["judgement"]
    (folder / "run.json").write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "reason", "where"),
    [
        (damage_log, "saved-log-changed", "saved/night/log"),
        (remove_log, "saved-run-incomplete", "saved/night"),
        (cut, "saved-run-invalid", "saved/night/run.json"),
        (raise_version, "saved-run-version", "saved/night/run.json"),
        (take_judgement, "saved-run-invalid", "run.judgement"),
    ],
)
def test_changed_or_incomplete_run_is_not_judged(
    pytester: pytest.Pytester, gate: Gate, change: Callable[[Path], None], reason: str, where: str
) -> None:
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")
    assert gate("--content-log", "night=log.txt", "--content-save=saved").ret == 0
    change(pytester.path / "saved/night")

    result = gate("--content-log=saved", "-v")

    assert result.ret == 10
    result.stdout.fnmatch_lines([f"*reasons: {reason}"])
    assert where in result.stdout.str()


def test_run_that_was_not_judged_replaces_the_earlier_one(
    pytester: pytest.Pytester, gate: Gate, service: ContentService
) -> None:
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")
    gate("--content-log", "night=log.txt", "--content-save=saved")
    job = service.add_job([{"status": "Cancelled"}])
    gate("--content-job", f"night={job}", "--content-save=saved")

    assert not (pytester.path / "saved/night/log").exists()
    assert gate("--content-log=saved").ret == 10


@pytest.mark.parametrize("location", ["saved", "night=saved/night/log"])
def test_a_run_is_not_saved_over_its_source(pytester: pytest.Pytester, gate: Gate, location: str) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    gate("--content-log", "night=log.txt", "--content-save=saved")
    before = (pytester.path / "saved/night/log").read_bytes()

    result = gate("--content-log", location, "--content-save=saved")

    assert (result.ret, reason_of(result.stderr.str())) == (4, "settings-conflict")
    assert "--content-save" in result.stderr.str()
    assert "'saved/night'" in result.stderr.str()
    assert (pytester.path / "saved/night/log").read_bytes() == before


def test_unwritable_folder_is_reported_before_the_wait(
    pytester: pytest.Pytester, gate: Gate, service: ContentService
) -> None:
    (pytester.path / "file").write_text("", encoding="utf-8")
    job = service.add_job([finished(0, 0)], log=CLEAN_LOG.encode())

    result = gate("--content-job", job, "--content-save=file/saved")

    assert (result.ret, reason_of(result.stderr.str())) == (4, "file-not-writable")
    assert "'file/saved'" in result.stderr.str()
    assert not any(job in request.path for request in service.requests)


def test_a_run_that_cannot_be_saved_is_not_judged(
    pytester: pytest.Pytester, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")
    (pytester.path / "status.json").write_text(json.dumps(finished(0, 0)), encoding="utf-8")
    claim = RunStore.claim

    def claim_and_block(store: RunStore, names: Iterable[str]) -> None:
        """Block the files between the claim of the folders and the end of the run."""
        names = list(names)
        claim(store, names)
        for name in names:
            (store.folder / name / "run.json").unlink()
            (store.folder / name / "run.json").mkdir()

    monkeypatch.setattr(RunStore, "claim", claim_and_block)

    result = gate("-v", "--content-log", "night=log.txt", "--content-status=status.json", "--content-save=saved")

    assert result.ret == 10
    result.stdout.fnmatch_lines(["job: *'saved'*", "*reasons: run-not-saved"])


def test_status_with_a_saved_run_is_a_usage_error(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    gate("--content-log", "night=log.txt", "--content-save=saved")

    result = gate("--content-log=saved", "--content-status=status.json")

    assert (result.ret, reason_of(result.stderr.str())) == (4, "settings-conflict")
    assert "--content-status" in result.stderr.str()
