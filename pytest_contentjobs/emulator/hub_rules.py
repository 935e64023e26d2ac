"""The rules for package, folders, topics, portals and resources. They are this project's own, like those for articles."""

from collections.abc import Iterator

from pytest_contentjobs.emulator.content_package import ARTICLES_FOLDER, Item, Package, listing, mapping, text
from pytest_contentjobs.emulator.rules import Problem, quote, rule


@rule("PKG-001", "error", "package", "a required file is missing or not valid JSON")
def required_files(_item: Item, package: Package) -> Iterator[Problem]:
    """Require manifest, hub and articles, each valid and with the documented layout."""
    for name, reason in package.problems:
        yield Problem(f"required file {quote(name)} {reason}", file=name)


@rule("FLD-101", "error", "folder", "the folder has no name")
def folder_name(folder: Item, _package: Package) -> Iterator[Problem]:
    """Require a name."""
    if not folder.name:
        yield Problem("the folder has no name")


@rule("FLD-102", "error", "folder", "the path of the folder exists already")
def unique_folder_path(folder: Item, package: Package) -> Iterator[Problem]:
    """Find all folders with the same path, except the first."""
    if folder.name and package.folder_paths is not None:
        first = package.folder_paths[folder.path]
        if first != folder.position:
            yield Problem(f"same path as {first}")


@rule("FLD-201", "warning", "folder", "the folder has no description")
def folder_description(folder: Item, _package: Package) -> Iterator[Problem]:
    """Recommend a description, which is optional."""
    if not text(folder.field("description")):
        yield Problem("the folder has no description")


@rule("TOP-101", "error", "topic", "the topic has no name")
def topic_name(topic: Item, _package: Package) -> Iterator[Problem]:
    """Require a name."""
    if not topic.name:
        yield Problem("the topic has no name")


def _list_paths(item: Item, outer: str, inner: str) -> tuple[str, ...]:
    """Return the paths that a topic or portal names at `outer.inner[].path`, each once, in order."""
    entries = listing(item.field(outer, inner))
    paths = (text(mapping(entry).get("path")) for entry in entries)
    return tuple(dict.fromkeys(path for path in paths if path))


@rule("TOP-102", "error", "topic", "the topic names an unknown article")
def topic_articles_known(topic: Item, package: Package) -> Iterator[Problem]:
    """Find paths in addArticles.fromArticles that are not exactly an article's; one problem per path."""
    for path in _list_paths(topic, "addArticles", "fromArticles"):
        if package.article_paths is not None and path not in package.article_paths:
            yield Problem(f"article {quote(path)} does not exist")


@rule("TOP-201", "warning", "topic", "the topic has no articles")
def topic_has_articles(topic: Item, _package: Package) -> Iterator[Problem]:
    """Find topics without articles."""
    if not _list_paths(topic, "addArticles", "fromArticles"):
        yield Problem("the topic has no articles")


@rule("PRT-101", "error", "portal", "the portal has no name")
def portal_name(portal: Item, _package: Package) -> Iterator[Problem]:
    """Require a name."""
    if not portal.name:
        yield Problem("the portal has no name")


@rule("PRT-102", "error", "portal", "the portal names an unknown topic")
def portal_topics_known(portal: Item, package: Package) -> Iterator[Problem]:
    """Find paths in addTopics.fromTopics that are not exactly a topic's name; one problem per path."""
    for path in _list_paths(portal, "addTopics", "fromTopics"):
        if package.topic_names is not None and path not in package.topic_names:
            yield Problem(f"topic {quote(path)} does not exist")


@rule("RES-201", "warning", "resource", "nothing refers to the resource file")
def resource_used(resource: Item, package: Package) -> Iterator[Problem]:
    """Find resource files that no content file of an article refers to."""
    if resource.name not in package.used_resources:
        yield Problem("no article refers to the file", file=ARTICLES_FOLDER + resource.name)
