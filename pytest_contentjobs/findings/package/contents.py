"""What a local content package declares, and on which lines.

The layout is that of the vendor's guides: ``knowledgehub/articles/articles.json`` with the articles, and
``knowledgehub/knowledgehub.json`` (in older guides ``knowledge.json``) with folders, topics and portals.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeVar

from pytest_contentjobs.findings.package.files import ARTICLES, HUB_FOLDER, PackageFiles, open_package, package_error
from pytest_contentjobs.findings.package.json_positions import (
    LineCounter,
    decode,
    read_document,
    read_list,
    read_object,
    read_value,
)
from pytest_contentjobs.model import Source
from pytest_contentjobs.model.reason import Reason

__all__ = ["KINDS", "ContentPackage", "Element", "normalise_path"]

#: The kinds of elements that a package declares.
KINDS = ("article", "folder", "topic", "portal")
_HUBS = ("knowledgehub.json", "knowledge.json")
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """One article, folder, topic or portal that the package declares.

    ``index`` is its position in the list that contains it, from 0. ``name``, ``folder`` (the path of the folder that contains
    it) and ``content`` (the file of an article) are None if the package does not state them.
    """

    kind: str
    index: int
    source: Source
    name: str | None = None
    folder: str | None = None
    content: str | None = None

    @property
    def path(self) -> str | None:
        """Folder path and name."""
        if self.name is None:
            return None
        return f"{self.folder}/{self.name}" if self.folder else self.name


class ContentPackage:
    """The elements of a package, found by what a log says about them, and the names of its files.

    ``root`` is the folder as the user gave it, None for a zip file. ``declaring_files`` are the JSON files with the elements.
    """

    def __init__(self, files: PackageFiles, declaring_files: Sequence[str], elements: Sequence[Element]) -> None:
        self.root = files.root
        self.declaring_files = declaring_files
        self._hub = files.hub
        self._files = files.names
        self._by_index = _group(elements, lambda element: (element.kind, element.index))
        self._by_path = _group(elements, lambda element: normalise_path(element.path))
        self._by_name = _group(elements, lambda element: normalise_path(element.name))
        self._by_content = _group(elements, lambda element: element.content and _tidy_path(element.content))

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read a package: its folder, that folder's ``knowledgehub``, a folder around it, or a zip file of any of these.

        Raises:
            PackageError: the package does not exist or is damaged.
        """
        with open_package(path) as files:
            hub = next((name for name in (f"{files.hub}{name}" for name in _HUBS) if name in files.names), None)
            names = [f"{files.hub}{ARTICLES}", *([hub] if hub else [])]
            elements = [element for name in names for element in _read_elements(files, name, path)]
            return cls(files, names, elements)

    def find_by_index(self, kind: str, index: int) -> Sequence[Element]:
        """Return the elements of a kind with this index in their list; lists of folders are nested."""
        return self._by_index.get((kind, index), ())

    def find_by_path(self, path: str) -> Sequence[Element]:
        """Return the elements of any kind with this path."""
        return self._by_path.get(normalise_path(path), ())

    def find_by_name(self, name: str) -> Sequence[Element]:
        """Return the elements of any kind with this name."""
        return self._by_name.get(normalise_path(name), ())

    def file(self, name: str) -> str | None:
        """Return the file of the package that a log names, or None; a log may omit leading folders, or add some."""
        name = _tidy_path(name)
        places = [name, f"{self._hub}{name}", f"{self._hub}articles/{name}"]
        before, marker, behind = name.rpartition(HUB_FOLDER)
        if marker and (not before or before.endswith("/")):
            places.append(f"{self._hub}{behind}")
        return next((place for place in places if place in self._files), None)

    def find_by_content(self, file: str) -> Sequence[Element]:
        """Return the articles that declare a content file, which need not exist."""
        name = _tidy_path(file).rpartition(HUB_FOLDER)[2].removeprefix("articles/")
        return self._by_content.get(name, ())


def normalise_path(text: str | None) -> str | None:
    """Return a name or path in the form used for comparison: composed, without superfluous spaces and slashes."""
    if text is None:
        return None
    parts = (" ".join(part.split()) for part in unicodedata.normalize("NFC", text).split("/"))
    return "/".join(part for part in parts if part)


