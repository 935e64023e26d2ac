"""The pytest plugin's table of contents: options, markers, and the start of the gate where an option asks for it.

Every pytest run in an environment with this package reads this module, so it imports pytest and the standard library
alone.
"""

from __future__ import annotations

import pytest

from pytest_contentjobs import hookspecs
from pytest_contentjobs.fixtures import (
    content_client,
    content_error,
    content_finding,
    content_findings,
    content_job,
    content_warning,
    pytest_generate_tests,
)
from pytest_contentjobs.options import ACTIVATING, DEPENDING, OPTIONS

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
]

_MARKERS = (
    "content_error: a finding of severity error in a content job's log",
    "content_warning: a finding of severity warning in a content job's log",
)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Declare the hooks that a conftest.py or another plugin may implement."""
    pluginmanager.add_hookspecs(hookspecs)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add an option for each setting, and an ini key where it has one."""
    group = parser.getgroup("contentjobs", "gate for bulk content jobs")
    for option in OPTIONS:
        # argparse reads a percent sign as the start of a format.
        named = {"dest": option.key, "help": option.help.replace("%", "%%")}
        if option.is_flag:
            group.addoption(option.name, action="store_const", const="true", **named)
        else:
            group.addoption(
                option.name, action="append" if option.repeatable else "store", metavar=option.metavar, **named
            )
        if option.has_ini:
            parser.addini(option.key, option.help, type="string", default="")
        elif option.refuses_ini:
            # pytest must know the key, or it would only warn of it.
            text = f"not read from here: set {option.places}".replace("%", "%%")
            parser.addini(option.key, text, type="string", default="")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Refuse a root folder that a content option's value has moved, before anything in it is used."""
    if any(getattr(early_config.known_args_namespace, option.key, None) is not None for option in OPTIONS):
        from pytest_contentjobs.root import require_own_root  # noqa: PLC0415 - for runs with content options alone

        require_own_root(early_config)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, and the gate if an option on the command line asks for it."""
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)
    # A report of the gate, or a status for it, without anything to gate is a mistake that must not pass for a green gate.
    if any(config.getoption(option.key, default=None) is not None for option in (*ACTIVATING, *DEPENDING)):
        from pytest_contentjobs.session import ContentSession, ContentSummary  # noqa: PLC0415 - imports all that is heavy

        content = ContentSession(config)
        if config.pluginmanager.register(content, "contentjobs-session") is None:
            raise pytest.UsageError(
                "The gate is blocked by -p no:contentjobs-session. Leave that out, or the content options."
            )
        config.pluginmanager.register(ContentSummary(content), "contentjobs-summary")
