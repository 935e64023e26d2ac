"""A run as pytest nodes: a collector for each job and each class of its cases, and an item for each case and each check.

The only module that uses internals of pytest's reports. It relies on these facts:

- The representation of a failure is an ``ExceptionChainRepr`` whose lines begin with ``E   ``. It gives JUnit a short message,
  is the same with and without xdist, has a location for annotations, and keeps remote text off the start of a line, where CI
  systems look for commands.
- Items run no code of the user's, so that setup, call and teardown only make their reports; other plugins need all three. The
  last item of a session tears down what the user's tests have set up.
- Other plugins listen to the hooks of the phases: Allure takes the identity of a test from them. They are called without pytest's
  own implementations, which fail where the locale cannot encode the name of a test that they put into the environment.
- pytest's JUnit report accepts properties of its suite until it is written. The public interface is a fixture, which items here
  do not have.
"""

from __future__ import annotations

import os
import sys
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, Self

import pytest
from _pytest._code.code import ExceptionChainRepr, ReprEntry, ReprFileLocation, ReprTraceback
from _pytest.junitxml import xml_key

from pytest_contentjobs.boundary.sanitize import sanitize_block, sanitize_line
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, Severity
from pytest_contentjobs.reports.cases import ContentCase
from pytest_contentjobs.reports.describe import name_checks

__all__ = [
    "CheckItem",
    "ContentError",
    "ContentItem",
    "ContentJob",
    "ContentNotJudged",
    "ContentWarning",
    "FindingItem",
    "add_to_junit",
    "represent",
    "run_item",
]

_Phase = Literal["setup", "call", "teardown"]
# Python shows an exception of this module by its name alone, and Allure begins the message of a test with it.
_NO_MODULE = "builtins"
# How bad a test is for Allure, which sorts and filters by that. Without a judgement there is nothing to rely on.
_ALLURE_MARKER = "allure_label"
_ALLURE_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "normal", Severity.INFO: "minor"}
_ALLURE_CHECK = "blocker"
#: The variable in which monitors look for the test that runs.
_CURRENT = "PYTEST_CURRENT_TEST"
_LISTENERS: pytest.StashKey[dict[_Phase, Callable[..., object]]] = pytest.StashKey()


class ContentError(AssertionError):
    """A finding of severity error. An ``AssertionError``, because Allure reports any other exception as a broken test."""

    __module__ = _NO_MODULE


class ContentWarning(AssertionError):  # noqa: N818 - the name is the severity, as reports show it
    """A finding of severity warning."""

    __module__ = _NO_MODULE


class ContentNotJudged(AssertionError):  # noqa: N818 - the name is the outcome, as reports show it
    """The content could not be judged because of the job or its log."""

    __module__ = _NO_MODULE


_OUTCOMES = (ContentError, ContentWarning, ContentNotJudged)


