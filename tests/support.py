"""What several test files share: logs to judge, and reports read back."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from junitparser import JUnitXml, Skipped
from lxml import etree

from pytest_contentjobs.model.reason import Reason

#: The root of the repository, where examples and README are.
REPOSITORY = Path(__file__).resolve().parents[1]
#: Where the vendor's OpenAPI description and pytest's JUnit schema may be.
CONTRACT = Path(os.environ.get("CONTENTJOBS_CONTRACT_DIR", REPOSITORY.parent / "shared" / "contract"))
INFO = "2026-11-23 10:00:00,000 INFO  [main] content.validation - validation started\n"
REFUND_ERROR = (
    "2026-11-23 10:00:01,123 ERROR [worker-1] content.validation - ART-104 "
    "article 'Billing/Refunds/How to get a refund' (articles[12]): content file 'content/refund.html' does not exist\n"
)
REFUND_WARNING = (
    "2026-11-23 10:00:02,123 WARN  [worker-1] content.validation - ART-201 "
    "article 'Billing/Refunds/How to get a refund' (articles[12]): language 'en-UK' is not supported\n"
)
TOPIC_ERROR = (
    "2026-11-23 10:00:03,123 ERROR [worker-2] content.validation - TOP-102 "
    "topic 'Getting started' (topics[2]): article 'Internet/Setup' is unknown\n"
)
#: Two errors and a warning, about two items.
LOG = INFO + REFUND_ERROR + REFUND_WARNING + TOPIC_ERROR
CLEAN_LOG = INFO + "2026-11-23 10:00:04,000 INFO  [main] content.validation - validation finished\n"

REFUND_CLASS = "content.Billing/Refunds"
TOPIC_CLASS = "content.no folder"
REFUND_NAME = "How to get a refund: content file 'content/refund.html' does not exist (ART-104)"
#: What the JUnit reports of ``LOG`` hold: class name, name and outcome of each case.
CASES = {
    (REFUND_CLASS, REFUND_NAME, "failure"),
    (REFUND_CLASS, "How to get a refund: language 'en-UK' is not supported (warning ART-201)", "failure"),
    (TOPIC_CLASS, "Getting started (topic): article 'Internet/Setup' is unknown (TOP-102)", "failure"),
}


def finished(errors: int, warnings: int, **fields: object) -> dict[str, object]:
    """Make the status of a job that ended as Successful, with the counts of its results."""
    return {
        "status": "Successful",
        "jobType": "Validation",
        "progress": {"processed": 10, "total": 10, "percentage": 100},
        "results": {"successful": 10 - errors - warnings, "warnings": warnings, "errors": errors},
        **fields,
    }


def without_ports(text: str) -> str:
    """Return a text for a snapshot: the ports of servers on this machine vary."""
    return re.sub(r"(?<=127\.0\.0\.1:)\d+", "PORT", text)


def at_least(examples: int) -> settings:
    """Try a property with this many examples, or with more if the profile wants more; the quick profile takes a fifth."""
    if os.environ.get("HYPOTHESIS_PROFILE", "quick") == "quick":
        examples //= 5
    return settings(max_examples=max(examples, settings().max_examples))


_ERROR_LINE = re.compile(r"^ERROR: .* \(([a-z0-9-]+)\)$", re.MULTILINE)


def reason_of(text: str) -> str:
    """Return the reason code of the only ``ERROR:`` line of an output."""
    (code,) = _ERROR_LINE.findall(text)
    return str(Reason(code))


def reasons_of(result: pytest.RunResult) -> set[str]:
    """Return the reason codes that pytest's output shows with ``-v``."""
    shown = re.findall(r"^  \| reasons: (.+)$", result.stdout.str(), re.MULTILINE)
    return {str(Reason(code)) for line in shown for code in line.split(", ")}


@dataclass(frozen=True)
class Case:
    """A test case of a JUnit report."""

    class_name: str
    name: str
    outcome: str
    message: str
    text: str

    @property
    def identity(self) -> tuple[str, str, str]:
        """What reports compare between runs, and the outcome."""
        return self.class_name, self.name, self.outcome


def junit_cases(path: Path) -> list[Case]:
    """Read all cases of a JUnit file, and see that the counts of its suites are those of their cases."""
    root = ET.parse(path).getroot()  # noqa: S314 - our own file
    cases = []
    for suite in root.iter("testsuite"):
        own = [_case(element) for element in suite.iter("testcase")]
        outcomes = Counter(case.outcome for case in own)
        counts = {name: int(suite.get(name) or 0) for name in ("tests", "failures", "errors", "skipped")}
        assert counts == {
            "tests": len(own),
            "failures": outcomes["failure"],
            "errors": outcomes["error"],
            "skipped": outcomes["skipped"],
        }
        cases += own
    return cases


def _case(element: ET.Element) -> Case:
    outcome = next((child for child in element if child.tag in {"failure", "error", "skipped"}), None)
    return Case(
        element.get("classname", ""),
        element.get("name", ""),
        outcome.tag if outcome is not None else "passed",
        outcome.get("message", "") if outcome is not None else "",
        (outcome.text or "") if outcome is not None else "",
    )


def rule_of(name: str) -> str:
    """Return the code of the rule in the name of a case; the name itself if it has none, since it is that of a check."""
    found = re.search(r"\((?:\w+ )?([A-Z]+-\d+)\)", name)
    return found[1] if found else name


def skips_read_back(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Read the skipped cases of a JUnit file with a reader of others: message and text by class name and name."""
    return {
        (case.classname, case.name): (result.message, result.text or "")
        for suite in JUnitXml.fromfile(str(path))
        for case in suite
        for result in case.result
        if isinstance(result, Skipped)
    }


def assert_valid_junit(path: Path) -> None:
    """See that a report of pytest's is valid by the schema that its readers use, where that is at hand."""
    schema = CONTRACT / "junit-10.xsd"
    if schema.exists():
        etree.XMLSchema(etree.parse(str(schema))).assertValid(etree.parse(str(path)))
