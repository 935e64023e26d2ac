"""The section on the terminal: grouped by item, capped, and linear in the findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap

from pytest_contentjobs.model import CheckOutcome, ContentRun, Entity, JudgementOutcome, Severity, Verdict
from pytest_contentjobs.reports.describe import code_of, counted, entity_text, outcome_text
from pytest_contentjobs.reports.text import safe_line, without_command

__all__ = ["MAXIMUM_SHOWN", "StyledLine", "section"]

#: Findings shown without ``-v``.
MAXIMUM_SHOWN = 100
_NARROWEST = 40


@dataclass(frozen=True, slots=True)
class StyledLine:
    """A line of the section and the colours that pytest's terminal writer shall give it."""

    text: str
    styles: tuple[str, ...] = ()


def section(
    run: ContentRun,
    node_id: Callable[[ContentRun, Verdict], str],
    *,
    ran: Collection[str],
    width: int,
    is_verbose: bool,
) -> Iterator[StyledLine]:
    """Give the lines on one run: what was judged, the findings whose items ran, and the outcome.

    ``ran`` are the node ids of the items that ran; ``width`` is the terminal's in columns.
    """
    width = max(width, _NARROWEST)
    yield from _facts(run, width)
    shown = [verdict for verdict in run.verdicts if node_id(run, verdict) in ran]
    capped = shown if is_verbose else shown[:MAXIMUM_SHOWN]
    # Sorting is stable, so within an item the log's order stays.
    for item, group in groupby(_by_item(capped), key=_item):
        yield StyledLine("")
        yield from _wrapped(entity_text(item) if item else "general", width, "  ", "bold")
        for verdict in group:
            yield from _finding(verdict, width)
    yield StyledLine("")
    if len(capped) < len(shown):
        yield from _wrapped(
            f"… and {counted(len(shown) - len(capped), 'finding')} more: -v shows all, and so do --junit-xml and "
            "--content-junit.",
            width,
            "  ",
        )
    if len(shown) < len(run.verdicts):
        yield from _wrapped(
            f"{counted(len(run.verdicts) - len(shown), 'finding')} did not run in this session (deselected, or it stopped "
            "early): this run alone does not say that the content is good.",
            width,
            "  ",
            "yellow",
        )
    yield from _outcome(run, width)


def _item(verdict: Verdict) -> Entity | None:
    return verdict.finding.entity


def _by_item(verdicts: list[Verdict]) -> list[Verdict]:
    order: dict[Entity | None, int] = {}
    for verdict in verdicts:
        order.setdefault(_item(verdict), len(order))
    return sorted(verdicts, key=lambda verdict: order[_item(verdict)])


def _facts(run: ContentRun, width: int) -> Iterator[StyledLine]:
    if run.job_id:
        kind = f"{run.status.job_type} job" if run.status and run.status.job_type else "job"
        yield from _wrapped(f"{safe_line(kind)} {run.job_id}", width, "")
    if run.log:
        yield from _wrapped(f"log {safe_line(run.log.location)}", width, "")
    for name, check in (("job", run.job_check), ("log", run.log_check)):
        bad = check.outcome in {CheckOutcome.BROKEN, CheckOutcome.FAILED}
        for number, text in enumerate(check.text.split("\n")):
            label = f"{name}: " if number == 0 else "  | "
            yield from _wrapped(label + safe_line(text), width, "", *(("red",) if bad else ()))


def _finding(verdict: Verdict, width: int) -> Iterator[StyledLine]:
    finding = verdict.finding
    is_error = finding.severity is Severity.ERROR
    label = f"{'E' if is_error else 'W'} {code_of(finding) or finding.severity}"
    text = f"{safe_line(label)}  {safe_line(finding.message)} (log line {finding.log_line})"
    yield from _wrapped(text, width, "    ", "red" if is_error else "yellow")


def _outcome(run: ContentRun, width: int) -> Iterator[StyledLine]:
    errors, warnings = len(run.errors), len(run.warnings)
    items = len({_item(verdict) for verdict in run.verdicts})
    found = f": {counted(errors, 'error')}, {counted(warnings, 'warning')} in {counted(items, 'item')}" if items else ""
    color = "green" if run.judgement.outcome is JudgementOutcome.CLEAN else "red"
    yield from _wrapped(f"{run.name}: {outcome_text(run)}{found}", width, "", color, "bold")


def _wrapped(text: str, width: int, indent: str, *styles: str) -> Iterator[StyledLine]:
    for line in wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}    ",
        break_on_hyphens=False,
        break_long_words=False,
    ) or [indent]:
        # A break may have put what was within a line at its start.
        yield StyledLine(without_command(line), styles)
