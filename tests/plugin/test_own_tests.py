"""The fixtures for a user's own tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.support import CASES, CLEAN_LOG, LOG, finished, junit_cases

Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def log(pytester: pytest.Pytester) -> Path:
    path = pytester.path / "log.txt"
    path.write_text(LOG, encoding="utf-8")
    return path


def ids(pytester: pytest.Pytester, test: str) -> set[str]:
    names = [case.name for case in junit_cases(pytester.path / "r.xml")]
    return {name.removeprefix(f"{test}[").removesuffix("]") for name in names if name.startswith(f"{test}[")}


def test_a_test_runs_once_for_each_finding_under_the_name_of_the_gates_item(
    pytester: pytest.Pytester, gate: Gate
) -> None:
    pytester.makepyfile(
        """
        def test_all(content_finding, content_job): assert content_finding in content_job.findings
        def test_errors(content_error, content_findings): assert content_error in content_findings
        def test_warnings(content_warning): assert content_warning.severity == "warning"
        """
    )

    gate("--content-log=log.txt", "--content-log=again=log.txt", "--junit-xml=r.xml")

    names = {(class_name.replace("content.", "", 1), name) for class_name, name, _ in CASES}
    every = {f"{run}::{class_name}::{name}" for run in ("content", "again") for class_name, name in names}
    warnings = {one for one in every if "ART-201" in one}
    assert ids(pytester, "test_all") == every
    assert ids(pytester, "test_errors") == every - warnings
    assert ids(pytester, "test_warnings") == warnings
    failed = [case.name for case in junit_cases(pytester.path / "r.xml") if case.outcome == "failure"]
    assert not [name for name in failed if name.startswith("test_")]


@pytest.mark.parametrize("arguments", [[], ["--content-log=log.txt"]], ids=["no content option", "nothing found"])
def test_without_findings_it_is_skipped(pytester: pytest.Pytester, gate: Gate, log: Path, arguments: list[str]) -> None:
    log.write_text(CLEAN_LOG, encoding="utf-8")
    pytester.makepyfile("def test_it(content_finding): assert False")

    result = gate(*arguments)

    assert result.ret == 0
    result.assert_outcomes(skipped=1 + len(arguments), passed=len(arguments))


def test_two_kinds_of_findings_in_one_test_are_refused(pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.makepyfile("def test_it(content_error, content_warning): pass")

    result = gate("--content-log=log.txt")

    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.assert_outcomes(errors=1)
    assert re.search("test_it .*content_error and content_warning", result.stdout.str())


CLIENT = """
    def test_it(content_client):
        status = content_client.status("{job}", within=30)
        assert status.status == "{word}"
    """


def test_a_client_has_the_settings_of_the_session(
    pytester: pytest.Pytester, gate: Gate, service: ContentService
) -> None:
    job = service.add_job([finished(0, 0)])
    pytester.makepyfile(CLIENT.format(job=job, word="Successful"))

    result = gate("--content-log=log.txt", "-k", "test_it")

    result.assert_outcomes(passed=1, deselected=5)


def test_a_failing_test_with_a_client_shows_no_token(
    pytester: pytest.Pytester, gate: Gate, service: ContentService, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = service.add_job([finished(0, 0)])
    monkeypatch.setenv("CONTENTJOBS_CLIENT_SECRET", "client-canary-77")
    pytester.makepyfile(CLIENT.format(job=job, word="Failed"))
    token = service.environment["CONTENTJOBS_ACCESS_TOKEN"]

    result = gate(
        *("--content-log=log.txt", "-k", "test_it", "-vv", "--showlocals", "--tb=long", "--full-trace", "-rA"),
        *("-o", "junit_logging=all", "--junit-xml=r.xml", "--log-level=DEBUG"),
    )

    assert result.ret == 1
    written = result.stdout.str() + result.stderr.str() + (pytester.path / "r.xml").read_text(encoding="utf-8")
    assert "content_client" in written
    for secret in (token, "client-canary-77"):
        assert secret not in written


def test_without_a_domain_it_fails_and_says_what_to_do(pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.makepyfile("def test_it(content_client): pass")

    result = gate("--content-log=log.txt", "-k", "test_it")

    assert result.ret == 1
    assert re.search(r"--content-api-domain .*CONTENTJOBS_API_DOMAIN.* \(setting", result.stdout.str())


def test_without_a_content_option_a_client_is_skipped(pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.makepyfile("def test_it(content_client): assert False")

    gate().assert_outcomes(skipped=1)


@pytest.mark.parametrize(
    ("text", "own", "arguments", "status"),
    [
        (CLEAN_LOG, "pass", [], 0),
        (CLEAN_LOG, "assert False", [], 1),
        (LOG, "pass", ["--maxfail=2"], 1),
        (LOG, "pass", ["-x"], 1),
        (LOG + "no line end", "pass", ["-x"], 10),
        (LOG + "no line end", "assert False", [], 10),
        (CLEAN_LOG, "pass", ["-n", "1"], 0),
        (LOG, "pass", ["-x", "-n", "1"], 1),
        (LOG + "no line end", "pass", ["-x", "-n", "1"], 10),
    ],
)
def test_the_exit_status_is_the_judgements(
    pytester: pytest.Pytester,
    gate: Gate,
    log: Path,
    text: str,
    own: str,
    arguments: list[str],
    status: int,
) -> None:
    log.write_text(text, encoding="utf-8")
    pytester.makepyfile(f"def test_own(): {own}")

    assert gate("--content-log=log.txt", *arguments).ret == status
