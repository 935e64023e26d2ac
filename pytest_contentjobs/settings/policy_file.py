"""The entries of a policy, in a project file or a file of their own.

::

    [[policy]]                  # [[tool.contentjobs.policy]] in pyproject.toml
    rule = "ART-2*"             # which findings: shell patterns, all of which must match
    folder = "Archive"
    tolerate = true             # what happens to them
    reason = "the archive is no longer corrected"
    until = 2026-12-31          # the last day; without it, the entry has no end
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.boundary.validation import first_fault
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options import OPTIONS, Option
from pytest_contentjobs.settings.parsing import Threshold, as_threshold
from pytest_contentjobs.settings.toml_file import TomlFile, find_lines

__all__ = ["ENTRIES", "PolicyEntry", "read_entries"]

#: The key of the entries in a project file.
ENTRIES = "policy"
_SETTINGS = {option.field for option in OPTIONS if option.has_ini}
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


def read_entries(entries: Sequence[object], file: TomlFile, prefix: Sequence[str] = ()) -> tuple[PolicyEntry, ...]:
    """Read the entries of a policy in their order; ``prefix`` are the keys of the table in the file that has them.

    Raises:
        SettingsError: one has an unknown key or an invalid value; names the place in the file.
    """
    try:
        return tuple(_Table.model_validate({ENTRIES: entries}).policy)
    except ValidationError as error:
        fault = first_fault(error)
        where = _find_place(file, prefix, fault.location)
        place = _place(fault.location)
        if fault.kind == "extra_forbidden":
            what, next_step = f"{place} is not a known key.", _spelling(fault.location)
        else:
            what, next_step = f"{place}: {fault.what}.", "Correct it."
        raise SettingsError(f"{where}: {what}", next_step=next_step, reason=Reason.POLICY_INVALID) from error


def _find_place(file: TomlFile, prefix: Sequence[str], location: Sequence[int | str]) -> str:
    """Return the file and the line of a fault. A key that is not in the file is missing there, so its entry is the place."""
    keys = [*prefix, *location]
    while keys and find_lines(file.text, keys) is None:
        keys.pop()
    return file.name_place(keys)


def _place(location: Sequence[int | str]) -> str:
    """Return a place in the file in words; entries count from 1, as people do."""
    parts = [f"entry {part + 1}" if isinstance(part, int) else sanitize_line(str(part)) for part in location]
    return ", ".join(parts)


def _spelling(location: Sequence[int | str]) -> str:
    known = list(PolicyEntry.model_fields)
    key = str(location[-1])
    if key in _SETTINGS:
        return "It is a setting: move it above the first table."
    near = difflib.get_close_matches(key, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(known)}."
