"""Commands for CI servers: a finding with its place and rule, between routine commands and lines of other kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.joblog.vocabulary import VOCABULARY
from pytest_contentjobs.model import Severity
from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "agent of a pipeline": Log(
        """\
##[section]Starting: Check
##[warning]no owner
##vso[task.logissue type=error;sourcepath=kb/fuses.md;linenumber=12;columnnumber=5;code=KB1;]a step has no text
##vso[task.setprogress value=50;]half of the articles
##vso[task.setvariable variable=type;type=none]1
##vso[task.complete result=Succeeded;]Done
##[endgroup]
""",
        [(2, W, None, None, None, None), (3, E, "KB1", "kb/fuses.md", 12, 5)],
    ),
    "commands of a workflow": Log(
        """\
::group::Check
::error file=kb/fuses.md,line=12,col=5,endLine=14,title=KB-17::a step has no text%0Asee below
::warning::no owner
::notice file=kb/fuses.md::was read
::debug::3 rules
::add-mask::x
::endgroup::
""",
        [(2, E, "KB-17", "kb/fuses.md", 12, 5), (3, W, None, None, None, None)],
    ),
    "raw log of a runner": Log(
        """\
2026-03-02T06:10:01.1234567Z ##[group]Run check
2026-03-02T06:10:02.1234567Z ##[error]Article 'Fuses' has no title
2026-03-02T06:10:03.1234567Z ##[debug]done
""",
        [(2, E, None, None, None, None)],
    ),
    "service messages": Log(
        """\
##teamcity[testSuiteStarted name='articles']
##teamcity[testStarted name='Fuses']
##teamcity[testFailed name='Fuses' message='a step |[2|] has no text' details='line 12|nline 13']
##teamcity[testFinished name='Fuses' duration='4']
##teamcity[testIgnored name='Meters' message='draft']
##teamcity[inspection typeId='KB1' message='no owner' file='kb/fuses.md' line='7' SEVERITY='WEAK WARNING']
##teamcity[inspection typeId='KB2' message='no body' file='kb/fuses.md' line='8' SEVERITY='ERROR']
##teamcity[buildProblem description='2 articles are empty' identity='empty']
##teamcity[buildStatus status='SUCCESS' text='checked']
##teamcity[progressMessage 'articles 20 of 38']
""",
        [
            (3, E, None, None, None, None),
            (5, W, None, None, None, None),
            (6, W, "KB1", "kb/fuses.md", 7, None),
            (7, E, "KB2", "kb/fuses.md", 8, None),
            (8, E, "empty", None, None, None),
        ],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_log_of_commands_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_log_of_commands_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


def test_escapes_of_commands_are_resolved(tmp_path: Path) -> None:
    text = "::error::100%25 of a%0Ab\n##teamcity[message text='|'A|' |[1|] |0x00e9|| ' status='ERROR']\n"

    assert [entry.message for entry in read_text(tmp_path, text).entries] == ["100% of a\nb", "'A' [1] é|"]


@pytest.mark.parametrize(
    "line",
    [
        "##[blunder]no title",
        "##[debug]ERROR: no title",
        "##[section]result=FAILED",
        "##vso[task.logissue type=blunder]no title",
        "##vso[task.logissue code=1]no title",
        "##vso[task.complete result=Failed]",
        "##vso[task.complete result=SucceededWithIssues]",
        "##vso[task.setvariable variable=a]ERROR: no title",
        "::blunder::no title",
        "::blunder file=a::no title",
        "::notice::ERROR: no title",
        "::error::",
        "##teamcity[message text='no title' status='BLUNDER']",
        "##teamcity[message text='ERROR: no title']",
        "##teamcity[message text='no title' status='ERROR'",
        "##teamcity[blunderFound text='no title']",
        "##teamcity[buildStatus status='FAILURE' text='1 test']",
        "##[error",
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, f"##[debug]started\n{line}\n")

    assert not reading.is_clean


@pytest.mark.parametrize(
    "line", ["##[blunder]no title", "::blunder file=a::no title", "##vso[task.logissue type=blunder]a"]
)
def test_a_declared_word_is_a_level(tmp_path: Path, line: str) -> None:
    file = tmp_path / "log"
    file.write_text(f"##[debug]started\n{line}\n")

    reading = read_log(file, location="log.txt", vocabulary=VOCABULARY.with_declared({"BLUNDER": Severity.WARNING}))

    assert [entry.severity for entry in reading.entries] == [Severity.WARNING]
