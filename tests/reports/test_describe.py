from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pytest_contentjobs.model import Check, CheckOutcome, Entity, Finding
from pytest_contentjobs.model.job import JobStatus
from pytest_contentjobs.model.quantity import plural
from pytest_contentjobs.reports.describe import (
    describe_details,
    describe_duration,
    describe_entity,
    describe_finding,
    describe_moment,
    describe_outcome,
    describe_progress,
)
from tests.builders import WARNING, article, content_run, finding, statistics, status

NOON = datetime(2024, 3, 1, 12, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        pytest.param(finding("has no title"), "has no title", id="message"),
        pytest.param(
            finding("has no title", rule="ART-1", entity=article("Refund", index=3)),
            "ART-1: has no title (article Billing/Refund, index 3)",
            id="everything",
        ),
        pytest.param(finding(""), "error without a text", id="no message"),
        pytest.param(finding("", WARNING, rule="ART-1"), "ART-1: warning without a text", id="rule alone"),
        pytest.param(finding("a\n\x1b", rule="R\n1"), "R 1: a \\x1b", id="awkward text"),
    ],
)
def test_a_finding_in_one_line(about: Finding, expected: str) -> None:
    assert describe_finding(about) == expected


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        pytest.param(
            finding(
                "has no title",
                rule="ART-1",
                entity=article("Refund", index=3),
                file="articles.json",
                line=7,
                column=2,
                log_line=12,
                raw=("ERROR has no title\r", "\tat ::a\x1b"),
            ),
            "folder: Billing\n"
            "item: article Refund, index 3\n"
            "error ART-1: has no title\n"
            "file: articles.json:7:2\n"
            "decided by: every error fails (--content-fail-on warning)\n"
            "log: s3://bucket/log.txt line 12\n"
            "  | ERROR has no title\n"
            "  | \tat ::a\\x1b",
            id="everything",
        ),
        pytest.param(
            finding("is odd\n::x", WARNING, rule="::r\n::s", file="a.json", raw=()),
            "item: none named\n"
            "warning ::r ::s: is odd ::x\n"
            "file: a.json\n"
            "decided by: every warning fails (--content-fail-on warning)\n"
            "log: s3://bucket/log.txt line 1",
            id="little, and awkward",
        ),
    ],
)
def test_all_that_is_known_of_a_finding(about: Finding, expected: str) -> None:
    assert describe_details(content_run(about).verdicts[0], statistics()) == expected


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (r'{"a": "\u5fc5\u9808 \ud83d\ude00"}', '{"a": "必須 😀"}'),
        (r"\u00e9\u00E9", "éé"),
        (r"\u0022 \u005c \u001b \u202e", r"\u0022 \u005c \u001b \u202e"),
        (r"\ud83d \ude00 \ud83d\u5fc5", r"\ud83d \ude00 \ud83d必"),
        (r"C:\\u5fc5 \u5fc", r"C:\\u5fc5 \u5fc"),
        (r"\ufffd\ufffe", r"\ufffd\ufffe"),
    ],
)
def test_letters_that_a_log_escapes_are_shown(line: str, shown: str) -> None:
    about = finding(raw=(line,))

    assert describe_details(content_run(about).verdicts[0], statistics()).endswith(f"\n  | {shown}")


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        (Entity(kind="article", name="A", folder="B/C", id="7", index=0), "article B/C/A 7, index 0"),
        (Entity(kind="topic", name="A"), "topic A"),
        (Entity(kind="article", id="7"), "article 7"),
        (Entity(kind="article", index=2), "article index 2"),
        (Entity(kind="package"), "package"),
        (Entity(kind="::x\n", name="\u202e"), ": :x \\u202e"),
    ],
)
def test_what_a_finding_is_about(entity: Entity, expected: str) -> None:
    assert describe_entity(entity) == expected


def test_numbers_with_their_word() -> None:
    assert [plural(number, "item") for number in (0, 1, 2, 12345)] == ["0 items", "1 item", "2 items", "12,345 items"]


def test_outcomes_in_words(wording: Callable[[str], None]) -> None:
    broken = Check(CheckOutcome.BROKEN, "it broke")
    passing = content_run(dropped={"no finding": 1})
    runs = [content_run(), passing, content_run(finding()), content_run(finding(), job_check=broken)]

    texts = [describe_outcome(run) for run in runs]

    assert len({*texts}) == len(runs)
    wording("\n".join(texts))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param(status("Scheduled"), "Scheduled", id="the word alone"),
        pytest.param(
            status(
                "In Progress",
                progress={"processed": 1250, "total": 5000, "percentage": 24.6},
                currentOperation="Processing\ncontent items",
                estimatedCompletion="2024-03-01T11:30:00+01:00",
            ),
            "In Progress, 1,250 of 5,000 items (25 %), Processing content items, estimated end 11:30:00",
            id="everything",
        ),
        pytest.param(status("In Progress", progress={"total": 5}), "In Progress, 0 of 5 items", id="a total alone"),
        pytest.param(
            status("Scheduled", progress={"processed": 0, "total": 0, "percentage": 0}), "Scheduled", id="nothing to do"
        ),
        pytest.param(
            status("Failed", currentOperation="Reading", estimatedCompletion="2024-03-01T10:30:00Z"),
            "Failed",
            id="what a finished job was doing is over",
        ),
        pytest.param(status("\x1b[2J"), "\\x1b[2J", id="awkward word"),
    ],
)
def test_how_far_a_job_is(shown: JobStatus, expected: str) -> None:
    assert describe_progress(shown, NOON) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(datetime(2024, 3, 1, 22, 59, 59, tzinfo=UTC), "23:59:59", id="today, in the zone of now"),
        pytest.param(datetime(2024, 3, 1, 23, 0, tzinfo=UTC), "2024-03-02 00:00", id="tomorrow"),
        pytest.param(datetime(2024, 2, 29, 12, 30, tzinfo=UTC), "2024-02-29 13:30", id="yesterday"),
    ],
)
def test_moments(moment: datetime, expected: str) -> None:
    assert describe_moment(moment, NOON) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (0.2, "1 s"),
        (59, "59 s"),
        (59.5, "1 min"),
        (61, "2 min"),
        (3540, "59 min"),
        (3541, "1 h"),
        (3601, "1 h 1 min"),
        (5_000_000, "1,388 h 54 min"),
    ],
)
def test_durations(seconds: float, expected: str) -> None:
    assert describe_duration(seconds) == expected
