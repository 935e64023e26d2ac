"""Several jobs in one run: they are waited for at the same time, and one that breaks does not hide the others."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.support import CLEAN_LOG, LOG, finished

Gate = Callable[..., pytest.RunResult]
RUNNING = {"status": "In Progress", "progress": {"processed": 1, "total": 10, "percentage": 10}}


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTENTJOBS_POLL_INTERVAL", "0.05")


def test_each_job_has_its_own_outcome_whatever_the_others_do(
    pytester: pytest.Pytester, gate: Gate, service: ContentService
) -> None:
    clean = service.add_job([RUNNING, finished(0, 0)], log=CLEAN_LOG.encode())
    bad = service.add_job([finished(2, 1)], log=LOG.encode())
    broken = service.add_job([RUNNING, RUNNING, {"status": "Failed", "error": "disk full"}])
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")

    result = gate(
        *("--content-job", f"clean={clean}", "--content-job", f"bad={bad}", "--content-job", f"broken={broken}"),
        *("--content-log=alone=log.txt", "--content-json=c.json"),
    )

    assert result.ret == 10
    document = json.loads((pytester.path / "c.json").read_text(encoding="utf-8"))
    assert [(run["name"], run["judgement"]["outcome"], len(run["findings"])) for run in document["runs"]] == [
        ("clean", "clean", 0),
        ("bad", "findings", 3),
        ("broken", "not judged", 0),
        ("alone", "clean", 0),
    ]


def test_they_are_waited_for_at_the_same_time(gate: Gate, service: ContentService) -> None:
    # The first never ends: one after the other, the second would be asked for the first time after it.
    first = service.add_job([RUNNING])
    second = service.add_job([RUNNING, RUNNING, finished(0, 0)], log=CLEAN_LOG.encode())

    result = gate("--content-job", f"first={first}", "--content-job", f"second={second}", "--content-timeout=1s")

    assert result.ret == 10
    result.stdout.fnmatch_lines(["second: PASSED - *"])
    asked = [first if first in request.path else second for request in service.requests if "/status" in request.path]
    last_of_second = len(asked) - 1 - asked[::-1].index(second)
    assert first in asked[:last_of_second]


def test_each_has_lines_of_its_own_while_it_is_waited_for(gate: Gate, service: ContentService) -> None:
    jobs = {name: service.add_job([RUNNING, finished(0, 0)], log=CLEAN_LOG.encode()) for name in ("a", "b", "c")}

    result = gate(*(f"--content-job={name}={job}" for name, job in jobs.items()))

    assert result.ret == 0
    for name, job in jobs.items():
        assert [line.partition(": ")[2] for line in result.stdout.lines if line[8:].split()[1:2] == [f"{name}:"]] == [
            f"waiting for job {job}",
            "In Progress, 1 of 10 items (10 %)",
            "Successful, 10 of 10 items (100 %)",
        ]
