"""What an interrupt leaves of the runs that were to be saved: nothing, unless somebody could take other runs for all."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.errors import SavedRunError
from pytest_contentjobs.pipeline.saved_runs import RunStore
from tests.builders import content_run


def test_nothing_is_left(tmp_path: Path) -> None:
    store = RunStore(tmp_path / "runs")
    store.claim(["a", "b"])

    store.release(["a", "b"])

    assert list(store.folder.iterdir()) == []


def test_beside_a_run_of_another_session_it_stays_red(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store.claim(["earlier"])
    store.save(content_run(name="earlier", log=None))
    store.claim(["a"])

    store.release(["a"])

    with pytest.raises(SavedRunError, match="not complete"):
        store.read()


def test_a_run_that_was_saved_stays_with_the_others(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store.claim(["a", "b"])
    store.save(content_run(name="a", log=None))

    store.release(["a", "b"])

    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["a", "b"]
    with pytest.raises(SavedRunError, match="not complete"):
        store.read()


def test_a_file_of_the_users_stays(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    store.claim(["a"])
    (tmp_path / "a" / "note.txt").write_text("mine")

    store.release(["a"])

    assert (tmp_path / "a" / "note.txt").read_text() == "mine"
    with pytest.raises(SavedRunError):
        store.read()
