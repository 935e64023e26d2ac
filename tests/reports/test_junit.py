from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pytest_contentjobs.errors import ReportError
from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, Finding, Source
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.outputs import REPORTS, write_report
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.describe import describe_outcome
from pytest_contentjobs.reports.junit import render_junit
from pytest_contentjobs.reports.view import make_view
from tests.builders import JOB_ID, PASSED, WARNING, article, content_run, finding, statistics, status
from tests.support import junit_cases

BROKEN = Check(CheckOutcome.BROKEN, "The job Failed:\ndisk full.")
FAILED = Check(CheckOutcome.FAILED, "They disagree.\nnot explained, line 4: x")
NOT_MADE = Check(CheckOutcome.NOT_MADE, "Not made.")


def junit_xml(runs: Sequence[ContentRun], scope: Scope | None = None) -> str:
    return "".join(render_junit(runs, scope or Scope()))


def write_junit(runs: Sequence[ContentRun], path: Path) -> None:
    write_report(REPORTS["junit"], make_view(runs, Scope()), path)


def parsed(*runs: ContentRun, scope: Scope | None = None) -> etree._Element:
    return etree.fromstring(junit_xml(runs, scope).encode())


def properties(suite: etree._Element) -> dict[str | None, str | None]:
    return {each.get("name"): each.get("value") for each in suite.iter("property")}


def test_a_whole_document(wording: Callable[[str], None]) -> None:
    about = finding("has no title", WARNING, rule="ART-1", entity=article("Refund"), file="a.json", line=7)

    wording(junit_xml([content_run(about, log_check=FAILED)]))


def test_a_run_that_is_not_judged_is_red_whatever_its_checks_say() -> None:
    assert parsed(content_run(log_check=NOT_MADE, log=None)).get("errors") == "1"


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        pytest.param(content_run(), ("0", "0", "0", "2"), id="clean"),
        pytest.param(content_run(finding("a"), finding("b", WARNING)), ("2", "0", "0", "4"), id="findings"),
        pytest.param(content_run(job_check=BROKEN, log_check=NOT_MADE, log=None), ("0", "1", "1", "2"), id="broken job"),
        pytest.param(content_run(finding("a"), job_check=BROKEN), ("1", "1", "0", "3"), id="broken job with findings"),
        pytest.param(content_run(job_check=NOT_MADE, log_check=FAILED), ("1", "0", "1", "2"), id="log alone, cut off"),
    ],
)  # fmt: skip
def test_the_counts_are_those_of_the_cases(tmp_path: Path, run: ContentRun, expected: tuple[str, ...]) -> None:
    path = tmp_path / "content.xml"
    write_junit([run], path)

    (suite,) = parsed(run)

    assert tuple(suite.get(name) for name in ("failures", "errors", "skipped", "tests")) == expected
    assert len(junit_cases(path)) == int(expected[-1])


@pytest.mark.parametrize(
    ("check", "kind"),
    [
        pytest.param(PASSED, None, id="passed"),
        pytest.param(FAILED, "failure", id="failed"),
        pytest.param(BROKEN, "error", id="broken"),
        pytest.param(NOT_MADE, "skipped", id="not made"),
        pytest.param(Check(CheckOutcome.FAILED, ""), "failure", id="failed without a word"),
        pytest.param(Check(CheckOutcome.BROKEN, " "), "error", id="broken without a word"),
        pytest.param(Check(CheckOutcome.NOT_MADE, ""), "skipped", id="not made without a word"),
    ],
)
def test_a_check_as_a_case(check: Check, kind: str | None) -> None:
    suite = parsed(content_run(job_check=check))[0]
    case = suite.findall("testcase")[0]

    assert [child.tag for child in case] == ([kind] if kind else [])
    for child in case:
        assert (child.get("message"), (child.text or "").strip()) == (
            (" ".join(check.text.split()), check.text) if check.text.strip() else (check.outcome, check.outcome)
        )


def test_a_suite_a_job() -> None:
    alone = content_run(name="log", job_id=None, status=None, job_check=NOT_MADE)
    without_log = content_run(name="broken", status=status("Failed"), log=None, job_check=BROKEN, log_check=NOT_MADE)

    document = parsed(alone, without_log)

    assert [suite.get("name") for suite in document] == ["log", "broken"]
    assert (document.get("tests"), document.get("errors")) == ("4", "1")
    assert properties(document[0]) == {
        "outcome": describe_outcome(alone),
        "log": "s3://bucket/log.txt",
        "log format": "text",
        "log lines": "10",
        "log lines not explained": "0",
    }
    assert properties(document[1]) == {
        "outcome": describe_outcome(without_log),
        "job": JOB_ID,
        "status": "Failed",
    }


TIMES = {"startTime": "2026-11-23T10:00:00+02:00", "completionTime": "2026-11-23T10:01:02.5+02:00"}


