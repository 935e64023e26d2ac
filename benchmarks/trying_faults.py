"""A plugin of pytest that tries deliberate faults one after the other on the tests that were collected once.

``mutation.py`` starts it in a copy of the checkout that mutmut prepared. For each fault that the file in the variable
``FAULTS`` lists, a child process switches it on and runs the tests that call the function, the fastest first, until one
fails; the outcomes are written to the same file.
"""

from __future__ import annotations

import json
import os
import resource
import signal
from collections.abc import Sequence
from math import ceil
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Try all faults in place of running the tests."""
    file = Path(os.environ["FAULTS"])
    statistics = json.loads(Path("mutmut-stats.json").read_text(encoding="utf-8"))
    durations = statistics["duration_by_test"]
    covering = statistics["tests_by_mangled_function_name"]
    items = sorted(session.items, key=lambda item: durations.get(item.nodeid, 0.0))
    # Children share the folder of temporary files; if none was there, each would make its own.
    session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined] # noqa: SLF001 - only the factory makes it
    outcomes: dict[str, str] = {}
    running: dict[int, str] = {}
    for name in json.loads(file.read_text(encoding="utf-8")):
        # Without a name, no fault is tried, to see that all tests pass.
        names_of_tests = set(covering.get(name.rpartition("__mutmut_")[0], ())) if name else set(durations)
        tests = [item for item in items if item.nodeid in names_of_tests]
        if len(running) == int(os.environ["PROCESSES"]):
            _wait(running, outcomes)
        if tests:
            running[_start(name, tests, 5 + 3 * ceil(sum(durations[item.nodeid] for item in tests)))] = name
        else:
            outcomes[name] = "no tests"
    while running:
        _wait(running, outcomes)
    file.write_text(json.dumps(outcomes), encoding="utf-8")
    return True


def _start(name: str, tests: Sequence[pytest.Item], limit: int) -> int:
    """Start to try a fault; return the process."""
    child = os.fork()
    if child:
        return child
    fails = True
    try:
        fails = _fails(name, tests, limit)
    finally:
        os._exit(fails)


def _wait(running: dict[int, str], outcomes: dict[str, str]) -> None:
    """Wait for the next process that ends, and note its outcome."""
    process, status = os.wait()
    is_endless = os.WIFSIGNALED(status) and os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL, signal.SIGALRM}
    outcomes[running.pop(process)] = "timeout" if is_endless else "killed" if status else "survived"


def _fails(name: str, tests: Sequence[pytest.Item], limit: int) -> bool:
    """Switch a fault on and return whether a test fails; the process ends at a limit of seconds of its processor time."""
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    signal.alarm(20 * limit)
    os.environ["MUTANT_UNDER_TEST"] = name
    for item, following in zip(tests, [*tests[1:], None], strict=True):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return True
    return False
