from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pytest_contentjobs.findings.package.contents import ContentPackage
from pytest_contentjobs.findings.package.link import MAXIMUM_CANDIDATES, link
from pytest_contentjobs.model import Entity, Source
from tests.builders import finding
from tests.findings.package.samples import ARTICLES, CONTENT, HUB, article, folder_with, one_a_line

HUB_TEXT = """{"knowledge": {
  "folders": [
    {"name": "Billing", "folders": [
      {"name": "Old"},
      {"name": "Refunds"}]},
    {"name": "Mobile", "folders": [
      {"name": "Old"},
      {"name": "Devices"}]}],
  "topics": [
    {"name": "Start"},
    {"name": "Refund"}],
  "portals": [{"name": "Desk"}]}}
"""
FILES = {
    ARTICLES: one_a_line(
        "articles",
        article("Refund", "Billing", "content/refund.html"),  # line 2
        article("Late", "Billing"),  # line 3
        article("Late", "Billing"),  # line 4
        article("Late", "Mobile", "content/missing.html"),  # line 5
        article(651, "Mobile"),  # line 6
        {"name": "No folder"},  # line 7
        None,  # line 8
        article("TV/Radio", "Mobile"),  # line 9
        article("Réglages  d'été", "Mobile", "content/shared.html"),  # line 10
        article("Shared", "Mobile", "content/shared.html"),  # line 11
        article("Refund", "Mobile"),  # line 12
    ),
    HUB: HUB_TEXT,
    f"{CONTENT}refund.html": "<p>",
    "knowledgehub/articles/resources/list.txt": "",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ContentPackage:
    return ContentPackage.open(folder_with(tmp_path_factory.mktemp("package"), FILES))


def at(line: int | None, column: int | None = 1, file: str = ARTICLES) -> Source:
    return Source(file, line, column)


def about(
    kind: str = "article", name: str | None = None, folder: str | None = None, index: int | None = None
) -> Entity:
    return Entity(kind=kind, name=name, folder=folder, index=index)


REFUND_FILE = Source(f"{CONTENT}refund.html", None, None)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"entity": about(index=3)}, [at(5)], id="index"),
        pytest.param({"entity": about("Article", index=3)}, [at(5)], id="kind in another case"),
        pytest.param({"entity": about(name="Late", folder="Billing", index=2)}, [at(4)], id="index of one of two equals"),
        pytest.param({"entity": about(name="Late", index=2)}, [at(4)], id="index, and name without folder"),
        pytest.param({"entity": about(name="651", index=4)}, [at(6)], id="index, and a name that is a number"),
        pytest.param({"entity": about(folder="Mobile", index=4)}, [at(6)], id="index and folder alone"),
        pytest.param({"entity": about(index=6)}, [at(8)], id="index of what is no object"),
        pytest.param({"entity": about(name="No folder", folder="Billing", index=5)}, [at(7)], id="element without folder"),
        pytest.param({"entity": about("topic", index=1)}, [at(11, 5, HUB)], id="topic by index"),
        pytest.param({"entity": about("portal", index=0)}, [at(12, 15, HUB)], id="portal by index"),
        pytest.param({"entity": about("folder", index=1)}, [at(5, 7, HUB), at(6, 5, HUB), at(8, 7, HUB)],
                     id="index of a folder at any depth"),
        pytest.param({"entity": about("folder", "Devices", "Mobile", 1)}, [at(8, 7, HUB)], id="folder by index and path"),
        pytest.param({"entity": about(name="Refund", folder="Billing", index=3)}, [at(2)], id="path against a moved index"),
        pytest.param({"entity": about(index=99)}, [], id="index that is none"),
        pytest.param({"entity": about("item", index=1)}, [], id="index in an unknown list"),
        pytest.param({"entity": about(name="Gone", folder="Billing", index=3)}, [], id="name that contradicts the index"),
        pytest.param({"entity": about(folder="Gone", index=3)}, [], id="folder that contradicts the index"),
        pytest.param({"entity": about(name="Refund", folder="Billing")}, [at(2)], id="path"),
        pytest.param({"entity": about(name="Refund", folder="/Billing / ")}, [at(2)], id="path with outer slashes"),
        pytest.param({"entity": about(name="Radio", folder="Mobile/TV")}, [at(9)], id="path of a name with a slash"),
        pytest.param({"entity": about(name="Re\u0301glages d'e\u0301te\u0301", folder="Mobile")}, [at(10)],
                     id="path with decomposed letters and other spaces"),
        pytest.param({"entity": about("folder", "Old", "Mobile")}, [at(7, 7, HUB)], id="nested folder by path"),
        pytest.param({"entity": about(name="Late", folder="Billing")}, [at(3), at(4)], id="path that two articles have"),
        pytest.param({"entity": about("topic", "Start")}, [at(10, 5, HUB)], id="topic by name"),
        pytest.param({"entity": about("item", "Devices", "Mobile")}, [at(8, 7, HUB)], id="path of an unknown kind"),
        pytest.param({"entity": about("topic", "Late")}, [], id="name of another kind"),
        pytest.param({"entity": about(name="REFUND", folder="Billing")}, [], id="case matters"),
        pytest.param({"entity": about(name="Refund", folder="Billing"), "file": "content/refund.html"}, [at(2)],
                     id="path before content file"),
        pytest.param({"file": "articles/content/refund.html"}, [REFUND_FILE], id="content file"),
        pytest.param({"entity": about(name="Late"), "file": "content/refund.html"}, [REFUND_FILE],
                     id="content file before name"),
        pytest.param({"file": "articles/content/missing.html"}, [at(5)], id="missing content file"),
        pytest.param({"file": "content/shared.html"}, [at(10), at(11)], id="content file of two articles"),
        pytest.param({"file": "content/refund.html", "line": 7, "column": 2}, [Source(f"{CONTENT}refund.html", 7, 2)],
                     id="line of a content file"),
        pytest.param({"entity": about(index=1), "file": ARTICLES, "line": 7}, [Source(ARTICLES, 7, None)],
                     id="line in the log"),
        pytest.param({"entity": about(index=1), "file": "elsewhere.json", "line": 7}, [at(3)],
                     id="line of a file that is not in the package"),
        pytest.param({"entity": about(index=1), "file": ARTICLES}, [at(3)], id="element before its file"),
        pytest.param({"file": "articles/articles.json"}, [Source(ARTICLES, None, None)], id="declaring file as a whole"),
        pytest.param({"entity": about(name="No folder"), "file": ARTICLES}, [at(7)], id="path before declaring file"),
        pytest.param({"entity": about(name="Shared"), "file": ARTICLES}, [at(11)], id="name before declaring file"),
        pytest.param({"entity": about("resource", "resources/list.txt")},
                     [Source("knowledgehub/articles/resources/list.txt", None, None)], id="resource"),
        pytest.param({"entity": about("resource", "Refund")}, [], id="resource that is none"),
        pytest.param({"entity": about(name="Shared")}, [at(11)], id="unique name"),
        pytest.param({"entity": about(name="Shared", folder="Moved")}, [at(11)], id="unique name in another folder"),
        pytest.param({"entity": about(name="Refund")}, [at(2), at(12)], id="name that two articles have"),
        pytest.param({"entity": about("item", "Refund", "Moved")}, [at(2), at(12), at(11, 5, HUB)],
                     id="name that several kinds have"),
        pytest.param({"entity": Entity(kind="article", id="KB-7")}, [], id="id alone"),
        pytest.param({"entity": about("package")}, [], id="package"),
        pytest.param({"file": "../../etc/passwd"}, [], id="file outside"),
        pytest.param({}, [], id="nothing known"),
    ],
)  # fmt: skip
def test_a_finding_is_linked_by_the_best_that_is_known(
    package: ContentPackage, fields: dict[str, Any], expected: list[Source]
) -> None:
    original = finding("is odd", **fields)

    (result,) = link([original], package)

    assert (result.source, result.source_candidates) == (
        (expected[0], ()) if len(expected) == 1 else (None, tuple(expected))
    )
    assert (result.fingerprint, result.class_name, result.name) == (
        original.fingerprint,
        original.class_name,
        original.name,
    )


def test_candidates_are_bounded(tmp_path: Path) -> None:
    articles = one_a_line("articles", *[article("Same", f"F{number}") for number in range(100)])
    package = ContentPackage.open(folder_with(tmp_path, {ARTICLES: articles}))

    (result,) = link([finding("is odd", entity=about(name="Same"))], package)

    assert [source.line for source in result.source_candidates] == list(range(2, 2 + MAXIMUM_CANDIDATES))
    assert result.source is None


def test_a_source_is_opened_in_the_folder_as_it_was_given(package: ContentPackage) -> None:
    (result,) = link([finding("is odd", entity=about(index=0))], package)

    assert result.source is not None
    assert Path(result.source.path).read_text(encoding="utf-8") == FILES[ARTICLES]
