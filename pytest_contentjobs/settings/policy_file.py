"""The policy of a project in TOML: ``contentjobs.toml``, or the table ``[tool.contentjobs]`` of ``pyproject.toml``.

::

    [[tool.contentjobs.policy]]
    rule = "ART-2*"             # which findings: shell patterns, all of which must match
    folder = "Archive"
    tolerate = true             # what happens to them
    reason = "the archive is no longer corrected"
    until = 2026-12-31          # the last day; without it, the entry has no end

In ``contentjobs.toml`` the name of the table may be shortened to ``[[policy]]``.
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
from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.boundary.validation import first_fault
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options import Option
from pytest_contentjobs.settings.parsing import Threshold, as_threshold

__all__ = ["FILE_NAMES", "PolicyEntry", "find_policy", "read_policy"]

#: The files in a folder that may contain a policy; at most one of them may.
FILE_NAMES = ("contentjobs.toml", "pyproject.toml")
_TABLE = "tool.contentjobs"
_ENTRIES = "policy"
_MATCHERS = ("rule", "kind", "entity", "folder", "message")
_EFFECTS = ("severity", "tolerate", "max")
_MAX = Option(name="max", metavar="N|P%", has_ini=False)


def _threshold(value: object) -> object:
    if isinstance(value, Threshold):
        return value
    try:
        return as_threshold(str(value), _MAX)
    except SettingsError as error:
        raise ValueError("neither a count nor a percentage: use a number like 10, or a text like '2.5%'") from error


_Pattern = Annotated[str, Field(min_length=1)]


class PolicyEntry(BaseModel):
    """What happens to some findings. The first entry that matches a finding decides about it.

    ``rule``, ``kind``, ``entity`` (path, name or id) and ``message`` are shell patterns (``*``, ``?``, ``[abc]``) that must
    match the whole text, case-sensitively; ``folder`` is a pattern for a folder and matches all folders below it too.
    ``severity`` replaces the severity of the log, ``tolerate`` accepts the findings, ``max`` accepts that many of them, as
    a count or as a percentage of the items that the job processed. ``until`` is the last day on which the entry applies.
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
    def _require_pattern_and_effect(self) -> Self:
        if not any(getattr(self, name) for name in _MATCHERS):
            raise ValueError(f"it matches everything: set one of {', '.join(_MATCHERS)}")
        if not any(getattr(self, name) for name in _EFFECTS):
            raise ValueError(f"it has no effect: set one of {', '.join(_EFFECTS)}")
        if self.max is not None and (self.tolerate or self.severity == "info"):
            raise ValueError("max limits what may pass, but the entry lets everything pass: remove one of them")
        return self

    @property
    def label(self) -> str:
        """The patterns of the entry, as the file spells them: equal from run to run."""
        return ", ".join(f"{name} '{value}'" for name in _MATCHERS if (value := getattr(self, name)))


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    policy: list[PolicyEntry] = []


def find_policy(folder: Path) -> Path | None:
    """Return the file in a folder that contains a policy, None if there is none.

    Raises:
        SettingsError: a file cannot be read, or two contain a policy.
    """
    found = [file for name in FILE_NAMES if (file := folder / name).is_file() and _table(file) is not None]
    if len(found) > 1:
        raise SettingsError(
            f"Both {FILE_NAMES[0]} and [{_TABLE}] of {FILE_NAMES[1]} in {str(folder)!r} contain a policy.",
            next_step="Keep one of them.",
            reason=Reason.SETTINGS_CONFLICT,
        )
    return found[0] if found else None


def read_policy(file: Path) -> tuple[PolicyEntry, ...]:
    """Read the entries of a policy file in their order; an empty table has none.

    Raises:
        SettingsError: it cannot be read, is not valid TOML, or has an unknown key or an invalid value; names the place in it.
    """
    try:
        return tuple(_Table.model_validate(_table(file) or {}).policy)
    except ValidationError as error:
        fault = first_fault(error)
        place = _place(fault.location)
        if fault.kind == "extra_forbidden":
            what, next_step = f"has an unknown key: {place}", _spelling(fault.location)
        else:
            what, next_step = f"is not valid: {place}: {fault.what}", "Correct it."
        raise _invalid(f"The policy {str(file)!r} {what}.", next_step) from error


def _table(file: Path) -> Mapping[str, Any] | None:
    """Return the table of a file, None if it is a ``pyproject.toml`` without one."""
    try:
        document = tomllib.loads(read_regular(file).decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(
            f"The policy {str(file)!r} cannot be read: {error.strerror or error}.",
            next_step="Check the path and the permissions.",
            reason=Reason.FILE_UNREADABLE,
        ) from error
    except RecursionError as error:
        raise _invalid(
            f"The policy {str(file)!r} is not valid: its values are nested too deeply.",
            "Correct it: a policy needs no nested values.",
        ) from error
    except ValueError as error:
        # Of tomllib for what is not TOML, of the UTF-8 decoder, or of int for too many digits.
        why = str(error).partition(";")[0]
        raise _invalid(f"The policy {str(file)!r} is not valid TOML: {why}.", "Correct it.") from error
    tool = document.get("tool")
    table = tool.get("contentjobs") if isinstance(tool, dict) else None
    if table is None and file.name != FILE_NAMES[1]:
        table = document
    if table is not None and not isinstance(table, dict):
        raise _invalid(f"[{_TABLE}] of {str(file)!r} is not a table.", "Correct it.")
    return table


def _invalid(what: str, next_step: str) -> SettingsError:
    return SettingsError(what, next_step=next_step, reason=Reason.POLICY_INVALID)


def _place(location: Sequence[int | str]) -> str:
    """Return a place in the file in words; entries count from 1, as people do."""
    parts = [f"entry {part + 1}" if isinstance(part, int) else sanitize_line(str(part)) for part in location]
    return ", ".join(parts)


def _spelling(location: Sequence[int | str]) -> str:
    known = list(PolicyEntry.model_fields) if len(location) > 1 else [_ENTRIES]
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(known)}."
