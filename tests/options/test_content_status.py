from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import LOG, finished

Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


def save(pytester: pytest.Pytester, text: str) -> None:
    (pytester.path / "status.json").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("errors", "warnings", "says"),
    [
        (2, 1, "Job and log agree finding by finding."),
        (2, 0, "Job and log agree: the job counts items (2 errors and 0 warnings), the log has 2 errors and 1 warning"),
    ],
)
def test_counts_that_agree_leave_the_findings(
    pytester: pytest.Pytester, gate: Gate, errors: int, warnings: int, says: str
) -> None:
    save(pytester, json.dumps(finished(errors, warnings)))

    result = gate("--content-log=log.txt", "--content-status=status.json")

    assert result.ret == 1
    result.assert_outcomes(failed=3, passed=2)
    assert says in " ".join(result.stdout.str().split())


@pytest.mark.parametrize(("errors", "warnings"), [(1, 1), (3, 1), (2, 2), (0, 0)])
def test_counts_that_disagree_are_not_judged(pytester: pytest.Pytester, gate: Gate, errors: int, warnings: int) -> None:
    save(pytester, json.dumps(finished(errors, warnings)))

    result = gate("--content-log=log.txt", "--content-status=status.json")

    assert result.ret == 10
    result.assert_outcomes(failed=4, passed=1)


def test_log_of_another_job_is_not_judged(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    own, other = (f"import-logs-{digit * 8}-0000-4000-8000-000000000000.txt" for digit in "12")
    log.rename(pytester.path / other)
    save(pytester, json.dumps(finished(2, 1, logFileLocation=f"s3://bucket/logs/{own}")))

    result = gate(f"--content-log={other}", "--content-status=status.json")

    assert result.ret == 10
    assert (
        f"The log {other} is that of job 22222222-0000-4000-8000-000000000000, and the status beside it names the log of job "
        "11111111-0000-4000-8000-000000000000. Give --content-log and --content-status of the same job."
    ) in " ".join(result.stdout.str().replace("\nE", "\n").split())


def test_log_of_the_same_job_is_judged(pytester: pytest.Pytester, gate: Gate, log: Path) -> None:
    name = "import-logs-AAAAAAAA-0000-4000-8000-000000000000.txt"
    log.rename(pytester.path / name.lower())
    save(pytester, json.dumps(finished(2, 1, logFileLocation=f"s3://bucket/logs/{name}")))

    assert gate(f"--content-log={name.lower()}", "--content-status=status.json").ret == 1


def test_job_that_has_not_finished_is_not_judged(pytester: pytest.Pytester, gate: Gate) -> None:
    save(pytester, '{"status": "In Progress"}')

    result = gate("--content-log=log.txt", "--content-status=status.json")

    assert result.ret == 10
    assert "The job is still 'In Progress': it has not judged the content yet." in " ".join(result.stdout.str().split())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"status": ""}', "{broken", "[" * 100_000])
def test_file_without_a_status_is_wrong_usage(pytester: pytest.Pytester, gate: Gate, text: str) -> None:
    save(pytester, text)

    result = gate("--content-log=log.txt", "--content-status=status.json")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        ["ERROR: The status file 'status.json' holds no job status. Give --content-status the*"]
    )


def test_missing_file_is_wrong_usage(gate: Gate) -> None:
    result = gate("--content-log=log.txt", "--content-status=missing.json")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: The status file 'missing.json' cannot be read: No such file or directory.*"])


@pytest.mark.parametrize("logs", [[], ["--content-log=log.txt", "--content-log=log.txt"]], ids=["none", "two"])
def test_status_belongs_to_one_log(gate: Gate, logs: list[str]) -> None:
    result = gate("--content-status=status.json", *logs)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(
        [f"ERROR: --content-status belongs to exactly one --content-log, and {len(logs)} were given. *"]
    )
