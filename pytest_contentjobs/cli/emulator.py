"""``contentjobs emulator``: the embedded service, which nothing else of the package imports."""

from __future__ import annotations

import sys

import click

from pytest_contentjobs.gate.exit_status import ExitStatus

__all__ = ["emulator"]


@click.command(
    "emulator",
    context_settings={"ignore_unknown_options": True},
    add_help_option=False,
    short_help="Run the embedded service on this machine.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def emulator(arguments: tuple[str, ...]) -> None:
    """Run the embedded service; its own parser reads the arguments, ``--help`` too."""
    from pytest_contentjobs.emulator.__main__ import main  # noqa: PLC0415 - for this command alone

    try:
        status = main(arguments, program="contentjobs emulator")
    except SystemExit as end:
        if isinstance(end.code, str):
            click.echo(f"ERROR: {end.code}", err=True)
        status = ExitStatus.USAGE if end.code else ExitStatus.CLEAN
    sys.exit(status)
