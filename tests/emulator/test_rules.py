from __future__ import annotations

import pytest

from pytest_contentjobs.emulator.content_package import FileTree
from pytest_contentjobs.emulator.rules import Check, list_rules, quote, rule
from pytest_contentjobs.emulator.validation import validate
from tests.emulator.samples import Sample, article, without

REFUND = "knowledgehub/articles/content/refund.html"
ARTICLES = "knowledgehub/articles/articles.json"
HUB = "knowledgehub/knowledgehub.json"


def reported(sample: Sample) -> list[tuple[str, ...]]:
    """Return for each finding its code, place and message, and its details and file if there are any."""
    return [
        (
            finding.rule.code,
            finding.item.position or finding.item.name or finding.item.kind,
            finding.problem.message,
            *finding.problem.details,
            *([finding.problem.file] if finding.problem.file else []),
        )
        for finding in sample.findings()
    ]


def topic(*paths: str, **fields: object) -> dict[str, object]:
    return {"name": "Money", "addArticles": {"fromArticles": [{"path": path} for path in paths]}, **fields}


def test_a_clean_package_has_no_findings() -> None:
    assert reported(Sample()) == []


def test_rules_are_listable_with_their_severities() -> None:
    assert {rule.code: rule.severity for rule in list_rules()} == {
        **dict.fromkeys(["PKG-001", "FLD-101", "FLD-102", "TOP-101", "TOP-102", "PRT-101", "PRT-102"], "error"),
        **dict.fromkeys([f"ART-10{number}" for number in range(1, 8)], "error"),
        **dict.fromkeys([f"ART-20{number}" for number in range(1, 5)], "warning"),
        **dict.fromkeys(["FLD-201", "TOP-201", "RES-201"], "warning"),
    }
    assert all(rule.summary and rule.check.__doc__ for rule in list_rules())


def test_a_code_can_be_registered_once() -> None:
    check: Check = list_rules()[0].check
    with pytest.raises(ValueError, match="rule ART-101 exists already"):
        rule("ART-101", "error", "article", "again")(check)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (None, "is missing"),
        (b"{", "valid JSON: Expecting property name"),
        (
            b"[" * 100_000,
            "valid JSON: maximum recursion depth exceeded",
        ),
        (b"[]", "holds no JSON object"),
    ],
    ids=["missing", "broken", "too deep", "no object"],
)
@pytest.mark.parametrize("name", ["manifest.json", HUB, ARTICLES])
def test_pkg_001(name: str, body: bytes | None, message: str) -> None:
    found = [finding for finding in reported(Sample(instead={name: body})) if finding[0] != "RES-201"]
    ((rule_code, kind, text, file),) = found
    assert (rule_code, kind, file) == ("PKG-001", "package", name)
    assert text.startswith(f"required file '{name}' ")
    assert message in text


@pytest.mark.parametrize(
    ("name", "message"), [(HUB, "holds no object 'knowledge'"), (ARTICLES, "holds no list 'articles'")]
)
def test_pkg_001_for_a_file_of_another_shape(name: str, message: str) -> None:
    found = reported(Sample(instead={name: b'{"knowledge": [], "articles": {}}'}))
    assert ("PKG-001", "package", f"required file '{name}' {message}", name) in found
    assert {code for code, *_ in found} <= {"PKG-001", "RES-201"}


def test_the_hub_may_have_its_older_name() -> None:
    sample = Sample()
    sample.instead = {HUB: None, "knowledgehub/knowledge.json": sample.all_files()[HUB]}
    assert reported(sample) == []


def test_an_empty_package_lacks_all_required_files() -> None:
    files: dict[str, bytes] = {}
    items = validate(FileTree(frozenset(), files.__getitem__))
    assert [finding.problem.file for item in items for finding in item.findings] == ["manifest.json", HUB, ARTICLES]


@pytest.mark.parametrize("value", [None, "", " \n"])
@pytest.mark.parametrize("name", ["name", "folder.path", "content"])
def test_art_101(name: str, value: str | None) -> None:
    fields: dict[str, object] = {"folder": {"path": value}} if name == "folder.path" else {name: value}
    spoilt = article("Other") | fields
    sample = Sample(articles=[article(), spoilt])
    assert reported(sample) == [("ART-101", "articles[1]", f"required field '{name}' is missing")]