def _read_elements(files: PackageFiles, name: str, path: Path) -> Sequence[Element]:
    try:
        reader = _DeclaredElements(decode(files.read(name)), name, files.root)
        elements = reader.read_articles() if name.endswith(ARTICLES) else reader.read_hub()
    except json.JSONDecodeError as error:
        why = f"has an invalid {name}: {error.msg} at line {error.lineno} column {error.colno}"
        raise package_error(path, why, "Correct the JSON.", Reason.PACKAGE_JSON_INVALID) from error
    except UnicodeDecodeError as error:
        why = f"has a {name} that is not {error.encoding.upper()} from byte {error.start + 1} on"
        raise package_error(path, why, "Save it as UTF-8.", Reason.PACKAGE_JSON_INVALID) from error
    except (ValueError, RecursionError) as error:
        why = f"has a {name} that cannot be read: {error}"
        raise package_error(path, why, "Correct the JSON.", Reason.PACKAGE_JSON_INVALID) from error
    if elements is None:
        why = f"has a {name} without a list 'articles'"
        raise package_error(path, why, 'It must be an object: {"articles": […]}.', Reason.PACKAGE_JSON_INVALID)
    return elements


class _DeclaredElements:
    """Reads the elements of one JSON file, each with its position."""

    def __init__(self, text: str, file: str, root: str | None) -> None:
        self._text = text
        self._file = file
        self._root = root
        self._counter = LineCounter(text)

    def read_articles(self) -> Sequence[Element] | None:
        """Return the articles; None if the file has no list of them."""
        found: list[Element] = []
        lists = []

        def article(index: int, start: int) -> int:
            source = self._locate(start)
            value, end = read_value(self._text, start)
            found.append(_make_article(index, source, value))
            return end

        def articles(start: int) -> int:
            lists.append(self._text.startswith("[", start))
            return read_list(self._text, start, article)

        read_document(self._text, lambda start: read_object(self._text, start, {"articles": articles}))
        return found if any(lists) else None

    def read_hub(self) -> Sequence[Element]:
        """Return folders, topics and portals; missing members and members of another type have no elements."""
        folders: list[_Folder] = []
        named: list[Element] = []

        def list_of(kind: str) -> Callable[[int], int]:
            def element(index: int, start: int) -> int:
                source = self._locate(start)
                value, end = read_value(self._text, start)
                named.append(Element(kind=kind, index=index, source=source, name=_read_field(value, "name")))
                return end

            return lambda start: read_list(self._text, start, element)

        readers = {
            "folders": lambda start: self._read_folders(start, folders),
            "topics": list_of("topic"),
            "portals": list_of("portal"),
        }
        knowledge = {"knowledge": lambda start: read_object(self._text, start, readers)}
        read_document(self._text, lambda start: read_object(self._text, start, knowledge))
        return [*_flatten(folders), *named]

    def _read_folders(self, start: int, into: list[_Folder]) -> int:
        def folder(index: int, start: int) -> int:
            read = _Folder(index, self._locate(start))
            into.append(read)

            def name(start: int) -> int:
                value, end = read_value(self._text, start)
                read.name = _read_name(value)
                return end

            readers = {"name": name, "folders": lambda start: self._read_folders(start, read.folders)}
            return read_object(self._text, start, readers)

        return read_list(self._text, start, folder)

    def _locate(self, offset: int) -> Source:
        line, column = self._counter.locate(offset)
        return Source(self._file, line, column, self._root)


@dataclass(slots=True)
class _Folder:
    index: int
    source: Source
    name: str | None = None
    folders: list[_Folder] = field(default_factory=list)


def _flatten(folders: Iterable[_Folder], parent: str | None = None) -> Iterator[Element]:
    for folder in folders:
        element = Element(kind="folder", index=folder.index, source=folder.source, name=folder.name, folder=parent)
        yield element
        yield from _flatten(folder.folders, element.path)


def _make_article(index: int, source: Source, value: object) -> Element:
    folder = value.get("folder") if isinstance(value, dict) else None
    return Element(
        kind="article",
        index=index,
        source=source,
        name=_read_field(value, "name"),
        folder=_read_field(folder, "path"),
        content=_read_field(value, "content"),
    )


def _read_field(value: object, key: str) -> str | None:
    return _read_name(value.get(key)) if isinstance(value, dict) else None


def _read_name(value: object) -> str | None:
    """Return a text, or a number as a log would write it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value.strip() else None


def _group(
    elements: Iterable[Element], key: Callable[[Element], _Key | None]
) -> Mapping[_Key | None, Sequence[Element]]:
    groups: dict[_Key | None, list[Element]] = defaultdict(list)
    for element in elements:
        name = key(element)
        if name:
            groups[name].append(element)
    return groups


def _tidy_path(name: str) -> str:
    return name.strip().replace("\\", "/").removeprefix("./")
