"""No green report of an earlier run outlives a run that did not finish."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from pytest_contentjobs.emulator import ContentService, RawResponse
from pytest_contentjobs.model.reason import Reason
from tests.pipeline.earlier_reports.support import (
    FACES,
    OLD_JSON,
    OLD_JUNIT,
    PYTEST,
    REPORT,
    REPORTS,
    Inside,
    assert_not_judged,
    leave_green,
    lock_files,
    run,
)
from tests.support import junit_cases

# Each case starts a process or several.
pytestmark = pytest.mark.grid


def assert_untouched(folder: Path) -> None:
    assert (folder / "c.xml").read_text(encoding="utf-8") == OLD_JUNIT
    assert (folder / "c.json").read_text(encoding="utf-8") == OLD_JSON


WRONG: Mapping[str, tuple[str, ...]] = {
    "a policy that is no TOML": ("--content-log=clean.log", "--content-policy=broken.toml"),
    "a policy that is missing": ("--content-log=clean.log", "--content-policy=nowhere.toml"),
    "a baseline that is missing": ("--content-log=clean.log", "--content-baseline=nowhere.json"),
    "an earlier run, missing": ("--content-log=clean.log", "--content-compare=nowhere"),
    "a package that is missing": ("--content-log=clean.log", "--content-package=nowhere.zip"),
    "a folder to save in that is a file": ("--content-log=clean.log", "--content-save=clean.log/x"),
    "an unknown log format": ("--content-log=clean.log", "--content-log-format=odd"),
    "a pattern that is none": ("--content-log=clean.log", "--content-log-pattern=(("),
    "a duration that is none": ("--content-log=clean.log", "--content-timeout=soon"),
    "one name twice": ("--content-log=a=clean.log", "--content-log=a=bad.log"),
    "nothing to gate": (),
    "no API domain": ("--content-job=7A84B875-6F75-4C7B-B137-0632B62DB0BD",),
    "an unknown option": ("--content-log=clean.log", "--content-typo=1"),
    "an option without its value": ("--content-log=clean.log", "--content-group"),
}


@FACES
@pytest.mark.parametrize("arguments", WRONG.values(), ids=list(WRONG))
def test_wrong_usage_leaves_no_green_report(
    folder: Path, inside: Inside, face: tuple[str, ...], arguments: tuple[str, ...]
) -> None:
    (folder / "broken.toml").write_text("policy = [", encoding="utf-8")

    assert inside(face, *REPORTS, *arguments)[0] == 4

    assert_not_judged(folder)
    assert lock_files(folder) == []


def test_wrong_usage_of_pytests_own_options_leaves_no_green_report(folder: Path) -> None:
    assert run(PYTEST, *REPORTS, "--content-log=clean.log", "nowhere.py").returncode == 4
    assert_not_judged(folder)

    leave_green(folder)
    assert run(PYTEST, *REPORTS, "--content-log=clean.log", "-p", "no:contentjobs-session").returncode == 4
    assert_not_judged(folder)


@pytest.mark.parametrize(
    ("conftest", "status"),
    [
        ("import nowhere_at_all", 4),
        ("import pytest\ndef pytest_configure(config): raise pytest.UsageError('no')", 4),
        ("import pytest\ndef pytest_configure(config): pytest.exit('no', 7)", 7),
        ("def pytest_configure(config): raise KeyboardInterrupt", 2),
        ("def pytest_configure(config): 1 / 0", 3),
        ("def pytest_sessionstart(session): 1 / 0", 3),
        ("import pytest\n@pytest.hookimpl(tryfirst=True)\ndef pytest_sessionstart(session): 1 / 0", 3),
        ("def pytest_collection_modifyitems(items): 1 / 0", 3),
        ("def pytest_collection_modifyitems(items): raise KeyboardInterrupt", 2),
        ("import pytest\ndef pytest_runtest_setup(item): pytest.exit('enough', 77)", 77),
    ],
)
def test_a_session_that_a_conftest_file_ends_leaves_no_green_report(folder: Path, conftest: str, status: int) -> None:
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    (folder / "test_own.py").write_text("def test_own(): pass", encoding="utf-8")

    done = subprocess.run(
        [*PYTEST, *REPORTS, "--content-log=clean.log", "."], capture_output=True, timeout=60, check=False
    )

    assert done.returncode == status
    assert_not_judged(folder)
    assert lock_files(folder) == []


def test_an_interrupt_after_judging_keeps_what_was_found(folder: Path) -> None:
    (folder / "test_own.py").write_text("def test_own(): raise KeyboardInterrupt", encoding="utf-8")

    assert run(PYTEST, *REPORTS, "--content-log=bad.log", "--content-log=other=clean.log").returncode == 2

    assert_not_judged(folder, names=("content", "other"))
    document = json.loads((folder / "c.json").read_text(encoding="utf-8"))
    assert [len(one["findings"]) for one in document["runs"]] == [3, 0]


def test_a_run_that_ends_replaces_everything(folder: Path) -> None:
    assert run(REPORT, *REPORTS, "--content-log=clean.log").returncode == 0

    assert {case.outcome for case in junit_cases(folder / "c.xml")} == {"passed", "skipped"}
    (one,) = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    assert one["judgement"]["outcome"] == "clean"
    assert lock_files(folder) == []


def test_a_refused_import_leaves_no_green_report(folder: Path, service: ContentService) -> None:
    run(REPORT, "--content-log=bad.log", "--content-save=saved")

    done = run(
        (*REPORT[:-1], "import"),
        *("s3://bucket/x", "--after=saved", "--content-junit=c.xml"),
        **service.environment,
        CONTENTJOBS_JSON="c.json",
    )

    assert done.returncode == 10
    assert_not_judged(folder, names=("import",))


@pytest.mark.parametrize(
    ("face", "arguments", "status"),
    [
        (PYTEST, ("--help",), 0),
        (PYTEST, ("--version",), 0),
        (PYTEST, ("--markers",), 0),
        (PYTEST, ("--fixtures",), 0),
        (PYTEST, ("--fixtures-per-test", "test_own.py"), 0),
        (PYTEST, ("--cache-show",), 0),
        (PYTEST, ("--collect-only", "nowhere.py"), 4),
        (PYTEST, ("--collect-only", "--content-policy=nowhere"), 4),
        (PYTEST, ("--collect-only", "--content-timeout=soon"), 4),
        (PYTEST, ("--collect-only", "--typo"), 4),
        (REPORT, ("--help",), 0),
        (REPORT, ("-h",), 0),
    ],
)
def test_nothing_is_replaced_if_nothing_runs(
    folder: Path, inside: Inside, face: tuple[str, ...], arguments: tuple[str, ...], status: int
) -> None:
    (folder / "test_own.py").write_text("def test_own(): pass", encoding="utf-8")

    assert inside(face, *REPORTS, "--content-log=clean.log", *arguments)[0] == status

    if "nowhere.py" not in arguments:
        assert_untouched(folder)


def test_nothing_is_replaced_if_the_gate_is_not_asked_for(folder: Path) -> None:
    (folder / "test_own.py").write_text("def test_own(): pass", encoding="utf-8")

    assert run(PYTEST, CONTENTJOBS_JUNIT="c.xml", CONTENTJOBS_JSON="c.json").returncode == 0
    assert run(PYTEST, "--typo", CONTENTJOBS_JUNIT="c.xml", CONTENTJOBS_JSON="c.json").returncode == 4

    assert_untouched(folder)


@pytest.mark.parametrize("place", ["variable", "ini"])
def test_reports_that_are_set_once_for_all_are_replaced(
    folder: Path, inside: Inside, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place == "variable":
        monkeypatch.setenv("CONTENTJOBS_JUNIT", "c.xml")
        monkeypatch.setenv("CONTENTJOBS_JSON", "c.json")
    else:
        (folder / "pytest.ini").write_text("[pytest]\ncontent_junit=c.xml\ncontent_json=c.json\n", encoding="utf-8")

    assert inside(PYTEST, "--content-log=clean.log", "--content-timeout=soon")[0] == 4

    assert_not_judged(folder)


def test_a_job_that_could_not_be_judged_is_so_in_both(folder: Path, service: ContentService) -> None:
    job = service.add_job([RawResponse(200, {"status": "Failed"})])

    done = run(REPORT, f"--content-job={job}", *REPORTS, **service.environment)

    assert done.returncode == 10
    (one,) = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    assert (one["judgement"]["outcome"], one["judgement"]["codes"][0]) == ("not judged", Reason.JOB_FAILED)
