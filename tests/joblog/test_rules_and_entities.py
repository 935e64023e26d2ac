"""What a finding says about itself: its rule by the shape of its code, and the content item that it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.model import Entity, LogEntry
from tests.joblog.reading import read

AT = "2024-03-01 10:00:00,123"


def read_lines(path: Path, *messages: str, level: str = "ERROR") -> list[LogEntry]:
    text = "".join(f"{AT} {level} {message}\n" for message in messages)
    return list(read(path, f"{AT} INFO [main] started\n{text}".encode()).entries)


def folder(name: str, path: str) -> Entity:
    return Entity(kind="article", name=name, folder=path)


def at(kind: str, index: int) -> Entity:
    return Entity(kind=kind, index=index)


@pytest.mark.parametrize(
    ("message", "rule", "rest"),
    [
        ("KB-104: title is empty", "KB-104", "title is empty"),
        ("[DOTX008E] file does not exist", "DOTX008E", "file does not exist"),
        ("HLPL0107W: heading without text", "HLPL0107W", "heading without text"),
        ("SQL3116W  The field is missing", "SQL3116W", "The field is missing"),
        ("ORA-01400: cannot insert NULL", "ORA-01400", "cannot insert NULL"),
        ("DUPLICATE_VALUE: the name is taken", "DUPLICATE_VALUE", "the name is taken"),
        ("#INVALID_FIELD: Field 1 is unknown", "INVALID_FIELD", "Field 1 is unknown"),
        ("XDMP-DOCUTF8SEQ: invalid sequence", "XDMP-DOCUTF8SEQ", "invalid sequence"),
        ("%HELP-4-NOIMAGE: no picture", "HELP-4-NOIMAGE", "no picture"),
        ("[error.label.schema]   line 75: invalid", "error.label.schema", "line 75: invalid"),
        ("Database error 22007: no date", "22007", "no date"),
        ("SQLSTATE[23000]: duplicate", "23000", "duplicate"),
        # No rules
        ("[main] title is empty", None, "title is empty"),
        ("[worker-1] c.e.V - title is empty", None, "title is empty"),
        ("Title: is empty", None, "Title: is empty"),
        ("2024-03-01: no date", None, "2024-03-01: no date"),
        ("HTTP: refused", None, "HTTP: refused"),
        ("ISO8601 is expected", None, "ISO8601 is expected"),
        ("status 404: image", None, "status 404: image"),
        ("FAQ: no title", None, "FAQ: no title"),
    ],
)
def test_the_rule_of_one_message(message: str, rule: str | None, rest: str, tmp_path: Path) -> None:
    entry = read_lines(tmp_path, message)[0]

    assert (entry.rule, entry.message) == (rule, rest)


def test_a_code_that_recurs_in_one_shape_is_the_rule(tmp_path: Path) -> None:
    messages = ["E3012 Property is unknown", "E1012 Ref is not found", "E3001 Type is unknown"]

    assert [entry.rule for entry in read_lines(tmp_path, *messages)] == ["E3012", "E1012", "E3001"]
    assert [entry.rule for entry in read_lines(tmp_path, messages[0], "no title", "no body")] == [None, None, None]
    assert read_lines(tmp_path, *messages)[0].message == "Property is unknown"


def test_words_that_recur_are_no_rule(tmp_path: Path) -> None:
    for messages in (["Title is empty"] * 4, ["10:15 too late"] * 4, ["A1 is a page", "Z9 is a page"] * 2):
        assert {entry.rule for entry in read_lines(tmp_path, *messages)} == {None}


def test_the_code_in_the_line_below_is_the_rule(tmp_path: Path) -> None:
    entry = read_lines(tmp_path, "Rejected a row\n  ORA-01400: cannot insert NULL")[0]

    assert (entry.rule, entry.message) == ("ORA-01400", "Rejected a row")


@pytest.mark.parametrize(
    ("message", "entity", "rest"),
    [
        ("Article 'A' in folder 'Support/Billing': no title", folder("A", "Support/Billing"), "no title"),
        ('article "A" in the folder "Billing" has no title', folder("A", "Billing"), None),
        ("Article 'B/A' in folder 'Support': no title", folder("A", "B"), None),
        (r"Article 'A\'s' in folder 'It\'s': no title", folder("A's", "It's"), "no title"),
        (r"Article 'A\\B' in folder 'S': no title", folder("A\\B", "S"), "no title"),
        (r"""Article 'A' in folder 'S\"t': no title""", folder("A", 'S"t'), None),
        ("the text 'in row 3' is bad in row 7", at("row", 7), None),
        ("Row 22 title is missing", at("row", 22), None),
        ("Row 22: title is missing", at("row", 22), "title is missing"),
        ("Zeile 14: Schlagwort ist doppelt", at("row", 14), "Schlagwort ist doppelt"),
        ("ligne 35 : 'demain' n'est pas une date", at("row", 35), "'demain' n'est pas une date"),
        ("22行目\uff1a必須項目が空です", at("row", 22), "必須項目が空です"),
        ("第22行 标题为空", at("row", 22), None),
        ("Record 34: Rejected", at("record", 34), "Rejected"),
        ("title is empty (row 7)", at("row", 7), None),
        ("title is empty in row 7", at("row", 7), None),
        ("articles[3].title must not be empty", at("article", 3), None),
        ("articles[3]: no title", at("article", 3), "no title"),
        ("row 7: article 'A' has no title", Entity(kind="article", name="A"), None),
        # No entities
        ("references record 17, which is missing", None, None),
        ("the title 'in row 7' is too long", None, None),
        ("Row count is 7", None, None),
        ("a row of 7 images", None, None),
        ("timeout in row 7.5", None, None),
    ],
)
def test_the_item_that_a_message_is_about(
    message: str, entity: Entity | None, rest: str | None, tmp_path: Path
) -> None:
    entry = read_lines(tmp_path, message)[0]

    assert (entry.entity, entry.message) == (entity, rest or message)
