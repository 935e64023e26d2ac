"""``contentjobs report``: the gate without pytest, with the same options, outcome and exit status."""

from __future__ import annotations

import click

from pytest_contentjobs.cli.common import explained, gated, settled, with_options
from pytest_contentjobs.settings.options import ITEMS, OPTIONS

__all__ = ["report"]


@click.command("report")
@click.option("-v", "--verbose", is_flag=True, help="show all findings")
@with_options(option for option in OPTIONS if option is not ITEMS)
def report(*, verbose: bool, **given: object) -> None:
    """Gate jobs, logs and saved runs without pytest: show and report what was found.

    The options, their environment variables and the exit status are those of pytest with the plugin; there is no ini file, and
    there are no tests of your own.
    """

    def action() -> int:
        with settled(given) as settings:
            return gated(settings, is_verbose=verbose)

    explained(action)
