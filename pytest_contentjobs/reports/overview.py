"""Findings counted by rule, top folder and owner: what to correct first, and where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model import Entity, Severity, Verdict
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.settings.owner_file import NO_OWNER

__all__ = ["NO_OWNER", "TableRow", "count_folders", "count_items", "count_owners", "count_rules", "find_top_folder"]

#: Rows of a table; what is over is counted in one more.
_MOST_ROWS = 15
_WIDEST_NAME = 32
_NARROWEST_EXAMPLE = 16
_WIDTH_OF_A_FILE = 160
_SEVERITIES = tuple(Severity)
_NO_FOLDER, _NO_ITEM = "no folder", "no content item"
# Kinds whose name is a path, while the name of an article may contain a slash.
_NAMED_BY_PATH = frozenset({"folder", "resource"})


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of a table, and the worst severity in it, None for a heading."""

    text: str
    severity: Severity | None = None


def count_rules(verdicts: Sequence[Verdict], width: int | None) -> list[TableRow]:
    """Return a table of the rules: severity, number of findings, their share, items touched, and an example; errors first.

    ``width`` is the number of columns, None where lines may be of any length.
    """
    groups: defaultdict[tuple[Severity, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[verdict.severity, verdict.finding.rule or ""].append(verdict)
    order = sorted(groups.items(), key=lambda group: (_SEVERITIES.index(group[0][0]), -len(group[1]), group[0][1]))
    rows = [
        (
            f"{severity[0].upper()} {sanitize_line(rule)}",
            f"{len(found):,}",
            _share(len(found), len(verdicts)),
            f"{count_items(found):,}",
            sanitize_line(found[0].finding.message),
        )
        for (severity, rule), found in order[:_MOST_ROWS]
    ]
    severities = [severity for (severity, _), _ in order]
    lines = _lay_out(("rule", "count", "share", "items", "example"), rows, width)
    return _to_rows(lines, severities, len(order), "rule")


def count_folders(verdicts: Sequence[Verdict], width: int | None) -> list[TableRow]:
    """Return a table of the top folders with errors, warnings and items, most errors first; empty if there is only one."""
    names = [find_top_folder(verdict.finding.entity) for verdict in verdicts]
    return _count_by("folder", names, verdicts, width) if len(set(names)) > 1 else []


def count_owners(verdicts: Sequence[Verdict], width: int | None) -> list[TableRow]:
    """Return the same table of owners; empty if no finding has one."""
    if all(verdict.finding.owner is None for verdict in verdicts):
        return []
    return _count_by("owner", [verdict.finding.owner or NO_OWNER for verdict in verdicts], verdicts, width)


def _count_by(what: str, names: Sequence[str], verdicts: Sequence[Verdict], width: int | None) -> list[TableRow]:
    groups: defaultdict[str, list[Verdict]] = defaultdict(list)
    for name, verdict in zip(names, verdicts, strict=True):
        groups[name].append(verdict)
    counted = [(name, found, Counter(each.severity for each in found)) for name, found in groups.items()]
    counted.sort(key=lambda row: (*(-row[2][severity] for severity in _SEVERITIES), row[0]))
    rows = [
        (
            sanitize_line(name),
            f"{numbers[Severity.ERROR]:,}",
            f"{numbers[Severity.WARNING]:,}",
            f"{count_items(found):,}",
            "",
        )
        for name, found, numbers in counted[:_MOST_ROWS]
    ]
    severities = [min(numbers, key=_SEVERITIES.index) for _, _, numbers in counted]
    return _to_rows(_lay_out((what, "errors", "warnings", "items", ""), rows, width), severities, len(counted), what)


def _to_rows(lines: Sequence[str], severities: Sequence[Severity], number: int, what: str) -> list[TableRow]:
    heading, *body = lines
    rows = [TableRow(heading), *map(TableRow, body, severities)]
    return [*rows, TableRow(f"… and {plural(number - _MOST_ROWS, f'more {what}')}")] if number > _MOST_ROWS else rows


def find_top_folder(entity: Entity | None) -> str:
    """Return the first folder in the path of an entity, or words for none."""
    if entity is None:
        return _NO_ITEM
    path = entity.folder or (entity.name if entity.kind in _NAMED_BY_PATH else None) or ""
    is_named = bool(entity.folder) or entity.kind == "folder"
    head, slash, _ = path.strip("/").partition("/")
    return head if head and (slash or is_named) else _NO_FOLDER


def count_items(verdicts: Iterable[Verdict]) -> int:
    """Return how many content items findings name."""
    return len({verdict.finding.entity for verdict in verdicts} - {None})


def _share(number: int, total: int) -> str:
    percent = 100 * number / total
    return "<1 %" if percent < 1 else f"{percent:.0f} %"


def _lay_out(heading: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> list[str]:
    """Align a table: a name to the left, numbers to the right, and an example cut to what is left, if that is worth it."""
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - takes longer to import than most logs to read

    names = [row[0] for row in (heading, *rows)]
    widest = max(map(cell_len, names))
    if widest > _WIDEST_NAME:
        names = [_cut(name, _WIDEST_NAME) for name in names]
        widest = max(map(cell_len, names))
    sizes = [max(len(row[column]) for row in (heading, *rows)) for column in range(1, 4)]
    left = (width or _WIDTH_OF_A_FILE) - widest - sum(sizes) - 2 * len(sizes) - 2
    lines = []
    for name, row in zip(names, (heading, *rows), strict=True):
        numbers = "".join(f"  {cell:>{size}}" for cell, size in zip(row[1:4], sizes, strict=True))
        example = f"  {_cut(row[4], left)}" if row[4] and left >= _NARROWEST_EXAMPLE else ""
        lines.append(f"{set_cell_size(name, widest)}{numbers}{example}")
    return lines


def _cut(text: str, size: int) -> str:
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - as above

    return text if cell_len(text) <= size else f"{set_cell_size(text, size - 1).rstrip()}…"
