"""The policy of a project in TOML: ``contentjobs.toml``, or the table ``[tool.contentjobs]`` of ``pyproject.toml``.

::

    [[tool.contentjobs.policy]]
    rule = "ART-2*"             # which findings: shell patterns, of which all that are given must fit
    folder = "Archive"
    tolerate = true             # what becomes of them
    reason = "the archive is not corrected any more"
    until = 2026-12-31          # that day included; without it, for ever

In ``contentjobs.toml`` the table may be written out, or left away: ``[[policy]]``.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pytest_contentjobs.boundary.atomic_write import read_regular
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.settings.options import Option
from pytest_contentjobs.settings.parsing import Threshold, as_threshold

__all__ = ["FILE_NAMES", "PolicyEntry", "find_policy", "read_policy"]

#: The files that may hold a policy, in a folder; only one of them may.
FILE_NAMES = ("contentjobs.toml", "pyproject.toml")
_TABLE = "tool.contentjobs"
_ENTRIES = "policy"
_MATCHERS = ("rule", "kind", "entity", "folder", "message")
_EFFECTS = ("severity", "tolerate", "max")
_MAX = Option(name="max", metavar="N|P%", help="", has_ini=False)


def _threshold(value: object) -> object:
    if isinstance(value, Threshold):
        return value
    try:
        return as_threshold(str(value), _MAX)
    except SettingsError as error:
        raise ValueError("neither a count nor a share: give a number like 10, or a text like '2.5%'") from error


_Pattern = Annotated[str, Field(min_length=1)]


class PolicyEntry(BaseModel):
    """What becomes of some findings. The first entry that matches a finding decides about it.

    ``rule``, ``kind``, ``entity`` (path, name or id) and ``message`` are shell patterns (``*``, ``?``, ``[abc]``) that must
    fit the whole text, with regard to case; ``folder`` is one for a folder, and takes all that lie below it too.
    ``severity`` replaces the log's own, ``tolerate`` lets the findings pass, ``max`` lets so many of them pass, as a
    count or as a share of the items that the job processed. ``until`` is the last day on which the entry holds.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    rule: _Pattern | None = None
    kind: _Pattern | None = None
    entity: _Pattern | None = None
    folder: _Pattern | None = None
    message: _Pattern | None = None
    severity: Literal["error", "warning", "info"] | None = None
    tolerate: Literal[True] | None = None
    max: Annotated[Threshold | None, BeforeValidator(_threshold)] = None
    reason: _Pattern | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _says_what_and_how(self) -> Self:
        if not any(getattr(self, name) for name in _MATCHERS):
            raise ValueError(f"it matches everything: give one of {', '.join(_MATCHERS)}")
        if not any(getattr(self, name) for name in _EFFECTS):
            raise ValueError(f"it has no effect: give one of {', '.join(_EFFECTS)}")
        if self.max is not None and (self.tolerate or self.severity == "info"):
            raise ValueError("max limits what may pass, and the entry lets all of it pass: leave one of them out")
        return self

    @property
    def label(self) -> str:
        """The entry's matchers, in the words of the file: the same from run to run."""
        return ", ".join(f"{name} '{value}'" for name in _MATCHERS if (value := getattr(self, name)))


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    policy: tuple[PolicyEntry, ...] = ()


def find_policy(folder: Path) -> Path | None:
    """Return the file of a folder that holds a policy, None where none does.

    Raises:
        SettingsError: a file cannot be read, or two hold a policy.
    """
    found = [file for name in FILE_NAMES if (file := folder / name).is_file() and _table(file) is not None]
    if len(found) > 1:
        raise SettingsError(
            f"Both {FILE_NAMES[0]} and [{_TABLE}] of {FILE_NAMES[1]} in {str(folder)!r} hold a policy.",
            next_step="Keep one of them.",
        )
    return found[0] if found else None


def read_policy(file: Path) -> tuple[PolicyEntry, ...]:
    """Read the entries of a policy file in their order; an empty table has none.

    Raises:
        SettingsError: it cannot be read, is no TOML, or has an unknown key or a wrong value; names the place in it.
    """
    try:
        return _Table.model_validate(_table(file) or {}).policy
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = _place(first["loc"])
        if first["type"] == "extra_forbidden":
            raise SettingsError(
                f"The policy {str(file)!r} has an unknown key: {place}.", next_step=_spelling(first["loc"])
            ) from error
        what = first["msg"].removeprefix("Value error, ")
        what = what[0].lower() + what[1:]
        raise SettingsError(
            f"The policy {str(file)!r} cannot be used: {place}: {what}.", next_step="Correct it."
        ) from error


def _table(file: Path) -> Mapping[str, Any] | None:
    """Return the table of a file, None where a ``pyproject.toml`` has none."""
    try:
        document = tomllib.loads(read_regular(file).decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(
            f"The policy {str(file)!r} cannot be read: {error.strerror or error}.", next_step="Make it readable."
        ) from error
    except RecursionError as error:
        raise SettingsError(
            f"The file {str(file)!r} is not valid TOML for a policy: its values are nested too deeply.",
            next_step="Correct it: a policy needs no nested values.",
        ) from error
    except ValueError as error:
        # Of the standard library's own kind for what is not TOML, of Unicode, or for an integer of too many digits.
        why = str(error).partition(";")[0]
        raise SettingsError(f"The file {str(file)!r} is not valid TOML: {why}.", next_step="Correct it.") from error
    tool = document.get("tool")
    table = tool.get("contentjobs") if isinstance(tool, dict) else None
    if table is None and file.name != FILE_NAMES[1]:
        table = document
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"[{_TABLE}] of {str(file)!r} is no table.", next_step="Correct it.")
    return table


def _place(location: Sequence[int | str]) -> str:
    """Return a place in the file in words; entries count from 1, as people do."""
    parts = [f"entry {part + 1}" if isinstance(part, int) else str(part) for part in location]
    return ", ".join(parts)


def _spelling(location: Sequence[int | str]) -> str:
    known = list(PolicyEntry.model_fields) if len(location) > 1 else [_ENTRIES]
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known are: {', '.join(known)}."
