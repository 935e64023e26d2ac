"""One process holds a file at a time, and leaves no lock behind."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

import pytest

from pytest_contentjobs.boundary.file_locks import InUseError, lock


def lock_files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".contentjobs-*")]


def test_the_lock_is_given_back_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "new" / ("n" * 240)
    give_back = lock(file)
    with pytest.raises(InUseError):
        lock(file)
    assert len(lock_files(tmp_path)) == 1

    give_back()

    assert lock_files(tmp_path) == []
    lock(file)()


def test_one_of_many_that_take_a_file_has_it(tmp_path: Path) -> None:
    start, done = threading.Barrier(8), threading.Barrier(8)
    taken = []

    def take() -> None:
        for _ in range(50):
            start.wait()
            with suppress(InUseError):
                taken.append(lock(tmp_path / "c.xml"))
            if done.wait() == 0:
                assert len(taken) == 1
                taken.pop()()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (taken, start.broken, lock_files(tmp_path)) == ([], False, [])


def test_a_folder_that_cannot_be_locked_in_does_not_hinder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    lock(tmp_path / "file" / "c.xml")()
