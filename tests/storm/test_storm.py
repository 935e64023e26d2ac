"""A storm of runs whose truth is known by construction: no false green, no escape, no hang, no secret, no report that lies.

``STORM_RUNS`` says how many, ``STORM_PROCESSES`` how many of real processes beside them, ``STORM_SEED`` which. ``STORM_CASE`` is
the line of a failure: then only that case is run.
"""

from __future__ import annotations

import os
import sys

import pytest

from tests.storm.drawing import named
from tests.storm.processes import run_process
from tests.storm.run import storm
from tests.storm.tallying import run_cases

_RUNS = int(os.environ.get("STORM_RUNS", "150"))
_SEED = os.environ.get("STORM_SEED", "storm")
_PROCESSES = int(os.environ.get("STORM_PROCESSES", "4"))
_CASE = os.environ.get("STORM_CASE", "")
_CHUNK = 50 if _RUNS <= 1000 else 500


@pytest.mark.skipif(bool(_CASE), reason="only one case is wanted")
@pytest.mark.parametrize("first", range(0, _RUNS, _CHUNK))
def test_storm(first: int) -> None:
    result = run_cases(_SEED, range(first, min(first + _CHUNK, _RUNS)))

    print(*result.lines(), sep="\n")  # noqa: T201 - pytest shows it with a failure, and with -rP
    assert not result.problems, "\n".join(result.failures.values())


@pytest.mark.skipif(bool(_CASE), reason="only one case is wanted")
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals and a shell")
@pytest.mark.parametrize("number", range(_PROCESSES))
def test_processes(number: int) -> None:
    with storm() as runner:
        outcome = run_process(runner, _SEED, number)

    assert not outcome.problems, outcome.line


@pytest.mark.skipif(not _CASE, reason="STORM_CASE names no case")
def test_case() -> None:
    with storm() as runner:
        outcome = runner.run(named(_CASE))

    assert not outcome.problems, f"exit status {outcome.status}, and right is {sorted(outcome.allowed)}"
