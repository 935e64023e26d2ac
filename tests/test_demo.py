"""The demo in the README, run as documented but faster, and its reports."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from tests.support import REPOSITORY, Case, junit_cases, rule_of

SCHEMA = REPOSITORY.parent / "shared" / "contract" / "junit-10.xsd"
# The number of defects by rule, from the table beside the sample.
SEEDED = {
    "ART-101": 2, "ART-102": 1, "ART-103": 2, "ART-104": 2, "ART-105": 2, "ART-106": 1, "TOP-102": 2, "PRT-102": 1,
    "ART-201": 1, "ART-202": 1, "ART-203": 3, "ART-204": 2, "FLD-201": 1, "TOP-201": 1, "RES-201": 1,
}  # fmt: skip


def demo(folder: Path, *arguments: str) -> tuple[str, list[Case], list[Case]]:
    examples = folder / "examples"
    shutil.copytree(REPOSITORY / "examples", examples, ignore=shutil.ignore_patterns("reports", "__pycache__"))
    done = subprocess.run(
        [sys.executable, str(examples / "demo" / "demo.py"), "--speed=400", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    reports = examples / "demo" / "reports"
    return done.stdout, junit_cases(reports / "junit.xml"), junit_cases(reports / "content.xml")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, list[Case], list[Case]]:
    folder = tmp_path_factory.mktemp("first")
    return folder, *demo(folder)


def failing(cases: list[Case]) -> list[Case]:
    return [case for case in cases if case.outcome != "passed"]


def test_each_seeded_defect_is_a_failing_case_and_nothing_else(first: tuple[Path, str, list[Case], list[Case]]) -> None:
    _, output, own, content = first

    for cases in (own, content):
        bad = failing(cases)
        assert {case.outcome for case in bad} == {"failure"}
        rules = [rule_of(case.name) for case in bad]
        assert {rule: rules.count(rule) for rule in rules} == SEEDED
        assert {case.identity for case in cases} - {case.identity for case in bad} == {
            ("validation", "job", "passed"),
            ("validation", "log", "passed"),
        }
    assert re.search(r"^validation: FAILED - 13 errors, 10 warnings$", output, re.MULTILINE)


@pytest.mark.wide
def test_second_run_has_the_same_names(first: tuple[Path, str, list[Case], list[Case]], tmp_path: Path) -> None:
    _, own, content = demo(tmp_path)

    assert sorted(case.identity for case in own) == sorted(case.identity for case in first[2])
    assert sorted(case.identity for case in content) == sorted(case.identity for case in first[3])


def test_clean_package_is_green(tmp_path: Path) -> None:
    _, own, _ = demo(tmp_path, "--package=clean")

    assert own
    assert failing(own) == []


@pytest.mark.skipif(not SCHEMA.exists(), reason=f"the schema {SCHEMA.name} is not beside this checkout")
def test_pytests_report_is_valid_by_its_schema(first: tuple[Path, str, list[Case], list[Case]]) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))

    schema.assertValid(etree.parse(str(first[0] / "examples/demo/reports/junit.xml")))
