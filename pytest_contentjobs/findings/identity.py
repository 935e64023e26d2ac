"""The identity of a finding: equal in the next run for the same problem, whatever the job, time, order or line number.

Test reports (GitLab, Jenkins, Allure) follow a test by its class name and name, so both are made of the problem itself, without
ids of jobs, times and addresses. The class name is the folder of what the finding is about; the name has its title, the problem
and the code of the rule: ``Setup: content file 'setup.html' does not exist (ART-104)``. What names the subject is kept, so that
no finding passes for another, and a name from which not all of that can be read ends with the first digits of the fingerprint.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pytest_contentjobs.findings.drift import mask_drift, mask_log_name
from pytest_contentjobs.findings.names import (
    MAXIMUM_NAME,
    MAXIMUM_SIZE,
    compute_hash,
    cut,
    join_hash,
    make_name,
    make_plain,
)
from pytest_contentjobs.findings.rule_slug import find_own_rule, make_rule_slug
from pytest_contentjobs.model import Entity, Finding, LogEntry, Severity

__all__ = ["GENERAL", "identify", "make_class_name", "make_entity_name", "normalise"]

#: The class names of findings without content item, and of items without folder.
GENERAL, NO_FOLDER = "general", "no folder"
# Class names that reports give groups of findings.
_TAKEN = {GENERAL, NO_FOLDER, "rules", "more"}

# Characters and bytes of the title and of the code; the problem has what is left beside the endings that make a name unique.
_TITLE = (80, 110)
_CODE = (50, 50)
_ROOM = len(" #0123456789ab #12345678")

# Keys of details that name the subject of a finding without item, and keys of what a program numbers anew in each run.
_NAMING = re.compile(
    r"(?:id|name|path|title|url|uri|key|index|row|record|article|folder|topic|portal|resource|object|number|ref|reference"
    r"|target|source|link|file)\Z"
)
_DRIFTING = re.compile(
    r"x?(?:request|req|correlation|trace|span|parent|session|job|run|thread|process|pid|tid|host|server|node|pod|container|instance"
    r"|logger|transaction|execution|worker|log)"
)
# "." begins a class in a class name.
_CLASS_CHARACTERS = str.maketrans({".": "_"})
_KIND = re.compile(r"[a-z]+")
_PLAIN_CODE = re.compile(r"[^\s()]+")
# A title that could be taken for that of another item, or of which a part could be taken for the problem.
_UNCLEAR = re.compile(r": |:\Z|\((?:[a-z]+|(?:[a-z]+, )?id .*)\)\Z|\A(?:the [a-z]+|[a-z]+ (?:id .*|\d+))\Z")

_UNCLEAR_ID = re.compile(r": |:\Z|\)\Z")


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a finding is about: its class name and title; the file, if that is the title.

    ``is_exact`` says that no other subject has this class name and title.
    """

    class_name: str
    title: str
    is_exact: bool
    file: str | None = None

    def shows(self, others: tuple[object, ...]) -> bool:
        """Whether the title has all that names the subject beside an item: nothing, or the file."""
        return not others or (self.file is not None and others == (self.file, (), []))


def identify(entries: Sequence[LogEntry]) -> tuple[Finding, ...]:
    """Turn entries into findings, with fingerprints and with names that are unique among them, in the same order.

    Equal entries (same rule, entity and normalised message) share their names up to an ordinal; since they are equal, it
    does not matter which of them gets which. Nothing else of a name depends on other findings. If an entry has no rule, the
    finding's rule is made of its message.
    """
    seen: Counter[str] = Counter()
    findings = []
    for entry in entries:
        text, parts = mask_drift(entry)
        rule = find_own_rule(entry)
        others = _find_other_names(entry)
        fingerprint = _compute_fingerprint(entry, rule, parts, others)
        subject = _find_subject(entry)
        name = _name_finding(entry, subject, rule, text, others, fingerprint)
        seen[fingerprint] += 1
        findings.append(
            Finding(
                severity=entry.severity,
                message=entry.message,
                log_line=entry.log_line,
                raw=entry.raw,
                # Names and fingerprints use the entry's own rule; with this one, they would say everything twice.
                rule=entry.rule or make_rule_slug(entry.message),
                entity=entry.entity,
                file=entry.file,
                line=entry.line,
                column=entry.column,
                timestamp=entry.timestamp,
                details=entry.details,
                is_adopted=entry.is_adopted,
                fingerprint=fingerprint,
                class_name=subject.class_name,
                name=f"{name} #{seen[fingerprint]}" if seen[fingerprint] > 1 else name,
            )
        )
    return tuple(findings)


def normalise(entry: LogEntry) -> str:
    """Return the message of an entry without what differs between runs for the same problem."""
    return mask_drift(entry)[0]


