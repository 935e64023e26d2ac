"""Which unexplained lines are the findings that a job counts beyond those that were read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.joblog.adoption import choose
from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.joblog.templates import make_template
from pytest_contentjobs.joblog.unexplained import KeptLine


def kept(*texts: str) -> list[KeptLine]:
    """Return lines that follow each other; a sign at their start says that they are suspicious, or have a level.

    An empty text is a blank line.
    """
    lines: list[KeptLine] = []
    above = 0
    for number, text in enumerate(texts, 1):
        if not text:
            continue
        is_suspicious, level = text.startswith("!"), text[1:2] if text.startswith("@") else None
        template = make_template(text.lstrip("!")) if level is None else (level,)
        lines.append(KeptLine(number, above, text.lstrip("!"), template, level, is_suspicious))
        above = number
    return lines


def chosen(lines: list[KeptLine], errors: int, warnings: int) -> dict[int, str] | None:
    adoption = choose(lines, (errors, warnings))
    if adoption is None:
        return None
    assert adoption.reason
    return {adopted.line.number: adopted.severity for adopted in adoption.lines}


@pytest.mark.parametrize(
    ("texts", "errors", "warnings", "found"),
    [
        pytest.param(["Row 1 x", "Row 2 x", "Seen 3"], 2, 0, {1: "error", 2: "error"}, id="one template"),
        pytest.param(["Row 1 x", "Row 2 x", "Seen 3"], 0, 2, {1: "warning", 2: "warning"}, id="warnings"),
        pytest.param(["Row 1 x", "Row 2 y", "Seen 3"], 2, 0, {1: "error", 2: "error"}, id="a common beginning"),
        pytest.param(["@H a", "@H b", "Seen 3"], 2, 0, {1: "error", 2: "error"}, id="an unknown level"),
        pytest.param(["! a 1", "! b 2 c", "Seen it"], 2, 0, {1: "error", 2: "error"}, id="all that are suspicious"),
        pytest.param(["a 1", "b 2 c", "Seen it"], 3, 0, {1: "error", 2: "error", 3: "error"}, id="all"),
        pytest.param(["Row 1 x", "Row 2 x", "Seen 3"], 3, -1, None, id="more warnings than the job counts"),
        pytest.param(["Row 1 x", "Row 2 x"], 0, 0, None, id="none missing"),
        pytest.param(["Row 1 x", "Seen 3"], 4, 0, None, id="more than there are"),
        pytest.param(["Row 1 x", "Row 2 x", "Seen 3", "Seen 4"], 2, 0, None, id="two choices"),
        pytest.param(["Row 1 x", "Row 2 x", "!Seen it", "!Lost 4 b"], 2, 0, {3: "error", 4: "error"}, id="suspicious first"),
        pytest.param(["!Row 1 x", "Row 2 x", "!Seen 3"], 2, 0, {1: "error", 3: "error"}, id="not a part of them"),
        pytest.param(["Row 1 x", "Row 2 warns"], 1, 1, {1: "error", 2: "warning"}, id="a word for warnings"),
        pytest.param(
            ["Row 1 x", "Row 2 x", "Warn 3", "Seen it"], 2, 1, {1: "error", 2: "error", 3: "warning"}, id="two kinds"
        ),
        pytest.param(["Row 1 x", "Row 2 x", "Seen 3"], 2, 1, None, id="no word for warnings"),
        pytest.param(["Row 1 x", "Note 2", "Row 3 x", "Note 4"], 2, 0, {1: "error", 3: "error"}, id="a line below each"),
        pytest.param(["!Lost", "1. a", "!2. b", "!3. c"], 3, 0, {2: "error", 3: "error", 4: "error"}, id="a numbered list"),
        pytest.param(["!Lost", "1) a", "!2) b", "Seen it"], 0, 2, {2: "warning", 3: "warning"}, id="numbered warnings"),
        pytest.param(["!Lost", "1. a", "2. b", "Seen it"], 2, 0, None, id="a numbered list of anything"),
        pytest.param(["!Lost", "1. a", "!3. b", "Seen it"], 3, 0, None, id="a list with a gap"),
        pytest.param(["Note 2", "Row 1 x", "Note 4", "Seen a", "Row 3 x"], 2, 0, None, id="not below each"),
        pytest.param(["Row 1", "!Row 2", "Seen", "Row 3", "Row 4"], 2, 0, {1: "error", 4: "error"}, id="two stacks"),
        pytest.param(["!Row 1", "", "Row 2", "Seen", "Row 3"], 2, 0, {1: "error", 5: "error"}, id="a blank line in a stack"),
        pytest.param(["Row 1", "Row 2", "Seen", "Row 3", "Row 4"], 2, 0, None, id="stacks of which nothing is bad"),
        pytest.param(["10:15 a", "!10:15 b", "Seen", "10:15 c"], 2, 0, None, id="stacks that only share a time"),
        pytest.param(["!Row 1", "!Row 2", "Seen", "!Row 3"], 2, 0, {1: "error", 4: "error"}, id="suspicious stacks"),
        pytest.param(["!Row 1 a", "  a b", "Seen", "Row 2 b"], 2, 0, {1: "error", 4: "error"}, id="an indented detail"),
        pytest.param(["Row 1 a", " Row 1 b", "Seen", "Row 2 b"], 2, 0, {1: "error", 4: "error"}, id="a detail behind one blank"),
        pytest.param(
            ["Row 1 a", "  Row 1 b", "  Row 1 c", "Seen", "Row 2 b"], 2, 0, {1: "error", 5: "error"}, id="two details"
        ),
        pytest.param(["Row 1 a", "", "  Row 2 b", "Seen"], 2, 0, {1: "error", 3: "error"}, id="indented below another line"),
    ],
)  # fmt: skip
def test_so_many_lines_are_chosen(texts: list[str], errors: int, warnings: int, found: dict[int, str] | None) -> None:
    assert chosen(kept(*texts), errors, warnings) == found


def test_the_lines_below_belong_to_those_that_are_chosen() -> None:
    adoption = choose(kept("Row 1 x", "Note 2", "Row 3 x", "Note 4"), (2, 0))

    assert adoption is not None
    assert [[below.number for below in adopted.below] for adopted in adoption.lines] == [[2], [4]]


def test_the_line_below_a_single_one_belongs_to_none() -> None:
    adoption = choose(kept("!Row 1 x", "Note 2"), (1, 0))

    assert adoption is not None
    assert [(adopted.line.number, adopted.below) for adopted in adoption.lines] == [(1, ())]


@pytest.mark.parametrize("texts", [["Row 1 x", "Note 2", "Row 3 x"], ["Row 1 x", "Row 2 x", "Note it"]])
def test_lines_below_only_some_belong_to_none(texts: list[str]) -> None:
    adoption = choose(kept(*texts), (2, 0))

    assert adoption is not None
    assert [adopted.below for adopted in adoption.lines] == [(), ()]


IMPDP = """\
Import: Release 19.0.0.0.0 - Production on Mon Mar 2 06:10:01 2026
Processing object type TABLE_EXPORT/TABLE/TABLE_DATA
ORA-31693: Table data object "KB"."LINK" failed to load/unload and is being skipped due to error:
ORA-02291: integrity constraint (KB.FK_LINK) violated - parent key not found
. . imported "KB"."TOPIC"                12.02 KB      61 rows
ORA-02374: conversion error loading table "KB"."ARTICLE"
ORA-12899: value too large for column SUMMARY (actual: 640, maximum: 600)

