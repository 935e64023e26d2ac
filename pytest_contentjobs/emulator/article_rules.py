"""The rules for articles. They are this project's own, derived from the documented layout of the content package."""

import re
from collections.abc import Iterator
from datetime import datetime

from pytest_contentjobs.emulator.content_package import ARTICLES_FOLDER, Item, Package, text
from pytest_contentjobs.emulator.rules import Problem, quote, rule

NAME_LIMIT = 255
"""The longest name in characters; the limit is this project's own."""

SUPPORTED_LANGUAGES = frozenset(
    [
        "da-DK",
        "de-DE",
        "en-GB",
        "en-US",
        "es-ES",
        "es-MX",
        "fi-FI",
        "fr-CA",
        "fr-FR",
        "it-IT",
        "ja-JP",
        "ko-KR",
        "nb-NO",
        "nl-NL",
        "pl-PL",
        "pt-BR",
        "pt-PT",
        "sv-SE",
        "tr-TR",
        "zh-CN",
        "zh-TW",
    ]
)
"""The languages that the emulator supports, as BCP-47 tags; the list is this project's own."""

_FOLDED_LANGUAGES = frozenset(language.lower() for language in SUPPORTED_LANGUAGES)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?Z")
_REQUIRED = (("name",), ("folder", "path"), ("content",))
_TYPES: tuple[tuple[tuple[str, ...], type, str], ...] = (
    ((), dict, "object"),
    (("name",), str, "string"),
    (("description",), str, "string"),
    (("folder",), dict, "object"),
    (("folder", "path"), str, "string"),
    (("content",), str, "string"),
    (("availabilityDate",), str, "string"),
    (("language",), str, "string"),
)


def _name_type(value: object) -> str:
    """Name the JSON type of a parsed value other than null."""
    names: dict[type, str] = {bool: "boolean", dict: "object", list: "array", str: "string"}
    return names.get(type(value), "number")


@rule("ART-101", "error", "article", "a required field is missing")
def required_fields(article: Item, _package: Package) -> Iterator[Problem]:
    """Require name, folder.path and content; null and blank texts count as missing."""
    for names in _REQUIRED:
        value = article.field(*names)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield Problem(f"required field {quote('.'.join(names))} is missing")


@rule("ART-102", "error", "article", "a field has the wrong type")
def field_types(article: Item, _package: Package) -> Iterator[Problem]:
    """Require the documented type of each known field that is not null."""
    for names, expected, expected_name in _TYPES:
        value = article.field(*names)
        if value is not None and not isinstance(value, expected):
            subject = f"field {quote('.'.join(names))}" if names else "the entry"
            details = (f"expected: {expected_name}", f"found: {_name_type(value)}")
            yield Problem(f"{subject} has the wrong type", details)


@rule("ART-103", "error", "article", "availabilityDate is not a date of the documented form")
def availability_date(article: Item, _package: Package) -> Iterator[Problem]:
    """Require a date of the documented pattern that exists in the calendar."""
    date = article.field("availabilityDate")
    if isinstance(date, str) and not _is_date(date):
        yield Problem(f"availabilityDate {quote(date)} is not a date of the form '2024-03-01T10:00:00.000Z'")


def _is_date(date: str) -> bool:
    """Whether a text matches the documented pattern and is a real date."""
    if not _DATE.fullmatch(date):
        return False
    try:
        datetime.fromisoformat(date)
    except ValueError:
        return False
    return True


@rule("ART-104", "error", "article", "the content file does not exist")
def content_file_exists(article: Item, package: Package) -> Iterator[Problem]:
    """Require that the content field names a file, relative to the folder of the articles."""
    name = text(article.field("content"))
    if name and ARTICLES_FOLDER + name not in package.names:
        yield Problem(f"content file {quote(name)} does not exist", file=ARTICLES_FOLDER + name)


@rule("ART-105", "error", "article", "the folder path is not declared")
def folder_declared(article: Item, package: Package) -> Iterator[Problem]:
    """Require that the folder path is declared, exactly so, among the folders of the hub."""
    if package.folder_paths is not None and article.folder and article.folder not in package.folder_paths:
        yield Problem(f"folder path {quote(article.folder)} is not declared")


@rule("ART-106", "error", "article", "the path of the article exists already")
def unique_path(article: Item, package: Package) -> Iterator[Problem]:
    """Find all articles with the same path, except the first."""
    if article.name and package.article_paths is not None:
        first = package.article_paths[article.path]
        if first != article.position:
            yield Problem(f"same path as {first}")


@rule("ART-107", "error", "article", "the name is too long")
def name_length(article: Item, _package: Package) -> Iterator[Problem]:
    """Require a name within NAME_LIMIT characters."""
    if len(article.name) > NAME_LIMIT:
        yield Problem(f"the name has {len(article.name)} characters, the limit is {NAME_LIMIT}")


@rule("ART-201", "warning", "article", "the language is not supported")
def supported_language(article: Item, _package: Package) -> Iterator[Problem]:
    """Require that the optional field `language` is in SUPPORTED_LANGUAGES, in any case."""
    language = article.field("language")
    if isinstance(language, str) and language.lower() not in _FOLDED_LANGUAGES:
        yield Problem(f"language {quote(language)} is not supported")


@rule("ART-202", "warning", "article", "the content file is empty")
def content_not_empty(article: Item, package: Package) -> Iterator[Problem]:
    """Find content files that contain only white space."""
    content = package.content(article)
    if content is not None and content.blank:
        name = text(article.field("content"))
        yield Problem(f"content file {quote(name)} is empty", file=ARTICLES_FOLDER + name)


@rule("ART-203", "warning", "article", "the content refers to a resource file that does not exist")
def resources_exist(article: Item, package: Package) -> Iterator[Problem]:
    """Find references into the resource folders to files that do not exist; one problem for each missing file."""
    content = package.content(article)
    if content is None:
        return
    name = text(article.field("content"))
    for target in content.targets:
        if ARTICLES_FOLDER + target not in package.names:
            message = f"content file {quote(name)} refers to {quote(target)}, which does not exist"
            yield Problem(message, file=ARTICLES_FOLDER + name)


@rule("ART-204", "warning", "article", "the article has no description")
def has_description(article: Item, _package: Package) -> Iterator[Problem]:
    """Recommend a description, which is optional. ART-102 covers one of the wrong type."""
    description = article.field("description")
    if description is None or (isinstance(description, str) and not description.strip()):
        yield Problem("the article has no description")
