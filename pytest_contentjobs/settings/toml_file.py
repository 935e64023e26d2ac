"""Reads a TOML file, and says in which lines a key stands, which the standard library's parser does not tell."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_contentjobs.boundary.atomic_write import read_regular
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason

__all__ = ["TomlFile", "find_lines", "parse_toml", "read_toml"]

Keys = Sequence[int | str]

# In characters; the text is parsed once for each line that may be meant.
_LONGEST_SEARCHED = 1 << 15


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file: its path, its text, and what it says."""

    path: Path
    text: str
    document: Mapping[str, Any]

    def name_place(self, keys: Keys) -> str:
        """Return the file and, if it can be found, the line in which a key stands, in words."""
        lines = find_lines(self.text, keys)
        return f"{str(self.path)!r}, line {lines[0]}" if lines else repr(str(self.path))


def read_toml(path: Path) -> TomlFile:
    """Read a TOML file; raises SettingsError if it cannot be read, or is not TOML."""
    try:
        text = read_regular(path).decode("utf-8-sig")
        return TomlFile(path, text, parse_toml(text))
    except OSError as error:
        raise SettingsError(
            f"{str(path)!r} cannot be read: {error.strerror or error}.",
            next_step="Check the path and the permissions.",
            reason=Reason.FILE_UNREADABLE,
        ) from error
    except ValueError as error:
        # Of tomllib for what is not TOML, of the UTF-8 decoder, or of int for too many digits.
        why = str(error).partition(";")[0]
        raise SettingsError(
            f"{str(path)!r} is not valid TOML: {why}.", next_step="Correct it.", reason=Reason.PROJECT_FILE_INVALID
        ) from error


def parse_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text says; raises ValueError if it is not TOML."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("its values are nested too deeply") from error


def find_lines(text: str, keys: Keys) -> tuple[int, int] | None:
    """Return the first and the last line, from 1, of the value to which keys and indexes lead in a TOML text.

    None if they lead nowhere, if the last key is spelt with escapes, or if the text is so long that searching it would take
    seconds. The lines of a table are those of its header.
    """
    if len(text) > _LONGEST_SEARCHED:
        return None
    name = next((key for key in reversed(keys) if isinstance(key, str)), "")
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if name not in line:
            continue
        # The parser decides what is a key: the text up to the end of its value is TOML, and has it.
        for end in range(number + 1, len(lines) + 1):
            try:
                document = parse_toml("".join(lines[:end]))
            except ValueError:
                continue
            if _holds(document, keys):
                return number + 1, end
            break
    return None


def _holds(document: Any, keys: Keys) -> bool:
    for key in keys:
        try:
            document = document[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True
