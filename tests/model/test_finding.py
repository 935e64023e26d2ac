"""How a finding looks in a failed assertion of a user's test."""

from __future__ import annotations

from tests.builders import WARNING, article, finding


def test_it_is_one_readable_line() -> None:
    shown = repr(finding("has no title", rule="ART-101", entity=article("Refund"), log_line=12))

    assert shown == "<error 'ART-101': 'has no title' in article 'Billing/Refund', log line 12>"


def test_it_is_short_and_has_no_control_characters() -> None:
    shown = repr(finding("\x1b[2J\n\u202e" + "long " * 1000, WARNING, rule="R\x07"))

    assert shown.isprintable()
    assert len(shown) < 300
    assert shown.startswith("<warning ")
