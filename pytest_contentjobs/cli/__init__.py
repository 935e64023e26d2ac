"""The command line ``contentjobs``, for work without pytest: one module for each command, parsed by click.

``main`` is the program; ``common.py`` has what the commands share.
"""

from __future__ import annotations

import click

from pytest_contentjobs.cli.baselines import baseline
from pytest_contentjobs.cli.common import Program
from pytest_contentjobs.cli.doctor.command import doctor
from pytest_contentjobs.cli.histories import history
from pytest_contentjobs.cli.importing import import_content
from pytest_contentjobs.cli.init import init
from pytest_contentjobs.cli.jobs import cancel, status, validate, wait
from pytest_contentjobs.cli.logs import log
from pytest_contentjobs.cli.reporting import report
from pytest_contentjobs.emulator.command import emulator
from pytest_contentjobs.emulator.demo import demo

__all__ = ["main"]


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="pytest-contentjobs", prog_name="contentjobs")
def main() -> None:
    """Work with content jobs without pytest.

    Settings come from the same environment variables as in pytest, such as CONTENTJOBS_API_DOMAIN, and from contentjobs.toml. The
    exit status is 0 if everything is clean, 1 for findings, 4 for wrong usage, 10 if the content could not be judged or an import
    was refused, 2 after Ctrl-C, and 143 after SIGTERM.
    """


for _command in (
    *(report, validate, wait, status, cancel, import_content, baseline),
    *(history, log, init, doctor, emulator, demo),
):
    main.add_command(_command)