def test_art_101_for_each_field_of_an_empty_article() -> None:
    assert reported(Sample(articles=[article(), {}])) == [
        ("ART-101", "articles[1]", "required field 'name' is missing"),
        ("ART-101", "articles[1]", "required field 'folder.path' is missing"),
        ("ART-101", "articles[1]", "required field 'content' is missing"),
        ("ART-204", "articles[1]", "the article has no description"),
    ]


@pytest.mark.parametrize(
    ("fields", "name", "expected", "found"),
    [
        ({"name": 651}, "name", "string", "number"),
        ({"description": True}, "description", "string", "boolean"),
        ({"folder": {"path": ["Billing"]}}, "folder.path", "string", "array"),
        ({"content": {}}, "content", "string", "object"),
        ({"availabilityDate": 1.5}, "availabilityDate", "string", "number"),
        ({"language": ["en-US"]}, "language", "string", "array"),
    ],
)
def test_art_102(fields: dict[str, object], name: str, expected: str, found: str) -> None:
    sample = Sample(articles=[article(), article("Other") | fields])
    message = f"field '{name}' has the wrong type"
    assert reported(sample) == [("ART-102", "articles[1]", message, f"expected: {expected}", f"found: {found}")]


def test_art_102_for_a_folder_and_an_article_that_are_texts() -> None:
    assert [
        finding
        for finding in reported(Sample(articles=[article(), article("Other", folder="Billing"), "How"]))
        if finding[0] == "ART-102"
    ] == [
        ("ART-102", "articles[1]", "field 'folder' has the wrong type", "expected: object", "found: string"),
        ("ART-102", "articles[2]", "the entry has the wrong type", "expected: object", "found: string"),
    ]


@pytest.mark.parametrize(
    "date", ["01/03/2026", "2026-02-30T08:00:00.000Z", "2026-03-01T08:00:00.00Z", "2026-03-01T08:00:00.000Z\n", ""]
)
def test_art_103(date: str) -> None:
    message = f"availabilityDate {quote(date)} is not a date of the form '2024-03-01T10:00:00.000Z'"
    assert reported(Sample(articles=[article(availabilityDate=date)])) == [("ART-103", "articles[0]", message)]


@pytest.mark.parametrize("date", ["2028-02-29T08:00:00Z", "2026-03-01T23:59:59.999Z"])
def test_art_103_lets_good_dates_pass(date: str) -> None:
    assert reported(Sample(articles=[article(availabilityDate=date)])) == []


def test_art_104() -> None:
    assert reported(Sample(articles=[article(), article("Other", content="content/other.html")])) == [
        (
            "ART-104",
            "articles[1]",
            "content file 'content/other.html' does not exist",
            "knowledgehub/articles/content/other.html",
        )
    ]


def test_art_105_is_exact() -> None:
    assert reported(Sample(articles=[article(), article("Other", folder={"path": "Billing/refunds"})])) == [
        ("ART-105", "articles[1]", "folder path 'Billing/refunds' is not declared")
    ]


def test_art_106_spares_the_first() -> None:
    assert reported(Sample(articles=[article(), article("Other"), article(), article()])) == [
        ("ART-106", "articles[2]", "same path as articles[0]"),
        ("ART-106", "articles[3]", "same path as articles[0]"),
    ]


def test_art_107() -> None:
    assert reported(Sample(articles=[article(), article("n" * 255), article("n" * 256)])) == [
        ("ART-107", "articles[2]", "the name has 256 characters, the limit is 255")
    ]


def test_art_201() -> None:
    articles: list[object] = [article(language="en-us"), article("Other", language="en-UK")]
    assert reported(Sample(articles=articles)) == [("ART-201", "articles[1]", "language 'en-UK' is not supported")]


@pytest.mark.parametrize("body", [b"", b" \r\n\t"])
def test_art_202(body: bytes) -> None:
    sample = Sample(files={REFUND: body})
    assert reported(sample) == [("ART-202", "articles[0]", "content file 'content/refund.html' is empty", REFUND)]


