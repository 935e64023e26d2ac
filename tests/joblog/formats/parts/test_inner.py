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


@pytest.mark.parametrize(
    ("message", "severity", "rest"),
    [
        # A level at the start goes
        ("ERROR: no title", "error", "no title"),
        ("ERROR article X", "error", "article X"),
        ("[FAIL] article A", "error", "article A"),
        ("\u274c no title", "error", "no title"),
        ("not ok 3", "error", "3"),
        ("FEHLER: x", "error", "x"),
        ("(W) title is empty", "warning", "title is empty"),
        ("check: [Error] no title", "error", "no title"),
        ("\u200bERROR: no title", "error", "no title"),
        ("WARNING: a\nb", "warning", "a\nb"),
        # Elsewhere it stays
        ("\x1b[31mERROR\x1b[0m: no title", "error", None),
        ("ERR\u200bOR: no title", "error", None),
        ("1. ERROR: no title", "error", None),
        ("[a] [b] ERROR: no title", "error", None),
        ("a: b: c: d: ERROR no title", None, None),
        ("2) W201: no title", "warning", None),
        ("E12: ERROR no title", "error", None),
        ("check: error: no title", "error", None),
        ("check: warning: 3 items", None, None),
        ("a\n\nb\nWARNING: c", "warning", None),
        # Words that are no level
        ("ERROR count is 1", None, None),
        ("SEVERE weather page loaded", None, None),
        ("FAILED: 0", None, None),
        ("FAILED 0 rows", None, None),
        ("1. ERROR count", None, None),
        # Exceptions, codes and words for levels
        ("java.lang.FooException: boom", "error", None),
        ("Caused by: a.b.CError: boom", "error", None),
        ("FooError: 0", None, None),
        ("OnError: boom", None, None),
        ("\u00abERROR\u00bb, no title", "error", None),
        ("ERR_404 no title", "error", None),
        ("ERR_404", "error", None),
        ("a long parse error: no title", "error", None),
        ("on error: stop", None, None),
        ("failed: article A, article B", "error", None),
        ("Rejected: title is empty", "error", None),
        ("failed: 0", None, None),
        ("failed: none", None, None),
        ("import warning - title is missing", "warning", None),
        ("warning: 3", None, None),
        # Signs
        ("!! no title", "error", None),
        ("check [E] title is empty", "error", None),
        ("check [E] x", None, None),
        ("[X] title is empty", "error", None),
        ("[x] done", None, None),
        ("[E201] title is empty", "error", None),
        ("[W201]: title is empty", "warning", None),
        ("[!] title is empty", "error", None),
        # Outcomes
        ("article X => WARN => long", "warning", None),
        ("article X FAILED", "error", None),
        ("article X FAILED: 0", None, None),
        ("article X FAILED 2026-03-02 06:10:05", "error", None),
        ("article X 'FAILED'", None, None),
        ("article X: WARNING.", "warning", None),
        ("article X\tREJECTED", "error", None),
        ("threshold: ERROR", None, None),
        ("success=false", "error", None),
        ("valid: no title", None, None),
        ("warnings detected = true", "error", None),
        ("log.level=error", None, None),
        ("status: failed = 3", None, None),
        ("min status=warning x, status=warning x", "warning", None),
        ("10:00:00.123 | WARN: x", "warning", None),
        ("10:00:00 ERROR x", "error", None),
        ("10:00:00 ERROR\u2028x", None, None),
    ],
)
def test_a_level_is_removed_only_from_the_start(message: str, severity: str | None, rest: str | None) -> None:
    assert split_severity(message) == (severity, message if rest is None else rest)


def test_a_finding_has_the_parts_of_its_message() -> None:
    (entry,) = make_entries(None, "ERROR: ART-1: article 'A': no title", timestamp="10:00")

    assert (entry.severity, entry.rule, entry.timestamp) == (Severity.ERROR, "ART-1", "10:00")
    assert (entry.message, entry.entity and entry.entity.name) == ("no title", "A")


def test_a_rule_outside_of_a_message_counts() -> None:
    (entry,) = make_entries(Severity.WARNING, "ART-1: no title", rule="R-2")

    assert (entry.severity, entry.rule, entry.message) == (Severity.WARNING, "R-2", "ART-1: no title")


@pytest.mark.parametrize("message", ["ERROR article 'A'", "ERROR: ", "[FAIL]"])
def test_a_finding_is_never_without_a_message(message: str) -> None:
    (entry,) = make_entries(None, message)

    assert entry.message in {message, "article 'A'"}
