"""The report for comments on merge requests and for the page of a workflow: Markdown of GitHub and GitLab.

It fits into a comment. What does not is counted, and begins with the findings that matter least; that a run is red is never left
out. The first line is hidden: by it, a program finds the comment of an earlier run and replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pytest_contentjobs.model import EarlierFinding, JudgementOutcome, Severity
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.reports.describe import describe_comparison, describe_history
from pytest_contentjobs.reports.groups import Group
from pytest_contentjobs.reports.listing import count_left_out, rank_findings
from pytest_contentjobs.reports.markdown_text import escape, link, make_cell, make_code, make_table
from pytest_contentjobs.reports.verdict_line import FAILED, NOT_JUDGED, PASSED
from pytest_contentjobs.reports.view import NO_OWNER, FindingView, RunView, SessionView
from pytest_contentjobs.settings.options.reports import JSON

__all__ = ["MARKER", "MAXIMUM", "render_markdown"]

#: How the first line begins.
MARKER = "<!-- pytest-contentjobs:"
#: The longest comment on GitHub, in characters.
MAXIMUM = 65_536

_LONGEST_MARKER = 200
_MOST_ROWS, _MOST_FIXED = 15, 20
# For the lines that say what is left out of a run, and of all.
_ROOM = 120
_TITLES = {
    JudgementOutcome.CLEAN: ("✅", PASSED),
    JudgementOutcome.FINDINGS: ("❌", FAILED),
    JudgementOutcome.NOT_JUDGED: ("⛔", NOT_JUDGED),
}
_MARKS = {Severity.ERROR: "🔴", Severity.WARNING: "🟠", Severity.INFO: "🔵"}


@dataclass(frozen=True, slots=True)
class _Section:
    """A run on the page: a heading, which is always there, further blocks, and a line for each finding."""

    heading: str
    blocks: tuple[str, ...]
    findings: tuple[FindingView, ...]


def render_markdown(view: SessionView) -> Iterator[str]:
    """Give the page: the verdict, what is new and fixed, tables by rule, folder and owner, and the findings that fail."""
    names = " ".join(run.name for run in view.runs)
    head = f"{MARKER} {names[:_LONGEST_MARKER]} -->\n{_make_title(view)}"
    foot = f"\npytest-contentjobs {escape(view.version)}\n"
    sections = [_make_section(run, "###" if len(view.runs) > 1 else "##") for run in view.runs]
    yield head
    yield from _fit(sections, MAXIMUM - len(head) - len(foot) - _ROOM)
    yield foot


def _make_title(view: SessionView) -> str:
    if len(view.runs) == 1:
        return ""
    mark, word = _TITLES[view.outcome]
    red = sum(run.is_red for run in view.runs)
    words = plural(len(view.runs), "run")
    return f"## {mark} {word} - {f'{red:,} of {words} red' if red else words}\n"


def _fit(sections: Sequence[_Section], room: int) -> Iterator[str]:
    """Give as much of the sections as there is room for: first all headings, then further blocks, then findings."""
    kept = []
    for section in sections:
        if len(section.heading) + _ROOM > room:
            break
        room -= len(section.heading) + _ROOM
        kept.append(section)
    blocks: list[list[str]] = []
    for section in kept:
        blocks.append([])
        for block in section.blocks:
            if len(block) <= room:
                blocks[-1].append(block)
                room -= len(block)
    waiting = sum(bool(section.findings) for section in kept)
    for section, shown in zip(kept, blocks, strict=True):
        yield "".join((section.heading, *shown))
        if section.findings:
            listed = "".join(_list_findings(section.findings, room // waiting))
            room -= len(listed)
            waiting -= 1
            yield listed
    if len(kept) < len(sections):
        yield f"\n… and {plural(len(sections) - len(kept), 'more run')}, see {JSON.name}\n"


def _list_findings(findings: Sequence[FindingView], room: int) -> Iterator[str]:
    """Give a line for each finding that there is room for, and one that counts the others."""
    separator = "\n"
    for position, finding in enumerate(findings):
        line = separator + _make_line(finding)
        room -= len(line)
        if room < 0:
            yield f"\n… and {escape(count_left_out(findings[position:]))}, see {JSON.name}\n"
            return
        yield line
        separator = ""


def _make_line(finding: FindingView) -> str:
    place = finding.place
    file = f"{place.file}:{place.line}" if place.line else place.file
    facts = (
        make_code(finding.item or ""),
        make_code(file),
        link("edit", finding.edit_url),
        link("rule", finding.rule_url),
        f"hint: {make_code(finding.hint)}" if finding.hint else "",
        f"owner: {make_code(finding.owner)}" if finding.owner else "",
        f"since {finding.since:%Y-%m-%d}" if finding.since else "",
    )
    new = "**new** " if finding.is_new else ""
    what = f"{_MARKS[finding.severity]} {new}{make_code(finding.rule)} {make_code(finding.message)}"
    return f"- {' · '.join(filter(None, (what, *facts)))}\n"


def _make_section(run: RunView, level: str) -> _Section:
    mark, _ = _TITLES[run.outcome]
    return _Section(
        f"\n{level} {mark} {escape(run.verdict_line)}\n",
        tuple(filter(None, _list_blocks(run))),
        tuple(finding for finding in rank_findings(run.findings) if finding.fails),
    )


def _list_blocks(run: RunView) -> Iterator[str]:
    """Give what is said of a run as a whole, in the order of the page, each an own paragraph, list or table."""
    yield _make_list((*_list_bad_checks(run), *_list_facts(run)))
    yield _make_group_table("rule", run.rules)
    if len(run.folders) > 1:
        yield _make_group_table("folder", run.folders)
    if {group.name for group in run.owners} - {NO_OWNER}:
        yield _make_group_table("owner", run.owners)
    if run.fixed:
        yield _make_fixed(run.fixed)


def _list_bad_checks(run: RunView) -> Iterator[str]:
    for check in run.bad_checks:
        codes = f" {make_code(', '.join(check.codes))}" if check.codes else ""
        yield f"**{escape(check.name)}**{codes}: {make_code(check.line)}"


def _list_facts(run: RunView) -> Iterator[str]:
    for comparison in run.run.comparisons:
        yield f"{comparison.name}: {make_code(describe_comparison(comparison))}"
    if run.run.history:
        yield f"last runs: {escape(describe_history(run.run))}"
    if run.run.log:
        yield f"log: {make_code(run.checks[0].place.file)}"
    if run.judged_at:
        yield f"judged {run.judged_at:%Y-%m-%d %H:%M} UTC"


def _make_list(lines: Iterable[str]) -> str:
    items = "".join(f"- {line}\n" for line in lines)
    return f"\n{items}" if items else ""


def _make_group_table(what: str, groups: Sequence[Group]) -> str:
    if not groups:
        return ""
    rows = [
        (
            make_cell(group.name) or f"no {what}",
            *(f"{number:,}" for number in (group.errors, group.warnings, group.tolerated, group.known, group.items)),
        )
        for group in groups[:_MOST_ROWS]
    ]
    over = len(groups) - _MOST_ROWS
    more = f"\n… and {plural(over, f'more {what}')}\n" if over > 0 else ""
    return f"\n{make_table((what, 'errors', 'warnings', 'tolerated', 'known', 'items'), rows)}{more}"


def _make_fixed(fixed: Sequence[EarlierFinding]) -> str:
    total = sum(item.count for item in fixed)
    lines = [make_code(f"{item.class_name}: {item.name}") for item in fixed[:_MOST_FIXED]]
    lines += [f"… and {len(fixed) - _MOST_FIXED:,} more"] if len(fixed) > _MOST_FIXED else []
    return f"\n<details><summary>{total:,} fixed</summary>\n{_make_list(lines)}\n</details>\n"
