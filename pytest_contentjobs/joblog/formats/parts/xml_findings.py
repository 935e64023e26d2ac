"""The findings of one XML document, and whether it may be informational."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, UNDECIDED, ParsedEntry, WithDoubt, read_number, worst
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.inner import split_severity
from pytest_contentjobs.joblog.formats.parts.json_fields import (
    ERROR_TEXT_KEYS,
    MESSAGE_KEYS,
    JsonObject,
    find_entity,
    has_unknown_level,
    index_members,
    make_entry,
    normalise_key,
    read_levels,
    read_text,
)
from pytest_contentjobs.joblog.formats.parts.json_outcomes import (
    LISTS,
    NO_ERROR,
    find_bad_severity,
    read_flags,
    read_outcomes,
    states_failure,
)
from pytest_contentjobs.joblog.formats.parts.totals import find_bad_part
from pytest_contentjobs.joblog.formats.parts.xml_elements import TITLES, Element, find_file, local_name, walk
from pytest_contentjobs.joblog.formats.parts.xml_faults import Faults
from pytest_contentjobs.joblog.vocabulary import Kind, Vocabulary
from pytest_contentjobs.joblog.vocabulary.levels import normalise_word
from pytest_contentjobs.model import Severity

__all__ = ["read_document"]

# Elements that report a rule that is not kept: SVRL.
_ASSERTS = frozenset(("failedassert", "successfulreport"))
# Roots and elements of reports that are complete without any finding.
_REPORTS = frozenset(("schematronoutput", "firedrule", "checkstyle", "testsuites", "testsuite", "testcase"))
# Elements that are named by an informational level.
_ROUTINE = frozenset(("info", "information", "notice", "debug", "trace"))
# Attributes that have a level in some programs, and something else in others.
_ROLE_KEYS, _TYPE_KEYS = frozenset(("role",)), frozenset(("type", "kind", "class", "category"))
_NAMES = {
    **dict.fromkeys(("beginline", "startline", "linenumber", "lineno"), "line"),
    **dict.fromkeys(("begincolumn", "startcolumn", "columnnumber", "col"), "column"),
    **dict.fromkeys(("href", "systemid", "uri"), "file"),
    **dict.fromkeys(("source", "check", "messageid"), "rule"),
    **dict.fromkeys(("date", "datetime"), "timestamp"),
    "row": "index",
}
_NUMBERS = frozenset(("line", "column", "index"))
_KINDS = frozenset(("article", "folder", "topic", "portal", "resource", "package"))
_ITEMS = frozenset(("item", "entity", "testcase", "row", "record", "result", "entry"))
# Letters of a type that call a text bad; other letters may stand for anything.
_BAD_LETTERS = {"E": Severity.ERROR, "F": Severity.ERROR, "W": Severity.WARNING}
_COUNT = re.compile(r"\s*(?P<number>\d{1,9})\s*")
_COUNT_TOKENS = frozenset(("count", "counts", "total", "totals", "number", "num", "failed", "invalid", "rejected"))
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def read_document(text: str, vocabulary: Vocabulary) -> Sequence[ParsedEntry] | None:
    """Read a complete document; None if it does not say by itself how good or bad its elements are.

    Raises:
        XmlError: it is not complete, or has parts that are refused.
    """
    reader = _Reader(text, vocabulary)
    walk(text, reader.begin, reader.end, reader.faults.note_comment)
    return reader.conclude()


class _Reader:
    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._levels = vocabulary.select(Kind.LEVEL, Kind.LANGUAGE)
        self._roles = vocabulary.select(Kind.LEVEL, Kind.LANGUAGE, Kind.RATING)
        data = text.encode("utf-8", "surrogatepass")
        self._breaks = [match.start() for match in re.finditer(b"\n", data)]
        self._entries: list[ParsedEntry] = []
        # The element that each entry is of.
        self._owners: list[Element] = []
        self._stated: dict[Severity, int] = {}
        self._open: list[Element] = []
        self._has_shape = self._is_doubtful = False
        self._tests = 0
        self.faults = Faults()

    def begin(self, element: Element) -> None:
        element.findings_before, element.tests_before = len(self._entries), self._tests
        element.faults_before = self.faults.number

    def end(self, element: Element) -> None:
        self._tests += element.key == "testcase"
        self.faults.note(element, tests=self._tests - element.tests_before)
        is_record = _is_record(element)
        if is_record:
            # Its fields are not findings.
            del self._entries[element.findings_before :], self._owners[element.findings_before :]
        value = self._make_object(element)
        self._note_counts(element)
        severity = self._find_severity(element, value)
        if severity is None and is_record:
            severity = _find_list_severity_of(element)
        if severity is None:
            if len(self._entries) == element.findings_before and not read_levels(value):
                self.faults.note_item(element)
            self._name_entity(element, value)
            return
        self._add(element, value, severity)

    def conclude(self) -> Sequence[ParsedEntry] | None:
        self._leave_out_skipped()
        found = {severity: sum(entry.severity is severity for entry in self._entries) for severity in self._stated}
        lost = [severity for severity, number in self._stated.items() if number > found[severity]]
        if self._entries or lost:
            stated = (
                ParsedEntry(severity=severity, message=f"states {self._stated[severity]}, lists {found[severity]}")
                for severity in lost
            )
            entries = (*self._entries, *stated)
            return WithDoubt(entries) if self.faults.is_beside_findings else entries
        if self._is_doubtful or not self._has_shape:
            return None
        return UNDECIDED if self._open or self.faults.is_stated else INFORMATIONAL

    def _leave_out_skipped(self) -> None:
        """Forget tests that were skipped if others were run, and no text says that something is wrong with them."""
        skipped = [place for place, owner in enumerate(self._owners) if owner.key == "skipped"]
        if len(skipped) < self._tests:
            for place in reversed(skipped):
                message = self._entries[place].message
                if not (looks_like_a_finding(message.removeprefix("<skipped")) or says_what_is_wrong(message)):
                    del self._entries[place], self._owners[place]

    def _make_object(self, element: Element) -> JsonObject:
        fields = list(element.fields)
        keys = {normalise_key(key) for key, _ in fields}
        text = element.text.strip()
        if text and not keys & {*MESSAGE_KEYS}:
            fields.append(("message", text))
        if element.key in _ASSERTS and "rule" not in keys:
            fields = [("rule" if normalise_key(key) == "id" else key, item) for key, item in fields]
        members: list[tuple[str, object]] = []
        for key, item in fields:
            name = _NAMES.get(normalise_key(key), key)
            number = read_number(item.strip()) if name in _NUMBERS else None
            members.append((name, item if number is None else number))
        return JsonObject(members, self._vocabulary)

    def _find_severity(self, element: Element, value: JsonObject) -> Severity | None:
        """Return how bad an element is; None if it is not, or if elements in it say so already."""
        levels = [*read_levels(value), *self._read_roles(element)]
        if element.key in _ROUTINE:
            levels.append(Severity.INFO)
        text = read_text(index_members(value), (*MESSAGE_KEYS, *ERROR_TEXT_KEYS))
        if has_unknown_level(value) and worst(levels) is None:
            return self._doubt_level(value)
        if element.key in _ASSERTS:
            return worst(levels) if levels else Severity.ERROR
        if levels:
            self._has_shape = True
            self._settle(element)
            stated = worst((*levels, _find_list_severity(element.parent)))
            return stated or (Severity.ERROR if states_failure(value) else split_severity(text or "")[0])
        return self._find_named(element) or self._find_outcome(element, value)

    def _find_outcome(self, element: Element, value: JsonObject) -> Severity | None:
        """Return how bad an element without a level is, by its outcome, its list, or the text in it."""
        outcomes = [*read_outcomes(value), *read_flags(value)]
        is_failed = states_failure(value) or self._has_bad_attribute(element)
        bad = Severity.ERROR if is_failed else worst(outcomes)
        if bad is not None:
            return bad if self._has_no_worse(element) else None
        listed = _find_list_severity(element.parent)
        if listed is not None and not _COUNT.fullmatch(element.text):
            return listed
        self._note_informational(element, outcomes=bool(outcomes))
        return None if element.key in TITLES else split_severity(element.text.strip())[0]

    def _read_roles(self, element: Element) -> list[Severity]:
        found = []
        for key, item in element.fields:
            name, word = normalise_key(key), normalise_word(item)
            is_type = name in _TYPE_KEYS or name.endswith("type")
            words = self._roles if name in _ROLE_KEYS else self._levels if is_type else {}
            is_letter = is_type and item in _BAD_LETTERS and not element.children and " " in element.text.strip()
            if word in words or is_letter:
                found.append(words[word] if word in words else _BAD_LETTERS[item])
            elif name in _ROLE_KEYS and element.key in _ASSERTS:
                # An unknown role may be the worst.
                found.append(Severity.ERROR)
        return found

    def _doubt_level(self, value: JsonObject) -> Severity | None:
        words = [item for key, item in value if normalise_key(key) in {"level", "severity", "sev", "loglevel", "lvl"}]
        if all(str(word).strip().isdecimal() for word in words):
            # A number may be the depth of a heading.
            self._is_doubtful = True
            return None
        return Severity.ERROR

    def _find_named(self, element: Element) -> Severity | None:
        """Return what the name of an element says about it: ``fatalError``, ``warning``, ``errorMessage``."""
        name, text = local_name(element.name), element.text.strip()
        if element.key == "skipped":
            return Severity.WARNING
        severity = find_bad_severity(name) or worst((self._vocabulary.find(name, Kind.LEVEL, Kind.LANGUAGE),))
        if severity is None:
            return None
        if _is_list(element):
            self._has_shape = self._has_shape or not text
            return None if element.children or not text or _is_nothing(text) else severity
        if element.is_leaf and not text:
            parent = element.parent
            if parent is None or parent.key == "testcase":
                return severity
            self._open.append(element)
            return None
        # Beside other elements, a name like "failures" may only be what they are called.
        return None if element.is_leaf and _is_nothing(text) else severity

    def _has_bad_attribute(self, element: Element) -> bool:
        return any(
            find_bad_part(local_name(key)) is not None and not _is_nothing(item)
            for key, item in element.attributes.items()
        )

    def _has_no_worse(self, element: Element) -> bool:
        """Whether nothing in an element explains its bad outcome, except one text."""
        inside = self._entries[element.findings_before :]
        owners = self._owners[element.findings_before :]
        is_own = len(inside) == 1 and owners[0].parent is element and owners[0].is_leaf
        return is_own or not any(entry.severity is Severity.ERROR for entry in inside)

    def _note_informational(self, element: Element, *, outcomes: bool) -> None:
        self._has_shape = self._has_shape or outcomes or element.key in _REPORTS
        if outcomes:
            self._settle(element)
        key, text = element.key, element.text.strip()
        texts = [] if key in TITLES else [text]
        texts += [item for name, item in element.attributes.items() if normalise_key(local_name(name)) in MESSAGE_KEYS]
        if any(" " in item or looks_like_a_finding(item) for item in texts):
            self._open.append(element)
            self._is_doubtful = self._is_doubtful or (not element.is_leaf and any(map(looks_like_a_finding, texts)))

    def _settle(self, element: Element) -> None:
        """Forget doubts about texts in an element that says itself how good it is."""
        self._open = [doubt for doubt in self._open if doubt.parent is not element or not doubt.is_leaf]

    def _note_counts(self, element: Element) -> None:
        """Note how many findings an element states, to compare them with those in it."""
        fields = [(local_name(key), item) for key, item in element.attributes.items()]
        if element.is_leaf:
            fields.append((local_name(element.name), element.text))
        for name, item in fields:
            number, severity = _COUNT.fullmatch(item), find_bad_severity(name)
            if number is None or severity is None or not _counts(name):
                continue
            self._has_shape = True
            self._stated[severity] = max(self._stated.get(severity, 0), int(number["number"]))

    def _add(self, element: Element, value: JsonObject, severity: Severity) -> None:
        first = element.findings_before
        inside, owners = self._entries[first:], self._owners[first:]
        text = None
        if len(inside) == 1 and owners[0].parent is element and owners[0].is_leaf:
            # The element's own text is called an error: <item><name>A</name><error>no title</error></item>
            severity = worst((severity, inside[0].severity)) or severity
            text = None if read_text(index_members(value), MESSAGE_KEYS) else inside[0].message
            del self._entries[first:], self._owners[first:]
        elif any(worst((entry.severity, severity)) is entry.severity for entry in inside):
            self._name_entity(element, value)
            return
        # The list is no finding, nor is the name of its elements.
        kind = element.key if element.key in _KINDS else None
        entry = make_entry(
            value, severity, is_listed=True, kind=kind, text=text, whole=element.text.strip() or f"<{element.name}>"
        )
        first_line, last_line = self._find_line(element.start), self._find_line(element.end)
        entry = replace(
            entry,
            file=entry.file or find_file(element),
            offset=first_line,
            count=last_line - first_line + 1,
        )
        self._entries.insert(first, entry)
        self._owners.insert(first, element)

    def _name_entity(self, element: Element, value: JsonObject) -> None:
        """Give the entity of an element to the findings in it that name none."""
        if element.key not in _KINDS | _ITEMS or len(self._entries) == element.findings_before:
            return
        kind = element.key if element.key in _KINDS else None
        entity = find_entity(value, kind=kind, is_listed=True)
        for place in range(element.findings_before, len(self._entries)):
            entry = self._entries[place]
            self._entries[place] = replace(entry, entity=entry.entity or entity)

    def _find_line(self, position: int) -> int:
        return bisect_right(self._breaks, position)


def _find_list_severity(element: Element | None) -> Severity | None:
    """Return the severity that a list gives its elements: ``<errors>``."""
    return _find_list_severity_of(element) if element is not None and _is_list(element) else None


def _find_list_severity_of(element: Element) -> Severity | None:
    return LISTS.get(element.key) or find_bad_severity(local_name(element.name))


def _is_list(element: Element) -> bool:
    return element.key.endswith(("s", "list"))


def _is_record(element: Element) -> bool:
    """Whether an element is named like a list, but is one finding: its children have different names, and one is a message.

    Its severity is that of its name if it does not state one.
    """
    names = [normalise_key(local_name(name)) for name, _ in element.fields]
    return (
        _is_list(element)
        and _find_list_severity_of(element) is not None
        and len(set(names)) == len(names) == element.children + len(element.attributes) > 1
        and not {*MESSAGE_KEYS}.isdisjoint(names)
    )


def _is_nothing(text: str) -> bool:
    return text.strip().lower() in NO_ERROR or _COUNT.fullmatch(text) is not None


def _counts(name: str) -> bool:
    tokens = [token.lower() for token in _TOKEN.findall(name)]
    return any(token in _COUNT_TOKENS or token.endswith("s") for token in tokens)
