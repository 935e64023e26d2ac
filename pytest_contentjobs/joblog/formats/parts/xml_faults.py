"""What an XML document says beside its findings, by an element or an attribute, that something may be wrong."""

from __future__ import annotations

from collections import Counter

from pytest_contentjobs.joblog.formats.base import read_number
from pytest_contentjobs.joblog.formats.parts.bad_members import (
    is_bad_comment,
    is_bad_text,
    is_named_bad,
    is_of_checks,
    is_setting,
)
from pytest_contentjobs.joblog.formats.parts.json_fields import normalise_key
from pytest_contentjobs.joblog.formats.parts.totals import find_bad_part
from pytest_contentjobs.joblog.formats.parts.wholes import read_part
from pytest_contentjobs.joblog.formats.parts.xml_elements import Element, local_name

__all__ = ["Faults"]

_COUNTS = frozenset(("count", "number", "total", "value"))
_SUITES = frozenset(("testsuites", "testsuite"))
# Items stand in the root, or in a list in it.
_DEEPEST_ITEM = 2
# A part and a whole.
_FEWEST_NUMBERS = 2
# Elements with what a program reports of an exception.
_CAUSES = frozenset(("cause", "throwable", "thrown", "stacktrace"))


class Faults:
    """Notes what the elements of a document say, in the order of their ends."""

    def __init__(self) -> None:
        # The number of elements that say that something is wrong, and those of items without findings: their key, that of what
        # contains them, and their depth.
        self.number = 0
        self._items: set[tuple[str, str, int]] = set()
        # The elements of each name, and those without content whose name is bad, by it and by that of what contains them.
        self._elements: Counter[str] = Counter()
        self._empty: Counter[tuple[str, str]] = Counter()

    @property
    def is_stated(self) -> bool:
        """Whether anything may be wrong.

        An empty element like ``<error/>`` in all elements of one name is a field without a value. In some of them, it is a flag.
        """
        return self.number > 0 or any(
            number == 1 or number < self._elements[parent] for (parent, _), number in self._empty.items()
        )

    def note(self, element: Element, *, tests: int) -> None:
        """Note an element that is complete; ``tests`` is the number of tests in it."""
        key, text = element.key, element.text.strip()
        self._elements[key] += 1
        if element.is_leaf and not text and not key.endswith(("s", "list")) and _is_bad_name(element.name):
            self._empty[element.parent.key if element.parent else "", key] += 1
        if _has_fault(element, text) or _has_less(element) or _lacks_tests(element, tests):
            self.number += not any(is_setting(each.key) for each in (element, *element.ancestors()))

    def note_item(self, element: Element) -> None:
        """Note a complete element without findings, of which several in the root or its list are items."""
        depth = sum(1 for _ in element.ancestors())
        if self.number > element.faults_before and depth <= _DEEPEST_ITEM and element.parent is not None:
            self._items.add((element.key, element.parent.key, depth))

    @property
    def is_beside_findings(self) -> bool:
        """Whether an item without findings says that something is wrong with it."""
        return any(
            self._elements[key] > 1 and (depth == 1 or self._elements[parent] == 1)
            for key, parent, depth in self._items
        )

    def note_comment(self, text: str) -> None:
        """Note a comment."""
        self.number += is_bad_comment(text)


def _is_bad_name(name: str) -> bool:
    local = local_name(name)
    return is_named_bad(normalise_key(local)) or find_bad_part(local) is not None


def _has_fault(element: Element, text: str) -> bool:
    attributes = {local_name(key): item for key, item in element.attributes.items()}
    if any(is_bad_text(key, item) for key, item in attributes.items()):
        return True
    if "name" in attributes and is_bad_text(attributes["name"], attributes.get("value", "ok")):
        return True
    is_bad = _is_bad_name(element.name)
    if any(
        read_number(item.strip()) and (_is_bad_name(key) or (is_bad and key.lower() in _COUNTS))
        for key, item in attributes.items()
    ):
        return True
    is_outcome = element.is_leaf and element.parent is not None and is_of_checks(element.parent.key)
    name = local_name(element.name)
    key = "stderr" if normalise_key(name) in _CAUSES else name
    return bool(text) and not element.children and is_bad_text(key, text, is_outcome=is_outcome)


def _has_less(element: Element) -> bool:
    """Whether an element states a whole and a smaller part: ``<summary total='24' ok='20'/>``."""
    numbers = [f"{local_name(key)}={item}" for key, item in element.fields if read_number(item.strip())]
    part = read_part("; ".join(numbers)) if len(numbers) >= _FEWEST_NUMBERS else None
    return part is not None and part[0] < part[1]


def _lacks_tests(element: Element, tests: int) -> bool:
    """Whether a suite has fewer tests than it states, or none at all."""
    if element.key not in _SUITES:
        return False
    stated = read_number(element.attributes.get("tests", "").strip())
    return tests < (stated or 0) or (element.parent is None and not tests)
