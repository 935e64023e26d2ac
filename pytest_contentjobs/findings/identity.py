"""The identity of a finding: equal in the next run for the same problem, whatever the job, time, order or line number.

Test reports (GitLab, Jenkins, Allure) follow a test by its class name and name, so both are made of the problem itself: the
class name of the entity, the name of rule and message, without ids of jobs, times and addresses. What names the subject is
kept, so that no finding passes for another.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from anyascii import anyascii

from pytest_contentjobs.findings.drift import mask_drift
from pytest_contentjobs.findings.rule_slug import find_own_rule, make_rule_slug
from pytest_contentjobs.model import Entity, Finding, LogEntry

__all__ = ["MAXIMUM_NAME", "identify", "make_label", "make_unique_class_name", "normalise"]

#: The longest class name and the longest name, in characters.
MAXIMUM_NAME = 200
_HASH_SHOWN = 12
# Room for what makes a name unique: " #" and a hash, and an ordinal like " (100000)".
_ROOM = 2 + _HASH_SHOWN + 9

# Keys of details that name the subject of a finding without item, and keys of what a program numbers anew in each run.
_NAMING = re.compile(
    r"(?:id|name|path|title|url|uri|key|index|row|record|article|folder|topic|portal|resource|object|number|ref|reference"
    r"|target|source|link|file)\Z"
)
_DRIFTING = re.compile(
    r"x?(?:request|req|correlation|trace|span|parent|session|job|run|thread|process|pid|tid|host|server|node|pod|container|instance"
    r"|logger|transaction|execution|worker|log)"
)
# A part of the message that looks like an ending that makes a name unique.
_OWN_ENDING = re.compile(rf" (?:#[0-9a-f]{{{_HASH_SHOWN}}}|\(\d+\))$")
_UNPRINTABLE = re.compile(r"[^ -~]")
# "::" splits a node id, "[" begins a parameter there, and "." begins a class in a class name.
_CLASS_CHARACTERS = str.maketrans({"[": "(", "]": ")", ".": "_", ":": "-"})
_NAME_CHARACTERS = str.maketrans({"[": "(", "]": ")"})


def identify(entries: Sequence[LogEntry]) -> tuple[Finding, ...]:
    """Turn entries into findings, with fingerprints and with names that are unique among them, in the same order.

    Equal entries (same rule, entity and normalised message) share their names up to an ordinal; since they are equal, it
    does not matter which of them gets which. Names that only look equal after shortening or transliteration get a part of
    the fingerprint, and so do names that already end like a unique one. If an entry has no rule, the finding's rule is made
    of its message.
    """
    identities = []
    for entry in entries:
        text, parts = mask_drift(entry.message, _find_own_place(entry.entity))
        rule = find_own_rule(entry)
        label = (make_class_name(entry.entity), _make_name(entry, rule, text))
        identities.append((entry, _compute_fingerprint(entry, rule, parts), label))
    ambiguous = _find_ambiguous((label, fingerprint) for _, fingerprint, label in identities)
    seen: Counter[str] = Counter()
    findings = []
    for entry, fingerprint, (class_label, name) in identities:
        seen[fingerprint] += 1
        unique = name
        if (class_label, name) in ambiguous or len(name) > MAXIMUM_NAME - _ROOM or _OWN_ENDING.search(name):
            unique = f"{name[: MAXIMUM_NAME - _ROOM].rstrip()} #{fingerprint[:_HASH_SHOWN]}"
        if seen[fingerprint] > 1:
            unique += f" ({seen[fingerprint]})"
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
                fingerprint=fingerprint,
                class_name=class_label,
                name=unique,
            )
        )
    return tuple(findings)


def normalise(message: str, entity: Entity | None = None) -> str:
    """Return a message without what differs between runs for the same problem.

    ``entity`` is what the message is about. Its index is masked if something else identifies it.
    """
    return mask_drift(message, _find_own_place(entity))[0]


def _find_own_place(entity: Entity | None) -> str:
    """Return the position of an entity in its list as messages write it; empty if only the position identifies it."""
    if entity is None or entity.index is None or entity.key[-1] is not None:
        return ""
    return f"{entity.kind}s[{entity.index}]".lower()


def make_class_name(entity: Entity | None) -> str:
    """Return the class name of the findings of one entity: its path, with its kind unless it is an article."""
    if entity is None:
        return "general"
    if entity.path is not None:
        label = entity.path if entity.kind == "article" else f"{entity.kind} {entity.path}"
    elif entity.id is not None:
        label = f"{entity.kind} {entity.id}"
    else:
        label = f"{entity.kind} {entity.index}" if entity.index is not None else entity.kind
    label = _transliterate(label).translate(_CLASS_CHARACTERS)
    return label if len(label) <= MAXIMUM_NAME else _append_hash(label, entity)


def make_unique_class_name(entity: Entity | None) -> str:
    """Return a class name that no other entity has, even if it looks alike in ASCII."""
    label = make_class_name(entity)
    return label if label.endswith(_hash_entity(entity)) else _append_hash(label, entity)


def _append_hash(label: str, entity: Entity | None) -> str:
    return f"{label[: MAXIMUM_NAME - _ROOM].rstrip()}{_hash_entity(entity)}"


def _hash_entity(entity: Entity | None) -> str:
    return f" #{hashlib.sha256(repr(entity.key if entity else None).encode()).hexdigest()[:_HASH_SHOWN]}"


def make_label(text: str) -> str:
    """Return a name for a text: printable ASCII of at most ``MAXIMUM_NAME`` characters, different for different texts."""
    label = _make_plain(text)
    if label == text and len(label) <= MAXIMUM_NAME and not _OWN_ENDING.search(label):
        return label
    return f"{label[: MAXIMUM_NAME - _ROOM].rstrip()} #{hashlib.sha256(repr(text).encode()).hexdigest()[:_HASH_SHOWN]}"


def _make_name(entry: LogEntry, rule: str | None, text: str) -> str:
    return _make_plain(f"{rule} {text}" if rule else f"{entry.severity}: {text}")


def _make_plain(text: str) -> str:
    label = _transliterate(text).translate(_NAME_CHARACTERS)
    while "::" in label:
        label = label.replace("::", ":")
    return label


def _transliterate(text: str) -> str:
    """Return readable printable ASCII; control characters and characters without a spelling become question marks."""
    return _UNPRINTABLE.sub("?", " ".join(anyascii(text).split())) or "?"


def _compute_fingerprint(entry: LogEntry, rule: str | None, text: str | tuple[str, ...]) -> str:
    subject = entry.entity.key if entry.entity else None
    parts = (entry.severity.value, rule, subject, text)
    named = _find_other_names(entry)
    return hashlib.sha256(repr((*parts, named) if named else parts).encode()).hexdigest()


def _find_other_names(entry: LogEntry) -> tuple[object, ...]:
    """Return what else names the subject: the file; or, without an item, also the position and naming details."""
    file = mask_drift(entry.file)[1] if entry.file else None
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


def _find_ambiguous(labelled: Iterable[tuple[tuple[str, str], str]]) -> set[tuple[str, str]]:
    fingerprints = defaultdict(set)
    for label, fingerprint in labelled:
        fingerprints[label].add(fingerprint)
    return {label for label, different in fingerprints.items() if len(different) > 1}
