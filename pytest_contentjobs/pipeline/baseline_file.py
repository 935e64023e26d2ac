"""The file of a baseline: JSON with one finding per line, sorted, made for people to read and merge.

The list ends with ``null``, so that the line of every finding ends with a comma: a line can be added or removed without
changing another, and changes to different articles conflict only if they are neighbours.
"""

from __future__ import annotations

import dataclasses
import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
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

__all__ = ["VERSION", "apply_decisions", "dump_baseline", "read_baseline", "read_older_decisions", "write_baseline"]

#: Severity and message, as a baseline has them.
Subject = tuple[str, str]
#: The reason, and the last day on which a finding is accepted.
Decision = tuple[str | None, date | None]

#: The version that is written, and the only one that is read.
VERSION = 2
_FINDING = TypeAdapter(EarlierFinding)
_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
_NAMES = tuple(field.name for field in dataclasses.fields(EarlierFinding))
_CORRECT = "Correct it, or restore an earlier version of it."


def read_baseline(file: Path, *, is_replaced: bool = False) -> tuple[EarlierFinding, ...]:
    """Read the findings of a baseline in the order of the file.

    Equal lines count as one, since a merge may leave both. One that ``is_replaced`` has no findings if it is missing, or if it is
    older, since findings have other fingerprints now.

    Raises:
        SettingsError: it is missing, cannot be read, has another version, or contradicts itself.
    """
    document = _read_document(file, may_be_missing=is_replaced)
    if document is None or (is_replaced and _is_older(document)):
        return ()
    return tuple(_findings(file, document))


def read_older_decisions(file: Path) -> Mapping[Subject, Decision]:
    """Read what people decided in a baseline of an older version: reason and date, by severity and message of the finding.

    The result is empty if the baseline has this version or is missing. Of several dates, the earliest counts.

    Raises:
        SettingsError: it cannot be read.
    """
    document = _read_document(file, may_be_missing=True)
    decisions: dict[Subject, Decision] = {}
    if not _is_older(document):
        return decisions
    listed = document.get("findings")
    for fields in listed if isinstance(listed, list) else ():
        if not isinstance(fields, dict) or not ("reason" in fields or "until" in fields):
            continue
        try:
            decision = _DECISION.validate_python((fields.get("reason"), fields.get("until")))
        except ValidationError as error:
            raise SettingsError(
                f"A reason or date in the baseline {str(file)!r} is not valid: {first_fault(error).describe('it')}.",
                next_step=_CORRECT,
                reason=Reason.BASELINE_INVALID,
            ) from error
        subject = (str(fields.get("severity")), str(fields.get("message")))
        decisions[subject] = min(decisions.get(subject, decision), decision, key=lambda made: made[1] or date.max)
    return decisions


def apply_decisions(
    findings: Iterable[EarlierFinding], decisions: Mapping[Subject, Decision]
) -> tuple[EarlierFinding, ...]:
    """Return findings with what people decided about their messages."""
    return tuple(
        dataclasses.replace(item, reason=decision[0], until=decision[1])
        if (decision := decisions.get((item.severity.value, sanitize_line(item.message))))
        else item
        for item in findings
    )


def _read_document(file: Path, *, may_be_missing: bool) -> Any:
    try:
        return json.loads(read_regular(file))
    except FileNotFoundError as error:
        if may_be_missing:
            return None
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


def _is_older(document: Any) -> bool:
    version = document.get("version") if isinstance(document, dict) else None
    return type(version) is int and version < VERSION


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
    if type(version) is int and version != VERSION:
        rewrite = (
            "Write it anew, which keeps reasons and dates, from a log or saved run whose findings you accept: contentjobs report "
            f"--content-log=LOG {BASELINE.name}={shlex.quote(str(file))} {UPDATE_BASELINE.name}"
        )
        raise SettingsError(
            f"The baseline {str(file)!r} has version {version}, and this program reads version {VERSION}.",
            next_step="Update pytest-contentjobs." if version > VERSION else rewrite,
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