def make_class_name(entity: Entity | None) -> str:
    """Return the class name of the findings of an entity: its folder."""
    if entity is None:
        return GENERAL
    return NO_FOLDER if entity.folder is None else _name_folder(entity.folder)


def make_entity_name(entity: Entity) -> str:
    """Return a name that no other entity of the same class name has."""
    title, is_exact = _make_title(entity)
    name = make_name(title)
    return name if is_exact and name == title else join_hash(cut(make_plain(title), *_TITLE), compute_hash(entity.key))


def _name_folder(folder: str) -> str:
    name = make_name(folder)
    if name == folder and name not in _TAKEN and "." not in name and not name.endswith(":"):
        return name
    plain = cut(make_plain(folder), MAXIMUM_NAME - _ROOM, MAXIMUM_SIZE - _ROOM)
    return join_hash(plain.translate(_CLASS_CHARACTERS), compute_hash(folder))


def _find_subject(entry: LogEntry) -> _Subject:
    """Return what a finding is about: the item, or the file if no item is named."""
    if entry.entity is not None:
        title, is_exact = _make_title(entry.entity)
        return _Subject(make_class_name(entry.entity), title, is_exact)
    if not entry.file:
        return _Subject(GENERAL, "", is_exact=True)
    file = mask_log_name(entry.file)[0]
    folder, slash, base = file.rpartition("/")
    is_exact = file == entry.file and bool(folder) == bool(slash) and _UNCLEAR.search(base) is None
    return _Subject(_name_folder(folder) if folder else NO_FOLDER, f"{base} (file)", is_exact, file)


def _make_title(entity: Entity) -> tuple[str, bool]:
    """Return the title of an entity, and whether no other entity in its folder has it."""
    kind, name, identifier = entity.kind, entity.name, entity.id
    has_plain_kind = kind != "file" and _KIND.fullmatch(kind) is not None
    if name is not None:
        notes = ([] if kind == "article" else [kind]) + ([] if identifier is None else [f"id {identifier}"])
        is_exact = has_plain_kind and _UNCLEAR.search(name) is None
        return f"{name} ({', '.join(notes)})" if notes else name, is_exact and _UNCLEAR_ID.search(
            identifier or ""
        ) is None
    if identifier is not None:
        return f"{kind} id {identifier}", has_plain_kind and _UNCLEAR_ID.search(identifier) is None
    return f"the {kind}" if entity.index is None else f"{kind} {entity.index}", has_plain_kind


def _name_finding(
    entry: LogEntry, subject: _Subject, rule: str | None, text: str, others: tuple[object, ...], fingerprint: str
) -> str:
    severity = "" if entry.severity is Severity.ERROR and rule else entry.severity
    code = cut(make_plain(rule), *_CODE) if rule else ""
    # A title's own colon beside that of the name would split a node id.
    start = f"{cut(make_plain(subject.title), *_TITLE).rstrip(':')}: " if subject.title else ""
    end = f" ({f'{severity} {code}'.strip()})"
    length, size = MAXIMUM_NAME - _ROOM, MAXIMUM_SIZE - _ROOM
    problem = make_plain(text or f"{entry.severity} without a text")
    name = f"{start}{cut(problem, length - len(start + end), size - len((start + end).encode()))}{end}"
    written = f"{subject.title}: {text}" if subject.title else text
    is_shown = name == f"{written} ({f'{severity} {rule or str()}'.strip()})"
    has_plain_code = rule is None or (_PLAIN_CODE.fullmatch(rule) is not None and rule not in set(Severity))
    is_exact = is_shown and has_plain_code and subject.is_exact and subject.shows(others)
    return name if is_exact else join_hash(name, fingerprint)


def _compute_fingerprint(
    entry: LogEntry, rule: str | None, text: str | tuple[str, ...], others: tuple[object, ...]
) -> str:
    subject = entry.entity.key if entry.entity else None
    parts = (entry.severity.value, rule, subject, text)
    # Not all versions of Python print the same characters as they are.
    return hashlib.sha256(ascii((*parts, others) if others else parts).encode()).hexdigest()


def _find_other_names(entry: LogEntry) -> tuple[object, ...]:
    """Return what else names the subject: the file; or, without an item, also the position and naming details."""
    file = mask_log_name(entry.file)[1] if entry.file else None
    if entry.entity is not None:
        return (file,) if file else ()
    details = sorted(
        (key, json.dumps(value, sort_keys=True)) for key, value in (entry.details or {}).items() if _names_a_thing(key)
    )
    place = (entry.line, entry.column) if file is None and entry.line is not None else ()
    return (file, place, details) if file or place or details else ()


def _names_a_thing(key: str) -> bool:
    plain = "".join(character for character in key.lower() if character.isalnum())
    return _NAMING.search(plain) is not None and _DRIFTING.match(plain) is None
