"""Arrays of tables in a project file, such as ``[[policy]]``: read with pydantic, and every fault named with its place."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.boundary.validation import first_fault
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options import OPTIONS
from pytest_contentjobs.settings.toml_file import TomlFile, find_lines

__all__ = ["MATCHERS", "Entry", "FindingPatterns", "Text", "read_entries"]

_SETTINGS = {option.field for option in OPTIONS if option.has_ini}
#: The keys of an entry that say which findings it is about.
MATCHERS = ("rule", "kind", "entity", "folder", "message")
Text = Annotated[str, Field(min_length=1)]


class Entry(BaseModel):
    """One table of an array."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class FindingPatterns(Entry):
    """An entry about some findings: all of its patterns must match.

    ``rule``, ``kind``, ``entity`` (path, name or id) and ``message`` are shell patterns (``*``, ``?``, ``[abc]``) that must
    match the whole text, case-sensitively; ``folder`` is a pattern for a folder and matches all folders below it too.
    """

    rule: Text | None = None
    kind: Text | None = None
    entity: Text | None = None
    folder: Text | None = None
    message: Text | None = None

    @property
    def label(self) -> str:
        """The patterns of the entry, as the file spells them: equal from run to run."""
        return ", ".join(f"{name} '{value}'" for name in MATCHERS if (value := getattr(self, name)))

    def require_pattern(self) -> None:
        """Raise ValueError if the entry has no pattern, and so matches everything."""
        if not any(getattr(self, name) for name in MATCHERS):
            raise ValueError(f"it matches everything: set one of {', '.join(MATCHERS)}")


_Entry = TypeVar("_Entry", bound=Entry)


def read_entries(
    key: str,
    model: type[_Entry],
    entries: Sequence[object],
    file: TomlFile,
    *,
    prefix: Sequence[str] = (),
    reason: Reason = Reason.PROJECT_FILE_INVALID,
) -> tuple[_Entry, ...]:
    """Read the entries under a key in their order; ``prefix`` are the keys of the table in the file that has them.

    Raises:
        SettingsError: one has an unknown key or an invalid value, with this reason; names the place in the file.
    """
    try:
        return tuple(TypeAdapter(list[model]).validate_python(entries))  # type: ignore[valid-type]  # a class at run time
    except ValidationError as error:
        fault = first_fault(error)
        location = (key, *fault.location)
        where = _find_place(file, prefix, location)
        place = _place(location)
        if fault.kind == "extra_forbidden":
            what, next_step = f"{place} is not a known key.", _spelling(location, list(model.model_fields))
        else:
            what, next_step = f"{place}: {fault.what}.", "Correct it."
        raise SettingsError(f"{where}: {what}", next_step=next_step, reason=reason) from error


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


def _spelling(location: Sequence[int | str], known: Sequence[str]) -> str:
    key = str(location[-1])
    if key in _SETTINGS:
        return "It is a setting: move it above the first table."
    near = difflib.get_close_matches(key, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(known)}."
