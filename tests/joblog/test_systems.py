"""Logs in the layouts of other systems: each is read exactly, judged by its job's counts, and never a false green."""

from __future__ import annotations

import pytest

from tests.systems.__main__ import FOLDER
from tests.systems.judge import Verdict, judge

LOGS = sorted(file.stem for file in FOLDER.glob("*.json"))
#: What is not read exactly or not judged rightly yet; it is red, or it would stand in ``FALSE_GREENS`` too.
NOT_READ_YET = {
    "clean_dbt",
    "clean_flyway",
    "clean_kettle",
    "clean_liquibase",
    "clean_redis",
    "clean_robocopy",
    "clean_sharepoint_report",
    "csvlint_numbered",
    "html_tidy",
    "htmlproofer",
    "junit_xml",
    "ldapadd_continue",
    "magento_rows",
    "msgfmt_check",
    "oracle_odl",
    "redis_marks",
    "rsync_partial",
    "talend_logcatcher",
    "turkish_postgres",
    "unzip_test",
}
#: What passes although it has findings. A log may stand here only until the fault is repaired.
FALSE_GREENS: set[str] = set()


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    """The verdicts of this process, so that two tests of a log share one."""
    return {}


@pytest.fixture
def verdict(name: str, verdicts: dict[str, Verdict]) -> Verdict:
    """The verdict about the log of this name."""
    if name not in verdicts:
        verdicts[name] = judge(FOLDER / f"{name}.log")
    return verdicts[name]


@pytest.mark.parametrize("name", LOGS)
def test_a_log_with_findings_never_passes(name: str, verdict: Verdict, request: pytest.FixtureRequest) -> None:
    """Neither alone nor beside right, wrong or zero counts."""
    if name in FALSE_GREENS:
        request.applymarker(pytest.mark.xfail(strict=True))
    assert not verdict.is_false_green


@pytest.mark.parametrize("name", LOGS)
def test_a_log_is_read_as_a_person_reads_it(name: str, verdict: Verdict, request: pytest.FixtureRequest) -> None:
    """Its findings stand at the lines and have the severities of the truth, and the exit statuses follow from them."""
    if name in NOT_READ_YET:
        request.applymarker(pytest.mark.xfail(strict=True))
    truth = verdict.truth
    found = {truth.entry_at(each.line) or each.line: each.severity for each in verdict.counted}
    assert found == truth.severities
    assert verdict.precision == 1
    assert verdict.is_judged, (verdict.alone, verdict.right, verdict.wrong, verdict.zero)


def test_what_is_not_read_yet_is_a_log() -> None:
    """No name stays in the lists after its log was renamed."""
    assert set(LOGS) >= NOT_READ_YET | FALSE_GREENS
