"""A log whose columns stand in another order, or whose level words are others that are declared, is judged as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import REPOSITORY
from tests.systems.columns import COLUMNS, name_levels
from tests.systems.judge import Truth, Verdict, judge

LOGS = REPOSITORY / "tests" / "logs"
ORDERS = (1, 2, 3)
#: Layouts whose levels are letters, numbers or marks have no words to replace.
WORDED = sorted(
    set(COLUMNS)
    - {"journald_priority", "mongod_json_letters", "otel_severity_number", "redis_marks", "table-tsv"}
    - {"talend_logcatcher", "websphere_letters"}
)
#: What is not read exactly yet after its columns changed their order, as name and order.
NOT_READ_YET: set[str] = {
    "asterisk_level_pid 1",
    "asterisk_level_pid 2",
    "bgl_ras 2",
    "bgl_ras 3",
    "cri_container 2",
    "cri_container 3",
    "czech_levels_last 3",
    "informatica_session 2",
    "informatica_session 3",
    "minecraft_thread_level 3",
    "nagios_alerts 1",
    "oracle_odl 1",
    "oracle_odl 2",
    "oracle_odl 3",
    "redis_marks 1",
    "redis_marks 2",
    "redis_marks 3",
    "talend_logcatcher 1",
    "talend_logcatcher 2",
    "talend_logcatcher 3",
    "text-columns 1",
    "text-columns 3",
    "text-log4j 1",
    "text-log4j 3",
    "websphere_letters 1",
    "websphere_letters 3",
    "windows_cbs 3",
}

#: What is not read exactly yet after its level words were replaced by others, which are declared.
NOT_READ_WITH_OTHER_WORDS: set[str] = {
    "platform-short",
}


def log_and_truth(name: str) -> tuple[Path, Truth]:
    """Return the log of a name, and what a person reads in it."""
    log = LOGS / "systems" / f"{name}.log"
    if log.exists():
        return log, Truth.read(log.with_suffix(".json"))
    expected = LOGS / f"{name}.expected.json"
    return next(path for path in LOGS.glob(f"{name}.*") if path != expected), Truth.expected(expected)


def judge_changed(folder: Path, log: Path, text: str, truth: Truth, *options: str) -> Verdict:
    """Judge a log with another text."""
    changed = folder / log.name
    changed.write_text(text, encoding="utf-8")
    return judge(changed, truth, *options)


@pytest.mark.grid
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", COLUMNS)
def test_the_order_of_columns_does_not_matter(
    name: str, order: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The findings are the same, and so are the exit statuses; never does a log with findings pass."""
    log, truth = log_and_truth(name)
    verdict = judge_changed(tmp_path, log, COLUMNS[name].permuted(log.read_text(encoding="utf-8"), order), truth)
    if verdict.is_false_green:
        pytest.fail("false green")
    if f"{name} {order}" in NOT_READ_YET:
        request.applymarker(pytest.mark.xfail(strict=True))
    assert verdict.is_read
    assert verdict.is_judged, (verdict.alone, verdict.right, verdict.wrong, verdict.zero)


def judge_with_other_words(folder: Path, name: str, *, is_declared: bool = True) -> Verdict:
    """Judge a log with invented level words, which are declared or not."""
    log, truth = log_and_truth(name)
    columns, text = COLUMNS[name], log.read_text(encoding="utf-8")
    names, declaration = name_levels(columns.words(text), truth.severities)
    options = [f"--content-log-levels={declaration}"] if is_declared else []
    return judge_changed(folder, log, columns.renamed(text, names), truth, *options)


@pytest.mark.grid
@pytest.mark.parametrize("name", WORDED)
def test_other_level_words_are_read_as_declared(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The findings are the same, and so are the exit statuses; never does a log with findings pass."""
    verdict = judge_with_other_words(tmp_path, name)
    if verdict.is_false_green:
        pytest.fail("false green")
    if name in NOT_READ_WITH_OTHER_WORDS:
        request.applymarker(pytest.mark.xfail(strict=True))
    assert verdict.is_read
    assert verdict.is_judged, (verdict.alone, verdict.right, verdict.wrong, verdict.zero)


@pytest.mark.grid
@pytest.mark.parametrize("name", WORDED)
def test_a_log_with_unknown_level_words_never_passes(name: str, tmp_path: Path) -> None:
    """Level words of no language, which nothing declares, are not harmless."""
    verdict = judge_with_other_words(tmp_path, name, is_declared=False)
    assert not verdict.is_false_green, (verdict.alone, verdict.right, verdict.wrong, verdict.zero)
