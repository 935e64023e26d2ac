from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from pytest_contentjobs.model import Check, CheckOutcome, ContentRun, Finding, Source, Verdict
from pytest_contentjobs.reports.terminal import StyledLine, View, make_section
from tests.builders import JOB_ID, WARNING, article, content_run, finding, statistics, status

BROKEN = Check(CheckOutcome.BROKEN, "The job Failed: disk full. Start it again.", ("job-failed",))
FAILED = Check(CheckOutcome.FAILED, "They disagree.\n10 lines read.\nnot explained, line 4: x", ("counts-disagree",))


def shown(
    run: ContentRun, *, ran: Sequence[Verdict] | None = None, width: int | None = 100, **view: Any
) -> list[StyledLine]:
    return list(make_section(run, run.verdicts if ran is None else ran, View(width=width, **view)))


def texts(lines: list[StyledLine]) -> list[str]:
    return [line.text for line in lines]


def test_reason_codes_are_shown_to_those_who_ask() -> None:
    bad = Check(CheckOutcome.BROKEN, "It broke.\nTwice.", ("job-failed", "no-content"))
    fault = Check(CheckOutcome.FAILED, "They disagree.", ("counts-disagree",))
    good = Check(CheckOutcome.PASSED, "All is well.", ("never-shown",))
    missing = Check(CheckOutcome.NOT_MADE, "No log.", ("log-not-read",))

    lines = shown(content_run(job_check=bad, log_check=fault), is_verbose=True)

    reasons = [
        StyledLine("  | reasons: job-failed, no-content", ("red",)),
        StyledLine("  | reasons: counts-disagree", ("red",)),
    ]
    assert [line for line in lines if "reasons:" in line.text] == reasons
    assert StyledLine("  | reasons: log-not-read") in shown(content_run(log_check=missing), is_verbose=True)
    assert not [text for text in texts(shown(content_run(job_check=bad, log_check=fault))) if "reasons:" in text]
    assert not [text for text in texts(shown(content_run(job_check=good), is_verbose=True)) if "reasons:" in text]


FACTS = [
    StyledLine(f"Validation job {JOB_ID}"),
    StyledLine("log s3://bucket/log.txt"),
    StyledLine("job: All is well."),
    # What it says of a log that agrees with its job stands in a snapshot.
    shown(content_run())[4],
]


def test_a_clean_run(wording: Callable[[str], None]) -> None:
    wording("\n".join(texts(shown(content_run()))))
    assert shown(content_run()) == [
        StyledLine("content: PASSED - 10 log lines, no findings", ("green", "bold")),
        *FACTS,
    ]


def test_findings_are_listed_errors_first_in_the_order_of_the_log() -> None:
    refund = article("Refund", index=3)
    run = content_run(
        finding("is odd", WARNING, entity=refund, log_line=2),
        finding("has no title", rule="ART-1", entity=refund, log_line=3),
        finding("lonely", log_line=4),
    )

    assert shown(run) == [
        StyledLine("content: FAILED - 2 errors, 1 warning", ("red", "bold")),
        *FACTS,
        StyledLine(""),
        StyledLine("  2 errors, 1 warning in 1 content item", ("bold",)),
        StyledLine(""),
        StyledLine("  E ART-1  has no title (article Billing/Refund, index 3, log line 3)", ("red",)),
        StyledLine("  E  lonely (log line 4)", ("red",)),
        StyledLine("  W  is odd (article Billing/Refund, index 3, log line 2)", ("yellow",)),
    ]


GROUPED = (
    finding("is odd", WARNING, rule="ART-2", entity=article("Refund"), log_line=2),
    finding("has no title", rule="ART-1", entity=article("Refund"), log_line=3),
    finding("lonely", rule="ART-1", log_line=4),
)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (
            "entity",
            [
                "  article Billing/Refund",
                "    E ART-1  has no title (log line 3)",
                "    W ART-2  is odd (log line 2)",
                "",
                "  general",
                "    E ART-1  lonely (log line 4)",
            ],
        ),
        (
            "rule",
            [
                "  ART-1",
                "    E  has no title (article Billing/Refund, log line 3)",
                "    E  lonely (log line 4)",
                "",
                "  ART-2",
                "    W  is odd (article Billing/Refund, log line 2)",
            ],
        ),
    ],
)
def test_findings_of_a_group_stand_under_its_heading(group: str, expected: list[str]) -> None:
    lines = texts(shown(content_run(*GROUPED), group=group))

    assert lines[8:] == expected


def test_a_finding_begins_with_its_place_in_the_package() -> None:
    placed = replace(finding("is odd"), source=Source("content/a b.html", 12, 3, root="package"))
    whole = replace(finding("is odd"), source=Source("articles.json", None, None))

    lines = texts(shown(content_run(placed, whole)))

    assert "  package/content/a b.html:12:3: E  is odd (log line 1)" in lines
    assert "  articles.json: E  is odd (log line 1)" in lines


def test_items_whose_class_names_look_equal_are_kept_apart() -> None:
    run = content_run(
        finding("a", entity=article("v1.2", None)),
        finding("b", entity=article("v1_2", None)),
        finding("c", entity=article("general", None)),
        finding("d"),
    )

    headings = [line.text for line in shown(run, group="entity") if line.styles == ("bold",)][1:]

    assert len({each.finding.class_name for each in run.verdicts}) == 2
    assert headings == ["  article v1.2", "  article v1_2", "  article general", "  general"]


