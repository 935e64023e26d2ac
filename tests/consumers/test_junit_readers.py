"""The hostile corpus in JUnit reports, read by what CI systems read them with. Needs the variable CONSUMERS."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from unicodedata import normalize

import pytest
from lxml import html

from tests.consumers.corpus import CORPUS
from tests.consumers.installing import install_node
from tests.consumers.reading import read_junit, run_allure, run_program, run_python

_WORDS = {"failure": "failed"}


def test_codecov(report: Path) -> None:
    program = (
        "import json, sys, test_results_parser as parser\n"
        "runs = parser.parse_junit_xml(open(sys.argv[1], 'rb').read()).testruns\n"
        "print(json.dumps([[run.classname, run.name, str(run.outcome), run.failure_message] for run in runs]))\n"
    )

    read = json.loads(run_python("test-results-parser", "-c", program, str(report)))

    outcomes = {"pass": "passed", "skip": "skipped"}
    found = [(class_name, name, outcomes.get(outcome, outcome)) for class_name, name, outcome, _ in read]
    assert found == [test.identity for test in read_junit(report)]
    # It has texts as HTML.
    texts = [unescape(text) for *_, text in read if text is not None]
    assert texts == [test.text for test in read_junit(report) if test.outcome == "failure"]


def test_junit2html(report: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    run_python("junit2html", "-m", "junit2htmlreport", str(report), str(page))

    document = html.parse(str(page), html.HTMLParser(encoding="utf-8"))
    entries = document.xpath('//li[contains(@class, "outcome-")]')
    words = {"failed": "failure", "passed": "passed", "skipped": "skipped"}
    found = [
        (
            entry.getparent().getparent().text.strip(),
            entry.find("a").text,
            words[entry.get("class").rpartition("-")[2]],
        )
        for entry in entries
    ]
    assert sorted(found) == sorted(test.identity for test in read_junit(report))
    shown = " ".join(document.getroot().text_content().split())
    for test in read_junit(report):
        assert " ".join(test.message.split()) in shown
    assert not [each for each in document.iter("script") if "alert" in (each.text or "")]


def test_xunit_viewer(report: Path) -> None:
    modules = install_node("xunit-viewer")
    folder = (modules / "xunit-viewer" / "src" / "cli").as_uri()
    program = (
        f"import getFiles from '{folder}/get-files.js'\n"
        f"import getSuites from '{folder}/get-suites.js'\n"
        "const logger = new Proxy({}, {get: () => (text) => text})\n"
        "const files = await getFiles(logger, {results: process.argv[1]})\n"
        "console.log(JSON.stringify(await getSuites(logger, files)))\n"
    )

    read = json.loads(run_program("node", "--input-type=module", "-e", program, str(report)))

    (suite,) = read["suites"].values()
    found = {
        (test["classname"], test["name"], test.get("status") or "passed"): test.get("messages", [])
        for test in suite["tests"].values()
    }
    # It takes tests of one name for one, in whatever class they are.
    expected = {test.name: test for test in read_junit(report)}
    assert {name for _, name, _ in found} == set(expected)
    for (_, name, outcome), messages in found.items():
        assert outcome == expected[name].outcome
        assert outcome == "passed" or any(row.message in " ".join(messages) for row in CORPUS) or name == "job"


def test_junit_to_ctrf(report: Path, tmp_path: Path) -> None:
    program = install_node("junit-to-ctrf") / ".bin" / "junit-to-ctrf"
    result = tmp_path / "ctrf.json"

    run_program(str(program), str(report), "-o", str(result))

    read = json.loads(result.read_text(encoding="utf-8"))["results"]
    expected = read_junit(report)
    assert [(test["name"].partition(": ")[2], test["status"]) for test in read["tests"]] == [
        (_damage(test.name), _WORDS.get(test.outcome, test.outcome)) for test in expected
    ]
    assert [(test["message"], test["trace"]) for test in read["tests"] if test["status"] == "failed"] == [
        (_damage(test.message), _damage(test.text)) for test in expected if test.outcome == "failure"
    ]


@pytest.mark.parametrize("edition", ["allure-commandline", "allure"])
def test_allure(report: Path, tmp_path: Path, edition: str) -> None:
    results = tmp_path / "results"
    results.mkdir()
    (results / "report.xml").write_bytes(report.read_bytes())

    read = run_allure(edition, results, tmp_path)

    expected = read_junit(report)
    assert sorted((test.full_name, test.name, test.status) for test in read) == sorted(
        (f"{test.class_name}.{test.name}", test.name, _WORDS.get(test.outcome, test.outcome)) for test in expected
    )
    # Allure 3 has texts of JUnit as HTML.
    messages = [unescape(test.message) if edition == "allure" else test.message for test in read]
    assert sorted(filter(None, messages)) == sorted(test.message for test in expected if test.message)


def _damage(text: str) -> str:
    """Return a text as junit-to-ctrf has it, which composes letters and loses those beyond U+FFFF."""
    composed = normalize("NFC", text)
    return "".join(letter if letter <= "\uffff" else "\ufffd\ufffd" for letter in composed)
