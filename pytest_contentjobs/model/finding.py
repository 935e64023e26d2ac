"""Findings and what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, JsonValue

__all__ = [
    "Dropped",
    "EarlierFinding",
    "Entity",
    "Finding",
    "Fingerprint",
    "LogEntry",
    "SafeName",
    "Severity",
    "Source",
]

#: Patterns for names and fingerprints in files, as ``findings/names.py`` and ``findings/identity.py`` make them.
SafeName = Annotated[str, Field(pattern=r'^[^\x00-\x1f\x7f-\x9f<>&"\\\[\]]{1,200}$')]
Fingerprint = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


#: Characters of a message that a finding's representation shows.
_LONGEST = 100


class Severity(StrEnum):
    """How bad a finding is. The members are ordered from worst to best.

    Findings in logs are errors and warnings. A policy or a hook can change the severity to ``info``.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """What a log entry is about, as far as the log says.

    ``kind`` is ``article``, ``folder``, ``topic``, ``portal``, ``resource`` or ``package``; ``folder`` is the path of the
    folder that contains it, joined by ``/``; ``index`` is its position in the package's JSON list, from 0.
    """

    kind: str
    name: str | None = None
    folder: str | None = None
    id: str | None = None
    index: int | None = None

    @property
    def path(self) -> str | None:
        """Folder path and name, the natural key of an article; None if the log states no name."""
        if self.name is None:
            return None
        return f"{self.folder}/{self.name}" if self.folder else self.name

    @property
    def key(self) -> tuple[str | int | None, ...]:
        """What distinguishes the entity from others in every run."""
        # An index shifts when an article is added, so it counts only if nothing else distinguishes entities.
        index = self.index if self.name is None and self.id is None else None
        return self.kind, self.folder, self.name, self.id, index


@dataclass(frozen=True, kw_only=True, slots=True)
class LogEntry:
    """One warning or error of the log, which may span lines.

    ``rule`` is the code of the violated rule, None if the entry names none. ``file``, ``line`` (from 1) and ``column``
    (from 1) point into the content package, as far as the entry states them. ``timestamp`` is the log's own text.
    ``details`` are further facts that the log states in a structure, by key. ``raw`` are the lines of the log; ``log_line`` is
    the number of the first, from 1. ``is_adopted`` says that no layout shows that this is a finding: its line was taken for one
    since the job counts as many more as there are such lines.
    """

    severity: Severity
    message: str
    log_line: int
    raw: tuple[str, ...]
    rule: str | None = None
    entity: Entity | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    timestamp: str | None = None
    details: Mapping[str, JsonValue] | None = None
    is_adopted: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The place in a local content package of what a finding is about.

    ``file`` is relative to the package's root, joined by ``/``; ``line`` and ``column`` count from 1 and are None for the
    whole file. ``root`` is the local folder as the user gave it, None for a zip file.
    """

    file: str
    line: Annotated[int, Field(ge=1)] | None
    column: Annotated[int, Field(ge=1)] | None
    root: str | None = field(default=None, compare=False)

    @property
    def path(self) -> str:
        """The file as a user can open it: with the folder of the package, if it is one."""
        return str(Path(self.root, self.file)) if self.root is not None else self.file


@dataclass(frozen=True, kw_only=True, slots=True, repr=False)
class Finding(LogEntry):
    """A log entry with an identity that is equal in the next run for the same problem.

    ``fingerprint`` is 64 hexadecimal digits; ``class_name`` and ``name`` are safe in reports, unique together within a run
    and at most 200 characters each, so that test reports can follow the finding over time. ``rule`` is never None here: if
    the entry names none, it is made of the message. ``source`` is the place in the content package that the finding is linked
    to; if several match, they are in ``source_candidates`` and ``source`` is None. ``entity_url`` and ``rule_url`` are links
    to the item in the authoring tool and to the page of the rule, if they are configured; ``owner``, ``rule_title`` and ``hint``
    are what the project file says of the finding: who corrects it, what its rule is called, and how it is corrected.
    """

    fingerprint: Fingerprint
    class_name: SafeName
    name: SafeName
    source: Source | None = None
    source_candidates: tuple[Source, ...] = ()
    entity_url: str | None = None
    rule_url: str | None = None
    owner: str | None = None
    rule_title: str | None = None
    hint: str | None = None

    def __repr__(self) -> str:
        """Return one line with what a person needs, since a failed ``assert`` shows it; control characters are escaped."""
        entity = self.entity
        name = entity.path or entity.id if entity else None
        about = f" in {entity.kind} {name!r}" if entity and name else ""
        message = self.message if len(self.message) <= _LONGEST else f"{self.message[:_LONGEST]}…"
        return f"<{self.severity} {self.rule!r}: {message!r}{about}, log line {self.log_line}>"


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a hook returns to drop a finding; the reason is counted and shown."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierFinding:
    """A finding in a baseline or a saved run. ``count`` is the number of equal ones.

    ``reason`` says why it is accepted; ``until`` is the last day on which it is.
    """

    class_name: SafeName
    name: SafeName
    severity: Severity
    rule: str | None
    message: str
    fingerprint: Fingerprint
    count: int = 1
    reason: str | None = None
    until: date | None = None
