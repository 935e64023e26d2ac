"""The identity of a finding: equal in the next run for the same problem, whatever job, time, order or line number.

Test reports (GitLab, Jenkins, Allure) follow a test by its class name and name. So both are made of what the problem is:
the entity makes the class, rule and message make the name; ids of jobs, times and addresses are taken out. What names the
thing stays, so that no finding passes for another.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from anyascii import anyascii

from pytest_contentjobs.findings.drift import without_drift
from pytest_contentjobs.findings.rule_slug import rule_slug
from pytest_contentjobs.model import Entity, Finding, LogEntry

__all__ = ["MAXIMUM_NAME", "class_name_of_one", "identified", "normalised", "plain_label", "who"]

#: Longest class name and longest name, in characters.
MAXIMUM_NAME = 200
_HASH_SHOWN = 12
# Room for what makes a name unique: " #" and a hash, and an ordinal like " (100000)".
_ROOM = 2 + _HASH_SHOWN + 9

# Keys of details that name what a finding is about where it has no item, and those of what a program numbers anew in each run.
_NAMING = re.compile(
    r"(?:id|name|path|title|url|uri|key|index|row|record|article|folder|topic|portal|resource|object|number|ref|reference"
    r"|target|source|link|file)\Z"
)
_DRIFTING = re.compile(
    r"x?(?:request|req|correlation|trace|span|parent|session|job|run|thread|process|pid|tid|host|server|node|pod|container|instance"
    r"|logger|transaction|execution|worker|log)"
)
# What looks like an ending that makes a name unique, and is a part of the message.
_OWN_ENDING = re.compile(rf" (?:#[0-9a-f]{{{_HASH_SHOWN}}}|\(\d+\))$")
_UNPRINTABLE = re.compile(r"[^ -~]")
# "::" splits a node id, "[" begins a parameter there, and "." begins a class in a class name.
_CLASS_CHARACTERS = str.maketrans({"[": "(", "]": ")", ".": "_", ":": "-"})
_NAME_CHARACTERS = str.maketrans({"[": "(", "]": ")"})


def identified(entries: Sequence[LogEntry]) -> tuple[Finding, ...]:
    """Give every entry its fingerprint and its names, unique within the entries, in the same order.

    True equals (same rule, entity and normalised message) share their names up to an ordinal; since they are equal, it
    does not matter which of them gets which. Names that only look equal after shortening or transliteration get a part
    of the fingerprint, and so do names that end like one that was made unique. Where an entry has no rule, the finding's
    is made of its message.
    """
    identities = []
    for entry in entries:
        text, parts = without_drift(entry.message, _own_place(entry.entity))
        rule = _own_rule(entry)
        label = (class_name(entry.entity), _name(entry, rule, text))
        identities.append((entry, _fingerprint(entry, rule, parts), label))
    ambiguous = _ambiguous((label, fingerprint) for _, fingerprint, label in identities)
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
                # Names and fingerprints are made of the entry's own rule: with this one they would say all twice.
                rule=entry.rule or rule_slug(entry.message),
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


def normalised(message: str, entity: Entity | None = None) -> str:
    """Return the message with everything taken out that differs between runs for the same problem.

    ``entity`` is what the message is about: its index is taken out, if something else tells it from others.
    """
    return without_drift(message, _own_place(entity))[0]


def _own_place(entity: Entity | None) -> str:
    """Return the place of an entity in its list as messages write it; nothing if only the place tells it from others."""
    if entity is None or entity.index is None or who(entity)[-1] is not None:
        return ""
    return f"{entity.kind}s[{entity.index}]".lower()


def class_name(entity: Entity | None) -> str:
    """Return the class name of the findings of one entity: its path, with its kind where that is no article."""
    if entity is None:
        return "general"
    if entity.path is not None:
        label = entity.path if entity.kind == "article" else f"{entity.kind} {entity.path}"
    elif entity.id is not None:
        label = f"{entity.kind} {entity.id}"
    else:
        label = f"{entity.kind} {entity.index}" if entity.index is not None else entity.kind
    label = _ascii(label).translate(_CLASS_CHARACTERS)
    return label if len(label) <= MAXIMUM_NAME else _of_one(label, entity)


def class_name_of_one(entity: Entity | None) -> str:
    """Return a class name that no other entity has, not even one that looks alike in ASCII."""
    label = class_name(entity)
    return label if label.endswith(_hash(entity)) else _of_one(label, entity)


def _of_one(label: str, entity: Entity | None) -> str:
    return f"{label[: MAXIMUM_NAME - _ROOM].rstrip()}{_hash(entity)}"


def _hash(entity: Entity | None) -> str:
    return f" #{hashlib.sha256(repr(who(entity) if entity else None).encode()).hexdigest()[:_HASH_SHOWN]}"


def plain_label(text: str) -> str:
    """Return a name for a text: printable ASCII of at most ``MAXIMUM_NAME`` characters, different for different texts."""
    label = _plain(text)
    if label == text and len(label) <= MAXIMUM_NAME and not _OWN_ENDING.search(label):
        return label
    return f"{label[: MAXIMUM_NAME - _ROOM].rstrip()} #{hashlib.sha256(repr(text).encode()).hexdigest()[:_HASH_SHOWN]}"


def _name(entry: LogEntry, rule: str | None, text: str) -> str:
    return _plain(f"{rule} {text}" if rule else f"{entry.severity}: {text}")


def _plain(text: str) -> str:
    label = _ascii(text).translate(_NAME_CHARACTERS)
    while "::" in label:
        label = label.replace("::", ":")
    return label


def _ascii(text: str) -> str:
    """Return readable printable ASCII; what has no spelling, or is a control character, becomes a question mark."""
    return _UNPRINTABLE.sub("?", " ".join(anyascii(text).split())) or "?"


def _own_rule(entry: LogEntry) -> str | None:
    """Return the rule that says more than the message: not one that was made of it, so that findings can be named again."""
    # A slug is in lower case, so that most codes need no second look.
    is_made = entry.rule is not None and entry.rule.islower() and entry.rule == rule_slug(entry.message)
    return None if is_made else entry.rule


def _fingerprint(entry: LogEntry, rule: str | None, text: str | tuple[str, ...]) -> str:
    subject = who(entry.entity) if entry.entity else None
    parts = (entry.severity.value, rule, subject, text)
    named = _named_elsewhere(entry)
    return hashlib.sha256(repr((*parts, named) if named else parts).encode()).hexdigest()


def _named_elsewhere(entry: LogEntry) -> tuple[object, ...]:
    """Return what names the thing in fields beside message and item: its file; or, without any item, whatever there is."""
    file = without_drift(entry.file)[1] if entry.file else None
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


def who(entity: Entity) -> tuple[str | int | None, ...]:
    """Return what tells an entity from others in every run."""
    # An index shifts when an article is added, so it counts only where nothing else tells entities apart.
    index = entity.index if entity.name is None and entity.id is None else None
    return entity.kind, entity.folder, entity.name, entity.id, index


def _ambiguous(labelled: Iterable[tuple[tuple[str, str], str]]) -> set[tuple[str, str]]:
    fingerprints = defaultdict(set)
    for label, fingerprint in labelled:
        fingerprints[label].add(fingerprint)
    return {label for label, different in fingerprints.items() if len(different) > 1}