def test_a_run_that_could_not_be_judged_says_why_in_red() -> None:
    run = content_run(name="main", job_check=BROKEN, log_check=FAILED, status=status("Failed"))

    assert shown(run) == [
        StyledLine("main: NOT JUDGED - job failed, counts disagree (job-failed, counts-disagree)", ("red", "bold")),
        StyledLine(f"job {JOB_ID}"),
        StyledLine("log s3://bucket/log.txt"),
        StyledLine("job: The job Failed: disk full. Start it again.", ("red",)),
        StyledLine("log: They disagree.", ("red",)),
        StyledLine("  | 10 lines read.", ("red",)),
        StyledLine("  | not explained, line 4: x", ("red",)),
    ]


def test_neither_job_nor_log_are_named_where_there_are_none() -> None:
    run = content_run(job_id=None, status=None, log=None, job_check=BROKEN)

    assert texts(shown(run))[1] == "job: The job Failed: disk full. Start it again."


def test_a_job_without_status_is_named() -> None:
    assert texts(shown(content_run(status=None)))[1] == f"job {JOB_ID}"


def many(count: int) -> ContentRun:
    return content_run(*(finding(f"number {number}", log_line=number) for number in range(count)))


@pytest.mark.parametrize(
    ("count", "maximum", "expected"),
    [(50, 50, 50), (51, 50, 50), (5000, 50, 50), (5000, None, 5000), (3, 0, 0)],
)
@pytest.mark.parametrize("is_verbose", [False, True])
def test_so_many_findings_are_listed(count: int, maximum: int | None, expected: int, *, is_verbose: bool) -> None:
    lines = texts(shown(many(count), maximum=maximum, is_verbose=is_verbose))

    assert sum(line.startswith("  E  number ") for line in lines) == expected
    assert [line for line in lines if f"{count - expected:,} " in line and "--content-show all" in line] == [
        line for line in lines if "--content-show" in line
    ]
    assert any("--content-show" in line for line in lines) is (expected < count)
    assert lines[0] == f"content: FAILED - {count:,} errors"


@pytest.mark.parametrize(("ran", "missing"), [(0, "2 findings "), (1, "1 finding ")], ids=["none", "one of two"])
def test_findings_that_did_not_run_are_counted(ran: int, missing: str, wording: Callable[[str], None]) -> None:
    run = content_run(finding("a"), finding("b", WARNING))

    lines = shown(run, ran=run.verdicts[:ran], width=200)

    (note,) = (line.text for line in lines if line.styles == ("yellow",))
    assert note.strip().startswith(missing)
    wording(note)
    assert [line.text for line in lines if line.text.startswith("  E ")] == ["  E  a (log line 1)"] * ran
    assert lines[0].text.startswith(f"content: FAILED - 1 error, 1 warning; {missing}")


LONG = finding(
    "the content file 'content/refund.html' does not exist in this package",
    rule="ART-104",
    entity=article("How to get a refund when nobody answers the telephone", "Billing/Refunds/Private customers"),
)


@pytest.mark.parametrize("width", [40, 80, 132])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    run = content_run(LONG, job_check=BROKEN, log_check=FAILED)

    assert max(len(text) for text in texts(shown(run, width=width, ran=()))) <= width
    assert max(len(text) for text in texts(shown(run, width=width))) <= width


def test_an_address_stays_whole_to_be_copied() -> None:
    address = f"s3://bucket/{'x' * 200}"

    assert f"log {address}" in texts(shown(content_run(log=statistics(location=address)), width=40))


def test_a_terminal_that_is_too_narrow_gets_lines_for_forty_columns() -> None:
    assert shown(content_run(LONG), width=3) == shown(content_run(LONG), width=40)


def test_what_is_wrapped_is_whole_and_indented() -> None:
    assert texts(shown(content_run(LONG), width=60, group="entity"))[6:] == [
        "  1 error in 1 content item",
        "",
        "  article Billing/Refunds/Private customers/How to get a",
        "      refund when nobody answers the telephone",
        "    E ART-104  the content file 'content/refund.html' does",
        "        not exist in this package (log line 1)",
    ]


HOSTILE = "::error file=x::y ##[group] ##vso[task] \x1b[2J\n::add-mask::z"
COMMAND = re.compile(r"\s*::|.*##(?:\[|vso\[)")


def hostile_runs() -> dict[str, ContentRun]:
    padded: list[Finding] = [finding(f"{'a' * size} {HOSTILE}") for size in range(0, 60, 3)]
    return {
        "message": content_run(*padded),
        "rule": content_run(finding("a", rule=HOSTILE)),
        "entity": content_run(finding("a", entity=article(HOSTILE))),
        "many rules and folders": content_run(
            *(
                finding(f"{HOSTILE}{number}", rule=HOSTILE, entity=article("a", f"{HOSTILE}{number}"))
                for number in range(20)
            )
        ),
        "source": content_run(replace(finding("a"), source=Source(HOSTILE, 1, 1))),
        "log": content_run(log=statistics(location=HOSTILE)),
        "job type": content_run(status=status(jobType=HOSTILE)),
        "check": content_run(job_check=Check(CheckOutcome.BROKEN, f"broken\n{HOSTILE}")),
    }


@pytest.mark.parametrize("where", hostile_runs())
@pytest.mark.parametrize("width", [40, 57, 100, None])
@pytest.mark.parametrize("group", ["finding", "entity", "rule"])
def test_no_remote_text_commands_a_terminal_or_a_ci_system(where: str, width: int | None, group: str) -> None:
    lines = texts(shown(hostile_runs()[where], width=width, group=group))

    assert [line for line in lines if COMMAND.match(line) or not line.isprintable()] == []
