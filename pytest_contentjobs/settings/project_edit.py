"""Writes settings into a project file, and leaves everything else in it as it is, comments included."""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_contentjobs.boundary.atomic_write import write_whole
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.project_file import FILE_NAMES, RUNS, ProjectFile
from pytest_contentjobs.settings.toml_file import find_lines, parse_toml

__all__ = ["Value", "format_setting", "write_settings"]

Value = str | Sequence[str]

_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a TOML text, by the keys that lead to it."""

    keys: tuple[str, ...]

    def find(self, document: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return what it has in a document, None if it is not there."""
        found: Any = document
        for key in self.keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else None


def write_settings(
    project: ProjectFile | None, folder: Path, run: str | None, settings: Mapping[str, Value], comments: Sequence[str]
) -> Path | None:
    """Write settings by their keys, and comments below them; return the path of the file, None if it needs no change.

    ``project`` is the file to change; if there is none, one is made in ``folder``. ``run`` is the name of the run that they are
    for, None for all runs. Comments that the file has already are left out.

    Raises:
        SettingsError: the file cannot be written, or is spelt so that settings cannot be added.
    """
    path = project.path if project else folder / FILE_NAMES[0]
    table = _Table((*(project.prefix if project else ()), *((RUNS, run) if run else ())))
    before = project.file.text if project else ""
    after = _insert(before, table, settings, comments)
    if after is None:
        raise SettingsError(
            f"{str(path)!r} is spelt so that no settings can be added to it.",
            next_step="Write the settings that are shown into it yourself.",
            reason=Reason.PROJECT_FILE_INVALID,
        )
    if after == before:
        return None
    try:
        # A link stays one.
        write_whole(Path(os.path.realpath(path)), after.encode())
    except OSError as error:
        raise SettingsError(
            f"{str(path)!r} cannot be written: {error.strerror or error}.",
            next_step="Check the path and the permissions.",
            reason=Reason.FILE_NOT_WRITABLE,
        ) from error
    return path


def format_setting(key: str, value: Value) -> str:
    """Return a setting as it stands in a TOML file, without a line end."""
    if isinstance(value, str):
        return f"{key} = {_quote(value)}"
    return "\n".join([f"{key} = [", *(f"    {_quote(text)}," for text in value), "]"])


def _quote(text: str) -> str:
    if "'" not in text and text.isprintable():
        return f"'{text}'"
    # JSON escapes what TOML does not allow in a string, but for one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _insert(text: str, table: _Table, settings: Mapping[str, Value], comments: Sequence[str]) -> str | None:
    """Return a TOML text with the settings; None if it would not say exactly that."""
    expected = copy.deepcopy(parse_toml(text))
    _set(expected, table, settings)
    if "\r\n" in text:
        changed = _insert(text.replace("\r\n", "\n"), table, settings, comments)
        return changed and changed.replace("\n", "\r\n")
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    new = []
    for key, value in settings.items():
        found = find_lines("".join(lines), (*table.keys, key))
        if found is None:
            new.append(format_setting(key, value) + "\n")
        else:
            first, last = found
            comment = _find_comment(lines[first - 1]) if first == last else ""
            lines[first - 1 : last] = [f"{format_setting(key, value)}{comment}\n"]
    new += [f"# {comment}\n" for comment in comments if f"# {comment}\n" not in lines]
    if new:
        _add(lines, table, new)
    changed = "".join(lines)
    try:
        return changed if parse_toml(changed) == expected else None
    except ValueError:
        return None


def _set(document: dict[str, Any], table: _Table, settings: Mapping[str, Value]) -> None:
    if not settings:
        return
    found: Any = document
    for key in table.keys:
        found = found.setdefault(key, {})
    found.update({key: value if isinstance(value, str) else list(value) for key, value in settings.items()})


def _add(lines: list[str], table: _Table, new: Sequence[str]) -> None:
    """Add lines behind the last key of a table, behind its header, or as a table at the end."""
    text = "".join(lines)
    found = table.find(parse_toml(text))
    keys = [key for key, value in (found or {}).items() if not _is_table(value)]
    ends = [place[1] for key in keys if (place := find_lines(text, (*table.keys, key)))]
    header = find_lines(text, table.keys) if found is not None and table.keys else None
    if ends:
        end = max(ends)
        lines[end:end] = new
    elif header is not None and lines[header[0] - 1].lstrip().startswith("["):
        lines[header[0] : header[0]] = new
    elif not table.keys:
        lines[:0] = [*new, *(["\n"] if lines else [])]
    else:
        name = ".".join(key if _BARE.fullmatch(key) else json.dumps(key) for key in table.keys)
        lines += [*(["\n"] if lines else []), f"[{name}]\n", *new]


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))


def _find_comment(line: str) -> str:
    """Return the comment behind the value of a line, with the blanks before it; empty if there is none."""
    line = line.rstrip("\n")
    for position, character in enumerate(line):
        if character == "#":
            try:
                is_whole = parse_toml(line[:position]) == parse_toml(line)
            except ValueError:
                continue
            if is_whole:
                return line[len(line[:position].rstrip()) :]
    return ""
