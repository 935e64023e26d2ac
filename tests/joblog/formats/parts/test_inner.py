from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind
from pytest_contentjobs.model import Severity

BAD = VOCABULARY.select(Kind.LEVEL, Kind.LANGUAGE, Kind.OUTCOME, severities=(Severity.ERROR, Severity.WARNING))


@pytest.mark.parametrize("message", ["article X: {}", "article X ... {}", "article X status={}", "{}: article X"])
def test_every_bad_word_of_the_vocabulary_is_seen_in_the_place_of_an_outcome(message: str) -> None:
    assert not [word for word in BAD if not make_entries(None, message.format(word))]


@pytest.mark.parametrize("rating", ["high", "MAJOR", "Low"])
def test_a_severity_is_seen_behind_its_key(rating: str) -> None:
    assert make_entries(None, f"article X, severity: {rating}")
    assert not make_entries(None, f"article X, threshold severity: {rating}")
