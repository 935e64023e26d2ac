from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.model.job import JobState, JobStatus, Progress, Results, parse_status, read_status
from tests.builders import status

TEN = datetime(2024, 3, 1, 10, tzinfo=UTC)


def test_a_whole_status_is_read() -> None:
    document = {
        "status": "Failed",
        "jobType": "Import",
        "progress": {"processed": 1250.0, "total": 5000, "percentage": 25.5},
        "logFileLocation": "s3://bucket/log.txt",
        "startTime": "2024-03-01T10:00:00.000Z",
        "scheduledStopTime": "2024-03-01T10:00:00Z",
        "estimatedCompletion": "2024-03-01T11:00:00+01:00",
        "completionTime": "2024-03-01T10:00:00",
        "failureTime": "2024-03-01T10:00:00.000Z",
        "currentOperation": "Processing content items",
        "results": {"successful": 4985, "warnings": 10, "errors": 5.0},
        "error": "disk full",
        "retryable": True,
        "somethingNew": {"a": 1},
    }

    assert parse_status(document) == JobStatus(
        status="Failed",
        job_type="Import",
        progress=Progress(processed=1250, total=5000, percentage=25.5),
        log_file_location="s3://bucket/log.txt",
        start_time=TEN,
        scheduled_stop_time=TEN,
        estimated_completion=TEN,
        completion_time=TEN,
        failure_time=TEN,
        current_operation="Processing content items",
        results=Results(successful=4985, warnings=10, errors=5),
        error="disk full",
        retryable=True,
        unknown_fields=("'somethingNew'",),
    )


def test_a_status_can_go_to_another_process_and_back() -> None:
    original = status(
        "Successful",
        startTime="2024-03-01T11:00:00+01:00",
        progress={"processed": 1, "total": 2, "percentage": 50},
        results={"succesfull": 1, "warnings": 2, "errors": 3},
        retryable=False,
    )

    assert JobStatus.model_validate_json(original.model_dump_json()) == original


def test_the_status_word_is_enough() -> None:
    read = status("Scheduled")

    assert {name: value for name, value in read if value is not None} == {
        "status": "Scheduled",
        "objections": (),
        "unknown_fields": (),
    }


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(None, id="null"),
        pytest.param([], id="list"),
        pytest.param("Successful", id="text"),
        pytest.param({}, id="empty"),
        pytest.param({"jobType": "Import"}, id="no status"),
        pytest.param({"status": None}, id="null status"),
        pytest.param({"status": 200}, id="number"),
        pytest.param({"status": " "}, id="blank"),
        pytest.param({"Status": "Successful"}, id="another spelling of the field"),
    ],
)
def test_what_is_not_a_status(document: object) -> None:
    assert parse_status(document) is None


@pytest.mark.parametrize(
    ("word", "state", "is_finished"),
    [
        ("Scheduled", JobState.SCHEDULED, False),
        ("In Progress", JobState.IN_PROGRESS, False),
        ("InProgress", JobState.IN_PROGRESS, False),
        (" IN  PROGRESS\n", JobState.IN_PROGRESS, False),
        ("Successful", JobState.SUCCESSFUL, True),
        ("SUCCESSFUL", JobState.SUCCESSFUL, True),
        ("Completed", JobState.SUCCESSFUL, True),
        ("Failed", JobState.FAILED, True),
        ("cancelled", JobState.CANCELLED, True),
        ("Success", JobState.UNKNOWN, False),
        ("Unknown", JobState.UNKNOWN, False),
        ("Successful?", JobState.UNKNOWN, False),
        ("\ud800", JobState.UNKNOWN, False),
        ("\u017fuccessful", JobState.UNKNOWN, False),
        ("\uff33\uff35\uff23\uff23\uff25\uff33\uff33\uff26\uff35\uff2c", JobState.UNKNOWN, False),
        ("Success\u200bful", JobState.UNKNOWN, False),
        ("\ufeffSuccessful", JobState.UNKNOWN, False),
        ("Successful\u00a0", JobState.UNKNOWN, False),
        ("Successful\u2028", JobState.UNKNOWN, False),
        ("\x1cSuccessful", JobState.UNKNOWN, False),
        ("Successful\x00", JobState.UNKNOWN, False),
        ("Failed\u200b", JobState.UNKNOWN, False),
    ],
)
def test_what_the_words_mean(word: str, state: JobState, is_finished: bool) -> None:
    read = status(word)

    assert (read.state, read.is_finished) == (state, is_finished)


