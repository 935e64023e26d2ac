"""What the gate does before there is a pytest session: it secures the streams, and replaces the reports of an earlier run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pytest_contentjobs.boundary.streams import secure_streams
from pytest_contentjobs.pipeline.earlier_reports import Places, void_reports
from pytest_contentjobs.plugin.own_root import OWN_ROOT
from pytest_contentjobs.settings.options import OPTIONS

__all__ = ["BEGUN", "Beginning", "find_places", "is_informing", "replace_reports"]

#: In a configuration's stash once the session takes care of the reports.
BEGUN = pytest.StashKey[bool]()
# Options with which pytest only shows something.
_INFORMING = ("help", "version", "markers", "showfixtures", "show_fixtures_per_test", "cacheshow")
_IDLE_ARGUMENTS = frozenset(
    {"-h", "--help", "-V", "--version", "--markers", "--fixtures", "--funcargs", "--fixtures-per-test", "--cache-show"}
    | {"--collect-only", "--collectonly", "--co"}
)


def is_informing(options: argparse.Namespace) -> bool:
    """Whether pytest only shows something about itself or the tests, so that nothing is gated."""
    return any(getattr(options, key, False) for key in _INFORMING)


def find_places(config: pytest.Config, option: Callable[[str], object]) -> Places:
    """Return where the settings come from, including the files of pytest's root folder.

    An ini file or a project file that came with the content is ignored, even for the place of a report.
    """
    is_own = config.stash.get(OWN_ROOT, False)
    return Places(
        option=option,
        environment=os.environ,
        ini=config.getini if is_own else lambda _key: None,
        folders=(config.rootpath if is_own else config.invocation_params.dir,),
        files=(("pytest's ini file", config.inipath),) if config.inipath is not None else (),
    )


class Beginning:
    """Registered in the first hook of all, so that its cleanup comes last even if pytest does not start."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._has_failed = False
        self._end_output = secure_streams()
        config.add_cleanup(self._end)

    def pytest_internalerror(self) -> None:
        """Record an error that pytest caught."""
        self._has_failed = True

    def pytest_keyboard_interrupt(self) -> None:
        """Record that pytest was interrupted or told to exit."""
        self._has_failed = True

    def _end(self) -> None:
        options = self._config.known_args_namespace
        has_failed = self._has_failed or sys.exception() is not None
        is_idle = is_informing(options) or getattr(options, "collectonly", False)
        if has_failed and not is_idle and not self._config.stash.get(BEGUN, False):
            void_reports(find_places(self._config, lambda key: getattr(options, key, None)))
        self._end_output()


def replace_reports(arguments: Sequence[str]) -> None:
    """Replace the reports of an earlier run if pytest refuses a command line before it calls a plugin.

    That happens if an option has no value, because a script's variable is empty. There are no parsed options and no ini file then.
    """
    if _IDLE_ARGUMENTS & set(arguments):
        return
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for option in OPTIONS:
        parser.add_argument(option.name, dest=option.key, nargs="?", action="append" if option.repeatable else "store")
    given, _ = parser.parse_known_args(arguments)
    void_reports(
        Places(
            option=lambda key: getattr(given, key, None),
            environment=os.environ,
            ini=lambda _key: None,
            folders=(Path(),),
        )
    )
