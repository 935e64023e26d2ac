"""The plugin in a pytest session: its tests, what is selected, and pytest's own options."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.plugin.support import run
from tests.support import CASES, CLEAN_LOG, LOG, REFUND_CLASS, TOPIC_CLASS, junit_cases, rule_of

CHECKS = {("content", "job", "skipped"), ("content", "log", "passed")}


@pytest.fixture
def own_tests(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_own="""
        def test_passes():
            pass

        def test_fails():
            assert False, "own failure"
        """
    )


def left_out(result: pytest.RunResult) -> int:
    """Return the number of findings without a test in the session, as the terminal shows it."""
    found = re.search(r"^  (\d+) findings? did not run", result.stdout.str(), re.MULTILINE)
    return int(found[1]) if found else 0


def identities(path: Path) -> set[tuple[str, str, str]]:
    cases = [case.identity for case in junit_cases(path)]
    assert len(set(cases)) == len(cases)
    return set(cases)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("family", ["xunit1", "xunit2"])
def test_junit_has_one_failing_case_a_finding(pytester: pytest.Pytester, family: str) -> None:
    result = run(pytester, "--content-log", "log.txt", "--junit-xml=r.xml", "-o", f"junit_family={family}")

    assert result.ret == 1
    result.assert_outcomes(failed=3, passed=1, skipped=1)
    assert identities(pytester.path / "r.xml") == CASES | CHECKS


def test_clean_log_is_green(pytester: pytest.Pytester) -> None:
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")

    result = run(pytester, "--content-log", "log.txt")

    assert result.ret == 0
    result.assert_outcomes(passed=1, skipped=1)


@pytest.mark.usefixtures("log")
def test_collect_only_shows_the_tree_and_runs_nothing(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--content-log", "log.txt", "--collect-only")

    assert result.ret == 0
    tree = result.outlines[result.outlines.index("collected 5 items") + 2 :][:9]
    assert [line.strip() for line in tree] == [
        "<ContentJob content>",
        "<CheckItem job>",
        "<CheckItem log>",
        "<ContentClass Billing/Refunds>",
        "<FindingItem How to get a refund: content file 'content/refund.html' does not exist (ART-104)>",
        "<FindingItem How to get a refund: language 'en-UK' is not supported (warning ART-201)>",
        "<ContentClass no folder>",
        "<FindingItem Getting started (topic): article 'Internet/Setup' is unknown (TOP-102)>",
        "",
    ]
    result.assert_outcomes()


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("selection", "expected", "status"),
    [
        (["-k", "refund"], {name for name in CASES if name[0] == REFUND_CLASS}, 1),
        (["-k", "TOP-102"], {name for name in CASES if name[0] == TOPIC_CLASS}, 1),
        (["-m", "content_warning"], {name for name in CASES if rule_of(name[1]) == "ART-201"}, 1),
        (["-m", "content_error"], {name for name in CASES if rule_of(name[1]) != "ART-201"}, 1),
        (["-m", "not content_error and not content_warning"], CHECKS, 0),
        (["-m", "content"], {*CASES, *CHECKS}, 1),
        (["-m", "not content"], set(), 5),
        (["-k", "nothing"], set(), 5),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_selection_runs_what_it_selects_and_counts_the_rest(
    pytester: pytest.Pytester, selection: list[str], expected: set[tuple[str, str, str]], status: int
) -> None:
    result = run(pytester, "--content-log", "log.txt", "--strict-markers", "--junit-xml=r.xml", *selection)

    assert result.ret == status
    assert identities(pytester.path / "r.xml") == expected
    assert left_out(result) == 3 - len(expected & CASES)


@pytest.mark.usefixtures("log")
def test_x_stops_at_the_first_failure(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--content-log", "log.txt", "-x")

    assert result.ret == 1
    result.assert_outcomes(failed=1, passed=1, skipped=1)
    assert left_out(result) == 2


def test_last_failed_runs_the_failed_findings_again(pytester: pytest.Pytester, log: Path) -> None:
    run(pytester, "--content-log", "log.txt")
    log.write_text(LOG.replace("10:00:", "11:30:").replace("worker-1", "worker-7"), encoding="utf-8")

    result = run(pytester, "--content-log", "log.txt", "--lf", "--junit-xml=r.xml")

    assert result.ret == 1
    assert identities(pytester.path / "r.xml") == CASES


@pytest.mark.usefixtures("log", "own_tests")
def test_own_tests_run_beside_the_gate(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--content-log", "log.txt", "--junit-xml=r.xml")

    assert result.ret == 1
    own = {("test_own", "test_passes", "passed"), ("test_own", "test_fails", "failure")}
    assert identities(pytester.path / "r.xml") == CASES | CHECKS | own
    # pytest shows the failure of the user's test as usual, and none of the gate's.
    assert result.stdout.str().count("FAILED test_own.py::test_fails") == 1
    assert "E   error ART-104" not in result.stdout.str()
    # The user's own failure is named as such, beside the verdict on the content.
    verdicts = ["content: FAILED - 2 errors, 1 warning", "your tests: FAILED - 1 failed"]
    assert [line for line in result.outlines if line in verdicts] == [verdicts[0], verdicts[1], verdicts[0]]


@pytest.mark.usefixtures("log", "own_tests")
def test_several_logs_have_names_of_their_own(pytester: pytest.Pytester) -> None:
    (pytester.path / "clean.log").write_text(CLEAN_LOG, encoding="utf-8")

    result = run(
        pytester,
        "test_own.py::test_passes",
        "--content-log=log.txt",
        "--content-log=log.txt",
        "--content-log=nightly=clean.log",
        "--junit-xml=r.xml",
    )

    assert result.ret == 1
    again = {(name[0].replace("content", "content-2", 1), *name[1:]) for name in CASES | CHECKS}
    nightly = {("nightly", "job", "skipped"), ("nightly", "log", "passed")}
    own = {("test_own", "test_passes", "passed")}
    assert identities(pytester.path / "r.xml") == CASES | CHECKS | again | nightly | own


@pytest.mark.usefixtures("log")
def test_without_the_plugin_its_options_are_unknown(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess("-p", "no:contentjobs", "--content-log", "log.txt")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*unrecognized arguments: --content-log*"])


@pytest.mark.usefixtures("log")
def test_without_a_terminal_the_report_is_the_same(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess("-p", "no:terminal", "--content-log", "log.txt", "--junit-xml=r.xml")

    assert result.ret == 1
    assert result.outlines == []
    assert identities(pytester.path / "r.xml") == CASES | CHECKS


@pytest.mark.usefixtures("own_tests")
@pytest.mark.parametrize(
    "arguments", [["--fixtures"], ["--fixtures-per-test"], ["--cache-show"], ["--help"], ["--version"]]
)
def test_nothing_is_judged_if_pytest_only_informs(pytester: pytest.Pytester, arguments: list[str]) -> None:
    result = run(pytester, "--content-log", "missing.txt", *arguments)

    assert result.ret == 0


@pytest.mark.parametrize(
    "arguments",
    [["-vv"], ["-q"], ["-qq"], ["--tb=long"], ["--tb=short"], ["--tb=line"], ["--tb=native"], ["--tb=no"], ["-rA"]],
    ids="".join,
)
@pytest.mark.usefixtures("log")
def test_pytest_shows_no_dump_of_findings(pytester: pytest.Pytester, arguments: list[str]) -> None:
    result = run(pytester, "--content-log", "log.txt", *arguments)

    assert result.ret == 1
    output = result.stdout.str()
    assert "= FAILURES =" not in output
    assert "Traceback" not in output
    assert len(re.findall(r"^content: FAILED - 2 errors, 1 warning$", output, re.MULTILINE)) == 2


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("arguments", "failed"),
    [
        (["--setup-show"], 3),
        (["--setup-only"], 3),
        (["--durations=3"], 3),
        (["--stepwise"], 1),
        (["--pdb"], 3),
        (["-p", "randomly"], 3),
        (["--runxfail"], 3),
        (["--maxfail=2"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_other_options_of_pytest_leave_the_findings_failing(
    pytester: pytest.Pytester, arguments: list[str], failed: int
) -> None:
    started = {"--pdb", "-p"} & set(arguments)
    result = (
        pytester.runpytest_subprocess("--content-log", "log.txt", *arguments)
        if started
        else run(pytester, "--content-log", "log.txt", *arguments)
    )

    assert result.ret == (2 if arguments == ["--stepwise"] else 1)
    assert result.parseoutcomes()["failed"] == failed
    assert result.stderr.str() == ""


@pytest.mark.usefixtures("log")
def test_text_of_a_failure(pytester: pytest.Pytester) -> None:
    run(pytester, "--content-log", "log.txt", "--junit-xml=r.xml")

    refund = next(case for case in junit_cases(pytester.path / "r.xml") if rule_of(case.name) == "ART-104")
    assert refund.message == (
        "ART-104: content file 'content/refund.html' does not exist "
        "(article Billing/Refunds/How to get a refund, index 12)"
    )
    first, *lines = refund.text.splitlines()
    assert first == "log.txt:2: ContentError"
    assert all(line.startswith("E   ") for line in lines)
    assert "E   log: log.txt line 2" in lines
    assert lines[-1] == "E     | " + LOG.splitlines()[1]


@pytest.mark.usefixtures("log")
def test_a_green_session_that_left_out_what_fails_says_so(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--content-log", "log.txt", "-m", "not content_error and not content_warning")

    assert result.ret == 0
    *_, verdict, last = (line for line in result.outlines if line and not line.startswith("="))
    assert verdict.startswith("content: FAILED - 2 errors, 1 warning; 3 findings ")
    assert "failed" in last


@pytest.mark.usefixtures("log")
def test_a_session_in_which_findings_fail_does_not(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--content-log", "log.txt", "-m", "content_error")

    *_, last = (line for line in result.outlines if line and not line.startswith("="))
    assert last.startswith("content: FAILED - 2 errors, 1 warning; 1 finding ")


@pytest.mark.usefixtures("log")
def test_the_environment_names_the_test_that_runs(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "outer")
    pytester.makeconftest(
        """
        import os
        SEEN = []
        def pytest_runtest_makereport(item, call): SEEN.append(os.environ["PYTEST_CURRENT_TEST"])
        def pytest_terminal_summary(): print("SEEN", SEEN[:3], os.environ.get("PYTEST_CURRENT_TEST"))
        """
    )

    result = run(pytester, "--content-log", "log.txt", "-k", "TOP-102")

    (seen,) = (line for line in result.outlines if line.startswith("SEEN"))
    assert [f"({when})" in seen for when in ("setup", "call", "teardown")] == [True] * 3
    assert seen.count("content::") == 3
    assert seen.endswith(" None")
