"""``contentjobs init``: asks a few questions, and writes the answers into the project file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from functools import partial

import click

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.cli.common import exit_with, make_places, with_options
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.gate.exit_status import ExitStatus
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.credentials import TOKEN_VARIABLES
from pytest_contentjobs.settings.options import Option
from pytest_contentjobs.settings.options.access import API_DOMAIN, LOG_BUCKETS
from pytest_contentjobs.settings.options.policy import BASELINE, FAIL_ON, UPDATE_BASELINE
from pytest_contentjobs.settings.options.reports import JUNIT, SAVE
from pytest_contentjobs.settings.parsing import LISTS, parse
from pytest_contentjobs.settings.project_edit import Value, write_settings

__all__ = ["init"]

#: What is asked, with the question and the answer that Enter gives; an empty answer leaves the setting out.
_QUESTIONS: Mapping[Option, tuple[str, str]] = {
    LOG_BUCKETS: ("Which S3 buckets may a job's log be fetched from? (names with commas; empty for any)", ""),
    FAIL_ON: ("What is the lowest severity that fails: warning, error or never?", "warning"),
    BASELINE: ("Which file lists the findings that are accepted today? (empty for none)", ""),
    JUNIT: ("Where does the JUnit report go?", "reports/content.xml"),
    SAVE: ("In which folder are runs saved, for an import or a comparison? (empty for none)", ""),
}


@click.command("init", short_help="Ask a few questions, and write the project file.")
@with_options(_QUESTIONS)
def init(**given: object) -> None:
    """Ask a few questions, and write the answers into the project file, which pytest and contentjobs read alike.

    The file is contentjobs.toml in this folder, or the one that the project has already; what else it says stays as it is. What is
    given as an option is not asked, and without a terminal nothing is.
    """

    def action() -> int:
        places = make_places(given)
        settings = dict(_collect(given, is_asking=sys.stdin.isatty()))
        if not settings:
            raise SettingsError(
                "There is nothing to write into the project file.",
                next_step=f"Give options such as {LOG_BUCKETS.name}, or run it on a terminal, where it asks.",
                reason=Reason.SETTING_MISSING,
            )
        path = write_settings(places.project, places.folders[0], None, settings, ())
        click.echo(f"written: {sanitize_line(os.path.relpath(path))}" if path else "nothing to write")
        baseline = settings.get(BASELINE.field)
        if path and isinstance(baseline, str) and not (path.parent / baseline).exists():
            click.echo(
                f"The baseline {sanitize_line(baseline)} does not exist yet: run once with {UPDATE_BASELINE.name}, which writes it."
            )
        click.echo(
            f"Where the service is and its token stay out of files: set {API_DOMAIN.variable} and {TOKEN_VARIABLES[0]}, "
            "then run contentjobs doctor."
        )
        return ExitStatus.CLEAN

    exit_with(action)


def _collect(given: Mapping[str, object], *, is_asking: bool) -> Iterator[tuple[str, Value]]:
    """Give the settings by their keys in the file: those of options, and the answers."""
    for option, (question, default) in _QUESTIONS.items():
        text = given.get(option.key)
        if text is not None:
            parse(str(text), option)
        elif is_asking:
            text = click.prompt(question, default=default, show_default=bool(default), value_proc=partial(_ask, option))
        if text and str(text).strip():
            yield option.field, str(text).replace(",", " ").split() if option.parser in LISTS else str(text).strip()


def _ask(option: Option, text: str) -> str:
    """Check an answer; click asks once more after a usage error."""
    if text.strip():
        try:
            parse(text.strip(), option)
        except SettingsError as error:
            raise click.UsageError(error.what) from error
    return text.strip()
