"""How the texts of settings become durations, thresholds and other values."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options import OPTIONS
from pytest_contentjobs.settings.parsing import Threshold
from tests.settings.support import refusal, refuses, resolved


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("90", 90, id="number"),
        pytest.param("1.5s", 1.5, id="seconds"),
        pytest.param(" 2M ", 120, id="minutes"),
        pytest.param("1h30m", 5400, id="hours and minutes"),
        pytest.param("1h1m1", 3661, id="all"),
        pytest.param("0.5h", 1800, id="half an hour"),
    ],
)
def test_durations(text: str, seconds: float) -> None:
    settings = resolved({"log": ["a"], "poll_interval": text, "timeout": text})

    assert (settings.poll_interval, settings.timeout) == (seconds, seconds)


MALFORMED: dict[str, tuple[str, ...]] = {
    "poll_interval": ("soon", "-1", "1m1h", "1e3", "1d", "inf", "1 s", "0.01", ""),
    "stall_timeout": ("soon", "0", "0.01", ""),
    "log_end": ("eof",),
    "log_levels": ("FEHLER", "=error", "FEHLER=bad", "a=error, A=info", "", " , "),
    "max_unparsed": ("many", "-1", "1.5", "101%", "%", "1%%", "nan"),
    "max_log_size": ("", "0", "-1", "much", "1.5GB", "1TB"),
    "job_retries": ("-1", "1.5", "1234567890"),
    "max_cases": ("-1", "all"),
    "show": ("-1", "some", "1.5"),
    "baseline_strict": ("maybe", ""),
    "log_buckets": ("UPPER", "a", " ", ","),
    "log_hosts": ("https://h", "h:0", ""),
    "log_bucket_owner": ("12345678901", "0123456789012", "a12345678901"),
    "rule_url": ("h/{rule}", "https://h/{id}", "https://h/", "https://h/{rule} b"),
}


@pytest.mark.parametrize(("field", "text"), [(field, text) for field, texts in MALFORMED.items() for text in texts])
def test_values_that_are_malformed(field: str, text: str) -> None:
    option = next(option for option in OPTIONS if option.field == field)
    error = refusal({"log": ["a"], field: text})

    assert refuses(error, Reason.VALUE_INVALID, option.places)
    assert not text.strip(" ,") or text in str(error)


def test_wording_of_values_that_are_malformed(wording: Callable[[str], None]) -> None:
    errors = [
        refusal({"log": ["a"], field: text}) for field, texts in MALFORMED.items() for text in (texts[0], texts[-1])
    ]

    wording("\n".join(dict.fromkeys(error.explain() for error in errors)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("0", Threshold(0, is_percentage=False, text="0"), id="none"),
        pytest.param(" 10 ", Threshold(10, is_percentage=False, text="10"), id="count"),
        pytest.param("10.0", Threshold(10, is_percentage=False, text="10.0"), id="count with a point"),
        pytest.param("2.5 %", Threshold(2.5, is_percentage=True, text="2.5 %"), id="share"),
        pytest.param("100%", Threshold(100, is_percentage=True, text="100%"), id="everything"),
    ],
)
def test_limits(text: str, expected: Threshold) -> None:
    assert resolved({"log": ["a"], "max_unparsed": text}).max_unparsed == expected


@pytest.mark.parametrize(
    ("limit", "count", "total", "is_allowed"),
    [
        pytest.param(Threshold(0, is_percentage=False, text="0"), 0, 0, True, id="nothing of nothing"),
        pytest.param(Threshold(3, is_percentage=False, text="3"), 3, 3, True, id="the count"),
        pytest.param(Threshold(3, is_percentage=False, text="3"), 4, 400, False, id="over the count"),
        pytest.param(Threshold(50, is_percentage=True, text="50%"), 1, 2, True, id="the share"),
        pytest.param(Threshold(50, is_percentage=True, text="50%"), 2, 3, False, id="over the share"),
        pytest.param(Threshold(0.1, is_percentage=True, text="0.1%"), 1, 1000, True, id="a small share"),
        pytest.param(Threshold(0, is_percentage=True, text="0%"), 1, 1_000_000, False, id="no share"),
    ],
)
def test_what_a_limit_allows(limit: Threshold, count: int, total: int, is_allowed: bool) -> None:
    assert limit.allows(count, total) is is_allowed
