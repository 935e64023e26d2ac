"""``contentjobs baseline``: list the findings in a baseline, remove those that are obsolete, and explain one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

import click

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.cli.common import exit_with, make_places, with_options
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.findings.identity import normalise
from pytest_contentjobs.findings.rule_slug import find_own_rule
from pytest_contentjobs.gate.baseline import find_fixed
from pytest_contentjobs.gate.exit_status import ExitStatus
from pytest_contentjobs.model import ContentRun, EarlierFinding, Finding
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.baseline_file import read_baseline, write_baseline
from pytest_contentjobs.pipeline.criteria import read_judged_runs
from pytest_contentjobs.reports.describe import describe_details, describe_entity
from pytest_contentjobs.settings.options.policy import BASELINE

__all__ = ["baseline"]

_RUN = "--run"
_SHORTEST = 6  # digits of a fingerprint


@click.group("baseline")
def baseline() -> None:
    """List, prune and explain the findings in a baseline."""


_run_option = click.option(
    _RUN,
    "run_path",
    type=click.Path(path_type=Path),
    metavar="RUN",
    help="saved run, a folder that --content-save wrote",
)


@baseline.command("show", short_help="List the findings in a baseline.")
@with_options((BASELINE,))
def show(**given: object) -> None:
    """List the findings in a baseline, with the reason for each and the day until which it is accepted."""

    def action() -> int:
        file, known = _read_baseline(given)
        today = datetime.now(UTC).date()
        for class_name, items in groupby(known, key=lambda item: item.class_name):
            click.echo(sanitize_line(class_name))
            for item in items:
                click.echo(f"  {_describe(item, today)}")
        number = sum(_has_ended(item, today) for item in known)
        ended = f", {number:,} of them ended" if number else ""
        click.echo(f"{sanitize_line(str(file))}: {plural(sum(item.count for item in known), 'finding')}{ended}")
        return ExitStatus.CLEAN

    exit_with(action)


@baseline.command("prune", short_help="Remove findings that are gone or whose acceptance has ended.")
@with_options((BASELINE,))
@_run_option
@click.option("--ended", is_flag=True, help="remove findings that were accepted until a day in the past")
def prune(*, run_path: Path | None, ended: bool, **given: object) -> None:
    """Remove findings that a saved run no longer has, and those whose acceptance has ended."""

    def action() -> int:
        if run_path is None and not ended:
            raise SettingsError(
                "Nothing says what to prune.",
                next_step="Give --run RUN to remove what that run no longer has, --ended to remove what has ended, or both.",
                reason=Reason.SETTING_MISSING,
            )
        file, known = _read_baseline(given)
        today = datetime.now(UTC).date()
        runs = read_judged_runs(run_path, _RUN) if run_path else ()
        gone = (
            {item.fingerprint: item.count for item in find_fixed(known, [run.findings for run in runs])} if runs else {}
        )
        kept = list(_prune(known, gone, today if ended else None))
        write_baseline(file, kept)
        out = sum(item.count for item in known) - sum(item.count for item in kept)
        click.echo(
            f"{sanitize_line(str(file))}: {plural(out, 'finding')} removed, {sum(item.count for item in kept):,} left"
        )
        return ExitStatus.CLEAN

    exit_with(action)


@baseline.command("explain", short_help="Show what is known of a finding.")
@click.argument("fingerprint")
@with_options((BASELINE,))
@_run_option
def explain(fingerprint: str, *, run_path: Path | None, **given: object) -> None:
    """Show what a baseline and a saved run say about a finding.

    FINGERPRINT is the fingerprint of the finding, or at least its first six digits.
    """

    def action() -> int:
        start = fingerprint.strip().casefold()
        if len(start) < _SHORTEST or not all(digit in "0123456789abcdef" for digit in start):
            raise SettingsError(
                f"{fingerprint!r} is not a valid fingerprint.",
                next_step=f"Give the first {_SHORTEST} to 64 hexadecimal digits, as in the baseline or the --content-json report.",
                reason=Reason.VALUE_INVALID,
            )
        has_baseline = run_path is None or make_places(given).value(BASELINE) is not None
        known = _read_baseline(given)[1] if has_baseline else ()
        lines = [
            *_explain_baseline(known, start),
            *_explain_runs(read_judged_runs(run_path, _RUN) if run_path else (), start),
        ]
        if not lines:
            raise SettingsError(
                f"No finding has a fingerprint that starts with {start}.",
                next_step="Look it up with contentjobs baseline show, or name another saved run with --run.",
                reason=Reason.FINGERPRINT_UNKNOWN,
            )
        click.echo("\n".join(lines))
        return ExitStatus.CLEAN

    exit_with(action)


def _read_baseline(given: Mapping[str, object]) -> tuple[Path, tuple[EarlierFinding, ...]]:
    text = make_places(given).value(BASELINE)
    if not text:
        raise SettingsError(
            "No baseline is given.",
            next_step=f"Set {BASELINE.places} to its file.",
            reason=Reason.SETTING_MISSING,
        )
    return Path(text), read_baseline(Path(text))


def _prune(known: tuple[EarlierFinding, ...], gone: Mapping[str, int], today: date | None) -> Iterator[EarlierFinding]:
    for item in known:
        count = item.count - gone.get(item.fingerprint, 0)
        if count and not (today and _has_ended(item, today)):
            yield replace(item, count=count)


def _has_ended(item: EarlierFinding, today: date) -> bool:
    return item.until is not None and today > item.until


def _describe(item: EarlierFinding, today: date) -> str:
    times = f" ({item.count} times)" if item.count > 1 else ""
    until = f", {'ended' if _has_ended(item, today) else 'until'} {item.until}" if item.until else ""
    reason = f" - {item.reason}" if item.reason else ""
    return sanitize_line(f"{item.fingerprint[:12]} {item.severity} {item.name}{times}{until}{reason}")


def _explain_baseline(known: tuple[EarlierFinding, ...], start: str) -> Iterator[str]:
    today = datetime.now(UTC).date()
    for item in known:
        if item.fingerprint.startswith(start):
            yield f"in the baseline: {sanitize_line(item.class_name)}: {_describe(item, today)}"


def _explain_runs(runs: tuple[ContentRun, ...], start: str) -> Iterator[str]:
    for run in runs:
        for verdict in run.verdicts:
            finding = verdict.finding
            if finding.fingerprint.startswith(start) and run.log is not None:
                yield f"in the run {run.name}: {verdict.outcome}"
                yield from (f"  {line}" for line in describe_details(verdict, run.log).split("\n"))
                yield f"  {finding.fingerprint}"
                yield f"  identity: {sanitize_line(_describe_identity(finding))}"


def _describe_identity(finding: Finding) -> str:
    """Return the parts of a fingerprint. The index of an item is one only if the item has no name and no id."""
    entity = finding.entity
    if entity and (entity.name or entity.id):
        entity = replace(entity, index=None)
    subject = describe_entity(entity) if entity else "no content item"
    return "; ".join([finding.severity, find_own_rule(finding) or "no code", subject, normalise(finding)])
