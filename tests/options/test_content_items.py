"""--content-items, CONTENTJOBS_ITEMS and content_items."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import CLEAN_LOG, junit_cases

Gate = Callable[..., pytest.RunResult]
CHECKS = {("content", "job", "skipped"), ("content", "log", "passed")}
EACH = "def test_each(content_finding): pass"
RUN = "def test_run(content_job): pass"
ERRORS = "def test_error(content_error): pass"
NOT_TESTED = re.compile(r" (\d+) of 3 failing findings in '(\w+)'.*? \(findings-not-tested\)")
pytestmark = pytest.mark.usefixtures("log")


@pytest.mark.parametrize(
    ("tests", "arguments", "status", "unseen"),
    [
        (EACH, [], 0, 0),
        (RUN, [], 0, 0),
        ("def test_all(content_findings): pass", [], 0, 0),
        ("def test_both(content_job, content_finding): assert content_finding in content_job.findings", [], 0, 0),
        ("def test_both(content_findings, content_error): assert content_error in content_findings", [], 1, 1),
        (ERRORS, [], 1, 1),
        (ERRORS, ["--content-fail-on=error"], 0, 0),
        ("def test_own(): pass", [], 1, 3),
        (f"import pytest\n@pytest.mark.skip\n{RUN}", [], 1, 3),
        (f"import pytest\n@pytest.mark.xfail(run=False)\n{RUN}", [], 1, 3),
        ("import pytest\ndef test_run(content_job): pytest.skip('later')", [], 1, 3),
        (f"{RUN}\ndef test_other(): pass", ["-k", "test_other"], 1, 3),
        (EACH, ["-k", "TOP-102 or job or log"], 0, 2),
        ("", [], 1, 3),
    ],
)
def test_findings_count_as_tested_if_a_test_that_ran_uses_them(
    pytester: pytest.Pytester, gate: Gate, tests: str, arguments: list[str], status: int, unseen: int
) -> None:
    pytester.makepyfile(test_own=tests)

    result = gate("--content-log=log.txt", "--content-items=checks", "--content-json=c.json", *arguments)

    assert result.ret == status
    (run,) = json.loads((pytester.path / "c.json").read_text())["runs"]
    assert (run["not_run"], len(run["findings"])) == (unseen, 3)
    shown = " ".join(result.stdout.str().split())
    assert NOT_TESTED.findall(shown) == ([(str(unseen), "content")] if status else [])
    assert (re.search(r" \d+ findings? did not run", shown) is not None) == bool(unseen)


def test_findings_of_each_run_must_be_tested(pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.makepyfile("import pytest\ndef test_run(content_job): content_job.name == 'a' or pytest.skip('x')")

    result = gate("--content-log=a=log.txt", "--content-log=b=log.txt", "--content-items=checks")

    assert result.ret == 1
    assert NOT_TESTED.findall(" ".join(result.stdout.str().split())) == [("3", "b")]


def test_only_the_checks_are_collected(pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.makepyfile(test_own=RUN)

    gate("--content-log=log.txt", "--junit-xml=r.xml", "--content-items=checks")

    own = {("test_own", "test_run[content]", "passed")}
    assert {case.identity for case in junit_cases(pytester.path / "r.xml")} == CHECKS | own


def test_clean_content_needs_no_tests(gate: Gate, log: Path) -> None:
    log.write_text(CLEAN_LOG, encoding="utf-8")

    assert gate("--content-log=log.txt", "--content-items=checks").ret == 0


def test_run_that_was_not_judged_is_red_even_if_it_is_tested(pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.makepyfile(RUN)

    assert gate("--content-log=missing.txt", "--content-items=checks").ret == 10


def test_unknown_word_is_a_usage_error(usage_error: Callable[..., tuple[str, str]]) -> None:
    code, text = usage_error("--content-log=log.txt", "--content-items=none")

    assert code == "value-invalid"
    assert "--content-items" in text
