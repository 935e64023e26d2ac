"""A baseline of 5,000 findings, from the text of a log to its judged run, whatever is different about the next log."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.gate.baseline import Baseline, update_baseline
from pytest_contentjobs.gate.facts import Facts
from pytest_contentjobs.gate.judge import Checked, Criteria, judge_checked
from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.model import ContentRun, JudgementOutcome
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.baseline_file import read_baseline, write_baseline
from tests.builders import PASSED

CLEAN, FINDINGS = JudgementOutcome.CLEAN, JudgementOutcome.FINDINGS
JOBS = ("7A84B875-6F75-4C7B-B137-0632B62DB0BD", "00000000-1111-2222-3333-444444444444")
MESSAGES = (
    "content file 'content/{0}.html' does not exist",
    "language 'xx-{0}' is not supported",
    "has no title in job {1}",
)
TODAY = date(2026, 11, 24)
MORNING = datetime.fromisoformat("2026-11-23T10:00")
LATER = datetime.fromisoformat("2026-12-24")


def messages(job: str = JOBS[0]) -> list[str]:
    """Return 5,000 findings about 1,000 articles in 20 folders; two of each 50 articles say one thing twice."""
    found = []
    for number in range(1000):
        subject = f"article 'Folder {number % 20:02}/Article {number:04}' (articles[{number}])"
        for rule in range(5):
            text = MESSAGES[rule % 3].format(number, job)
            if rule == 4 and number % 25 == 0:
                text = MESSAGES[1].format(number, job)
                found.append(f"ERROR [w-1] content.validation - ART-101 {subject}: {text}")
            else:
                found.append(f"ERROR [w-1] content.validation - ART-10{rule} {subject}: {text}")
    return found


def log_of(found: Sequence[str], start: datetime = MORNING) -> str:
    lines = [f"{start + timedelta(seconds=number):%Y-%m-%d %H:%M:%S},000 {text}\n" for number, text in enumerate(found)]
    return "".join(lines)


def run_of(folder: Path, log: str, *, baseline: Path | None, strict: bool = False) -> ContentRun:
    path = folder / "log.txt"
    path.write_text(log, encoding="utf-8")
    reading = read_log(path, location="log.txt", format_name="auto")
    facts = Facts(
        name="content",
        job_id=None,
        status=None,
        log=reading.statistics,
        findings=identify(reading.entries),
    )
    findings = read_baseline(baseline) if baseline else ()
    before = Baseline(name="baseline", where="b.json", findings=findings, is_strict=strict)
    criteria = Criteria(today=TODAY, baselines=(before,) if baseline else ())
    (run,) = judge_checked([Checked(facts, PASSED, PASSED)], criteria)
    return run


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("baseline")
    run = run_of(folder, log_of(messages()), baseline=None)
    write_baseline(folder / "b.json", update_baseline((), [run]))
    return folder / "b.json"


def counts(run: ContentRun) -> tuple[JudgementOutcome, int, int, int]:
    (comparison,) = run.comparisons
    assert comparison.fixed is not None
    return run.judgement.outcome, comparison.known, comparison.new, sum(item.count for item in comparison.fixed)


def shuffled(found: list[str]) -> list[str]:
    random.Random(1).shuffle(found)  # noqa: S311 - an order, no secret
    return found


@pytest.mark.grid
@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param(lambda: log_of(messages()), (CLEAN, 5000, 0, 0), id="the same log"),
        pytest.param(lambda: log_of(shuffled(messages())), (CLEAN, 5000, 0, 0), id="another order"),
        pytest.param(lambda: log_of(messages(JOBS[1])), (CLEAN, 5000, 0, 0), id="another job"),
        pytest.param(
            lambda: (
                "2026-11-24 00:00:00,000 INFO  [main] content.validation - started\n" * 7 + log_of(messages(), LATER)
            ),
            (CLEAN, 5000, 0, 0),
            id="other lines and times",
        ),
        pytest.param(
            lambda: log_of([text.replace("articles[", "articles[1") for text in messages()]),
            (CLEAN, 5000, 0, 0),
            id="other indexes",
        ),
        pytest.param(lambda: log_of(messages()[1:]), (CLEAN, 4999, 0, 1), id="one is fixed"),
        pytest.param(
            lambda: log_of(messages()[:4] + messages()[5:]), (CLEAN, 4999, 0, 1), id="one of two equal ones is fixed"
        ),
        pytest.param(
            lambda: log_of([*messages(), messages()[4]]), (FINDINGS, 5000, 1, 0), id="one more of two equal ones"
        ),
        pytest.param(
            lambda: log_of([text.replace("'Folder 07/", "'Folder seven/") for text in messages()]),
            (FINDINGS, 4750, 250, 250),
            id="a folder is renamed",
        ),
    ],
)
def test_a_baseline_survives(
    tmp_path: Path,
    baseline: Path,
    log: Callable[[], str],
    expected: tuple[JudgementOutcome, int, int, int],
) -> None:
    run = run_of(tmp_path, log(), baseline=baseline)

    assert counts(run) == expected
    assert len({(finding.class_name, finding.name) for finding in run.findings}) == len(run.findings)


def test_a_renamed_folder_is_reported_as_fixed_and_new(tmp_path: Path, baseline: Path) -> None:
    log = log_of([text.replace("'Folder 07/", "'Folder seven/") for text in messages()])

    run = run_of(tmp_path, log, baseline=baseline)

    new = {verdict.finding.class_name.split("/")[0] for verdict in run.verdicts if verdict.outcome == "fails"}
    fixed = {item.class_name.split("/")[0] for item in run.comparisons[0].fixed or ()}
    assert (new, fixed) == ({"Folder seven"}, {"Folder 07"})


def test_what_is_fixed_fails_where_the_baseline_is_strict(tmp_path: Path, baseline: Path) -> None:
    run = run_of(tmp_path, log_of(messages()[1:]), baseline=baseline, strict=True)

    (check,) = run.policy_checks
    assert (check.name, check.check.codes) == ("baseline", (Reason.BASELINE_OUTDATED,))
    assert "1 (1 ART-100)" in check.check.text
    assert run.judgement.outcome is FINDINGS


def test_an_update_by_the_same_findings_writes_the_same_file(tmp_path: Path, baseline: Path) -> None:
    run = run_of(tmp_path, log_of(shuffled(messages(JOBS[1]))), baseline=baseline)

    write_baseline(tmp_path / "b.json", update_baseline(read_baseline(baseline), [run]))

    def identities(file: Path) -> list[tuple[str, int]]:
        return [(item.fingerprint, item.count) for item in read_baseline(file)]

    assert identities(tmp_path / "b.json") == identities(baseline)
