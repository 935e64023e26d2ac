"""What readers show of a report, in one form."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tests.consumers.corpus import OPTIONS, Row
from tests.consumers.installing import install_node, install_python

__all__ = [
    "CHECKS",
    "AllureTest",
    "Seen",
    "list_expected",
    "read_junit",
    "run_allure",
    "run_program",
    "run_pytest",
    "run_python",
    "without_hashes",
]

#: The tests beside those of the findings, with their outcomes, where only a log is given.
CHECKS = [("content", "job", "skipped"), ("content", "log", "passed")]

_HASH = re.compile(r" #[0-9a-f]{12}(?= #\d+\Z|\Z)")


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A test as a reader shows it; ``message`` and ``text`` are empty if it passed."""

    class_name: str
    name: str
    outcome: str
    message: str = ""
    text: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """Class name, name and outcome."""
        return self.class_name, self.name, self.outcome


def without_hashes(tests: Sequence[Seen]) -> list[tuple[str, str, str]]:
    """Return the sorted identities without the hashes of names that do not show their whole text."""
    return sorted((_HASH.sub("", test.class_name), _HASH.sub("", test.name), test.outcome) for test in tests)


def list_expected(rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Return the sorted identities that a report of these rows must have."""
    found = list(CHECKS)
    for row in rows:
        class_name, outcome = f"content.{row.class_name or row.folder}", "failure" if row.is_error else "skipped"
        number = sum(name.partition(" #")[0] == row.name and other == class_name for other, name, _ in found) + 1
        found.append((class_name, row.name if number == 1 else f"{row.name} #{number}", outcome))
    return sorted(found)


def read_junit(path: Path) -> list[Seen]:
    """Read a JUnit file with lxml."""
    found = []
    for case in etree.parse(str(path)).iter("testcase"):
        outcome = next((child for child in case if child.tag in {"failure", "error", "skipped"}), None)
        class_name, name = case.get("classname", ""), case.get("name", "")
        if outcome is None:
            found.append(Seen(class_name, name, "passed"))
        else:
            found.append(Seen(class_name, name, str(outcome.tag), outcome.get("message", ""), outcome.text or ""))
    return found


@dataclass(frozen=True, slots=True)
class AllureTest:
    """A test in a report of Allure; ``earlier`` is the number of earlier runs that it is known from."""

    full_name: str
    name: str
    status: str
    message: str
    severity: str
    earlier: int


def run_allure(edition: str, results: Path, folder: Path) -> list[AllureTest]:
    """Generate a report of a folder of results, and return its tests; the history is kept in the other folder."""
    command = [str(install_node(edition) / ".bin" / "allure"), "generate"]
    output = folder / f"{results.name}-report"
    if edition == "allure":
        settings = folder / "allurerc.json"
        settings.write_text(json.dumps({"historyPath": str(folder / "history.jsonl")}), encoding="utf-8")
        command += ["--config", str(settings)]
    elif (folder / "history").exists():
        shutil.copytree(folder / "history", results / "history")
    subprocess.run(
        [*command, str(results), "--output", str(output)], cwd=folder, capture_output=True, check=True, timeout=120
    )
    if edition == "allure":
        return [_read_allure_3(file) for file in (output / "data" / "test-results").glob("*.json")]
    shutil.copytree(output / "history", folder / "history", dirs_exist_ok=True)
    return [_read_allure_2(file) for file in (output / "data" / "test-cases").glob("*.json")]


def _read_allure_2(file: Path) -> AllureTest:
    read = json.loads(file.read_text(encoding="utf-8"))
    extra = read["extra"]
    earlier = len(extra.get("history", {}).get("items", []))
    message = read.get("statusMessage", "")
    return AllureTest(read["fullName"], read["name"], read["status"], message, extra["severity"], earlier)


def _read_allure_3(file: Path) -> AllureTest:
    read = json.loads(file.read_text(encoding="utf-8"))
    labels = {label["name"]: label["value"] for label in read["labels"]}
    message, severity = read.get("error", {}).get("message", ""), labels.get("severity", "")
    return AllureTest(read["fullName"], read["name"], read["status"], message, severity, len(read["history"]))


def run_program(*command: str, **variables: str) -> str:
    """Run a reader, and return its output."""
    done = subprocess.run(
        command, env=os.environ | variables, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_python(reader: str, *arguments: str) -> str:
    """Run Python with a reader that is a package of Python, and return its output."""
    return run_program(sys.executable, *arguments, PYTHONPATH=str(install_python(reader)))


def run_pytest(log: Path, *arguments: str, plugins: Path | None = None, **variables: str) -> str:
    """Run pytest in the folder of the log, with plugins from another folder, and return its output."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("CONTENTJOBS_", "PYTEST_"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:randomly", f"--content-log={log.name}", *OPTIONS, *arguments],
        cwd=log.parent,
        env=environment | ({"PYTHONPATH": str(plugins)} if plugins else {}) | {"PYTHONIOENCODING": "utf-8"} | variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout + done.stderr
