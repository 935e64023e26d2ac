"""The section on the terminal: the verdict, an overview, and findings up to a number, in time linear in their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from textwrap import wrap

from pytest_contentjobs.boundary.sanitize import neutralize_command, sanitize_line, sanitize_url
from pytest_contentjobs.findings.rule_slug import find_own_rule
from pytest_contentjobs.model import (
    CheckOutcome,
    ContentRun,
    JudgementOutcome,
    Severity,
    Verdict,
    VerdictOutcome,
)
from pytest_contentjobs.model.job import JobState
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.reports.cases import split_by_owner
from pytest_contentjobs.reports.describe import (
    describe_comparison,
    describe_deciding_files,
    describe_entity,
    describe_history,
    describe_source,
    name_checks,
)
from pytest_contentjobs.reports.links import Link, link_file, link_place
from pytest_contentjobs.reports.overview import TableRow, count_folders, count_owners, count_rules
from pytest_contentjobs.reports.verdict_line import describe_verdict
from pytest_contentjobs.settings.options.reports import OWNER, SHOW

__all__ = ["StyledLine", "View", "make_section", "make_verdict", "wrap_line"]

_NARROWEST = 40
# So few findings need no overview.
_FEW = 5
# Fixed findings are good news, and not a list to work through.
_FIXED_SHOWN = 10
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "yellow"}
_SEVERITIES = tuple(Severity)


@dataclass(frozen=True, slots=True)
class StyledLine:
    """A line of the section, its styles for pytest's terminal writer, and a link for terminals that can show it."""

    text: str
    styles: tuple[str, ...] = ()
    link: Link | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """How a section is shown.

    ``width`` is the number of columns of the terminal, None where lines are not wrapped, as in a file. ``group`` is ``finding``,
    ``entity`` or ``rule``; ``maximum`` is how many findings are listed, None for all; ``owner`` is whose they are, None for all.
    ``is_verbose`` adds findings that do not
    fail, and how lines and counts were compared.
    """

    width: int | None
    group: str = "finding"
    maximum: int | None = 50
    owner: str | None = None
    is_verbose: bool = False

    @property
    def columns(self) -> int | None:
        """The width for which lines are made: on a terminal that is too narrow, more than it has."""
        return None if self.width is None else max(self.width, _NARROWEST)


def make_section(run: ContentRun, ran: Sequence[Verdict], view: View) -> Iterator[StyledLine]:
    """Give the lines of one run: its verdict, what was judged, an overview, and the findings; ``ran`` are those whose tests ran."""
    width = view.columns
    yield from make_verdict(run, width, not_run=len(run.verdicts) - len(ran))
    yield from _facts(run, width, is_verbose=view.is_verbose)
    own, others = split_by_owner(ran, view.owner)
    shown = [verdict for verdict in own if view.is_verbose or verdict.outcome is VerdictOutcome.FAILS]
    # Sorting is stable, so that findings keep the order of the log.
    shown.sort(key=lambda verdict: (verdict.outcome is not VerdictOutcome.FAILS, _SEVERITIES.index(verdict.severity)))
    yield from _overview(shown, width)
    listed = shown if view.maximum is None else shown[: view.maximum]
    yield from _list_findings(listed, view)
    following = [
        *_count_unlisted(len(shown) - len(listed), others, view, is_all=not listed),
        *_rest(run, ran, width, is_verbose=view.is_verbose),
    ]
    if following:
        yield StyledLine("")
        yield from following


def _count_unlisted(number: int, others: Sequence[Verdict], view: View, *, is_all: bool) -> Iterator[StyledLine]:
    """Give how many findings are not listed: those over the maximum, and those of other owners."""
    width = view.columns
    if number:
        yield from wrap_line(_describe_rest(number, is_all=is_all), width, "  ")
    if others:
        failing = sum(verdict.outcome is VerdictOutcome.FAILS for verdict in others)
        fail = "fails" if failing == 1 else "fail"
        yield from wrap_line(
            f"{plural(len(others), 'finding')} of other owners, {failing:,} of which {fail} the run, not listed since {OWNER.name} "
            f"is {sanitize_line(view.owner or '')}",
            width,
            "  ",
            "yellow",
        )


