from __future__ import annotations

import pytest

from pytest_contentjobs.joblog.formats.parts.inner import make_entries, split_severity
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


@pytest.mark.parametrize(
    ("message", "severity"),
    [
        ("article X | WARN | no title", Severity.WARNING),
        ("article X | ERROR | no title", Severity.ERROR),
        ("W: no title", Severity.WARNING),
        ("[W] no title", Severity.WARNING),
        ("W201: no title", Severity.WARNING),
        ("E201: no title", Severity.ERROR),
        ("article X read\nERROR: no title", Severity.ERROR),
        ("WARNING: long title\nERROR: no title", Severity.ERROR),
        ("WARNING: long title\narticle X read", Severity.WARNING),
        ("article X read\narticle Y read", None),
        ("log level=ERROR is set", None),
        ("root-level=ERROR is set", None),
        ("article level=ERROR is set", Severity.ERROR),
    ],
)
def test_the_severity_of_what_an_informational_message_says(message: str, severity: Severity | None) -> None:
    assert split_severity(message)[0] is severity
