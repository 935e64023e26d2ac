"""``contentjobs report``: the gate without pytest, with the same options, outcome and exit status."""

from __future__ import annotations

import click

from pytest_contentjobs.cli.common import (
    GroupedCommand,
    exit_with,
    open_settings,
    run_gate,
    verbose_option,
    with_options,
)
from pytest_contentjobs.reports.resume_command import list_arguments
from pytest_contentjobs.settings.options import OPTIONS
from pytest_contentjobs.settings.options.reports import ITEMS

__all__ = ["report"]


@click.command("report", cls=GroupedCommand)
@verbose_option
@with_options(option for option in OPTIONS if option is not ITEMS)
def report(*, verbose: bool, **given: object) -> None:
    """Gate jobs, logs and saved runs without pytest.

    Takes the options and environment variables of the pytest plugin and exits with the same status. Reads no ini file and runs no
    tests of your own.
    """

    def action() -> int:
        with open_settings(given) as settings:
            return run_gate(settings, list_arguments(given), is_verbose=verbose)

    exit_with(action)
