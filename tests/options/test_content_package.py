"""--content-package, CONTENTJOBS_PACKAGE and content_package."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.findings.package.samples import ARTICLES, HUB, article, folder_with, one_a_line, zip_with
from tests.support import CASES, REFUND_CLASS, TOPIC_CLASS, junit_cases

Gate = Callable[..., pytest.RunResult]

REFUND = article("How to get a refund", "Billing/Refunds")
#: In this package the article of ``LOG`` is on line 14, and its topic on line 4.
FILES = {
    ARTICLES: one_a_line("articles", *[article(f"Article {number}") for number in range(12)], REFUND),
    HUB: '{"knowledge": {"topics": [\n{"name": "A"},\n{"name": "B"},\n  {"name": "Getting started"}]}}\n',
}
WITHOUT_INDEX = "ERROR article 'Billing/Refunds/How to get a refund' is not published\nINFO done\n"
pytestmark = pytest.mark.usefixtures("log")


@pytest.fixture
def package(pytester: pytest.Pytester) -> Path:
    return folder_with(pytester.path / "package", FILES)


def sources(path: Path) -> set[tuple[str, str]]:
    """Read the class name and the source of each finding from a JUnit report."""
    lines = [(case.class_name, line) for case in junit_cases(path) for line in case.text.splitlines()]
    return {(class_name, line.removeprefix("E").strip()) for class_name, line in lines if "source: " in line}


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("form", ["package", "package/knowledgehub", "{folder}/package"])
def test_findings_name_file_line_and_column(pytester: pytest.Pytester, gate: Gate, form: str) -> None:
    path = form.format(folder=pytester.path)
    shown = f"{path.removesuffix('/knowledgehub')}/knowledgehub"

    result = gate("--content-log=log.txt", f"--content-package={path}", "--content-junit=c.xml", "--junit-xml=r.xml")

    assert result.ret == 1
    expected = {
        (REFUND_CLASS, f"source: {shown}/articles/articles.json:14:1"),
        (TOPIC_CLASS, f"source: {shown}/knowledgehub.json:4:3"),
    }
    assert sources(pytester.path / "c.xml") == expected
    assert sources(pytester.path / "r.xml") == expected
    assert {case.identity for case in junit_cases(pytester.path / "r.xml") if "." in case.class_name} == CASES


def keep_locations(pytester: pytest.Pytester) -> None:
    """Record the locations that annotations are made of: those in failure texts, and those of the tests."""
    pytester.makeconftest(
        """
        def pytest_runtest_logreport(report):
            if report.failed:
                crash = report.longrepr.reprcrash
                with open("locations.txt", "a", encoding="utf-8") as file:
                    print(f"{crash.path}:{crash.lineno}", *report.location[:2], sep="|", file=file)
        """
    )


def locations(pytester: pytest.Pytester) -> set[tuple[str, str, int]]:
    lines = [line.split("|") for line in (pytester.path / "locations.txt").read_text(encoding="utf-8").splitlines()]
    return {(crash, file, int(line)) for crash, file, line in lines}


@pytest.mark.usefixtures("package")
def test_locations_are_those_of_the_package(pytester: pytest.Pytester, gate: Gate) -> None:
    keep_locations(pytester)

    result = gate("--content-log=log.txt", "--content-package=package", "--content-junit=c.xml")

    assert result.ret == 1
    articles, hub = f"package/{ARTICLES}", f"package/{HUB}"
    assert locations(pytester) == {(f"{articles}:14", articles, 13), (f"{hub}:4", hub, 3)}
    attributes = [element.attrib for element in ET.parse(pytester.path / "c.xml").iter("testcase")]  # noqa: S314 - our own file
    assert {(case["classname"], case["file"], case["line"]) for case in attributes if "file" in case} == {
        (REFUND_CLASS, articles, "14"),
        (TOPIC_CLASS, hub, "4"),
    }


def test_findings_name_the_lines_of_files_in_a_zip_file(pytester: pytest.Pytester, gate: Gate) -> None:
    keep_locations(pytester)
    zip_with(pytester.path / "package.zip", FILES)

    result = gate("--content-log=log.txt", "--content-package=package.zip", "--content-junit=c.xml")

    assert result.ret == 1
    assert sources(pytester.path / "c.xml") == {
        (REFUND_CLASS, f"source: {ARTICLES}:14:1"),
        (TOPIC_CLASS, f"source: {HUB}:4:3"),
    }
    assert locations(pytester) == {(f"log.txt:{line}", "log.txt", line - 1) for line in (2, 3, 4)}


@pytest.mark.parametrize(
    ("equals", "says"),
    [
        (2, "source: one of package/{0}:2:1, package/{0}:3:1"),
        (
            6,
            "source: one of package/{0}:2:1, package/{0}:3:1, package/{0}:4:1, package/{0}:5:1, package/{0}:6:1, and more",
        ),
    ],
)
def test_ambiguous_source_lists_all_candidates(
    pytester: pytest.Pytester, gate: Gate, log: Path, equals: int, says: str
) -> None:
    folder_with(pytester.path / "package", {ARTICLES: one_a_line("articles", *[REFUND] * equals)})
    log.write_text(WITHOUT_INDEX, encoding="utf-8")

    assert gate("--content-log=log.txt", "--content-package=package", "--content-junit=c.xml").ret == 1

    assert sources(pytester.path / "c.xml") == {(REFUND_CLASS, says.format(ARTICLES))}
    attributes = [element.attrib for element in ET.parse(pytester.path / "c.xml").iter("testcase")]  # noqa: S314 - our own file
    assert not [case for case in attributes if "file" in case]


def test_finding_that_is_not_in_the_package_has_no_source(pytester: pytest.Pytester, gate: Gate) -> None:
    folder_with(pytester.path / "package", {ARTICLES: '{"articles": []}'})

    result = gate("--content-log=log.txt", "--content-package=package", "--content-junit=c.xml")

    result.assert_outcomes(failed=3, passed=1, skipped=1)
    assert sources(pytester.path / "c.xml") == set()


@pytest.mark.parametrize(
    ("package", "code"),
    [
        ("missing", "file-unreadable"),
        ("log.txt", "package-damaged"),
        ("empty", "package-not-found"),
        ("broken", "package-json-invalid"),
        ("", "value-invalid"),
    ],
)
def test_unreadable_package_is_a_usage_error_before_any_request(
    pytester: pytest.Pytester, gate: Gate, monkeypatch: pytest.MonkeyPatch, package: str, code: str
) -> None:
    folder_with(pytester.path / "broken", {ARTICLES: '{"articles": '})
    pytester.mkdir("empty")
    monkeypatch.setenv("CONTENTJOBS_ACCESS_TOKEN", "token")
    job = ["--content-job=7A84B875-6F75-4C7B-B137-0632B62DB0BD", "--content-api-domain=nobody.invalid"]

    result = gate(*job, "--content-package", package)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert (repr(package) if package else "--content-package") in result.stderr.str()
    assert code in result.stderr.str()
    assert "waiting for job" not in result.stdout.str()


def test_own_tests_see_the_source(pytester: pytest.Pytester, gate: Gate, package: Path) -> None:
    pytester.makepyfile(
        """
        def test_places(content_job):
            assert [(finding.source.file, finding.source.line) for finding in content_job.warnings] == [
                ("knowledgehub/articles/articles.json", 14)
            ]
        """
    )

    gate("--content-log=log.txt", "--content-package", package).assert_outcomes(failed=3, passed=2, skipped=1)


def test_file_and_line_that_the_log_states_are_used(
    pytester: pytest.Pytester, gate: Gate, log: Path, package: Path
) -> None:
    entry = {"level": "ERROR", "message": "is odd", "file": "articles/articles.json", "line": 3, "column": 7}
    log.write_text(f"{json.dumps(entry)}\n", encoding="utf-8")

    gate("--content-log=log.txt", "--content-package", package.name, "--content-junit=c.xml")

    assert sources(pytester.path / "c.xml") == {("content.articles", f"source: package/{ARTICLES}:3:7")}
