"""A baseline accepts the same problem in the next run, and never another problem in the same words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support import INFO, junit_cases

Gate = Callable[..., pytest.RunResult]
H = "2024-03-01 10:00:00,123 ERROR [main] c.e.V - "
A = "11111111-2222-3333-4444-555555555555"
B = "99999999-2222-3333-4444-555555555555"

DIFFERENT = {
    "uuid": (f"Article {A}: content missing", f"Article {B}: content missing"),
    "uuid in quotes": (f"article '{A}': content missing", f"article '{B}': content missing"),
    "uuid in a sentence": (f"content missing for {A}", f"content missing for {B}"),
    "uuid behind a key": (f"content missing, articleId={A}", f"content missing, articleId={B}"),
    "uuid of an article that a job names": (f"job failed for article {A}", f"job failed for article {B}"),
    "uuid in a path": (f"missing file content/{A}.html", f"missing file content/{B}.html"),
    "index": ("articles[3] has no content", "articles[7] has no content"),
    "index with a field": ("articles[3].name is missing", "articles[7].name is missing"),
    "index inside": ("articles[3].tags[0] is bad", "articles[3].tags[1] is bad"),
    "index of a position": ("article (articles[3]): bad", "article (articles[7]): bad"),
    "row": ("row 1 has no name", "row 999 has no name"),
    "row with a sign": ("Row #1: no name", "Row #2: no name"),
    "record": ("refers to record 17, which is missing", "refers to record 18, which is missing"),
    "line of content": ("broken link in line 5 of content/a.html", "broken link in line 6 of content/a.html"),
    "column of a table": ("no value in column 3", "no value in column 4"),
    "offset": ("bad byte at offset 5", "bad byte at offset 6"),
    "character": ("bad character at position 5", "bad character at position 6"),
    "number": ("article 4711 has no content", "article 4712 has no content"),
    "hexadecimal id": ("article 5f3a9c00ff has no content", "article 5f3a9c00fe has no content"),
    "revision": ("KB0012345 is unknown", "KB0012346 is unknown"),
    "date": ("availabilityDate 2026-02-30 is bad", "availabilityDate 2026-02-31 is bad"),
    "date with a time, in quotes": ("'2026-02-30T00:00:00Z' is no date", "'2026-02-31T00:00:00Z' is no date"),
    "limit": ("12 articles, at most 10", "13 articles, at most 10"),
    "mail": ("owner x@deadbeef is unknown", "owner x@deadbeee is unknown"),
    "seconds as a title": ("title 'in 5 s' is used twice", "title 'in 6 s' is used twice"),
    "time long before the line": (
        "no content since 2026-11-23T10:00:00.123Z",
        "no content since 2026-11-24T11:00:00.123Z",
    ),
    "time of day long after the line": ("starts at 11:00:00.123", "starts at 11:30:00.456"),
    "duration of another thing": ("the video ends after 30s", "the video ends after 31s"),
    "hexadecimal number": ("segment at 0xdeadbeef", "segment at 0xcafebabe"),
}
SAME = {
    "job": ("job 7A84B875-6F75-4C7B-B137-0632B62DB0BD broke", f"job {A} broke"),
    "job, with a colon": (f"Job: {A} broke", f"Job: {B} broke"),
    "job id": (f"broke (jobId={A})", f"broke (jobId={B})"),
    "request": (f"broke, request-id={A}", f"broke, request-id={B}"),
    "request without a form": ("broke, requestId: 4bf92f3577b3", "broke, requestId: 00f067aa0ba9"),
    "trace": ("broke [trace_id=4bf92f3577b34da6a3ce929d0e0e4736]", "broke [trace_id=00000000000000000000000000000001]"),
    "log": (f"see import-logs-{A}.txt", f"see import-logs-{B}.txt"),
    "session": (f"session {A} ended", f"session {B} ended"),
    "run": (f"run id {A} was stopped", f"run id {B} was stopped"),
    "time": ("stopped at 2024-03-01T10:00:01.123Z", "stopped at 2024-03-01T10:00:02.123Z"),
    "time of day": ("stopped at 10:00:01.123", "stopped at 10:00:02.456"),
    "duration": ("took 12 ms", "took 13.5 ms"),
    "duration in seconds": ("waited 30s for it", "waited 31s for it"),
    "duration in minutes": ("elapsed: 3 minutes", "elapsed: 4 minutes"),
    "object": ("com.x.Y@1a2b3c4d is closed", "com.x.Y@5f6a7b8c is closed"),
    "address": ("object at 0xdeadbeef", "object at 0xcafebabe"),
    "thread": ("thread-12 died", "thread-13 died"),
    "pool": ("pool-1-thread-3 died", "pool-2-thread-9 died"),
    "process": ("pid 4711 died", "pid 12 died"),
    "index of a named article": ("article 'A/B' (articles[3]): bad", "article 'A/B' (articles[7]): bad"),
}


def write(pytester: pytest.Pytester, message: str) -> None:
    (pytester.path / "log.txt").write_text(f"{INFO}{H}{message}\n", encoding="utf-8")


@pytest.mark.parametrize(("accepted", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_what_names_a_thing_is_not_covered_by_another(
    pytester: pytest.Pytester, gate: Gate, accepted: str, other: str
) -> None:
    write(pytester, accepted)
    gate("--content-log=log.txt", "--content-baseline=b.json", "--content-update-baseline")
    assert gate("--content-log=log.txt", "--content-baseline=b.json").ret == 0

    write(pytester, other)
    result = gate("--content-log=log.txt", "--content-baseline=b.json", "--content-junit=c.xml")

    assert result.ret == 1
    assert [case.outcome for case in junit_cases(pytester.path / "c.xml") if case.name not in {"job", "log"}] == [
        "failure"
    ]


@pytest.mark.parametrize(("accepted", "again"), SAME.values(), ids=SAME)
def test_what_drifts_between_runs_is_no_part_of_what_was_accepted(
    pytester: pytest.Pytester, gate: Gate, accepted: str, again: str
) -> None:
    write(pytester, accepted)
    gate("--content-log=log.txt", "--content-baseline=b.json", "--content-update-baseline")

    write(pytester, again)

    assert gate("--content-log=log.txt", "--content-baseline=b.json").ret == 0