@pytest.mark.parametrize(
    ("word", "fields", "is_finished"),
    [
        pytest.param("Abandoned", {"completionTime": "2024-03-01T10:00:00Z"}, True, id="unknown, with completion"),
        pytest.param("Abandoned", {"failureTime": "2024-03-01T10:00:00Z"}, True, id="unknown, with failure"),
        pytest.param("Abandoned", {"results": {"errors": 0}}, True, id="unknown, with results"),
        pytest.param("Abandoned", {"completionTime": "soon"}, False, id="unknown, with a time that is none"),
        pytest.param("In Progress", {"results": {"errors": 0}}, False, id="in progress, with results"),
    ],
)
def test_the_marks_of_an_end_beside_a_word(word: str, fields: dict[str, object], is_finished: bool) -> None:
    assert status(word, **fields).is_finished is is_finished


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, 0),
        (1250.0, 1250),
        (100000, 100000),
        (1.5, None),
        (-1, None),
        (True, None),
        ("5", None),
        (None, None),
        ([], None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_counts(value: object, expected: int | None) -> None:
    read = status(
        progress={"processed": value, "total": value}, results={"successful": value, "warnings": value, "errors": value}
    )

    assert read.progress == Progress(processed=expected, total=expected)
    assert read.results == Results(successful=expected, warnings=expected, errors=expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(25, 25.0), (99.5, 99.5), (False, None), ("25", None), (float("nan"), None), (float("inf"), None)],
)
def test_a_percentage(value: object, expected: float | None) -> None:
    assert status(progress={"percentage": value}).progress == Progress(percentage=expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("2024-03-01T10:00:00.000Z", TEN, id="as documented"),
        pytest.param("2024-03-01T05:30:00-04:30", TEN, id="another zone"),
        pytest.param("2024-03-01 10:00:00", TEN, id="no zone is UTC"),
        pytest.param("0001-01-01T00:00:00+05:00", None, id="before all time"),
        pytest.param("tomorrow", None, id="a word"),
        pytest.param("", None, id="empty"),
        pytest.param(1709287200, None, id="a number"),
    ],
)
def test_times_are_in_utc(value: object, expected: datetime | None) -> None:
    read = status(estimatedCompletion=value).estimated_completion

    assert read == expected
    assert read is None or read.tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("disk full", "disk full", id="text"),
        pytest.param(" \n", None, id="blank"),
        pytest.param(5, None, id="number"),
        pytest.param({"message": "x"}, None, id="object"),
        pytest.param("a\ud800b \ud83d\ude00", "a\ufffdb \N{GRINNING FACE}", id="surrogates"),
    ],
)
def test_texts(value: object, expected: str | None) -> None:
    read = status(jobType=value, logFileLocation=value, currentOperation=value)

    assert {read.job_type, read.log_file_location, read.current_operation} == {expected}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("disk full", "disk full"),
        (" ", None),
        (None, None),
        (False, None),
        (5, "5"),
        ({"message": "x"}, '{"message": "x"}'),
        (["boom"], '["boom"]'),
    ],
)
def test_an_error_is_not_lost_for_its_kind(value: object, expected: str | None) -> None:
    assert status(error=value).error == expected


@pytest.mark.parametrize("value", [None, [], "x", 5])
def test_parts_of_the_wrong_kind_are_left_out(value: object) -> None:
    read = status(progress=value, results=value, retryable=value)

    assert (read.progress, read.results, read.retryable) == (None, None, None)


def test_one_published_version_spelt_successful_otherwise() -> None:
    assert status(results={"succesfull": 3}).results == Results(successful=3)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)

FIELDS = st.sampled_from([
    "jobType", "progress", "logFileLocation", "startTime", "estimatedCompletion", "completionTime", "results", "error",
    "retryable", "currentOperation",
])  # fmt: skip

COUNTS = st.dictionaries(
    st.sampled_from(["processed", "total", "percentage", "errors", "warnings", "successful"]), JSON
)


@given(word=st.text(), fields=st.dictionaries(FIELDS, JSON | COUNTS))
def test_any_status_with_a_word_is_read_and_can_be_handed_on(word: str, fields: dict[str, object]) -> None:
    document = json.loads(json.dumps({"status": word, **fields}))

    read = parse_status(document)

    assert (read is None) is (not word.strip())
    if read is not None:
        assert JobStatus.model_validate_json(read.model_dump_json()) == read


@given(word=st.text())
def test_no_word_but_the_two_documented_ones_is_success(word: str) -> None:
    read = parse_status({"status": word})

    assert (read is not None and read.state is JobState.SUCCESSFUL) is (
        re.sub("[ \t\n\r\v\f]", "", word).lower() in {"successful", "completed"} and word.isascii()
    )


@given(
    word=st.sampled_from(["Successful", "Completed"]),
    place=st.integers(0, 10),
    character=st.characters(min_codepoint=128, exclude_categories=["Cs"]),
)
def test_a_word_with_a_character_of_another_script_is_unknown(word: str, place: int, character: str) -> None:
    assert status(word[:place] + character + word[place:]).state is JobState.UNKNOWN
    assert status(word[:place] + character + word[place + 1 :]).state is JobState.UNKNOWN


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff", b"[" * 100_000, b'{"a":' * 100_000, b'"Successful"', b'{"status": ' + b"9" * 5000 + b"}"],
)
def test_what_cannot_be_read_as_a_status(data: bytes) -> None:
    assert read_status(data) is None
