"""The file of a baseline: JSON with one finding a line, sorted, made to be read and merged by people.

The list ends with ``null``, so that every finding's line ends with a comma: a line can be added or taken out without a
change to another, and changes to different articles meet only where they are neighbours.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pytest_contentjobs.boundary.atomic_write import read_regular, write_whole
from pytest_contentjobs.boundary.sanitize import safe_line
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model import EarlierFinding
from pytest_contentjobs.settings.options import BASELINE, UPDATE_BASELINE

__all__ = ["VERSION", "baseline_text", "read_baseline", "write_baseline"]

#: The version that is written, and the newest that is read.
VERSION = 1
_FINDING = TypeAdapter(EarlierFinding)
_NAMES = tuple(field.name for field in dataclasses.fields(EarlierFinding))
_ANEW = f"Correct it, or write it again with {UPDATE_BASELINE.name}."


def read_baseline(file: Path, *, may_be_missing: bool = False) -> tuple[EarlierFinding, ...]:
    """Read the findings of a baseline in the order of the file.

    Two lines that are equal count as one, since a merge may leave both.

    Raises:
        SettingsError: it is missing, cannot be read, has a newer version, or says two things of one finding.
    """
    try:
        document = json.loads(read_regular(file))
    except FileNotFoundError as error:
        if may_be_missing:
            return ()
        raise SettingsError(
            f"The baseline {str(file)!r} does not exist.",
            next_step=f"Set {BASELINE.places} to the right file, or write it with {UPDATE_BASELINE.name}.",
        ) from error
    except OSError as error:
        raise SettingsError(
            f"The baseline {str(file)!r} cannot be read: {error.strerror or error}.", next_step="Make it readable."
        ) from error
    except (ValueError, RecursionError) as error:
        # Behind a semicolon stands what a programmer could do.
        why = str(error).partition(";")[0]
        raise SettingsError(f"The baseline {str(file)!r} is no JSON: {why}.", next_step=_ANEW) from error
    return tuple(_findings(file, document))


def write_baseline(file: Path, findings: Iterable[EarlierFinding]) -> None:
    """Write a baseline whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    write_whole(file, baseline_text(findings).encode())


def baseline_text(findings: Iterable[EarlierFinding]) -> str:
    """Return a baseline as text: equal for equal findings, whatever their order."""
    ordered = sorted(findings, key=lambda item: (item.class_name, item.name, item.fingerprint))
    lines = [f"{json.dumps(_fields(item), ensure_ascii=False)},\n" for item in ordered]
    return "".join(["{\n", f'"version": {VERSION},\n', '"findings": [\n', *lines, "null\n", "]\n", "}\n"])


def _fields(item: EarlierFinding) -> dict[str, object]:
    """Return what is written of a finding; fingerprint and names identify it, the rest is for people to read."""
    texts = {"rule": safe_line(item.rule) if item.rule else None, "message": safe_line(item.message)}
    fields = {**_FINDING.dump_python(item, mode="json", exclude_defaults=True), **texts}
    # What people decide stands at the end, where a change of it is seen.
    last = {key: safe_line(str(fields.pop(key))) for key in ("reason", "until") if key in fields}
    return {**{key: value for key, value in fields.items() if value is not None}, **last}


def _findings(file: Path, document: Any) -> Sequence[EarlierFinding]:
    version = document.get("version") if isinstance(document, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise SettingsError(
            f"The baseline {str(file)!r} has version {version}, and this program reads versions up to {VERSION}.",
            next_step="Update pytest-contentjobs.",
        )
    listed = document.get("findings") if isinstance(document, dict) else None
    if version != VERSION or not isinstance(listed, list):
        raise SettingsError(
            f'The file {str(file)!r} is no baseline: it has no "version": {VERSION} and no list of findings.',
            next_step=_ANEW,
        )
    found: dict[str, EarlierFinding] = {}
    for position, fields in enumerate((fields for fields in listed if fields is not None), 1):
        item = _finding(fields, f"Finding {position} of the baseline {str(file)!r}")
        if found.setdefault(item.fingerprint, item) != item:
            raise SettingsError(
                f"The baseline {str(file)!r} says two things of one finding, {item.class_name}: {item.name}.",
                next_step="Keep one of the two lines, as a merge may have left both.",
            )
    return list(found.values())


def _finding(fields: Any, what: str) -> EarlierFinding:
    if isinstance(fields, dict) and (unknown := [key for key in fields if key not in _NAMES]):
        # A date under a misspelt key would never end.
        raise SettingsError(f"{what} has an unknown key, {unknown[0]!r}.", next_step=f"Known are: {', '.join(_NAMES)}.")
    try:
        item = _FINDING.validate_python({"rule": None, **fields} if isinstance(fields, dict) else fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "it"
        raise SettingsError(f"{what} cannot be used: {place}: {first['msg']}.", next_step=_ANEW) from error
    if item.count < 1:
        raise SettingsError(f"{what} has a count below 1.", next_step=_ANEW)
    return item
