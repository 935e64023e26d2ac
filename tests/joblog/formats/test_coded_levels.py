"""Codes of which one letter or digit is the level: of linters, of IBM's programs, and of Cisco's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.joblog.families import Log, assert_exact, assert_never_green_when_damaged, read_text

E, W = "error", "warning"

LOGS = {
    "Oracle's alert log": Log(
        """\
2026-11-20T03:00:07.512+00:00
ORA-01653: unable to extend table KB.ARTICLE
2026-11-20T03:00:09.000+00:00
Errors in file /u01/kb/trace/kb_2211.trc:
ORA-12012: error on auto execute of job
ORA-01403: no data found
ORA-06512: at "KB.LOAD", line 12
2026-11-20T03:00:09.000+00:00
SP2-0310: unable to open file
""",
        [
            (2, E, "ORA-01653", None, None, None),
            (4, E, "ORA-12012", None, None, None),
            (9, E, "SP2-0310", None, None, None),
        ],
        unexplained=3,
    ),
    "a linter's codes above their places": Log(
        """\
E3012 Property Versioning should be an object
kb/stack.yaml:14:7

W2001 Parameter Portal is not used
kb/stack.yaml:5:3

I3011 The default action is to delete it
kb/stack.yaml:31:3
""",
        [(1, E, "E3012", "kb/stack.yaml", 14, 7), (4, W, "W2001", "kb/stack.yaml", 5, 3)],
    ),
    "letters at the end of codes": Log(
        """\
SQL3116W  The value in row "12" is missing.
SQL3148N  A row was not inserted.
SQL3550C  The writer stopped.
SQL3107I  The loading of "articles.del" begins.
""",
        [
            (1, W, "SQL3116W", None, None, None),
            (2, E, "SQL3148N", None, None, None),
            (3, E, "SQL3550C", None, None, None),
        ],
    ),
    "codes behind the time and the number of a job": Log(
        """\
06.10.02 JOB04711  KBA2117W ARTICLE KB17 HAS NO REVIEW DATE
06.10.02 JOB04711  KBA2101I 412 ARTICLES READ
06.10.03 JOB04711 *KBA2130E ARTICLE KB131 REFERS TO A FOLDER THAT IS NOT THERE
06.10.05 JOB04711  KBX450I KBLOAD STEP040 - ABEND=S0C7 U0000 REASON=00000007
06.10.06 STC00812  KBA2102I 400 ARTICLES WRITTEN
""",
        [
            (1, W, "KBA2117W", None, None, None),
            (3, E, "KBA2130E", None, None, None),
            (4, E, "KBX450I", None, None, None),
        ],
    ),
    "numbers within codes": Log(
        """\
000101: Mar  2 06:10:01.101: %KB-6-START: Import started
Mar  2 06:10:02.390: 000102: %KB-4-NOIMAGE: Article 'Wall mount' has no picture
000103: Mar  2 06:10:03.155: %KB-3-BADLINK: Article 'Wi-Fi' links to 'Codes', which does not exist
%KB-5-END: Import ended
""",
        [(2, W, "KB-4-NOIMAGE", None, None, None), (3, E, "KB-3-BADLINK", None, None, None)],
    ),
}


@pytest.mark.parametrize("name", LOGS)
def test_codes_are_read_exactly(tmp_path: Path, name: str) -> None:
    assert_exact(tmp_path, LOGS[name])


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_a_damaged_log_is_not_clean_while_a_finding_is_left(tmp_path: Path, name: str) -> None:
    assert_never_green_when_damaged(tmp_path, LOGS[name])


@pytest.mark.parametrize(
    "text",
    [
        "I3011 The title is empty",
        "KB1001I The title is empty",
        "KBA1001I The title is empty",
        "%KB-8-START: the title is empty",
        "06.10.05 JOB04711  KBX450I KBLOAD ABENDED",
        "2026-03-02 06:10:05 INFO step 4 ABEND=S0C7",
        "%KB-6-START: ERROR: the title is empty",
        "%KB-6-START: ok\nI3011 The title is empty",
        "%KB-6-START: ok\nE3011 The title is empty",
    ],
)
def test_what_may_be_a_finding_is_never_routine(tmp_path: Path, text: str) -> None:
    assert not read_text(tmp_path, f"{text}\n").is_clean
