"""The command line ``contentjobs``: what is done without pytest. Argument parsing is click's; a command a module.

``main`` is the program; ``common.py`` has what commands share.
"""

from __future__ import annotations

import click

from pytest_contentjobs.cli.baselines import baseline
from pytest_contentjobs.cli.common import Program
from pytest_contentjobs.cli.doctor.command import doctor
from pytest_contentjobs.cli.importing import import_content
from pytest_contentjobs.cli.reporting import report
from pytest_contentjobs.emulator.command import emulator

__all__ = ["main"]


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pytest-contentjobs", prog_name="contentjobs")
def main() -> None:
    """Work with content jobs without pytest.

    Settings come from the same environment variables as in pytest, CONTENTJOBS_API_DOMAIN and the rest. Ends with 0 where all is
    clean, 1 with findings, 4 after wrong usage, 10 where the content could not be judged or an import was refused, 2
    after Ctrl-C, and 143 after SIGTERM.
    """


for _command in (report, import_content, baseline, doctor, emulator):
    main.add_command(_command)