@pytest.mark.parametrize(
    ("fields", "timestamp", "seconds"),
    [
        pytest.param(TIMES, "2026-11-23T08:00:00.000+00:00", "62.500", id="an ended job"),
        pytest.param(
            {"startTime": TIMES["startTime"], "failureTime": "2026-11-23T08:00:09Z"},
            "2026-11-23T08:00:00.000+00:00",
            "9.000",
            id="a job that failed",
        ),
        pytest.param({"startTime": TIMES["startTime"]}, "2026-11-23T08:00:00.000+00:00", "0.000", id="no end"),
        pytest.param({"completionTime": TIMES["startTime"]}, None, "0.000", id="no start"),
        pytest.param(
            {**TIMES, "completionTime": "2026-11-23T07:00:00Z"},
            "2026-11-23T08:00:00.000+00:00",
            "0.000",
            id="an end before the start",
        ),
        pytest.param({}, None, "0.000", id="neither"),
    ],
)
def test_a_suite_takes_as_long_as_its_job(fields: dict[str, str], timestamp: str | None, seconds: str) -> None:
    document = parsed(content_run(finding(), status=status(**fields)), content_run(name="other", status=None))

    suite, other = document
    assert (suite.get("timestamp"), suite.get("time")) == (timestamp, seconds)
    assert (other.get("timestamp"), other.get("time")) == (None, "0.000")
    assert [case.get("time") for case in suite.iter("testcase")] == [seconds, "0.000", "0.000"]
    assert document.get("time") == seconds


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ("package", "package/articles.json"),
        ("./package/../other", "other/articles.json"),
        ("{folder}/package", "package/articles.json"),
        ("{folder}/../elsewhere", "{folder}/../elsewhere/articles.json"),
        (None, "articles.json"),
    ],
)
@pytest.mark.parametrize("sub", ["", "tests/content"])
def test_the_file_is_named_from_the_root_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: str | None, expected: str, sub: str
) -> None:
    repository = tmp_path / "repository"
    (repository / sub).mkdir(parents=True)
    monkeypatch.chdir(repository / sub)
    folder = root and root.format(folder=repository)
    source = Source("articles.json", 3, None, folder)
    run = content_run(replace(finding(), source=source))

    case = parsed(run, scope=Scope(root=repository))[0].findall("testcase")[-1]

    is_relative = folder is not None and not Path(folder).is_absolute()
    prefix = f"{sub}/" if sub and is_relative else ""
    assert (case.get("file"), case.get("line")) == (prefix + expected.format(folder=repository), "3")
    assert parsed(run)[0].findall("testcase")[-1].get("file") == source.path


def test_a_finding_without_a_log_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="without a log"):
        junit_xml([content_run(finding(), log=None)])


AWKWARD = st.text(max_size=40) | st.sampled_from(
    ["", "\x00", "\ufffe", "\ud800", "]]>", "<a b='c'>&amp;", "\x1b[0m\u202e"]
)
FINDINGS = st.builds(
    finding,
    AWKWARD,
    rule=st.none() | AWKWARD,
    file=st.none() | AWKWARD,
    line=st.none() | st.integers(0, 5),
    entity=st.none() | st.builds(article, AWKWARD, AWKWARD),
    raw=st.lists(AWKWARD, max_size=2).map(tuple),
)


@given(findings=st.lists(FINDINGS, max_size=4), text=AWKWARD)
def test_whatever_the_text_every_finding_is_a_failure_with_message_and_body(findings: list[Finding], text: str) -> None:
    run = content_run(
        *findings,
        status=status("a" + text.replace("\ud800", ""), jobType="b"),
        log=statistics(location=text),
        job_check=Check(CheckOutcome.BROKEN, text),
    )

    (suite,) = parsed(run)
    job, log, *cases = suite.findall("testcase")

    assert (suite.get("errors"), suite.get("failures")) == ("1", str(len(findings)))
    assert ([child.tag for child in job], len(log)) == (["error"], 0)
    assert len(cases) == len(findings)
    for case in cases:
        (failure,) = case
        assert failure.tag == "failure"
        assert failure.get("message")
        assert failure.text
        assert case.get("name")
        assert case.get("time")


def test_texts_are_cut_to_what_readers_take() -> None:
    huge = finding("x" * 100_000, raw=("y" * 100_000,))

    (failure,) = parsed(content_run(huge))[0].findall("testcase")[2]

    assert len(failure.get("message") or "") == 500
    assert 60_000 < len(failure.text or "") < 60_100


def test_folders_are_made_and_a_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "content.xml"
    runs = [content_run(finding("naïve"))]

    write_junit([content_run()], path)
    write_junit(runs, path)

    assert path.read_text(encoding="utf-8") == junit_xml(runs)
    assert list(path.parent.iterdir()) == [path]


def unwritable(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "file").touch()
    (tmp_path / "taken").mkdir()
    return {
        "a folder in its place": tmp_path / "taken",
        "a file for a folder": tmp_path / "file" / "content.xml",
        "the root": Path("/"),
        "a name that is too long": tmp_path / ("x" * 300),
    }


@pytest.mark.parametrize(
    "case", ["a folder in its place", "a file for a folder", "the root", "a name that is too long"]
)
def test_a_report_that_cannot_be_written_is_named_and_leaves_nothing(tmp_path: Path, case: str) -> None:
    path = unwritable(tmp_path)[case]
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(ReportError) as refusal:
        write_junit([content_run()], path)

    assert refusal.value.reason is Reason.REPORT_NOT_WRITTEN
    assert repr(str(path)) in refusal.value.what
    assert "--content-junit" in refusal.value.next_step
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_breaks_off_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    path = tmp_path / "content.xml"
    path.write_text("old")

    def broken(self: Path, target: Path) -> Path:
        del self, target
        raise error

    monkeypatch.setattr(Path, "replace", broken)

    with pytest.raises((ReportError, KeyboardInterrupt)):
        write_junit([content_run(finding())], path)

    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"content.xml": "old"}


def test_names_are_those_of_the_findings() -> None:
    first, second = finding("a"), finding("b::c", entity=article("T"))

    cases = parsed(content_run(first, second))[0].findall("testcase")

    assert [(case.get("classname"), case.get("name")) for case in cases] == [
        ("content", "job"),
        ("content", "log"),
        ("content.general", "a (error)"),
        ("content.Billing", f"T: b:c (error) #{second.fingerprint[:12]}"),
    ]
