from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.messages import split_rule


@pytest.mark.parametrize("message", ["check: ART-104 no title", "kb.import: ART-104 no title", "ART-104 no title"])
def test_a_code_behind_the_name_of_a_logger_is_the_rule(message: str) -> None:
    assert split_rule(message) == ("ART-104", "no title")


@pytest.mark.parametrize(
    "message", ["Title: ABC-123 is missing", "title of ABC-123 is missing", "see ART-104x: no title"]
)
def test_a_code_behind_other_words_is_not_the_rule(message: str) -> None:
    assert split_rule(message)[0] is None
