"""The fixture ``content_job`` of a user's own tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.support import run


def test_own_test_gets_the_run(pytester: pytest.Pytester, log: Path) -> None:
    pytester.makepyfile(
        """
        def test_refunds(content_job):
            assert content_job.name == "nightly"
            assert content_job.judgement.outcome == "findings"
            assert [finding.rule for finding in content_job.findings] == ["ART-104", "ART-201", "TOP-102"]
            assert [finding.rule for finding in content_job.errors] == ["ART-104", "TOP-102"]
            assert [finding.rule for finding in content_job.warnings] == ["ART-201"]
            assert content_job.log.lines == 4
        """
    )

    result = run(pytester, f"--content-log=nightly={log}", "-k", "test_refunds")

    assert result.ret == 0
    result.assert_outcomes(passed=1, deselected=5)


@pytest.mark.usefixtures("log")
def test_own_test_runs_once_for_each_run(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_judged(content_job): assert content_job.log")

    result = run(pytester, "--content-log=a=log.txt", "--content-log=b=log.txt", "-v")

    for name in ("a", "b"):
        assert f"test_judged[{name}]" in result.stdout.str()
    result.assert_outcomes(passed=4, failed=6, skipped=2)


def test_own_test_is_skipped_without_a_run(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_judged(content_job): assert False")

    result = run(pytester, "-rs")

    assert result.ret == 0
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED *--content-job*--content-log*"])


@pytest.mark.parametrize("first", ["gate", "own"])
def test_session_fixture_is_torn_down_whatever_runs_last(pytester: pytest.Pytester, log: Path, first: str) -> None:
    pytester.makeconftest(
        f"""
        import pytest

        @pytest.fixture(scope="session")
        def resource():
            yield
            raise RuntimeError("teardown of the resource")

        @pytest.hookimpl(trylast=True)
        def pytest_collection_modifyitems(items):
            if {first!r} == "own":
                items.reverse()
        """
    )
    pytester.makepyfile("def test_own(resource): pass")

    result = run(pytester, "--content-log", log)

    assert result.ret == 1
    result.assert_outcomes(passed=2, failed=3, skipped=1, errors=1)
    result.stdout.fnmatch_lines(["E * RuntimeError: teardown of the resource"])
