"""What the tests of earlier reports share: runs of both faces, and what the reports of a run say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.reports.json_document import SCHEMA
from tests.support import junit_cases

Inside = Callable[..., tuple[int, str]]
PYTEST = (sys.executable, "-m", "pytest", "-p", "no:randomly")
REPORT = (sys.executable, "-m", "pytest_contentjobs.cli", "report")
FACES = pytest.mark.parametrize("face", [PYTEST, REPORT], ids=["pytest", "report"])
REPORTS = ("--content-junit=c.xml", "--content-json=c.json")
OLD_JUNIT = '<testsuites><testsuite name="content" tests="1"><testcase classname="content" name="job"/></testsuite></testsuites>'
OLD_JSON = '{"version": 1, "runs": []}'


def leave_green(folder: Path) -> None:
    (folder / "c.xml").write_text(OLD_JUNIT, encoding="utf-8")
    (folder / "c.json").write_text(OLD_JSON, encoding="utf-8")


def run(command: tuple[str, ...], *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*command, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )
    # pytest shows errors of the tests' own conftest files as tracebacks.
    assert "Traceback" not in done.stderr
    return done


def assert_not_judged(folder: Path, *, names: tuple[str, ...] = ("content",)) -> None:
    """See that both reports are valid, and say that the run did not come to its end."""
    errors = [case for case in junit_cases(folder / "c.xml") if case.outcome == "error"]
    assert [(case.class_name, case.name) for case in errors] == [(name, "job") for name in names]
    document = json.loads((folder / "c.json").read_text(encoding="utf-8"))
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(document)
    found = [
        (one["name"], one["judgement"]["outcome"], Reason.RUN_UNFINISHED in one["judgement"]["codes"])
        for one in document["runs"]
    ]
    assert found == [(name, "not judged", True) for name in names]


def lock_files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".contentjobs-*")]
