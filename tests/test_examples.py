"""The examples run, and do what their comments say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

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
    done = run(examples.parent, "sh", "examples/ci/gate.sh", uri, environment=environment)

    assert done.returncode == status, done.stdout + done.stderr
    reports = examples.parent / "reports"
    assert outcomes(reports / "content.xml") == validated
    assert len(json.loads((reports / "content.json").read_bytes())["runs"]) == 1
    assert len(json.loads((reports / "codequality.json").read_bytes())) == validated["failure"]
    assert (reports / "import.xml").exists() == has_import
    started = [request.path.rpartition("v4")[2] for request in service.requests[since:] if request.method == "POST"]
    assert started == ["/import/content/validate", *(["/import/content"] if has_import else [])]


def test_code_scanning_and_code_quality_get_nothing_from_a_run_that_was_not_judged(
    examples: Path, service: ContentService
) -> None:
    uri = service.upload_package(EXAMPLES / "packages" / "clean", "example-elsewhere")

    environment = {**service.environment, "CONTENTJOBS_LOG_BUCKETS": "another-bucket"}
    done = run(examples.parent, "sh", "examples/ci/gate.sh", uri, environment=environment)

    assert done.returncode == 10, done.stdout + done.stderr
    assert (examples.parent / "reports" / "content.xml").exists()
    assert not (examples.parent / "reports" / "content.sarif").exists()
    assert not (examples.parent / "reports" / "codequality.json").exists()


def test_the_gate_starts_nothing_without_the_buckets_of_logs(examples: Path, service: ContentService) -> None:
    since = len(service.requests)

    done = run(
        examples.parent,
        *("sh", "examples/ci/gate.sh", "s3://bucket/x/"),
        environment={**service.environment, "CONTENTJOBS_LOG_BUCKETS": ""},
    )

    assert done.returncode == 4
    assert "CONTENTJOBS_LOG_BUCKETS" in done.stderr
    assert service.requests[since:] == []


CI = EXAMPLES / "ci"
#: The commands of each recipe, as its host would hand them to a shell.
COMMANDS: dict[str, Callable[[str], list[str]]] = {
    "gitlab-ci.yml": lambda text: yaml.safe_load(text)["content-gate"]["script"],
    "github-workflow.yml": lambda text: [step["run"] for step in steps_of(text) if "run" in step],
    "azure-pipelines.yml": lambda text: [step["script"] for step in steps_of(text) if "script" in step],
    "Jenkinsfile": lambda text: re.findall(r"^ +sh '(.+)'$", text, re.MULTILINE),
}
# Stand for pip, the virtual environment of Jenkins, and the gate, which other tests run: they note how they were called.
STUB = """#!/bin/sh
printf '%s\\n' "$(basename "$0") $*" >> "$CALLS"
test "$1" != -m || { mkdir -p gate/bin && cp "$0" gate/bin/pip; }
"""


def read(recipe: str) -> str:
    return (CI / recipe).read_text(encoding="utf-8")


def steps_of(text: str) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(text)["jobs"]
    return [step for job in (jobs.values() if isinstance(jobs, dict) else jobs) for step in job["steps"]]


@pytest.mark.skipif(os.name == "nt", reason="the recipes are for Unix shells")
@pytest.mark.parametrize("recipe", COMMANDS)
def test_the_commands_of_a_recipe_install_the_gate_and_run_it(tmp_path: Path, recipe: str) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("pip", "python", "contentjobs"):
        (tmp_path / "bin" / name).write_text(STUB, encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    shutil.copy(CI / "gate.sh", tmp_path)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "CALLS": str(tmp_path / "calls"), "CONTENT_SOURCE": "s3://bucket/a b/"}

    for command in COMMANDS[recipe](read(recipe)):
        subprocess.run(
            ["sh", "-euc", command],
            cwd=tmp_path,
            env={**environment, "CONTENTJOBS_LOG_BUCKETS": "my-logs", "AWS_USR": "key", "AWS_PSW": "secret"},
            check=True,
        )

    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    wheel = f"wheels/pytest_contentjobs-{version('pytest-contentjobs')}-py3-none-any.whl"
    assert next(call for call in calls if not call.startswith("python ")) == f"pip install {wheel}"
    assert calls[-2].startswith("contentjobs validate main=s3://bucket/a b/ --content-save=reports/saved ")
    assert calls[-1].startswith("contentjobs import s3://bucket/a b/ --after=reports/saved/main ")


@pytest.mark.parametrize("recipe", COMMANDS)
def test_a_recipe_has_a_time_limit_reports_and_the_buckets_of_logs(recipe: str) -> None:
    text = read(recipe)

    assert re.search(r"timeout: 5h|timeout-minutes: 300|timeoutInMinutes: 300|time: 5, unit: 'HOURS'", text)
    assert "CONTENTJOBS_LOG_BUCKETS" in text
    assert re.search(r"when: always|always\(\)|always \{", text)


def test_the_workflow_may_do_no_more_than_it_needs_and_names_versions_of_actions() -> None:
    text = read("github-workflow.yml")
    actions = [step["uses"] for step in steps_of(text) if "uses" in step]

    assert yaml.safe_load(text)["permissions"] == {
        "contents": "read",  # checkout
        "id-token": "write",  # configure-aws-credentials
        "security-events": "write",  # upload-sarif
    }
    assert {action.partition("@")[0].rpartition("/")[2] for action in actions} >= {
        "checkout",
        "configure-aws-credentials",
        "upload-sarif",
    }
    assert [action for action in actions if not re.fullmatch(r"[a-z-]+/[a-z/-]+@v\d+\.\d+\.\d+", action)] == []


@pytest.mark.parametrize("recipe", COMMANDS)
def test_what_others_can_set_is_never_a_part_of_a_script(recipe: str) -> None:
    assert not [command for command in COMMANDS[recipe](read(recipe)) if "${{" in command or "$(" in command]


def test_the_job_in_the_readme_installs_this_version_and_names_the_buckets() -> None:
    text = README.partition("```yaml\n")[2].partition("```")[0]

    assert isinstance(yaml.safe_load(text), dict)
    assert f"pip install pytest_contentjobs-{version('pytest-contentjobs')}-py3-none-any.whl" in text
    assert re.search(r"--content-job .*--content-log-buckets=[a-z]", text)


def test_the_gate_of_the_recipes_can_be_run() -> None:
    assert (CI / "gate.sh").stat().st_mode & 0o111


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
