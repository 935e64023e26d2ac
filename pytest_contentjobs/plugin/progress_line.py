"""While the tests run, one line for each run of the gate instead of a letter for each of its tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import pytest

__all__ = ["ProgressLines"]

_Status = tuple[str, str, str | tuple[str, Any]]
_BAD = ("failed", "error")


class ExpectedItems(Protocol):
    """What the lines need to know of the gate's items, of which the session keeps account."""

    def list_own_ids(self) -> set[str]:
        """Return the node ids of the gate's own items."""

    def list_expected_ids(self) -> set[str]:
        """Return those that are going to run, as far as that is known."""


class ProgressLines:
    """Writes how many of a run's tests failed and passed when the last one has ended, or when the tests stop.

    With ``-v`` pytest lists the tests by name, and there is no such line.
    """

    def __init__(self, config: pytest.Config, content: ExpectedItems) -> None:
        self._config = config
        self._content = content
        self._owned: frozenset[str] = frozenset()
        self._left: Counter[str] = Counter()
        self._outcomes: dict[str, dict[str, str]] = {}

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_report_teststatus(
        self, report: pytest.CollectReport | pytest.TestReport
    ) -> Generator[None, _Status, _Status]:
        """Take the letter from the status of the gate's tests; the word, which is shown with ``-v``, stays."""
        category, letter, word = yield
        return category, "" if report.nodeid in self._find_owned() else letter, word

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the outcome of one of the gate's tests, and write the line of a run whose last one it was."""
        if report.nodeid not in self._find_owned():
            return
        name = _find_run(report.nodeid)
        outcomes = self._outcomes.setdefault(name, {})
        if report.failed:
            outcomes[report.nodeid] = "failed" if report.when == "call" else "error"
        elif report.skipped or report.when == "call":
            outcomes[report.nodeid] = report.outcome
        if report.when == "teardown":
            self._left[name] -= 1
            if self._left[name] == 0:
                self._write(name)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        """Write the lines of runs not all of whose tests ran, before pytest ends the last line."""
        try:
            return (yield)
        finally:
            for name in list(self._outcomes):
                self._write(name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_logstart(self, nodeid: str) -> Generator[None, object, object]:
        """Let pytest begin the line of a run with its name."""
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if terminal is None or nodeid not in self._find_owned():
            return (yield)
        with self._name_runs(terminal):
            return (yield)

    @contextmanager
    def _name_runs(self, terminal: pytest.TerminalReporter) -> Iterator[None]:
        """Let pytest show the first part of a node id as it is, and not as a path from the folder that it was started in."""
        before, terminal.startpath = terminal.startpath, self._config.rootpath
        try:
            yield
        finally:
            terminal.startpath = before

    def _find_owned(self) -> frozenset[str]:
        if not self._owned:
            self._owned = frozenset(self._content.list_own_ids())
            self._left = Counter(map(_find_run, self._content.list_expected_ids()))
        return self._owned

    def _write(self, name: str) -> None:
        numbers = Counter(self._outcomes.pop(name, {}).values())
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if terminal is None or not numbers or self._config.get_verbosity(pytest.Config.VERBOSITY_TEST_CASES) > 0:
            return
        text = ", ".join(f"{numbers[word]:,} {word}" for word in (*_BAD, "passed", "skipped") if numbers[word])
        color = "red" if any(numbers[word] for word in _BAD) else "green"
        if terminal.showfspath:
            with self._name_runs(terminal):
                terminal.write_fspath_result(name, text, **{color: True})
            return
        # Without names of files, pytest would write the letters of other tests before and behind it.
        if terminal._tw.width_of_current_line:  # noqa: SLF001 - pytest has no public name for it
            terminal.line("")
        terminal.write(f"{name} {text}", flush=True, **{color: True})
        if not terminal._is_last_item:  # noqa: SLF001 - as above
            terminal.line("")


def _find_run(node_id: str) -> str:
    return node_id.partition("::")[0]