ORA-02372: data for row: SUMMARY : 0X'436F'

. . imported "KB"."ARTICLE"              918.4 KB     411 out of 412 rows
Job "KB"."SYS_IMPORT_TABLE_01" completed with 2 error(s) at Mon Mar 2 06:10:31 2026 elapsed 0 00:00:30
"""
LDAPMODIFY = """\
modifying entry "cn=billing,ou=topics,dc=help"

modifying entry "cn=outage,ou=topics,dc=help"
ldap_modify: Invalid DN syntax (34)
\tadditional info: invalid DN

modifying entry "cn=solar,ou=topics,dc=help"
ldap_modify: No such object (32)
\tmatched DN: ou=topics,dc=help

"""
LOADER = """\
reading a.csv
MSG-0107 row 17 of a.csv is left out
MSG-0009 the folder is unknown
reading b.csv
MSG-0107 row 3 of b.csv is left out
MSG-0012 the title has 300 letters
done
"""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(IMPDP, [3, 6], id="a database's messages above their causes"),
        pytest.param(LDAPMODIFY, [4, 8], id="details below, and the number of an error that looks like a total"),
        pytest.param(LOADER, [2, 5], id="pairs of messages"),
    ],
)
def test_messages_of_several_lines_are_adopted_by_their_first(text: str, lines: list[int], tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text(text, encoding="utf-8")

    entries = read_log(log, location="log.txt", counts=(len(lines), 0)).entries

    assert [(entry.log_line, str(entry.severity), entry.is_adopted) for entry in entries] == [
        (line, "error", True) for line in lines
    ]
