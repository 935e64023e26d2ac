"""What in a job status is an objection, because it may mean that content is bad."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.model.job import parse_status, read_status
from pytest_contentjobs.model.reason import Reason


def reasons(text: str) -> set[str]:
    read = read_status(text)
    assert read is not None
    return {objection.reason for objection in read.objections}


@given(
    place=st.sampled_from(["", "progress", "results", "more"]),
    key=st.text(min_size=1, max_size=5),
    values=st.tuples(st.integers(), st.text(max_size=3)),
)
def test_a_key_twice_anywhere_is_an_objection(place: str, key: str, values: tuple[int, str]) -> None:
    pairs = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for value in values)
    inner = f'"{place}": {{{pairs}}}' if place else pairs

    assert Reason.STATUS_KEYS_REPEATED in reasons(f'{{"status": "Successful", {inner}}}')


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"jobtype": "Import"}, Reason.STATUS_UNREADABLE),
        ({"job_type": "Import"}, None),
        ({"Progress": {"processed": 1}}, Reason.STATUS_UNREADABLE),
        ({"Progress": None}, None),
        ({"Error": "disk full"}, Reason.STATUS_UNREADABLE),
        ({"results": {"Errors": 3}}, Reason.STATUS_UNREADABLE),
        ({"results": {"errors": 3, "ERRORS": 3}}, Reason.STATUS_KEYS_REPEATED),
        ({"progress": {"processed": 3, "Processed": 4}}, Reason.STATUS_KEYS_REPEATED),
        ({"log_file_location": "a", "logFileLocation": "b"}, Reason.STATUS_KEYS_REPEATED),
        ({"objections": "none"}, Reason.STATUS_UNREADABLE),
        ({"objections": [{"reason": 5}]}, Reason.STATUS_UNREADABLE),
    ],
)
def test_spellings_of_documented_names(fields: dict[str, object], reason: Reason | None) -> None:
    assert reasons(json.dumps({"status": "Successful", **fields})) >= ({reason} if reason else set())
    assert bool(reason) is bool(reasons(json.dumps({"status": "Successful", **fields})))


@pytest.mark.parametrize(
    ("fields", "is_bad"),
    [
        ({"message": "3 articles could not be validated"}, True),
        ({"message": "Validation failed for 3 articles"}, True),
        ({"details": [{"message": "2 warnings, 0 errors"}]}, True),
        ({"statusMessage": "completed with errors"}, True),
        ({"summary": "20 of 20 items, 0 errors and 0 warnings"}, False),
        ({"message": "Validation completed without errors"}, False),
        ({"message": "No errors or warnings were found, skipped: 0"}, False),
        ({"message": "errors: 05"}, True),
        ({"message": "Failed: 0 of 3 articles imported"}, True),
        ({"state": "Failed 0 imported"}, True),
        ({"logTruncated": True}, True),
        ({"results": {"timedOut": 2}}, True),
        ({"timeout": 600}, False),
        ({"errorCount": 5}, False),
        ({"totalErrors": 5.0}, False),
        ({"warnings": 2}, False),
        ({"errorCount": 6}, True),
        ({"fatalErrors": 5}, True),
        ({"errorCount": "5"}, True),
        ({"notProcessed": 1}, True),
        ({"failures": [{}]}, True),
        ({"failures": {"a": []}}, False),
        ({"failures": [[]]}, True),
        ({"deep": [[{"failed": 1}]]}, True),
        ({"passed": False}, True),
        ({"passed": None}, False),
        ({"passed": 0}, False),
        ({"state": "ended with errors"}, True),
        ({"state": "done"}, False),
        ({"note": "no errors at all"}, False),
        ({"errorReport": "https://host/errors?job=1"}, False),
        ({"errorReport": "s3://bucket/errors.txt"}, False),
        ({"errorReport": "/errors/1"}, False),
        ({"errorReport": "/errors and more"}, True),
        ({"issuedAt": "2024-03-01", "defaults": 3, "notes": "x"}, False),
        ({"failed": float("inf")}, True),
        ({"failed": float("nan")}, True),
        ({"failed": 10**400}, True),
        ({"failed": -1}, True),
        ({"\u0435rrors": 3}, True),
        ({"\uff45\uff52\uff52\uff4f\uff52\uff53": 3}, True),
        ({"\u0435rrors": 0}, False),
        ({"remainingItems": 3}, True),
        ({"timeRemaining": "PT0S", "remainingItems": 0}, False),
        ({"finished": False}, True),
        ({"phase": "FAILED", "exitCode": 0}, True),
        ({"exitCode": 3}, True),
        ({"resultStatus": "COMPLETED_WITH_ERRORS"}, True),
        ({"outcome": "partially done"}, True),
    ],
)
def test_undocumented_counts_under_a_bad_word(fields: dict[str, object], is_bad: bool) -> None:
    document = {"status": "Successful", "results": {"errors": 5, "warnings": 2}, "more": fields}

    assert reasons(json.dumps(document)) == ({Reason.UNKNOWN_COUNT} if is_bad else set())


def test_very_many_oddities_are_described_in_few_words() -> None:
    document = {"status": "Successful", **{f"failed{number}": 1 for number in range(1000)}, "x" * 10_000: 1}

    read = parse_status(document)

    assert read is not None
    assert (len(read.objections), len(read.unknown_fields)) == (5, 20)


def test_oddities_go_with_a_status_that_is_saved_and_read_again() -> None:
    read = read_status('{"status": "Failed", "status": "Successful", "results": {"errors": "0"}, "x": 1}')
    assert read is not None

    again = read_status(read.model_dump_json(by_alias=True, exclude_none=True))

    assert again == read
    assert {one.reason for one in read.objections} == {Reason.STATUS_KEYS_REPEATED, Reason.RESULTS_UNREADABLE}