def _overview(verdicts: Sequence[Verdict], width: int | None) -> Iterator[StyledLine]:
    """Give the findings in numbers: by severity and, if they are more than a few, by rule, by folder and by owner."""
    if not verdicts:
        return
    found = Counter(verdict.severity for verdict in verdicts)
    counts = ", ".join(plural(found[severity], severity) for severity in Severity if found[severity])
    items = len({verdict.finding.entity for verdict in verdicts} - {None})
    yield StyledLine("")
    yield from wrap_line(f"{counts} in {plural(items, 'content item')}" if items else counts, width, "  ", "bold")
    if len(verdicts) <= _FEW:
        return
    left = None if width is None else width - len("  ")
    for table in (count_rules(verdicts, left), count_folders(verdicts, left), count_owners(verdicts, left)):
        if table:
            yield StyledLine("")
            yield from map(_style_row, table)


def _style_row(row: TableRow) -> StyledLine:
    # The cells are safe, but what an example begins with is not at the start of its line.
    return StyledLine(f"  {row.text}".rstrip(), (_COLORS[row.severity],) if row.severity else ())


def _list_findings(verdicts: Sequence[Verdict], view: View) -> Iterator[StyledLine]:
    """Give the findings under the headings that the group asks for; findings of a group follow its worst."""
    order: dict[object, int] = {}
    for verdict in verdicts:
        order.setdefault(_key(verdict, view.group), len(order))
    ordered = sorted(verdicts, key=lambda verdict: order[_key(verdict, view.group)])
    told: set[str] = set()
    for _, group in groupby(ordered, key=lambda verdict: _key(verdict, view.group)):
        found = list(group)
        yield StyledLine("")
        if view.group != "finding":
            yield from wrap_line(_title(found[0], view.group), view.columns, "  ", "bold")
        for verdict in found:
            yield from _finding(verdict, view)
            yield from _hint(verdict, view, told)


def _key(verdict: Verdict, group: str) -> object:
    if group == "entity":
        return verdict.finding.entity
    return verdict.finding.rule if group == "rule" else None


def _title(verdict: Verdict, group: str) -> str:
    finding = verdict.finding
    if group == "entity":
        return describe_entity(finding.entity) if finding.entity else "general"
    return sanitize_line(" ".join(filter(None, (finding.rule or "no rule", finding.rule_title))))


def _describe_rest(number: int, *, is_all: bool) -> str:
    more = plural(number, "finding") if is_all else f"… and {plural(number, 'more finding')}"
    return f"{more}, which {SHOW.name} all lists; report files contain all."


def _facts(run: ContentRun, width: int | None, *, is_verbose: bool) -> Iterator[StyledLine]:
    if run.job_id:
        kind = f"{run.status.job_type} job" if run.status and run.status.job_type else "job"
        yield from wrap_line(f"{sanitize_line(kind)} {sanitize_line(run.job_id)}", width, "")
    if run.log:
        location = sanitize_line(run.log.location)
        # Where an address is too long for a line, the terminal breaks it, so that it can be copied.
        yield from _link(wrap_line(f"log {location}", None, ""), link_place(location, run.log.location))
    if run.decided_by:
        yield from wrap_line(f"decided by {describe_deciding_files(run)}", width, "")
    for name, check in name_checks(run).items():
        bad = check.outcome.is_bad
        shown = check.text if is_verbose or name != "log" else _shorten_log_check(run)
        for number, text in enumerate(shown.split("\n")):
            label = f"{name}: " if number == 0 else "  | "
            yield from wrap_line(label + sanitize_line(text), width, "", *(("red",) if bad else ()))
        if is_verbose and check.codes and check.outcome is not CheckOutcome.PASSED:
            reasons = f"  | reasons: {sanitize_line(', '.join(check.codes))}"
            yield from wrap_line(reasons, width, "", *(("red",) if bad else ()))


def _shorten_log_check(run: ContentRun) -> str:
    """Return the text of the log's check; where all is as it should be, without the numbers of its lines."""
    log, check = run.log, run.log_check
    if log is None or check.outcome is not CheckOutcome.PASSED or "\n" in check.text:
        return check.text
    if run.judgement.outcome is JudgementOutcome.NOT_JUDGED:
        return check.text
    # Whatever a person or numbers alone have explained is never left out.
    if log.unexplained_lines or log.routine_lines or log.declared or log.adopted or log.notes:
        return check.text
    if run.status is None:
        return "The log is complete. There is no job status to compare it with."
    if run.status.state is not JobState.SUCCESSFUL:
        return check.text
    return "The log is complete and agrees with the job."


