"""The examples run, and do what their comments say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from pytest_contentjobs.emulator import ContentService
from tests.support import REPOSITORY, junit_cases

EXAMPLES = REPOSITORY / "examples"
README = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")
#: The console scripts of this environment, by the names that the examples use.
SCRIPTS = str(Path(sys.executable).parent)


def run(folder: Path, *command: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    path = f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', '')}"
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {}), "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A copy that can be written to."""
    ignored = shutil.ignore_patterns("reports", "__pycache__", ".pytest_cache")
    return Path(shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=ignored))


def outcomes(report: Path) -> Counter[str]:
    return Counter(case.outcome for case in junit_cases(report))


@pytest.mark.parametrize(
    ("package", "status", "validated", "has_import"),
    [
        ("clean", 0, Counter({"passed": 2}), True),
        ("support-center", 1, Counter({"passed": 2, "failure": 23}), False),
    ],
)
def test_the_gate_imports_only_clean_content(
    examples: Path, service: ContentService, package: str, status: int, validated: Counter[str], has_import: bool
) -> None:
    uri = service.upload_package(EXAMPLES / "packages" / package, f"example-{package}")
    since = len(service.requests)

    environment = {**service.environment, "CONTENTJOBS_LOG_BUCKETS": service.bucket}
    done = run(examples.parent, "sh", "examples/ci-gate/gate.sh", uri, environment=environment)

    assert done.returncode == status, done.stdout + done.stderr
    reports = examples.parent / "reports"
    assert outcomes(reports / "content.xml") == validated
    assert len(json.loads((reports / "content.json").read_bytes())["runs"]) == 1
    assert (reports / "import.xml").exists() == has_import
    started = [request.path.rpartition("v4")[2] for request in service.requests[since:] if request.method == "POST"]
    assert started == ["/import/content/validate", *(["/import/content"] if has_import else [])]


def test_the_gate_starts_nothing_without_the_buckets_of_logs(examples: Path, service: ContentService) -> None:
    since = len(service.requests)

    done = run(
        examples.parent,
        *("sh", "examples/ci-gate/gate.sh", "s3://bucket/x/"),
        environment={**service.environment, "CONTENTJOBS_LOG_BUCKETS": ""},
    )

    assert done.returncode == 4
    assert "CONTENTJOBS_LOG_BUCKETS" in done.stderr
    assert service.requests[since:] == []


RECIPES = {
    **{
        name: (EXAMPLES / "ci-gate" / name).read_text(encoding="utf-8")
        for name in ("gitlab-ci.yml", "github-workflow.yml")
    },
    "README": README.partition("```yaml\n")[2].partition("```")[0],
}


@pytest.mark.parametrize("name", RECIPES)
def test_recipes_are_yaml(name: str) -> None:
    assert isinstance(yaml.safe_load(RECIPES[name]), dict)


@pytest.mark.parametrize("name", RECIPES)
def test_recipes_install_a_version_and_say_where_logs_may_lie(name: str) -> None:
    text = RECIPES[name]

    installed = re.findall(r"pip install '?pytest[_-]contentjobs(?:==|-)([\d.]+\d)", text, re.MULTILINE)
    assert installed == [version("pytest-contentjobs")]
    assert re.search(r"--content-log-buckets=[a-z]|CONTENTJOBS_LOG_BUCKETS", text)
    assert "--content-job" in text or "sh examples/ci-gate/gate.sh " in text


@pytest.mark.parametrize("name", [name for name in RECIPES if "hub" in name])
def test_workflows_may_do_no_more_than_they_need_and_name_versions_of_actions(name: str) -> None:
    workflow = yaml.safe_load(RECIPES[name])
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    actions = [step["uses"] for step in steps if "uses" in step]

    needs_code = any(action.startswith("actions/checkout@") for action in actions)
    assert workflow["permissions"] == ({"contents": "read"} if needs_code else {})
    assert actions
    assert [action for action in actions if not re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+", action)] == []
    # What others can set is passed as a variable of the shell, and is never a part of its script.
    assert not any("${{" in step.get("run", "") for step in steps)


def test_the_gate_of_the_recipes_can_be_run() -> None:
    assert (EXAMPLES / "ci-gate" / "gate.sh").stat().st_mode & 0o111


# pytest takes a path that is separate from its option for a path of tests when it looks for its ini file.
LOG = ["--content-log=FOLDERvalidation-log.txt", "--content-status=FOLDERstatus.json"]


def log_in(folder: str) -> list[str]:
    return [text.replace("FOLDER", folder) for text in LOG]


def test_the_local_check_separates_new_from_known_and_links_to_lines(examples: Path) -> None:
    done = run(examples / "local-check", "pytest", *log_in(""), "--content-junit=c.xml", "-p", "no:randomly")

    assert done.returncode == 1, done.stdout + done.stderr
    cases = junit_cases(examples / "local-check" / "c.xml")
    assert Counter(case.outcome for case in cases) == {"passed": 3, "failure": 9, "skipped": 14}
    assert "  baseline: 7 known, 16 new, 0 fixed (known.json)" in done.stdout.splitlines()
    assert "tolerated by policy 1 (rule 'ART-204')" in "".join(case.text for case in cases if case.outcome == "skipped")
    assert "source: ../packages/support-center/knowledgehub/articles/articles.json:" in cases[-1].text + cases[5].text
    assert "ended on" not in done.stdout
    assert "matches no " not in done.stdout


STAFF = "Shop Staff (portal): topic 'Mobile Basic' does not exist (PRT-102)"


def test_own_tests_judge_instead_of_the_gates_items(examples: Path) -> None:
    done = run(examples / "own-tests", "pytest", *log_in("../local-check/"), "--junit-xml=r.xml", "-p", "no:randomly")

    assert done.returncode == 1, done.stdout + done.stderr
    failed = {case.name for case in junit_cases(examples / "own-tests" / "r.xml") if case.outcome == "failure"}
    assert failed == {
        f"test_no_error_is_in_a_portal_that_customers_see[content::no folder::{STAFF}]",
        "test_most_of_the_package_is_in_order[content]",
    }
    assert re.search(r"^  1 .*: unfinished text$", done.stdout, re.MULTILINE)
    announcement = (examples / "own-tests" / "announcement.txt").read_text(encoding="utf-8")
    assert announcement == "content: findings, 14 errors (status 1)\n"
