"""Nothing in a session hides a finding: not a hook, a marker, an exit status or a blocked plugin."""

from __future__ import annotations

import pytest

from pytest_contentjobs.model.reason import Reason
from tests.plugin.support import run
from tests.support import reason_of

FINDINGS_REMOVED = f"({Reason.FINDINGS_REMOVED})"


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    "arguments", [[], ["-m", "not slow"], ["-k", "not slow"], ["-m", "not slow", "-n", "1"]], ids=" ".join
)
def test_findings_that_are_removed_from_the_session_make_it_fail(
    pytester: pytest.Pytester, arguments: list[str]
) -> None:
    pytester.makeconftest(
        """
        def pytest_collection_modifyitems(items):
            items[:] = [item for item in items if item.name in {"job", "log"}]
        """
    )

    result = run(pytester, "--content-log", "log.txt", *arguments)

    assert result.ret == 1
    result.assert_outcomes(passed=1, skipped=1)
    assert FINDINGS_REMOVED in result.stdout.str()


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("flag", ["shouldstop", "shouldfail"])
def test_a_session_that_claims_to_have_stopped_hides_no_missing_finding(pytester: pytest.Pytester, flag: str) -> None:
    pytester.makeconftest(
        f"""
        import pytest

        def pytest_collection_modifyitems(items):
            items[:] = [item for item in items if item.name in {{"job", "log"}}]

        @pytest.hookimpl(tryfirst=True)
        def pytest_sessionfinish(session):
            session.{flag} = "done"
        """
    )

    result = run(pytester, "--content-log", "log.txt")

    assert result.ret == 1
    assert FINDINGS_REMOVED in result.stdout.str()


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("when", ["in a test", "in a hook"])
def test_nothing_of_the_users_makes_a_session_green_in_which_findings_failed(
    pytester: pytest.Pytester, when: str
) -> None:
    if when == "in a test":
        pytester.makepyfile('import pytest\n\ndef test_own():\n    pytest.exit("enough", returncode=0)\n')
    else:
        pytester.makeconftest(
            """
            import pytest

            @pytest.hookimpl(wrapper=True, tryfirst=True)
            def pytest_sessionfinish(session):
                yield
                session.exitstatus = 0
            """
        )

    assert run(pytester, "--content-log", "log.txt").ret == 1


@pytest.mark.usefixtures("log")
def test_findings_that_are_made_to_pass_make_the_session_fail(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import pytest

        @pytest.hookimpl(wrapper=True, tryfirst=True)
        def pytest_runtest_makereport(item, call):
            report = yield
            report.outcome = "passed"
            return report
        """
    )

    result = run(pytester, "--content-log", "log.txt")

    assert result.ret == 1


@pytest.mark.usefixtures("log")
def test_blocked_gate_is_wrong_usage(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_own(): pass")

    result = run(pytester, "--content-log", "log.txt", "-p", "no:contentjobs-session")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert reason_of(result.stderr.str()) == "settings-conflict"


@pytest.mark.usefixtures("log")
def test_skip_marker_of_a_conftest_hides_no_finding(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import pytest

        def pytest_collection_modifyitems(items):
            for item in items:
                item.add_marker(pytest.mark.skip("x"))
        """
    )

    result = run(pytester, "--content-log", "log.txt")

    assert result.ret == 1
    result.assert_outcomes(failed=3, passed=1, skipped=1)
