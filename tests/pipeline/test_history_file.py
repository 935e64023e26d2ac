"""The file of a history: several writers, lines that were cut, old lines."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pytest_contentjobs.boundary.file_locks import lock
from pytest_contentjobs.errors import ReportError, SettingsError
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline import history_file
from pytest_contentjobs.pipeline.history_file import append_runs, read_history
from tests.builders import PASSED, content_run, finding

BROKEN = Check(CheckOutcome.BROKEN, "The job Failed.", ("job-failed",))
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


def run_before(days: int, name: str = "content", *, is_judged: bool = True) -> ContentRun:
    run = content_run(finding("old"), name=name, job_check=PASSED if is_judged else BROKEN)
    return replace(run, judged_at=NOW - timedelta(days=days))


def times(file: Path) -> list[datetime]:
    return [entry.time for entry in read_history(file).entries]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "history.jsonl"


def test_a_run_is_a_line_and_is_read_back(file: Path) -> None:
    append_runs([run_before(1), run_before(0, "other")], file, days=90)
    append_runs([run_before(0)], file, days=90)

    assert [(entry.name, entry.errors) for entry in read_history(file).entries] == [
        ("content", 1),
        ("other", 1),
        ("content", 1),
    ]
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3


def test_a_run_that_is_there_is_not_appended_again(file: Path) -> None:
    append_runs([run_before(0)], file, days=90)
    append_runs([run_before(0)], file, days=90)

    assert len(times(file)) == 1


def test_a_missing_file_is_an_empty_history(file: Path) -> None:
    assert read_history(file).entries == ()


@pytest.mark.parametrize("size", [1, 30, -2])
def test_a_line_that_was_cut_is_passed_over_and_the_next_one_is_whole(file: Path, size: int) -> None:
    append_runs([run_before(2)], file, days=90)
    line = file.read_bytes()
    file.write_bytes(line + line[:size])

    damaged = append_runs([run_before(1)], file, days=90)

    assert damaged == 1
    history = read_history(file)
    assert (len(history.entries), history.damaged) == (2, 1)


def test_a_first_line_that_was_cut_does_not_make_the_file_another(file: Path) -> None:
    append_runs([run_before(2)], file, days=90)
    file.write_bytes(file.read_bytes()[:40])

    append_runs([run_before(1)], file, days=90)

    assert len(times(file)) == 1


@pytest.mark.parametrize("content", [b"fail_on = 'never'\n", b'{"level": "ERROR"}\n', b"\xff\xfe\n", b"[1]\n", b"{\n"])
def test_what_is_no_history_is_refused_and_stays_as_it_is(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)

    with pytest.raises(SettingsError) as caught:
        append_runs([run_before(0)], file, days=90)

    assert caught.value.reason is Reason.HISTORY_INVALID
    assert file.read_bytes() == content


def test_a_newer_version_is_refused(file: Path) -> None:
    append_runs([run_before(0)], file, days=90)
    file.write_bytes(file.read_bytes() + b'{"version":2,"time":"x"}\n')

    with pytest.raises(SettingsError) as caught:
        read_history(file)

    assert caught.value.reason is Reason.HISTORY_INVALID


def test_old_runs_are_removed_but_never_the_last_that_was_judged(file: Path) -> None:
    append_runs([run_before(300), run_before(200), run_before(150, is_judged=False)], file, days=None)
    append_runs([run_before(120, "rare")], file, days=None)

    append_runs([run_before(0, "daily")], file, days=90)

    assert [(entry.name, (NOW - entry.time).days) for entry in read_history(file).entries] == [
        ("content", 200),
        ("rare", 120),
        ("daily", 0),
    ]


def test_without_a_limit_all_runs_are_kept(file: Path) -> None:
    append_runs([run_before(3000)], file, days=None)
    append_runs([run_before(0)], file, days=None)

    assert len(times(file)) == 2


def test_a_run_from_the_future_removes_none(file: Path) -> None:
    append_runs([run_before(2), run_before(1)], file, days=90)

    append_runs([run_before(-400_000)], file, days=90)

    assert len(times(file)) == 3


def test_a_link_to_the_file_stays_one(file: Path, tmp_path: Path) -> None:
    append_runs([run_before(300), run_before(200)], file, days=None)
    linked = tmp_path / "link"
    linked.symlink_to(file)

    append_runs([run_before(0)], linked, days=90)

    assert linked.is_symlink()
    assert len(times(file)) == 1


def test_writers_at_the_same_time_lose_nothing(file: Path) -> None:
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda number: append_runs([run_before(0, f"run{number}")], file, days=90), range(24)))

    history = read_history(file)
    assert (len(history.entries), history.damaged) == (24, 0)


def test_waits_for_another_writer(file: Path) -> None:
    release = lock(file)
    timer = threading.Timer(0.1, release)
    timer.start()

    append_runs([run_before(0)], file, days=90)

    timer.join()
    assert len(times(file)) == 1


def test_does_not_wait_for_ever(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_file, "_PATIENCE", 0.1)
    release = lock(file)

    with pytest.raises(ReportError) as caught:
        append_runs([run_before(0)], file, days=90)

    release()
    assert caught.value.reason is Reason.REPORT_IN_USE


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read_history(tmp_path)

    assert caught.value.reason is Reason.FILE_UNREADABLE
