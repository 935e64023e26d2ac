"""An element or attribute of XML that says that something is wrong is never green, however large the document is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fails_closed.test_bad_members import judge

#: Elements and attributes of an article that is called good.
BAD_PARTS = [
    "<links>failed</links>",
    "<message>Import of KB-9 failed</message>",
    "<error/>",
    "<violation/>",
    "<fault>x</fault>",
    "<log>ERROR x</log>",
    "<reason>no title</reason>",
    "<note>no title</note>",
    "<p>Title missing</p>",
    "<check name='title' passed='no'/>",
    "<check name='title'>fail</check>",
    "<httpStatus>500</httpStatus>",
    "<checks><title>ok</title><links>false</links></checks>",
]
BAD_ATTRIBUTES = [
    *(
        "links='broken'",
        "check='fail'",
        "imported='false'",
        "httpStatus='500'",
        "exitCode='3'",
        "skipped='true'",
        "status=''",
    ),
    *(
        f"status='{word}'"
        for word in ("missing", "lost", "denied", "quarantined", "bad", "conflict", "notfound", "fehlerhaft")
    ),
]
BAD_ELEMENTS = [
    "<errors count='1'/>",
    "<summary total='24' ok='20'/>",
    "<summary ok='20' ko='1'/>",
    "<returnCode>8</returnCode>",
    "<truncated/>",
    "<!-- truncated -->",
    "<complete>no</complete>",
    "<truncated>yes</truncated><!-- written by kb 3 -->",
    "<article id='b' status='ok'><error/></article><article id='c' status='ok'><error/></article>",
]
GOOD_ELEMENTS = [
    "<article id='b' status='ok'><title>Payment failed</title></article>",
    "<article id='b' status='ok'><errors/></article>",
    "<article id='b' status='ok'><error>none</error></article>",
    "<article id='b' status='ok'><message>imported</message></article>",
    "<article id='b' status='created' title='Error'/>",
    "<article id='b' status='ok'><check name='links'/></article>",
    "<article id='b' status='ok'><error-list/></article>",
    "<summary total='13' ok='13' failed='0'/>",
    "<errors count='0'/>",
    "<returnCode>0</returnCode>",
    "<settings onError='fail'><links>broken</links></settings>",
    "<!-- written by kb 3 -->",
]
BAD_SUITES = [
    "<testsuite tests='2' failures='0'>\n<testcase name='a'/>\n</testsuite>\n",
    "<testsuite tests='0' failures='0'/>\n",
    "<testsuites/>\n",
    "<fault/>\n",
    "<testsuite tests='2'>\n<testcase name='a'/>\n<testcase name='b' status='notrun'/>\n</testsuite>\n",
    "<testsuite tests='1'>\n<property name='outcome' value='failed'/>\n<testcase name='a'/>\n</testsuite>\n",
]


def write_xml(last: str, items: int, root: str = "import") -> str:
    good = "".join(f"  <article id='{number}' status='ok'/>\n" for number in range(items))
    return f"<{root}>\n{good}{last}\n</import>\n"


@pytest.mark.grid
@pytest.mark.parametrize("items", [1, 12])
@pytest.mark.parametrize(
    "element",
    [
        *(f"<article id='b' status='ok'>{part}</article>" for part in BAD_PARTS),
        *(f"<article id='b' {attribute}/>" for attribute in BAD_ATTRIBUTES),
        *(f"<article id='b' status='ok' {attribute}/>" for attribute in BAD_ATTRIBUTES if "status" not in attribute),
        *BAD_ELEMENTS,
    ],
)
def test_a_bad_part_of_an_xml_document_is_never_green(element: str, items: int, tmp_path: Path) -> None:
    assert judge(tmp_path, write_xml(element, items)) in {1, 10}
    assert judge(tmp_path, write_xml(element, items), (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("attribute", ["total='24' ok='20'", "complete='false'", "exitCode='3'", "truncated='true'"])
def test_a_bad_attribute_of_the_root_is_never_green(attribute: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_xml("", 12, f"import {attribute}"), (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("suite", BAD_SUITES)
def test_a_suite_without_its_tests_is_never_green(suite: str, tmp_path: Path) -> None:
    assert judge(tmp_path, suite) in {1, 10}
    assert judge(tmp_path, suite, (0, 0)) in {1, 10}


@pytest.mark.grid
@pytest.mark.parametrize("element", GOOD_ELEMENTS)
def test_ordinary_parts_of_an_xml_document_are_green(element: str, tmp_path: Path) -> None:
    assert judge(tmp_path, write_xml(element, 12), (0, 0)) == 0


@pytest.mark.parametrize("attribute", ["", " tests='2'"])
def test_a_suite_need_not_state_how_many_tests_it_has(attribute: str, tmp_path: Path) -> None:
    text = f"<testsuite{attribute}>\n<testcase name='a'/>\n<testcase name='b'/>\n</testsuite>\n"

    assert judge(tmp_path, text, (0, 0)) == 0


def test_an_empty_field_of_all_elements_is_green(tmp_path: Path) -> None:
    text = "".join(f"<article id='{number}' status='ok'><error/></article>\n" for number in range(12))

    assert judge(tmp_path, f"<import>\n{text}</import>\n", (0, 0)) == 0
