from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import LOG, reason_of

Gate = Callable[..., pytest.RunResult]


@pytest.fixture
def log(pytester: pytest.Pytester) -> Path:
    """The file ``log.txt`` with two errors and a warning."""
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


@pytest.fixture
def usage_error(gate: Gate) -> Callable[..., tuple[str, str]]:
    """Run pytest with arguments that it must refuse; return the reason code and the text of the error, which is one line."""

    def run(*arguments: str) -> tuple[str, str]:
        result = gate(*arguments)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        (text,) = result.stderr.str().strip().splitlines()
        return reason_of(text), text

    return run


@pytest.fixture
def set_option(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], list[str]]:
    """Set an option by ``option``, ``variable`` or ``ini``; return the arguments to pass to pytest."""

    def set_at(place: str, name: str, value: str) -> list[str]:
        match place:
            case "option":
                return [f"{name}={value}"]
            case "variable":
                monkeypatch.setenv(f"CONTENTJOBS_{name.removeprefix('--content-').replace('-', '_').upper()}", value)
            case "ini":
                pytester.makeini(f"[pytest]\n{name.removeprefix('--').replace('-', '_')} = {value}\n")
        return []

    return set_at
