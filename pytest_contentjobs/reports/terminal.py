"""The section on the terminal: findings grouped by item and capped, in time linear in their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap

from pytest_contentjobs.boundary.sanitize import neutralize_command, sanitize_line, sanitize_url
from pytest_contentjobs.findings.rule_slug import find_own_rule
from pytest_contentjobs.model import (
    CheckOutcome,
    ContentRun,
    Entity,
    JudgementOutcome,
    Severity,
    Verdict,
    VerdictOutcome,
)
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.reports.describe import (
    describe_comparison,
    describe_deciding_files,
    describe_entity,
    name_checks,
)
from pytest_contentjobs.reports.verdict_line import describe_verdict

__all__ = ["MAXIMUM_SHOWN", "StyledLine", "make_section", "make_verdict", "wrap_line"]

#: Findings shown without ``-v``.
MAXIMUM_SHOWN = 100
_NARROWEST = 40
# Fixed findings are good news, and not a list to work through.
_FIXED_SHOWN = 10
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "yellow"}


@dataclass(frozen=True, slots=True)
class StyledLine:
    """A line of the section, and its styles for pytest's terminal writer."""

    text: str
    styles: tuple[str, ...] = ()


def make_section(run: ContentRun, ran: Sequence[Verdict], *, width: int, is_verbose: bool) -> Iterator[StyledLine]:
    """Give the lines of one run: its verdict, what was judged, and the findings whose tests ran.

    ``ran`` are the verdicts of the tests that ran; ``width`` is that of the terminal in columns.
    """
    width = max(width, _NARROWEST)
    yield from make_verdict(run, width)
    yield from _facts(run, width, is_verbose=is_verbose)
    shown = [verdict for verdict in ran if is_verbose or verdict.outcome is VerdictOutcome.FAILS]
    capped = shown if is_verbose else shown[:MAXIMUM_SHOWN]
    # Sorting is stable, so that findings of an item keep the order of the log.
    for item, group in groupby(_by_item(capped), key=_item):
        yield StyledLine("")
        yield from wrap_line(describe_entity(item) if item else "general", width, "  ", "bold")
        for verdict in group:
            yield from _finding(verdict, width)
    if shown:
        yield StyledLine("")
        found = Counter(verdict.severity for verdict in shown)
        counts = ", ".join(plural(found[severity], severity) for severity in Severity if found[severity])
        yield from wrap_line(f"{counts} in {plural(len({_item(verdict) for verdict in shown}), 'item')}", width, "  ")
    if len(capped) < len(shown):
        yield from wrap_line(
            f"… and {plural(len(shown) - len(capped), 'more finding')}: use -v to show all; the report files contain all.",
            width,
            "  ",
        )
    yield from _rest(run, ran, width, is_verbose=is_verbose)
    if len(ran) < len(run.verdicts):
        yield from wrap_line(
            f"{plural(len(run.verdicts) - len(ran), 'finding')} did not run in this session (deselected, or it stopped "
            "early), so it does not show whether the content is good.",
            width,
            "  ",
            "yellow",
        )


def _item(verdict: Verdict) -> Entity | None:
    return verdict.finding.entity


def _by_item(verdicts: list[Verdict]) -> list[Verdict]:
    order: dict[Entity | None, int] = {}
    for verdict in verdicts:
        order.setdefault(_item(verdict), len(order))
    return sorted(verdicts, key=lambda verdict: order[_item(verdict)])


