"""Walk an XML document element by element, without a tree, without entities and without anything from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from pytest_contentjobs.joblog.formats.parts.json_fields import normalise_key

__all__ = ["DEEPEST", "TITLES", "Element", "XmlError", "find_file", "local_name", "make_parser", "walk"]

#: Elements that are nested deeper are refused.
DEEPEST = 200
#: Elements whose texts name something: whatever they say, it is no finding.
TITLES = frozenset(
    ("name", "title", "label", "caption", "id", "class", "classname", "method", "logger", "thread", "href", "url", "location",
     "path", "file", "filename", "test", "context", "document", "version", "date", "time", "timestamp", "timezone", "hostname")
)  # fmt: skip
# Characters of the text of one element that are kept.
_LONGEST_TEXT = 1 << 16


class XmlError(ValueError):
    """A text is not XML, or has a part that may change what the rest of it says."""


@dataclass(slots=True)
class Element:
    """An element that is complete, or open while it is a parent.

    ``fields`` are its attributes and its children that only contain text, in order; ``start`` and ``end`` are positions in the
    UTF-8 bytes of the document.
    """

    name: str
    #: The name without prefix, as keys of JSON are compared.
    key: str = field(init=False)
    attributes: dict[str, str]
    start: int
    parent: Element | None
    end: int = 0
    children: int = 0
    fields: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    #: How many findings were known when the element began.
    findings_before: int = 0
    #: How many faults were known when the element began.
    faults_before: int = 0
    #: How many tests had ended when the element began.
    tests_before: int = 0

    def __post_init__(self) -> None:
        """Note what is asked for often."""
        self.key = normalise_key(local_name(self.name))

    @property
    def is_leaf(self) -> bool:
        """Whether it contains no other element and has no attributes."""
        return not self.children and not self.attributes

    def ancestors(self) -> Iterator[Element]:
        """Yield the elements around this one, the nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


def local_name(name: str) -> str:
    """Return a name without the prefix of its namespace."""
    return name.rpartition(":")[2]


def make_parser() -> expat.XMLParserType:
    """Return a parser that refuses entities, and types of documents that are declared within it."""
    # The text is already decoded, whatever its declaration says.
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise XmlError

    def begin_type(_name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        if has_subset:
            raise XmlError

    parser.StartDoctypeDeclHandler = begin_type
    parser.EntityDeclHandler = refuse
    parser.SkippedEntityHandler = refuse
    return parser


def walk(
    text: str, begin: Callable[[Element], None], end: Callable[[Element], None], comment: Callable[[str], None]
) -> None:
    """Call ``begin`` and ``end`` for each element of a document, and ``comment`` for each comment.

    Raises:
        XmlError: it is not complete, or not plain XML.
    """
    parser = make_parser()
    parser.CommentHandler = comment
    opened: list[Element] = []

    def start_element(name: str, attributes: dict[str, str]) -> None:
        if len(opened) >= DEEPEST:
            raise XmlError
        element = Element(name, attributes, parser.CurrentByteIndex, opened[-1] if opened else None)
        element.fields = [(local_name(key), value) for key, value in attributes.items() if not key.startswith("xmlns")]
        opened.append(element)
        begin(element)

    def end_element(_: str) -> None:
        element = opened.pop()
        element.end = parser.CurrentByteIndex
        end(element)
        if opened:
            opened[-1].children += 1
            if element.is_leaf and element.text.strip():
                opened[-1].fields.append((local_name(element.name), element.text.strip()))

    def add_text(data: str) -> None:
        if opened and len(opened[-1].text) < _LONGEST_TEXT:
            opened[-1].text += data

    parser.StartElementHandler = start_element
    parser.EndElementHandler = end_element
    parser.CharacterDataHandler = add_text
    try:
        parser.Parse(text.encode(), True)
    except (expat.ExpatError, UnicodeEncodeError) as error:
        raise XmlError from error


def find_file(element: Element) -> str | None:
    """Return the file that an element around this one names; None if there is none."""
    for above in element.ancestors():
        for key, item in above.attributes.items():
            name = normalise_key(local_name(key))
            if name in {"file", "filename", "href"} or (above.key == "file" and name in {"name", "path"}):
                return item
    return None
