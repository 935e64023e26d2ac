"""The file of a baseline: JSON with one finding per line, sorted, made for people to read and merge.

The list ends with ``null``, so that the line of every finding ends with a comma: a line can be added or removed without
changing another, and changes to different articles conflict only if they are neighbours.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pytest_contentjobs.boundary.atomic_write import read_regular, write_whole
from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.boundary.validation import first_fault
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model import EarlierFinding
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.policy import BASELINE, UPDATE_BASELINE

__all__ = ["VERSION", "dump_baseline", "read_baseline", "write_baseline"]

#: The version that is written, and the newest that is read.
VERSION = 1
_FINDING = TypeAdapter(EarlierFinding)
_NAMES = tuple(field.name for field in dataclasses.fields(EarlierFinding))
_CORRECT = "Correct it, or restore an earlier version of it."


def read_baseline(file: Path, *, may_be_missing: bool = False) -> tuple[EarlierFinding, ...]:
    """Read the findings of a baseline in the order of the file.

    Equal lines count as one, since a merge may leave both.

    Raises:
        SettingsError: it is missing, cannot be read, has a newer version, or contradicts itself.
    """
    try:
        document = json.loads(read_regular(file))
    except FileNotFoundError as error:
        if may_be_missing:
            return ()
        raise SettingsError(
            f"The baseline {str(file)!r} does not exist.",
            next_step=f"Set {BASELINE.places} to an existing file, or write it with {UPDATE_BASELINE.name}.",
            reason=Reason.BASELINE_MISSING,
        ) from error
    except OSError as error:
        raise SettingsError(
            f"Cannot read the baseline {str(file)!r}: {error.strerror or error}.",
            next_step="Make it readable.",
            reason=Reason.FILE_UNREADABLE,
        ) from error
    except (ValueError, RecursionError) as error:
        # After a semicolon the message says what a programmer could do.
        why = str(error).partition(";")[0]
        raise SettingsError(
            f"The baseline {str(file)!r} is not valid JSON: {why}.", next_step=_CORRECT, reason=Reason.BASELINE_INVALID
        ) from error
    return tuple(_findings(file, document))


def write_baseline(file: Path, findings: Iterable[EarlierFinding]) -> None:
    """Write a baseline whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    write_whole(file, dump_baseline(findings).encode())


def dump_baseline(findings: Iterable[EarlierFinding]) -> str:
    """Return a baseline as text: equal for equal findings, whatever their order."""
    ordered = sorted(findings, key=lambda item: (item.class_name, item.name, item.fingerprint))
    lines = [f"{json.dumps(_fields(item), ensure_ascii=False)},\n" for item in ordered]
    return "".join(["{\n", f'"version": {VERSION},\n', '"findings": [\n', *lines, "null\n", "]\n", "}\n"])


def _fields(item: EarlierFinding) -> dict[str, object]:
    """Return what is written of a finding: fingerprint and names identify it, the rest is for people to read."""
    texts = {"rule": sanitize_line(item.rule) if item.rule else None, "message": sanitize_line(item.message)}
    fields = {**_FINDING.dump_python(item, mode="json", exclude_defaults=True), **texts}
    # What people decide is written last, where a change of it is easy to see.
    last = {key: sanitize_line(str(fields.pop(key))) for key in ("reason", "until") if key in fields}
    return {**{key: value for key, value in fields.items() if value is not None}, **last}


def _findings(file: Path, document: Any) -> Sequence[EarlierFinding]:
    version = document.get("version") if isinstance(document, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise SettingsError(
            f"The baseline {str(file)!r} has version {version}, and this program reads versions up to {VERSION}.",
            next_step="Update pytest-contentjobs.",
            reason=Reason.BASELINE_VERSION,
        )
    listed = document.get("findings") if isinstance(document, dict) else None
    if version != VERSION or not isinstance(listed, list):
        raise SettingsError(
            f'The file {str(file)!r} is not a valid baseline: it needs "version": {VERSION} and a list of findings.',
            next_step=_CORRECT,
            reason=Reason.BASELINE_INVALID,
        )
    found: dict[str, EarlierFinding] = {}
    for position, fields in enumerate((fields for fields in listed if fields is not None), 1):
        item = _finding(fields, f"Finding {position} of the baseline {str(file)!r}")
        if found.setdefault(item.fingerprint, item) != item:
            raise SettingsError(
                f"The baseline {str(file)!r} has two different lines for one finding, {item.class_name}: {item.name}.",
                next_step="Keep one of them; a merge may have left both.",
                reason=Reason.BASELINE_CONFLICT,
            )
    return list(found.values())


def _finding(fields: Any, what: str) -> EarlierFinding:
    if isinstance(fields, dict) and (unknown := [key for key in fields if key not in _NAMES]):
        # An end date under a misspelt key would never be applied.
        raise SettingsError(
            f"{what} has an unknown key, {unknown[0]!r}.",
            next_step=f"Valid keys are {', '.join(_NAMES)}.",
            reason=Reason.BASELINE_INVALID,
        )
    try:
        item = _FINDING.validate_python({"rule": None, **fields} if isinstance(fields, dict) else fields)
    except ValidationError as error:
        fault = first_fault(error).describe("it")
        raise SettingsError(
            f"{what} is not valid: {fault}.", next_step=_CORRECT, reason=Reason.BASELINE_INVALID
        ) from error
    if item.count < 1:
        raise SettingsError(f"{what} has a count below 1.", next_step=_CORRECT, reason=Reason.BASELINE_INVALID)
    return item