class ContentJob(pytest.Collector):
    """All items of one job."""

    def __init__(self, *, run: ContentRun, cases: Sequence[ContentCase], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.run = run
        self.cases = cases

    @classmethod
    def of(cls, session: pytest.Session, run: ContentRun, cases: Sequence[ContentCase]) -> Self:
        """Make the collector of a run and the cases of its findings. Its node id is the run's name."""
        collector: Self = cls.from_parent(
            session, name=run.name, nodeid=run.name, path=session.path, run=run, cases=cases
        )
        return collector

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Yield the items of the checks, then the classes in the order of their first finding in the log."""
        for name, check in name_checks(self.run).items():
            yield CheckItem.from_parent(self, name=name, check=check)
        by_class = defaultdict(list)
        for case in self.cases:
            by_class[case.class_name].append(case)
        for class_name, cases in by_class.items():
            yield ContentClass.from_parent(self, name=class_name, cases=cases)


class ContentClass(pytest.Collector):
    """The cases of one class: a content item or a group."""

    def __init__(self, *, cases: Sequence[ContentCase], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cases = cases

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each case."""
        for case in self.cases:
            yield FindingItem.from_parent(self, name=case.name, case=case)


class ContentItem(pytest.Item):
    """A pytest item whose outcome is known before it runs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.add_marker(pytest.mark.content)

    @property
    @abstractmethod
    def message(self) -> str:
        """One safe line: the short message of the report."""

    @property
    @abstractmethod
    def body(self) -> str:
        """The safe text of the report, of one line or more."""

    @property
    @abstractmethod
    def place(self) -> tuple[str, int | None]:
        """The file or URL of the outcome, and the line in it, counted from 1."""

    def rate_for_allure(self, severity: str) -> None:
        """Mark the item with a severity of Allure's, if Allure's plugin is there."""
        if any(line.startswith(_ALLURE_MARKER) for line in self.config.getini("markers")):
            self.add_marker(getattr(pytest.mark, _ALLURE_MARKER)(severity, label_type="severity"))

    def reportinfo(self) -> tuple[Path | str, int | None, str]:
        """Locate the item for pytest: a file on this machine, if there is one, and a line counted from 0."""
        where, line = self.place
        # From the name, pytest would show each "." in it as "::".
        title = f"{self.parent.name}.{self.name}" if self.parent else self.name
        if not Path(where).is_file():
            return self.nodeid.split("::", 1)[0], None, title
        return Path(where).absolute(), line - 1 if line else None, title

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Represent the item's own outcome by its text, and any other exception as pytest does."""
        if isinstance(excinfo.value, _OUTCOMES):
            return self.make_representation(type(excinfo.value).__name__)
        return super().repr_failure(excinfo, style)

    def make_representation(self, outcome: str) -> ExceptionChainRepr:
        """Return the text of the report under the name of an outcome, in the form that the module docstring describes."""
        where, line = self.place
        location = ReprFileLocation(where, line or 0, self.message)
        lines = [f"E   {text}" for text in self.body.split("\n")]
        entry = ReprEntry(lines, None, None, ReprFileLocation(where, line or 0, outcome), "short")
        return ExceptionChainRepr([(ReprTraceback([entry], None, "short"), location, None)])


class CheckItem(ContentItem):
    """The item of a check, such as whether the job finished, log and job agree, or a threshold is kept."""

    def __init__(self, *, check: Check, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.check = check
        self.rate_for_allure(_ALLURE_CHECK)

    @property
    def message(self) -> str:
        """The text of the check, on one line."""
        return sanitize_line(self.check.text)

    @property
    def body(self) -> str:
        """The text of the check."""
        return sanitize_block(self.check.text)

    @property
    def place(self) -> tuple[str, int | None]:
        """The item itself, since a check is not about a line."""
        return self.nodeid, None

    def setup(self) -> None:
        """Report a broken check as an error instead of a failure."""
        if self.check.outcome is CheckOutcome.BROKEN:
            raise ContentNotJudged(self.message)

    def runtest(self) -> None:
        """Pass, fail or skip, as the check did."""
        if self.check.outcome is CheckOutcome.FAILED:
            raise ContentNotJudged(self.message)
        if self.check.outcome is CheckOutcome.NOT_MADE:
            pytest.skip(self.message)


class FindingItem(ContentItem):
    """The item of one finding, or of a group of them."""

    def __init__(self, *, case: ContentCase, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case
        self.add_marker(pytest.mark.content_error if case.severity is Severity.ERROR else pytest.mark.content_warning)
        self.rate_for_allure(_ALLURE_SEVERITIES[case.severity])

    @property
    def message(self) -> str:
        """What is wrong with which content item, or why the item does not fail."""
        return self.case.message

    @property
    def body(self) -> str:
        """Everything known about the findings."""
        return self.case.body

    @property
    def place(self) -> tuple[str, int | None]:
        """The line in the content package if that is a file on this machine, otherwise the first line in the log."""
        finding, log = self.case.verdicts[0].finding, self.case.run.log
        if finding.source and Path(where := sanitize_line(finding.source.path)).is_file():
            return where, finding.source.line
        return sanitize_line(log.location) if log else self.nodeid, finding.log_line

    def runtest(self) -> None:
        """Fail, or skip if the policy accepts all findings of the item."""
        if not self.case.fails:
            pytest.skip(self.message)
        raise (ContentError if self.case.severity is Severity.ERROR else ContentWarning)(self.message)


def run_item(item: ContentItem, nextitem: pytest.Item | None) -> None:
    """Make the three reports of an item and nothing else, except the teardown of the session in its last item."""
    hook = item.ihook
    hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    phases: dict[_Phase, Callable[[], object]] = {
        "setup": item.setup,
        "call": item.runtest,
        "teardown": lambda: None,
    }
    if nextitem is None:
        # The last item tears down what the user's tests set up for the session.
        state = item.session._setupstate  # noqa: SLF001 - pytest has no public name for it
        phases["teardown"] = lambda: state.teardown_exact(None)
    if _report(item, "setup", phases["setup"], nextitem):
        _report(item, "call", phases["call"], nextitem)
    _report(item, "teardown", phases["teardown"], nextitem)
    os.environ.pop(_CURRENT, None)
    hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


def _tell_listeners(item: ContentItem, when: _Phase, nextitem: pytest.Item | None) -> None:
    """Call what other plugins implement of the hook of a phase. What they raise changes no verdict."""
    listeners = item.config.stash.get(_LISTENERS, None)
    if listeners is None:
        listeners = item.config.stash[_LISTENERS] = dict(_find_listeners(item.config.pluginmanager))
    if when in listeners:
        arguments = {"item": item, "nextitem": nextitem} if when == "teardown" else {"item": item}
        with suppress(Exception, pytest.skip.Exception, pytest.xfail.Exception, pytest.fail.Exception):
            listeners[when](**arguments)


def _find_listeners(manager: pytest.PytestPluginManager) -> Iterator[tuple[_Phase, Callable[..., object]]]:
    phases: tuple[_Phase, ...] = ("setup", "call", "teardown")
    for when in phases:
        name = f"pytest_runtest_{when}"
        implementations = getattr(manager.hook, name).get_hookimpls()
        own = [each.plugin for each in implementations if each.function.__module__.startswith("_pytest.")]
        if len(own) < len(implementations):
            yield when, manager.subset_hook_caller(name, remove_plugins=own)


def _report(item: ContentItem, when: _Phase, phase: Callable[[], object], nextitem: pytest.Item | None) -> bool:
    # As pytest sets it for its own items; not every locale can encode a name.
    os.environ[_CURRENT] = f"{item.nodeid} ({when})".encode(sys.getfilesystemencoding(), "backslashreplace").decode()
    _tell_listeners(item, when, nextitem)
    call = pytest.CallInfo.from_call(phase, when=when, reraise=(pytest.exit.Exception, KeyboardInterrupt))
    report: pytest.TestReport = item.ihook.pytest_runtest_makereport(item=item, call=call)
    item.ihook.pytest_runtest_logreport(report=report)
    return report.passed


def represent(item: ContentItem, report: pytest.TestReport, error: BaseException) -> None:
    """Set the text of a skip and of an error in setup, for which pytest does not ask the item."""
    if isinstance(error, pytest.skip.Exception):
        where, line = item.place
        report.longrepr = (where, line or 0, f"Skipped: {item.message}")
    elif isinstance(error, _OUTCOMES) and report.when == "setup":
        report.longrepr = item.make_representation(type(error).__name__)


def add_to_junit(config: pytest.Config, properties: Mapping[str, str]) -> None:
    """Add properties to the suite of pytest's own JUnit report, if there is one."""
    report = config.stash.get(xml_key, None)
    if report is not None:
        for name, value in properties.items():
            report.add_global_property(name, value)
