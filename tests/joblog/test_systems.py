"""Logs in the layouts of other systems: each is read exactly, judged by its job's counts, and never a false green."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.systems.__main__ import FOLDER
from tests.systems.judge import Verdict, judge

LOGS = sorted(file.stem for file in FOLDER.glob("*.json"))
#: What is not read exactly or not judged rightly yet; it is red, or it would stand in ``FALSE_GREENS`` too.
NOT_READ_YET = {
    "clean_ajv",
    "clean_ant_xslt",
    "clean_celery_worker",
    "clean_contentful_import",
    "clean_dita_ot_verbose",
    "clean_eleventy",
    "clean_flyway",
    "clean_jenkins_pipeline",
    "clean_kettle",
    "clean_lighthouse_ci",
    "clean_liquibase",
    "clean_luigi",
    "clean_mkdocs",
    "clean_mongorestore",
    "clean_muffet",
    "clean_robocopy",
    "clean_scrapy",
    "clean_xxl_job_chinese",
    "ibmi_joblog",
    "jekyll_build",
    "jest_text",
    "netezza_nzload",
    "robot_console",
    "shopify_bulk_jsonl",
    "solr_post_tool",
    "sqlite_import",
    "talend_logcatcher",
    "turkish_postgres",
}
#: What passes although it has findings. A log may stand here only until the fault is repaired.
FALSE_GREENS: set[str] = set()


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_log_is_read_as_a_person_reads_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its findings stand at the lines and have the severities of the truth, and the exit statuses follow from them.

    With findings, it passes neither alone nor beside right, wrong or zero counts, whether it is read exactly or not.
    """
    # Not the folder of this project, whose settings would be read each time.
    monkeypatch.chdir(tmp_path)
    verdict = judge(FOLDER / f"{name}.log")

    assert verdict.is_false_green is (name in FALSE_GREENS)
    if name not in NOT_READ_YET:
        assert found_at(verdict) == verdict.truth.severities
        assert verdict.precision == 1
        assert verdict.is_judged, (verdict.alone, verdict.right, verdict.wrong, verdict.zero)
    else:
        is_exact = found_at(verdict) == verdict.truth.severities and verdict.precision == 1
        assert not (is_exact and verdict.is_judged), "take it out of NOT_READ_YET"


def found_at(verdict: Verdict) -> dict[int, str]:
    """Return the severities of what was found by the first line of its entry."""
    return {verdict.truth.entry_at(each.line) or each.line: each.severity for each in verdict.counted}


def test_what_is_not_read_yet_is_a_log() -> None:
    """No name stays in the lists after its log was renamed."""
    assert set(LOGS) >= NOT_READ_YET | FALSE_GREENS
