"""The level at the start or end of a diagnostic, and the rule beside it."""

from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.labels import Labelled, Labels
from pytest_contentjobs.joblog.vocabulary import VOCABULARY
from tests.builders import ERROR, WARNING

LABELS = Labels(VOCABULARY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("error", Labelled(ERROR, "")),
        (" Warning ", Labelled(WARNING, "")),
        ("erreur", Labelled(ERROR, "")),
        ("note", Labelled(None, "")),
        ("\u2717", Labelled(ERROR, "")),
        ("\u2717x", None),
        ("x", None),
        ("e", None),
        ("404", None),
        ("error x", None),
        ("", None),
    ],
)
def test_a_text_that_is_only_a_level(text: str, expected: Labelled | None) -> None:
    assert LABELS.read_word(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Marks and levels in brackets
        ("\u2717 title", Labelled(ERROR, "title")),
        ("\u2716\ufe0f  title", Labelled(ERROR, "title")),
        ("\u2717title", None),
        ("[error] title", Labelled(ERROR, "title")),
        ("(warning): title", Labelled(WARNING, "title")),
        ("<info/3> title", Labelled(None, "title")),
        ("[error]title", None),
        # Labels, with a rule before or behind them
        ("error: title", Labelled(ERROR, "title")),
        ("error : title", Labelled(ERROR, "title")),
        ("error - title", Labelled(ERROR, "title")),
        ("error- title", None),
        ("error:title", None),
        ("error:", Labelled(ERROR, "")),
        ("error", None),
        ("ART-1 error: title", Labelled(ERROR, "title", "ART-1")),
        ("error(art): title", Labelled(ERROR, "title", "art")),
        ("error (art-x): title", Labelled(ERROR, "title", "art-x")),
        ("warning[E12]: title", Labelled(WARNING, "title", "E12")),
        ("error ART-104: title", Labelled(ERROR, "title", "ART-104")),
        ("error art: title", None),
        # Labels behind other words, which only a finding may have
        ("fatal error: title", Labelled(ERROR, "title", is_plain=False)),
        ("very bad fatal error: title", Labelled(ERROR, "title", is_plain=False)),
        ("one two three four error: title", None),
        ("note: title", Labelled(None, "title")),
        ("info - title", Labelled(None, "title")),
        ("some note: title", None),
        # Capitals
        ("WARNING title", Labelled(WARNING, "title")),
        ("WARNING:title", Labelled(WARNING, "title")),
        ("warning title", None),
        ("INFO title", None),
    ],
)
def test_a_level_at_the_start(text: str, expected: Labelled | None) -> None:
    assert LABELS.read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title [error/ART]", Labelled(ERROR, "title", "ART")),
        ("title [warning/a-b] ", Labelled(WARNING, "title", "a-b")),
        ("title [info/ART]", Labelled(None, "title", "ART")),
        ("title [error]", None),
        ("title[error/ART]", None),
        ("title [error/ART] more", None),
    ],
)
def test_a_level_at_the_end(text: str, expected: Labelled | None) -> None:
    assert LABELS.read_at_end(text) == expected
