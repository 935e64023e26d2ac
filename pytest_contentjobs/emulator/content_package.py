"""The content package as the rules see it: its files, and the items that its JSON files declare."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from pytest_contentjobs.emulator.references import find_targets

Kind = Literal["package", "folder", "article", "topic", "portal", "resource"]

MANIFEST = "manifest.json"
HUB = "knowledgehub/knowledgehub.json"
OLDER_HUB = "knowledgehub/knowledge.json"
ARTICLES = "knowledgehub/articles/articles.json"
ARTICLES_FOLDER = "knowledgehub/articles/"
RESOURCE_FOLDERS = ("inline_resources/", "resources/")


@dataclass(frozen=True)
class FileTree:
    """The files of a package: names relative to its root, with `/`, and a function that reads one of them."""

    names: frozenset[str]
    read: Callable[[str], bytes]


@dataclass(frozen=True)
class Item:
    """One thing that is validated and counted.

    `position` is where it is declared, such as `articles[12]` or `folders[0].folders[1]`; `index` is its index in
    the list of its own kind, None for a nested folder and for what is in no list. `name` is empty when it has
    none. `data` is what was declared, whatever its type.
    """

    kind: Kind
    position: str = ""
    index: int | None = None
    name: str = ""
    folder: str = ""
    data: object = None

    @property
    def path(self) -> str:
        """Folder path and name, the natural key of an article and of a folder."""
        return f"{self.folder}/{self.name}" if self.folder else self.name

    def field(self, *names: str) -> object:
        """Return a nested field of the declared data, None when any step of the way is missing."""
        value = self.data
        for name in names:
            value = mapping(value).get(name)
        return value


@dataclass(frozen=True)
class ContentFile:
    """What the rules need of one content file: whether it is blank, and the resource files that it refers to."""

    blank: bool
    targets: tuple[str, ...]


def mapping(value: object) -> Mapping[str, object]:
    """Return `value` if it is a JSON object, else an empty one."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def listing(value: object) -> Sequence[object]:
    """Return `value` if it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """Return `value` if it is a text that is not blank, else the empty text."""
    return value if isinstance(value, str) and value.strip() else ""


class Package:
    """A content package with its items in the order in which they are validated.

    The package itself is an item, and so is each resource file: findings about them are then counted like all
    others, and the results of a job add up to its total. `problems` lists each required file that cannot be used
    with the reason. `article_paths`, `folder_paths` and `topic_names` map each declared path to the position of
    its first declaration; they are None when the file that declares them cannot be used, so that rules do not
    take everything for unknown.
    """

    def __init__(self, files: FileTree) -> None:
        self.names = files.names
        self._read = files.read
        self.problems: list[tuple[str, str]] = []
        self._load(MANIFEST)
        hub = self._load(HUB if HUB in files.names or OLDER_HUB not in files.names else OLDER_HUB)
        if hub is not None and not isinstance(mapping(hub).get("knowledge"), dict):
            self.problems.append((HUB, "holds no object 'knowledge'"))
            hub = None
        articles = self._load(ARTICLES)
        if articles is not None and not isinstance(mapping(articles).get("articles"), list):
            self.problems.append((ARTICLES, "holds no list 'articles'"))
            articles = None
        knowledge = mapping(mapping(hub).get("knowledge"))
        self.folders = tuple(_folders(listing(knowledge.get("folders"))))
        self.articles = tuple(_articles(listing(mapping(articles).get("articles"))))
        self.topics = tuple(_read_named("topic", listing(knowledge.get("topics"))))
        self.portals = tuple(_read_named("portal", listing(knowledge.get("portals"))))
        self.resources = tuple(self._resources())
        self.article_paths = None if articles is None else _first_positions(self.articles)
        self.folder_paths = None if hub is None else _first_positions(self.folders)
        self.topic_names = None if hub is None else _first_positions(self.topics)
        self._contents: dict[str, ContentFile | None] = {}

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order in which they are validated."""
        root = Item("package")
        return (root, *self.folders, *self.articles, *self.topics, *self.portals, *self.resources)

    def content(self, article: Item) -> ContentFile | None:
        """Return the content file of an article, None when the article names none that exists."""
        name = text(article.field("content"))
        if name not in self._contents:
            path = ARTICLES_FOLDER + name
            self._contents[name] = self._parse(name) if name and path in self.names else None
        return self._contents[name]

    @cached_property
    def used_resources(self) -> frozenset[str]:
        """The resource files that the content of any article refers to, relative to the articles' folder."""
        contents = (self.content(article) for article in self.articles)
        return frozenset(target for content in contents if content for target in content.targets)

    def _parse(self, name: str) -> ContentFile:
        """Read a content file as UTF-8; broken bytes are replaced, since no rule is about them."""
        html = self._read(ARTICLES_FOLDER + name).decode("utf-8", errors="replace")
        return ContentFile(blank=not html.strip(), targets=find_targets(html, name, RESOURCE_FOLDERS))

    def _load(self, name: str) -> object:
        """Return the parsed JSON of a required file; None with an entry in `problems` when it cannot be used."""
        if name not in self.names:
            self.problems.append((name, "is missing"))
            return None
        try:
            value: object = json.loads(self._read(name))
        except (ValueError, RecursionError) as error:
            self.problems.append((name, f"is not valid JSON: {error}"))
            return None
        if not isinstance(value, dict):
            self.problems.append((name, "holds no JSON object"))
            return None
        return value

    def _resources(self) -> Iterator[Item]:
        """Make an item of each file in the resource folders; its name is relative to the articles' folder."""
        for path in sorted(self.names):
            name = path.removeprefix(ARTICLES_FOLDER)
            if name != path and name.startswith(RESOURCE_FOLDERS) and not name.endswith("/"):
                yield Item("resource", name=name)


def _first_positions(items: Sequence[Item]) -> dict[str, str]:
    """Map the path of each item that has a name to the position of its first declaration."""
    positions: dict[str, str] = {}
    for item in items:
        if item.name:
            positions.setdefault(item.path, item.position)
    return positions


def _folders(declared: Sequence[object], parent: str = "", prefix: str = "") -> Iterator[Item]:
    """Make items of folders and, after each, of the folders in it."""
    for index, data in enumerate(declared):
        position = f"{prefix}folders[{index}]"
        own_index = None if prefix else index
        item = Item("folder", position, own_index, text(mapping(data).get("name")), parent, data)
        yield item
        yield from _folders(listing(item.field("folders")), item.path, f"{position}.")


def _articles(declared: Sequence[object]) -> Iterator[Item]:
    """Make items of articles."""
    for index, data in enumerate(declared):
        name = text(mapping(data).get("name"))
        folder = text(mapping(mapping(data).get("folder")).get("path"))
        yield Item("article", f"articles[{index}]", index, name, folder, data)


def _read_named(kind: Literal["topic", "portal"], declared: Sequence[object]) -> Iterator[Item]:
    """Make items of topics or portals."""
    for index, data in enumerate(declared):
        yield Item(kind, f"{kind}s[{index}]", index, text(mapping(data).get("name")), "", data)
