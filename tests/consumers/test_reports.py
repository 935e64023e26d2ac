"""The hostile corpus in the reports themselves, read by two readers that need no set-up of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree

from tests.consumers.corpus import CORPUS, HINT, LONG, OWNER, Row
from tests.consumers.reading import Seen, list_expected, read_junit, without_hashes

_KINDS = {Failure: "failure", Error: "error", Skipped: "skipped"}


def test_counts_and_names_are_those_of_the_log(report: Path) -> None:
    assert without_hashes(read_junit(report)) == list_expected(CORPUS)


def test_names_are_apart(report: Path) -> None:
    tests = read_junit(report)

    assert len({(test.class_name, test.name) for test in tests}) == len(tests)
    for test in tests:
        assert len(test.name) <= 200
        assert len(test.name.encode()) <= 250
        assert test.name.isprintable()


@pytest.mark.parametrize("row", CORPUS, ids=[row.code for row in CORPUS])
def test_message_and_text_show_what_the_log_says(report: Path, row: Row) -> None:
    tests = [test for test in read_junit(report) if f"{row.code})" in test.name]

    assert tests
    for test in tests:
        assert row.message in test.message
        assert row.message in test.text
        assert row.title in test.text
        assert len(test.message) <= 500
        assert (len(test.text) > 50_000) == (len(row.text) == LONG)


def test_the_text_has_what_the_project_file_adds(report: Path) -> None:
    (first,) = (test for test in read_junit(report) if test.name.endswith("(A-1)"))
    (second,) = (test for test in read_junit(report) if "(A-2)" in test.name)

    for text in (OWNER, HINT.replace("##[", "# #["), "https://kb.example.com/edit?title=Use%20a%20landline%20phone"):
        assert text in first.text
    assert OWNER not in second.text


def test_cases_have_their_owner(content_report: Path) -> None:
    owners = {
        case.get("classname"): case.xpath("properties/property[@name='owner']/@value")
        for case in etree.parse(str(content_report)).iter("testcase")
    }

    assert owners["content.Mobile Plans"] == owners["content.Mobile Plans/Prepaid"] == [OWNER]
    assert owners["content.サポート"] == owners["content"] == []


def test_junitparser_reads_the_same(report: Path) -> None:
    document = JUnitXml.fromfile(str(report))

    suites = list(document)
    found = []
    for suite in suites:
        cases = list(suite)
        outcomes = [_KINDS[type(case.result[0])] if case.result else "passed" for case in cases]
        assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (
            len(cases),
            outcomes.count("failure"),
            outcomes.count("error"),
            outcomes.count("skipped"),
        )
        for case, outcome in zip(cases, outcomes, strict=True):
            result = case.result[0] if case.result else None
            texts = (result.message, result.text) if result is not None else ("", "")
            found.append(Seen(case.classname, case.name, outcome, *texts))
    assert found == read_junit(report)


def test_the_schema_of_pytests_own_reports_accepts_it(report: Path, schema: etree.XMLSchema) -> None:
    document = etree.parse(str(report))
    for case in document.iter("testcase"):
        # The content's report has the place to correct and the owner beside, for readers that use them.
        for name in {"file", "line"} & set(case.attrib):
            del case.attrib[name]
        for properties in case.findall("properties"):
            case.remove(properties)

    schema.assertValid(document)