def _finding(verdict: Verdict, view: View) -> Iterator[StyledLine]:
    """Give one finding, which begins with its place in the content package, if that is known."""
    finding = verdict.finding
    indent = "  " if view.group == "finding" else "    "
    place = f"{describe_source(finding.source)}: " if finding.source else ""
    rule = find_own_rule(finding) if view.group != "rule" else None
    label = " ".join(filter(None, (verdict.severity[0].upper(), rule)))
    item = describe_entity(finding.entity) if finding.entity and view.group != "entity" else ""
    owner = f"owner {sanitize_line(finding.owner)}" if finding.owner else ""
    since = f"since {verdict.since:%Y-%m-%d}" if verdict.since else ""
    about = ", ".join(filter(None, (item, f"log line {finding.log_line}", owner, since)))
    text = f"{place}{sanitize_line(label)}  {sanitize_line(finding.message)} ({about})"
    fails = verdict.outcome is VerdictOutcome.FAILS
    if not fails:
        text += f" - {sanitize_line(verdict.decided_by)}"
    is_local = finding.source is not None and finding.source.root is not None
    link = link_file(place.removesuffix(": "), finding.source.path) if finding.source and is_local else None
    yield from _link(wrap_line(text, view.columns, indent, *([_COLORS[verdict.severity]] if fails else [])), link)
    for title, url in (("edit", finding.entity_url), ("rule", finding.rule_url)):
        if url and fails:
            address = sanitize_url(url)
            yield from _link(wrap_line(f"{title}: {address}", view.columns, f"{indent}    "), Link(address, address))


def _hint(verdict: Verdict, view: View, told: set[str]) -> Iterator[StyledLine]:
    """Give the hint of a finding that fails, unless an earlier one has told the same."""
    hint = verdict.finding.hint
    if hint and hint not in told and verdict.outcome is VerdictOutcome.FAILS:
        told.add(hint)
        yield from wrap_line(f"hint: {sanitize_line(hint)}", view.columns, " " * (6 if view.group == "finding" else 8))


def _link(lines: Iterable[StyledLine], link: Link | None) -> Iterator[StyledLine]:
    """Add a link to the lines that have the whole of its label."""
    for line in lines:
        yield replace(line, link=link) if link is not None and link.label in line.text else line


def _rest(run: ContentRun, ran: Sequence[Verdict], width: int | None, *, is_verbose: bool) -> Iterator[StyledLine]:
    """Give the numbers of findings that do not fail, comparisons, dropped findings and notes: nothing passes unseen."""
    outcomes = Counter(verdict.outcome for verdict in ran)
    passed = [
        f"{outcomes[outcome]:,} {outcome}"
        for outcome in VerdictOutcome
        if outcome is not VerdictOutcome.FAILS and outcomes[outcome]
    ]
    if passed:
        more = "" if is_verbose else "; use -v to show them"
        yield from wrap_line(f"findings that do not fail: {', '.join(passed)}{more}", width, "  ", "yellow")
    if run.history:
        yield from wrap_line(f"last runs: {describe_history(run)}", width, "  ")
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
    if len(ran) < len(run.verdicts):
        yield from wrap_line(
            f"{plural(len(run.verdicts) - len(ran), 'finding')} did not run in this session (deselected, or it stopped "
            "early), so it does not show whether the content is good.",
            width,
            "  ",
            "yellow",
        )


def make_verdict(run: ContentRun, width: int | None, *, not_run: int = 0) -> Iterator[StyledLine]:
    """Give the verdict of a run, with which its section begins and the output ends; ``not_run`` as in ``describe_verdict``."""
    color = "green" if run.judgement.outcome is JudgementOutcome.CLEAN else "red"
    yield from wrap_line(describe_verdict(run, not_run=not_run), width, "", color, "bold")


def wrap_line(text: str, width: int | None, indent: str, *styles: str) -> Iterator[StyledLine]:
    """Wrap a safe text if there is a width; all lines but the first are indented by four more."""
    if width is None:
        yield StyledLine(neutralize_command(f"{indent}{text}"), styles)
        return
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
