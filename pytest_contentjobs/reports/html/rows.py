"""Findings as rows of plain text, which the template shows and the page's script reads, and their order in the page."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from operator import attrgetter

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model import Severity, VerdictOutcome
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.reports.describe import describe_candidates
from pytest_contentjobs.reports.view import FindingView, Place, RunView, SessionView

__all__ = ["Folder", "Item", "Row", "choose_rows", "group_rows", "list_rows", "pack_rows", "show_place"]

_NO_ITEM = "no content item"
_SEVERITIES = tuple(Severity)
_DIGITS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A finding in the page; every value is safe text, and empty if there is none.

    ``anchor`` is unique in the page and the same in the next run. ``text`` is the message with its lines if it has several.
    """

    anchor: str
    run: str
    severity: str
    outcome: str
    new: str
    rule: str
    code: str
    rule_title: str
    rule_url: str
    message: str
    text: str
    folder: str
    top_folder: str
    item: str
    source: str
    log: str
    lines: str
    hint: str
    owner: str
    since: str
    decided_by: str
    edit_url: str


@dataclass(frozen=True, slots=True)
class Item:
    """The findings of a content item."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """The items of a folder that have findings. ``run`` is the name of the run if the page has several."""

    run: str
    name: str
    count: str
    items: tuple[Item, ...]


def list_rows(session: SessionView) -> list[Row]:
    """Return a row for each finding by run, folder and item, at each step those with most failing errors first."""
    seen: Counter[str] = Counter()
    return [_make_row(finding, run, seen) for run in session.runs for finding in _sort(run.findings)]


def choose_rows(rows: Sequence[Row], maximum: int) -> Sequence[Row]:
    """Return as many rows as stand in the page itself, in their order: failing ones before others, errors before warnings."""
    if len(rows) <= maximum:
        return rows
    ranked = sorted(range(len(rows)), key=lambda position: _rank(rows[position]))
    return [rows[position] for position in sorted(ranked[:maximum])]


def group_rows(rows: Iterable[Row], *, is_run_shown: bool) -> Iterator[Folder]:
    """Give the folders with their items, in the order of the rows."""
    for (run, name), found in groupby(rows, key=lambda row: (row.run, row.folder)):
        own = list(found)
        items = tuple(Item(item, tuple(group)) for item, group in groupby(own, key=lambda row: row.item))
        yield Folder(run if is_run_shown else "", name, plural(len(own), "finding"), items)


def pack_rows(rows: Sequence[Row]) -> str:
    """Return all rows as JSON in gzip in base64: the names of the values, and the values of each row."""
    names = [field.name for field in fields(Row)]
    values = attrgetter(*names)
    text = json.dumps(
        {"names": names, "rows": [values(row) for row in rows]}, ensure_ascii=False, separators=(",", ":")
    )
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=6, mtime=0)).decode("ascii")


def show_place(place: Place) -> str:
    """Return a place as ``file:line:column``, as editors open it."""
    return "".join([place.file, *(f":{number}" for number in (place.line, place.column) if number is not None)])


def _make_row(finding: FindingView, run: RunView, seen: Counter[str]) -> Row:
    name = finding.fingerprint[:_DIGITS]
    seen[name] += 1
    twin = f"-{seen[name]}" if seen[name] > 1 else ""
    folder, item = _locate(finding)
    place = finding.log_place
    return Row(
        anchor=f"f-{name}{twin}",
        run=run.name,
        severity=finding.severity,
        outcome=finding.outcome,
        new="new" if finding.is_new else "",
        rule=finding.rule,
        code=finding.code or "",
        rule_title=finding.rule_title or "",
        rule_url=_keep_web_address(finding.rule_url),
        message=finding.message,
        text=finding.message_block if finding.message_block != finding.message else "",
        folder=folder,
        top_folder=finding.top_folder,
        item=item,
        source=_find_source(finding),
        log=f"{place.file} line {place.line}",
        lines=finding.log_block,
        hint=finding.hint or "",
        owner=finding.owner or "",
        since=f"{finding.since:%Y-%m-%d}" if finding.since else "",
        decided_by=finding.decided_by,
        edit_url=_keep_web_address(finding.edit_url),
    )


def _find_source(finding: FindingView) -> str:
    """Return where to correct a finding: its place in the content package, the places that fit, or what the log names."""
    stated = finding.verdict.finding
    if finding.source:
        return show_place(finding.source)
    if stated.source_candidates:
        return describe_candidates(stated)
    return show_place(Place(sanitize_line(stated.file), stated.line, stated.column)) if stated.file else ""


def _keep_web_address(address: str | None) -> str:
    """Return an address that a link may have: any other could run a script, or lead to a file beside the page."""
    return address if address and address.lower().startswith(("http://", "https://")) else ""


def _sort(findings: Sequence[FindingView]) -> list[FindingView]:
    errors: Counter[tuple[str, ...]] = Counter()
    others: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        if finding.fails:
            counts = errors if finding.severity is Severity.ERROR else others
            counts.update((_locate(finding)[:1], _locate(finding)))

    def order(finding: FindingView) -> tuple[object, ...]:
        place = _locate(finding)
        ranks = [
            rank for part in (place[:1], place) for rank in (-errors[part], -others[part], part[-1].casefold(), part)
        ]
        severity = _SEVERITIES.index(finding.severity)
        return (*ranks, not finding.fails, severity, finding.log_place.line or 0)

    return sorted(findings, key=order)


def _locate(finding: FindingView) -> tuple[str, str]:
    """Return folder and item as the page names them."""
    return finding.folder or finding.top_folder, finding.item_title or _NO_ITEM


def _rank(row: Row) -> tuple[bool, int]:
    return row.outcome != VerdictOutcome.FAILS, _SEVERITIES.index(Severity(row.severity))
