"""A storm of runs whose truth is known by construction: no false green, escape, hang, secret, or report that lies.

``STORM_RUNS`` is the number of runs, ``STORM_PROCESSES`` that of additional real processes, ``STORM_SEED`` the seed.
``STORM_CASE`` is the line of a failure: then only that case is run.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace

import pytest

from tests.storm.case import Case
from tests.storm.drawing import draw, read_case
from tests.storm.faults import FAULTS, find, put_back
from tests.storm.processes import run_process
from tests.storm.results import run_cases
from tests.storm.run import storm
from tests.storm.shrink import shrink_case
from tests.storm.truth import Severity

_RUNS = int(os.environ.get("STORM_RUNS", "300"))
_SEED = os.environ.get("STORM_SEED", "storm")
_PROCESSES = int(os.environ.get("STORM_PROCESSES", "4"))
_CASE = os.environ.get("STORM_CASE", "")
_CHUNK = 50 if _RUNS <= 1000 else 500
_unless_one_case_is_wanted = pytest.mark.skipif(bool(_CASE), reason="STORM_CASE selects one case")


@_unless_one_case_is_wanted
@pytest.mark.parametrize("first", range(0, _RUNS, _CHUNK))
def test_storm(first: int) -> None:
    result = run_cases(_SEED, range(first, min(first + _CHUNK, _RUNS)))

    print(*result.lines(), sep="\n")  # noqa: T201 - pytest shows it with a failure, and with -rP
    assert not result.problems, "\n".join(result.failures.values())


@_unless_one_case_is_wanted
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals and a shell")
@pytest.mark.parametrize("number", range(_PROCESSES))
def test_processes(number: int) -> None:
    with storm() as runner:
        outcome = run_process(runner, _SEED, number)

    assert not outcome.problems, outcome.line


@_unless_one_case_is_wanted
@pytest.mark.parametrize("name", [pytest.param("inner-level", marks=pytest.mark.wide), "equal-keys"])
def test_storm_finds_a_fault_that_was_put_back(name: str) -> None:
    found = find(name, "back", 1000)

    assert found.problem.startswith("false green")
    assert read_case(found.line) == read_case(read_case(found.line).line())


@pytest.mark.parametrize("name", FAULTS)
def test_the_product_has_what_a_fault_replaces(name: str) -> None:
    with put_back(FAULTS[name]):
        pass


@_unless_one_case_is_wanted
def test_case_is_the_same_when_it_was_written_on_a_line() -> None:
    cases = [draw("line", index) for index in range(300)]

    assert [read_case(case.line()) for case in cases] == cases


@_unless_one_case_is_wanted
def test_failure_shrinks_to_what_makes_it_fail() -> None:
    case = next(case for case in (draw("shrink", index) for index in range(1000)) if _has_much(case))
    error = next(finding for finding in case.findings if finding.severity is Severity.ERROR)

    def fails(case: Case) -> bool:
        return case.damages[:1] == kept and any(finding.severity is Severity.ERROR for finding in case.findings)

    kept = case.damages[:1]
    least = shrink_case(case, fails)

    assert least.damages == kept
    assert least.parts == (
        replace(error, rule="ART-101", kind="article", path="A", index=None, message="has no title"),
    )
    assert least == Case("log4j", least.parts, damages=kept)


def _has_much(case: Case) -> bool:
    return len(case.damages) > 1 and bool(case.lies) and len({finding.severity for finding in case.findings}) > 1


@pytest.mark.skipif(not _CASE, reason="STORM_CASE names no case")
def test_case() -> None:
    with storm() as runner:
        outcome = runner.run(read_case(_CASE))

    assert not outcome.problems, f"exit status {outcome.status}, but expected {sorted(outcome.allowed)}"
