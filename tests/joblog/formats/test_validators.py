"""Logs of validators that name files and places, but levels only in part, in columns or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "rows at the margin, with rule and program": Log(
        """\
kb/meters.md: no issues found
kb/fuses.md
3:1-3:40  warning A sentence has `41` words     sentence-length  prose-lint
12:5      error   The picture `a.png` is lost   dead-picture     prose-lint
40:1      error   No header

kb/valves.md: no problems
""",
        [
            (3, W, "sentence-length", "kb/fuses.md", 3, 1),
            (4, E, "dead-picture", "kb/fuses.md", 12, 5),
            (5, E, None, "kb/fuses.md", 40, 1),
        ],
    ),
    "only warnings have a level": Log(
        """\
kb/fuses.y:12.3-9: warning: the rule is never used [-Wother]
kb/fuses.y:14.1: the symbol 'meter' is used, but is not defined
kb/valves.y:2: duplicate symbol 'valve'
kb/valves.y:1: ...the first one is here
""",
        [
            (1, W, "-Wother", "kb/fuses.y", 12, 3),
            (2, E, None, "kb/fuses.y", 14, 1),
            (3, E, None, "kb/valves.y", 2, None),
        ],
        unexplained=1,
    ),
    "paths in documents": Log(
        """\
kb/fuses.json::$.steps[2].text: 7 is not of type 'string'
kb/valves.yaml#/portal/0/name must not be empty
kb/meters.json: $: 'title' is a required property
kb/moving.json: /steps/4: additional key 'tipp'
""",
        [
            (1, E, None, "kb/fuses.json", None, None),
            (2, E, None, "kb/valves.yaml", None, None),
            (3, E, None, "kb/meters.json", None, None),
            (4, E, None, "kb/moving.json", None, None),
        ],
    ),
    "places above their messages": Log(
        """\
* At kb/fuses.html:31:

  the picture a.png does not exist

* In kb/valves.html, line 4
    warning: the title occurs twice
- kb/meters.html:2:7
  no language
""",
        [
            (1, E, None, "kb/fuses.html", 31, None),
            (5, W, None, "kb/valves.html", 4, None),
            (7, E, None, "kb/meters.html", 2, 7),
        ],
    ),
    "places above messages, with level and rule at the end": Log(
        """\
[1] kb/api.yaml:61:21 at #/articles/0/title

A title is needed.

61 | title:
   | ^^^^^^

Error was raised by the title-needed rule.

[2] kb/api.yaml:70:3 at #/articles/1

The article is old.

Warning is from the kb/age rule.

[3] kb/api.yaml:90:3

70 words
""",
        [
            (1, E, "title-needed", "kb/api.yaml", 61, 21),
            (10, W, "kb/age", "kb/api.yaml", 70, 3),
        ],
        unexplained=2,
    ),
    "reasons listed below a file": Log(
        """\
kb/fuses.csv is INVALID
1. empty_title. Row: 4
2. no-date: Row 9
kb/valves.csv is VALID
kb/meters.yaml: invalid
  - the key 'tipp' is not known
kb/moving.csv is valid
""",
        [
            (1, E, None, "kb/fuses.csv", None, None),
            (2, E, "empty_title", "kb/fuses.csv", None, None),
            (3, E, "no-date", "kb/fuses.csv", None, None),
            (5, E, None, "kb/meters.yaml", None, None),
            (6, E, None, "kb/meters.yaml", None, None),
        ],
    ),
    "messages of system calls": Log(
        """\
copy: cannot read '/kb/fuses.md': Permission denied
copy: [target] write "/kb/b c.md" failed: No space left on device (28)
kb-sync: connect to kb.example: Connection refused
""",
        [(number, E, None, None, None, None) for number in (1, 2, 3)],
    ),
    "statuses of requests": Log(
        """\
[200] https://kb.example/a
[404] https://kb.example/b | no such page
503 /kb/c.html
[301] https://kb.example/d
""",
        [(2, E, None, None, None, None), (3, E, None, None, None, None)],
    ),
    "dots before the outcome": Log(
        """\
check the links......................................................Passed
check for broken pictures ........................................ [OK]
look for empty titles................................................Failed
spelling ....... Invalid
""",
        [(3, E, None, None, None, None), (4, E, None, None, None, None)],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_a_log_is_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_log_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize(
    "line",
    [
        "check the links.....................Skipped",
        "look for empty titles......no",
        "kb/meters.md: no issues but the title is empty",
        "kb/meters.md: no title found",
        "3:1  blunder A sentence is long  sentence-length  prose-lint",
        "3:1  info    ERROR: A sentence is long  sentence-length",
        "3:1  info A sentence has no verb  sentence-length",
        "[200] https://kb.example/a has no title",
        "200 /kb/a.html: two titles",
        "kb/fuses.csv is INVALID\n2. a title",
        "copy: Permission denied",
        "* At kb/a.md:3:",
        "* At kb/a.md:3:\n\n  ERROR no title",
        "* At kb/a.md:3:\n\n  info: ERROR no title",
        "[1] kb/a.md:3:5\n\nno title\n\nInfo was raised by the kb/title rule.\nno title",
        "Total: /3 of 4 titles",
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, line: str) -> None:
    reading = read_text(tmp_path, f"check the pictures.........Passed\nkb/a.md\n1:1  info  A page  page-rule\n{line}\n")

    assert not reading.is_clean