def _facts(run: ContentRun, width: int, *, is_verbose: bool) -> Iterator[StyledLine]:
    if run.job_id:
        kind = f"{run.status.job_type} job" if run.status and run.status.job_type else "job"
        yield from wrap_line(f"{sanitize_line(kind)} {sanitize_line(run.job_id)}", width, "")
    if run.log:
        yield from wrap_line(f"log {sanitize_line(run.log.location)}", width, "")
    if run.decided_by:
        yield from wrap_line(f"decided by {describe_deciding_files(run)}", width, "")
    for name, check in name_checks(run).items():
        bad = check.outcome in {CheckOutcome.BROKEN, CheckOutcome.FAILED}
        for number, text in enumerate(check.text.split("\n")):
            label = f"{name}: " if number == 0 else "  | "
            yield from wrap_line(label + sanitize_line(text), width, "", *(("red",) if bad else ()))
        if is_verbose and check.codes and check.outcome is not CheckOutcome.PASSED:
            reasons = f"  | reasons: {sanitize_line(', '.join(check.codes))}"
            yield from wrap_line(reasons, width, "", *(("red",) if bad else ()))


def _finding(verdict: Verdict, width: int) -> Iterator[StyledLine]:
    finding = verdict.finding
    label = f"{verdict.severity[0].upper()} {find_own_rule(finding) or verdict.severity}"
    text = f"{sanitize_line(label)}  {sanitize_line(finding.message)} (log line {finding.log_line})"
    fails = verdict.outcome is VerdictOutcome.FAILS
    if not fails:
        text += f" - {sanitize_line(verdict.decided_by)}"
    yield from wrap_line(text, width, "    ", *([_COLORS[verdict.severity]] if fails else []))
    for label, url in (("edit", finding.entity_url), ("rule", finding.rule_url)):
        if url and fails:
            yield from wrap_line(f"{label}: {sanitize_url(url)}", width, "        ")


def _rest(run: ContentRun, ran: Sequence[Verdict], width: int, *, is_verbose: bool) -> Iterator[StyledLine]:
    """Give the numbers of findings that do not fail, comparisons, dropped findings and notes: nothing passes unseen."""
    outcomes = Counter(verdict.outcome for verdict in ran)
    passed = [f"{outcomes[outcome]:,} {outcome}" for outcome in VerdictOutcome if outcome is not VerdictOutcome.FAILS]
    if outcomes.total() > outcomes[VerdictOutcome.FAILS]:
        more = "" if is_verbose else "; use -v to show them"
        yield from wrap_line(f"findings that do not fail: {', '.join(passed)}{more}", width, "  ", "yellow")
    for comparison in run.comparisons:
        yield from wrap_line(f"{comparison.name}: {describe_comparison(comparison)}", width, "  ")
        fixed, gone = comparison.fixed or (), "gone" if comparison.name == "comparison" else "fixed"
        for item in fixed if is_verbose else fixed[:_FIXED_SHOWN]:
            times = f" ({item.count} times)" if item.count > 1 else ""
            yield from wrap_line(
                f"{gone}: {sanitize_line(item.class_name)}: {sanitize_line(item.name)}{times}", width, "    ", "green"
            )
        if not is_verbose and len(fixed) > _FIXED_SHOWN:
            yield from wrap_line(f"… and {len(fixed) - _FIXED_SHOWN:,} more; use -v to show all", width, "    ")
    for reason, number in run.dropped.items():
        yield from wrap_line(
            f"{plural(number, 'finding')} dropped by a hook: {sanitize_line(reason)}", width, "  ", "yellow"
        )
    for note in run.notes:
        yield from wrap_line(sanitize_line(note), width, "  ", "yellow")


def make_verdict(run: ContentRun, width: int) -> Iterator[StyledLine]:
    """Give the verdict of a run, with which its section begins and the whole output ends."""
    color = "green" if run.judgement.outcome is JudgementOutcome.CLEAN else "red"
    yield from wrap_line(describe_verdict(run), max(width, _NARROWEST), "", color, "bold")


def wrap_line(text: str, width: int, indent: str, *styles: str) -> Iterator[StyledLine]:
    """Wrap a safe text; all lines but the first are indented by four more."""
    for line in wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}    ",
        break_on_hyphens=False,
        break_long_words=False,
    ) or [indent]:
        # A break may have moved what looks like a command to the start of a line.
        yield StyledLine(neutralize_command(line), styles)
