"""The settings of a project in TOML: ``contentjobs.toml``, or the table ``[tool.contentjobs]`` of ``pyproject.toml``.

::

    log_format = "text"                 # the ini keys, without content_
    log_pattern = ['E (?P<message>.+)', 'W (?P<message>.+)']
    max_warnings = 10
    baseline = "known.json"             # beside this file

    [runs.nightly]                      # how the log of the run of this name is read
    log_end = "any"

    [[policy]]                          # see policy_file.py
    rule = "ART-2*"
    tolerate = true

    [[owner]]                           # see owner_file.py, which has [[rule]] too
    folder = "Mobile Plans"
    owner = "@mobile"

In ``pyproject.toml`` the names of the tables begin with ``tool.contentjobs``, and may do so in ``contentjobs.toml``.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.entries import Entry, read_entries
from pytest_contentjobs.settings.options import OPTIONS, READING, Option
from pytest_contentjobs.settings.options.policy import POLICY
from pytest_contentjobs.settings.owner_file import OWNERS, RULES, OwnerEntry, RuleEntry
from pytest_contentjobs.settings.parsing import LISTS, NUMBERS
from pytest_contentjobs.settings.policy_file import ENTRIES, PolicyEntry
from pytest_contentjobs.settings.requests import is_run_name
from pytest_contentjobs.settings.toml_file import TomlFile, read_toml

__all__ = [
    "FILE_NAMES",
    "RUNS",
    "ProjectFile",
    "find_project_file",
    "find_project_folders",
    "read_policy",
    "read_project_file",
]

#: The files in a folder that may be its project file; at most one of them may.
FILE_NAMES = ("contentjobs.toml", "pyproject.toml")
#: The table of the settings of single runs.
RUNS = "runs"
_TABLE = ("tool", "contentjobs")
_TABLE_NAME = ".".join(_TABLE)
# A folder with one of them is the root of a project.
_ROOT_MARKS = (".git", "pyproject.toml")
_TYPES = {
    bool: "a boolean",
    int: "an integer",
    float: "a float",
    str: "a string",
    list: "an array",
    dict: "a table",
}
_SECRET_WORDS = ("token", "secret", "password", "access_key")
_SETTINGS = {option.field: option for option in OPTIONS if option.has_ini}
_OTHERS = {option.field: option for option in OPTIONS if not option.has_ini}
_PINNED = {option.field: option for option in READING}
_Entry = TypeVar("_Entry", bound=Entry)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectFile:
    """What a project file sets: texts by ini key, the same for single runs by their name, and entries.

    ``policy`` is None if the file has none; ``owners`` and ``rules`` say who corrects findings, and how. Paths are relative to the
    current folder, like those of options. ``prefix`` are the keys of the table with all of it.
    """

    file: TomlFile
    prefix: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    pins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    policy: tuple[PolicyEntry, ...] | None = None
    owners: tuple[OwnerEntry, ...] = ()
    rules: tuple[RuleEntry, ...] = ()

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self.file.path

    def name_place(self, *keys: str) -> str:
        """Return the file and the line of a key, in words."""
        return self.file.name_place((*self.prefix, *keys))


def find_project_folders(start: Path) -> tuple[Path, ...]:
    """Return the folders that may have the project file: the given one, and those above it up to the root of the project.

    The root is the first that has a ``.git`` or a ``pyproject.toml``. If none has, anybody may own the folders above. A folder that
    may not be read has none.
    """
    try:
        start = start.absolute()
    except OSError:
        # The current folder was removed.
        return (start,)
    above = (start, *start.parents)
    root = next(
        (index for index, folder in enumerate(above) if any(os.path.lexists(folder / mark) for mark in _ROOT_MARKS)), 0
    )
    return above[: root + 1]


def find_project_file(folders: Iterable[Path]) -> ProjectFile | None:
    """Read the project file of the first folder that has one; None if none has.

    Raises:
        SettingsError: a file cannot be read or used, or a folder has two.
    """
    for folder in folders:
        found = [file for name in FILE_NAMES if (file := folder / name).is_file() and _find_table(read_toml(file))]
        if len(found) > 1:
            raise SettingsError(
                f"Both {FILE_NAMES[0]} and [{_TABLE_NAME}] of {FILE_NAMES[1]} in {str(folder)!r} have settings.",
                next_step="Keep one of them.",
                reason=Reason.SETTINGS_CONFLICT,
            )
        if found:
            return read_project_file(found[0])
    return None


def read_project_file(path: Path) -> ProjectFile:
    """Read a project file.

    Raises:
        SettingsError: it cannot be read, is not TOML, or has an unknown key or a value of a wrong type; names the place in it.
    """
    file = read_toml(path)
    prefix, table = _find_table(file) or ((), {})
    return _Reader(file, prefix).read(table)


def read_policy(path: Path) -> tuple[PolicyEntry, ...]:
    """Read a file that has a policy and nothing else; raises SettingsError."""
    try:
        project = read_project_file(path)
    except SettingsError as error:
        if error.reason is not Reason.FILE_UNREADABLE:
            raise
        raise SettingsError(
            f"The policy {error.what}", next_step=f"Set {POLICY.places} to its file.", reason=error.reason
        ) from error
    if project.values or project.pins or project.owners or project.rules:
        raise SettingsError(
            f"{str(path)!r} is named as a policy and has settings too, which would not be used.",
            next_step="Keep only its policy, or move the settings to the project file.",
            reason=Reason.POLICY_INVALID,
        )
    return project.policy or ()


def _find_table(file: TomlFile) -> tuple[tuple[str, ...], Mapping[str, Any]] | None:
    """Return the table of a file with the keys that lead to it, None if it is a ``pyproject.toml`` without one."""
    tool = file.document.get(_TABLE[0])
    table = tool.get(_TABLE[1]) if isinstance(tool, dict) else None
    if table is None:
        return None if file.path.name == FILE_NAMES[1] else ((), file.document)
    if not isinstance(table, dict):
        raise SettingsError(
            f"[{_TABLE_NAME}] of {str(file.path)!r} is not a table.",
            next_step="Correct it.",
            reason=Reason.PROJECT_FILE_INVALID,
        )
    if file.path.name != FILE_NAMES[1] and (others := [key for key in file.document if key != _TABLE[0]]):
        raise SettingsError(
            f"{file.name_place(others[:1])} has {_show(others[0])} outside [{_TABLE_NAME}], where it would not be used.",
            next_step=f"Move it, or remove {_TABLE_NAME} from the names of the tables.",
            reason=Reason.PROJECT_FILE_INVALID,
        )
    return _TABLE, table


class _Reader:
    """Reads the table of one file."""

    def __init__(self, file: TomlFile, prefix: tuple[str, ...]) -> None:
        self._file = file
        self._prefix = prefix
        # Paths stay as they are spelt if that means the same.
        self._folder = None if file.path.absolute().parent == Path.cwd() else file.path.parent

    def read(self, table: Mapping[str, Any]) -> ProjectFile:
        settings = {key: value for key, value in table.items() if key != RUNS}
        policy = settings.pop(ENTRIES) if isinstance(settings.get(ENTRIES), list) else None
        owners = self._pop_entries(OWNERS, OwnerEntry, settings)
        rules = self._pop_entries(RULES, RuleEntry, settings)
        runs = table.get(RUNS, {})
        if not isinstance(runs, dict):
            raise self._refuse((RUNS,), "is not a table", f"Write the name of a run behind it: [{RUNS}.NAME].")
        return ProjectFile(
            file=self._file,
            prefix=self._prefix,
            values=dict(self._read_settings((), settings, _SETTINGS)),
            pins={name: dict(self._read_run(name, pinned)) for name, pinned in runs.items()},
            policy=None
            if policy is None
            else read_entries(
                ENTRIES, PolicyEntry, policy, self._file, prefix=self._prefix, reason=Reason.POLICY_INVALID
            ),
            owners=owners,
            rules=rules,
        )

    def _pop_entries(self, key: str, model: type[_Entry], settings: dict[str, Any]) -> tuple[_Entry, ...]:
        entries = settings.pop(key, [])
        if not isinstance(entries, list):
            name = ".".join((*self._prefix, key))
            raise self._refuse((key,), "is not an array of tables", f"Write each entry below a line [[{name}]].")
        return read_entries(key, model, entries, self._file, prefix=self._prefix)

    def _read_run(self, name: str, pinned: object) -> Iterator[tuple[str, str]]:
        if not is_run_name(name):
            raise self._refuse(
                (RUNS, name),
                "is not the name of a run",
                "A name is a letter and at most 39 more letters, digits, _ or -.",
            )
        if not isinstance(pinned, dict):
            raise self._refuse((RUNS, name), "is not a table", f"Write [{RUNS}.{name}], and its settings below it.")
        return self._read_settings((RUNS, name), pinned, _PINNED)

    def _read_settings(
        self, above: tuple[str, ...], table: Mapping[str, object], known: Mapping[str, Option]
    ) -> Iterator[tuple[str, str]]:
        for key, value in table.items():
            option = known.get(key)
            if option is None:
                raise self._refuse_key(above, key, known)
            text = _as_text(value, option)
            if text is None:
                found = _TYPES.get(type(value), "a date or time")
                raise self._refuse((*above, key), f"is {found}", f"Write it as {_describe_types(option)}.")
            if option.parser == "as_path" and text.strip() and self._folder is not None:
                text = str(self._folder / text)
            yield option.key, text

    def _refuse_key(self, above: tuple[str, ...], key: str, known: Mapping[str, Option]) -> SettingsError:
        bare = key.removeprefix("content_")
        other = _OTHERS.get(bare)
        if other is not None and other.refuses_ini:
            return self._refuse(
                (*above, key),
                "is set, but a file of the repository must not decide this",
                f"Remove it, and set {other.places}.",
                Reason.INI_KEY_REFUSED,
            )
        near = difflib.get_close_matches(bare, known, n=1)
        if any(word in key.casefold() for word in _SECRET_WORDS):
            next_step = "Remove it: secrets are read only from environment variables."
        elif other is not None:
            next_step = f"Give {other.name} on the command line."
        elif near:
            next_step = f"Did you mean {near[0]}?"
        elif above and bare in _SETTINGS:
            next_step = (
                "It holds for all runs: move it above the first table. A run has only settings for reading its log."
            )
        elif above:
            next_step = "A run has only settings for reading its log, such as log_format."
        else:
            next_step = f"The known keys are the ini keys without content_, and {RUNS}."
        return self._refuse((*above, key), "is not a known key", next_step)

    def _refuse(
        self, keys: tuple[str, ...], what: str, next_step: str, reason: Reason = Reason.PROJECT_FILE_INVALID
    ) -> SettingsError:
        place = self._file.name_place((*self._prefix, *keys))
        return SettingsError(f"{place}: {'.'.join(map(_show, keys))} {what}.", next_step=next_step, reason=reason)


def _as_text(value: object, option: Option) -> str | None:
    """Return a TOML value as the text that an ini file would have, None if its type is wrong. A list has an item per line."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower() if option.is_flag else None
    if isinstance(value, int | float):
        with suppress(ValueError):  # Python writes no integer of thousands of digits.
            return str(value) if option.parser in NUMBERS else None
    if isinstance(value, list) and (option.repeatable or option.parser in LISTS):
        texts = [item for item in value if isinstance(item, str)]
        return "\n".join(texts) if len(texts) == len(value) else None
    return None


def _describe_types(option: Option) -> str:
    if option.is_flag:
        return "true or false"
    if option.parser in NUMBERS:
        return "a number or a string"
    return "a string or an array of strings" if option.repeatable or option.parser in LISTS else "a string"


def _show(key: str) -> str:
    return sanitize_line(key)