def test_art_203_names_each_missing_file_once() -> None:
    html = b"""<img src="../inline_resources/a%20b.png?size=2#top"><IMG SRC='inline_resources/a b.png'>
        <a href="../resources/terms.pdf">terms</a> <a name=x href>nothing</a> <img src="../inline_resources/here.png">
        <a href="https://example.test/resources/x">x</a> <a href="//example.test/resources/x">x</a>
        <a href="#resources/">x</a> <a href="/resources/x">x</a> <a href="http://[resources/x">x</a>
        <a href="../other/x">x</a> \xff <![if !IE]> <img src="resources/late.png">"""
    sample = Sample(files={REFUND: html, "knowledgehub/articles/inline_resources/here.png": b"png"})
    assert reported(sample)[:2] == [
        (
            "ART-203",
            "articles[0]",
            f"content file 'content/refund.html' refers to '{target}', which does not exist",
            REFUND,
        )
        for target in ("inline_resources/a b.png", "resources/terms.pdf")
    ]


def test_html_that_the_parser_gives_up_on_keeps_what_was_read() -> None:
    sample = Sample(files={REFUND: b"<img src='../resources/a.png'><![strange[<img src='../resources/b.png'>"})
    assert reported(sample)[0][2] == (
        "content file 'content/refund.html' refers to 'resources/a.png', which does not exist"
    )


@pytest.mark.parametrize("entry", [without(article(), "description"), article(description=" ")])
def test_art_204(entry: dict[str, object]) -> None:
    assert reported(Sample(articles=[entry])) == [("ART-204", "articles[0]", "the article has no description")]


@pytest.mark.parametrize("folder", [{"description": "Lost."}, {"name": 7, "description": "Lost."}])
def test_fld_101(folder: dict[str, object]) -> None:
    assert reported(Sample(folders=[*Sample().folders, folder])) == [
        ("FLD-101", "folders[1]", "the folder has no name")
    ]


def test_fld_102_compares_whole_paths() -> None:
    refunds = {"name": "Refunds", "description": "Again."}
    billing = {"name": "Billing", "description": "Again.", "folders": [refunds]}
    assert reported(Sample(folders=[*Sample().folders, refunds, billing])) == [
        ("FLD-102", "folders[2]", "same path as folders[0]"),
        ("FLD-102", "folders[2].folders[0]", "same path as folders[0].folders[0]"),
    ]


def test_fld_201() -> None:
    assert reported(Sample(folders=[*Sample().folders, {"name": "Other"}])) == [
        ("FLD-201", "folders[1]", "the folder has no description")
    ]


def test_top_101() -> None:
    nameless = topic("Billing/Refunds/How to get a refund", name="")
    assert reported(Sample(topics=[*Sample().topics, nameless])) == [("TOP-101", "topics[1]", "the topic has no name")]


def test_top_102_names_each_path_once() -> None:
    topics: list[object] = [topic("Refund", "Billing/Refunds/How to get a refund", "Refund", "It's\ngone")]
    assert reported(Sample(topics=topics)) == [
        ("TOP-102", "topics[0]", "article 'Refund' does not exist"),
        ("TOP-102", "topics[0]", r"article 'It\'s\ngone' does not exist"),
    ]


@pytest.mark.parametrize("entry", [topic(), {"name": "Money"}, {"name": "Money", "addArticles": []}])
def test_top_201(entry: dict[str, object]) -> None:
    assert reported(Sample(topics=[entry])) == [("TOP-201", "topics[0]", "the topic has no articles")]


def test_prt_101_and_102() -> None:
    portals: list[object] = [{"addTopics": {"fromTopics": [{"path": "Money"}, {"path": "Health"}, {}, 3]}}]
    assert reported(Sample(portals=portals)) == [
        ("PRT-101", "portals[0]", "the portal has no name"),
        ("PRT-102", "portals[0]", "topic 'Health' does not exist"),
    ]


def test_res_201() -> None:
    sample = Sample()
    sample.files["knowledgehub/articles/resources/old.pdf"] = b"pdf"
    sample.files["knowledgehub/articles/other/old.pdf"] = b"pdf"
    assert reported(sample) == [
        ("RES-201", "resources/old.pdf", "no article refers to the file", "knowledgehub/articles/resources/old.pdf")
    ]


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("plain é 中", "'plain é 中'"),
        ("it's \\", r"'it\'s \\'"),
        ("a\nb\r\x1b\x00", r"'a\nb\r\x1b\x00'"),
        ("\u2028\x85\ud800\u200b", r"'\u2028\x85\ud800\u200b'"),
    ],
)
def test_quoting_keeps_a_text_on_its_line(value: str, quoted: str) -> None:
    assert quote(value) == quoted
    assert len(quoted.splitlines()) == 1
