"""Each mistake ends soon, with a message that names what, where and what to do next."""

from __future__ import annotations

import re

import pytest

from pytest_contentjobs.emulator import ContentService
from tests.mistakes.making import make
from tests.mistakes.table import MISTAKES, REMOTE_SECONDS


@pytest.mark.grid
@pytest.mark.parametrize("name", MISTAKES)
def test_the_message_says_what_where_and_what_next(name: str, content_service: ContentService) -> None:
    mistake = MISTAKES[name]

    outcome = make(mistake, content_service)

    assert outcome.status == mistake.status
    assert mistake.code in outcome.message
    assert [data for data in mistake.names if data not in outcome.message] == []
    # What happened is a sentence, and so is what to do next.
    assert len(re.findall(r"[.?)](?: |$)", outcome.message, re.MULTILINE)) >= 2
    assert "hidden" not in outcome.message
    assert "Traceback" not in outcome.message
    # The time that a person waits is measured by python -m tests.mistakes, on a machine that does nothing else.
    assert outcome.seconds < 2 * REMOTE_SECONDS
