"""The table of contents of the pytest plugin: options, markers, and the start of the gate if an option asks for it.

Every pytest run in an environment with this package imports this module, so it imports only pytest and the standard library.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Generator

import pytest

from pytest_contentjobs.plugin import hookspecs
from pytest_contentjobs.plugin.fixtures import (
    content_client,
    content_error,
    content_finding,
    content_findings,
    content_job,
    content_warning,
    pytest_generate_tests,
)
from pytest_contentjobs.settings.options import ACTIVATING, DEPENDING, OPTIONS

__all__ = [
    "content_client",
    "content_error",
    "content_finding",
    "content_findings",
    "content_job",
    "content_warning",
    "pytest_addhooks",
    "pytest_addoption",
    "pytest_configure",
    "pytest_generate_tests",
    "pytest_load_initial_conftests",
    "pytest_terminal_summary",
]

_PARSED = pytest.StashKey[bool]()
_MARKERS = (
    "content: a test of the gate: a job, its log, a threshold or a finding",
    "content_error: a finding of severity error in a content job's log",
    "content_warning: a finding of severity warning in a content job's log",
)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Declare the hooks that a conftest.py or another plugin can implement."""
    pluginmanager.add_hookspecs(hookspecs)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Add an option for each setting, and an ini key if it has one."""
    config: pytest.Config | None = pluginmanager.get_plugin("pytestconfig")
    if config is not None:
        config.add_cleanup(lambda: _check_refusal(config))
    for option in OPTIONS:
        group = parser.getgroup(option.group)
        # argparse reads a percent sign as the start of a format.
        named = {"dest": option.key, "help": option.full_help.replace("%", "%%")}
        if option.is_flag:
            group.addoption(option.name, action="store_const", const="true", **named)
        else:
            group.addoption(
                option.name, action="append" if option.repeatable else "store", metavar=option.metavar, **named
            )
        if option.has_ini:
            parser.addini(option.key, option.description, type="string", default="")
        elif option.refuses_ini:
            # pytest must know the key, or it would only warn of it.
            text = f"not read from here: set {option.places}".replace("%", "%%")
            parser.addini(option.key, text, type="string", default="")


def _check_refusal(config: pytest.Config) -> None:
    """If pytest refuses the command line, replace earlier reports, and give the error a reason code if it is about our options."""
    error = sys.exception()
    if not isinstance(error, pytest.UsageError):
        return
    arguments = [str(argument) for argument in config.invocation_params.args]
    names = {argument.partition("=")[0] for argument in arguments}
    # Later on, another hook replaces them.
    if not config.stash.get(_PARSED, False) and names & {option.name for option in (*ACTIVATING, *DEPENDING)}:
        from pytest_contentjobs.plugin.start import replace_reports  # noqa: PLC0415 - imports what only the gate needs

        replace_reports(arguments)
    if ": error: " in str(error) and "--content-" in str(error):
        from pytest_contentjobs.errors import SettingsError  # noqa: PLC0415 - only for this error
        from pytest_contentjobs.model.reason import Reason  # noqa: PLC0415 - only for this error

        refused = SettingsError(
            "pytest does not accept a content option of the command line.",
            next_step="Run 'pytest --help' to see the options and their values.",
            reason=Reason.USAGE_INVALID,
        )
        # pytest shows each argument of its error as a line.
        error.args = (*error.args, refused.explain())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """If the gate is requested, begin before pytest imports any code of the user's and before it captures output.

    A root folder that the value of a content option moved is refused before anything in it is used.
    """
    early_config.stash[_PARSED] = True
    given = early_config.known_args_namespace
    if _is_requested(given):
        from pytest_contentjobs.plugin.start import Beginning  # noqa: PLC0415 - imports what only the gate needs

        early_config.pluginmanager.register(Beginning(early_config), "contentjobs-beginning")
    if any(getattr(given, option.key, None) is not None for option in OPTIONS):
        from pytest_contentjobs.plugin.own_root import OWN_ROOT, require_own_root  # noqa: PLC0415 - as above

        require_own_root(early_config)
        early_config.stash[OWN_ROOT] = True
    return (yield)


def _is_requested(options: argparse.Namespace) -> bool:
    """Whether the command line has an option of the gate.

    A report or a status without anything to gate counts too: such a mistake must not look like a green gate.
    """
    return any(getattr(options, option.key, None) is not None for option in (*ACTIVATING, *DEPENDING))


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers and, if the command line requests it, the gate."""
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)
    if _is_requested(config.option):
        from pytest_contentjobs.plugin.progress_line import ProgressLines  # noqa: PLC0415 - only for the gate
        from pytest_contentjobs.plugin.session import ContentSession  # noqa: PLC0415 - imports everything heavy
        from pytest_contentjobs.plugin.terminal_summary import ContentSummary  # noqa: PLC0415 - as above

        content = ContentSession(config)
        if config.pluginmanager.register(content, "contentjobs-session") is None:
            from pytest_contentjobs.errors import SettingsError  # noqa: PLC0415 - only for this error
            from pytest_contentjobs.model.reason import Reason  # noqa: PLC0415 - only for this error

            blocked = SettingsError(
                "-p no:contentjobs-session blocks the gate.",
                next_step="Remove that option, or the content options.",
                reason=Reason.SETTINGS_CONFLICT,
            )
            raise pytest.UsageError(blocked.explain())
        config.pluginmanager.register(ContentSummary(content), "contentjobs-summary")
        config.pluginmanager.register(ProgressLines(config, content), "contentjobs-progress")
        return
    for option in ACTIVATING:
        if os.environ.get(variable := option.name.replace("--content-", "CONTENTJOBS_").upper()):
            from pytest_contentjobs.errors import SettingsError  # noqa: PLC0415 - only for this error
            from pytest_contentjobs.model.reason import Reason  # noqa: PLC0415 - only for this error

            # Most options have a variable, so that this would look like a green gate.
            unread = SettingsError(
                f"The variable {variable} is set, but the gate does not read it, so no content would be judged.",
                next_step=f"Set {option.name} on the command line, or unset the variable.",
                reason=Reason.NOTHING_TO_GATE,
            )
            raise pytest.UsageError(unread.explain())
