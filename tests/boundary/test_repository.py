from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.boundary.repository import find_repository


@pytest.mark.parametrize("is_file", [True, False], ids=["a work tree", "a repository"])
def test_the_root_of_the_nearest_repository(tmp_path: Path, is_file: bool) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "outer" / "a" / "inner"
    (inner / "b" / "c").mkdir(parents=True)
    (outer / ".git").mkdir()
    if is_file:
        (inner / ".git").touch()
    else:
        (inner / ".git").mkdir()

    assert find_repository(inner / "b" / "c") == inner
    assert find_repository(inner) == inner
    assert find_repository(inner.parent) == outer


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    assert find_repository(tmp_path) is None
    assert find_repository(Path()) is None
