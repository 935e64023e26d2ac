"""From the text of a setting to its value: durations, sizes, thresholds, choices, paths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.settings.options import Option

__all__ = [
    "Threshold",
    "as_account",
    "as_buckets",
    "as_choice",
    "as_count",
    "as_duration",
    "as_flag",
    "as_hosts",
    "as_path",
    "as_size",
    "as_template",
    "as_threshold",
]

_DURATION = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?)h)?(?:(?P<m>\d+(?:\.\d+)?)m)?(?:(?P<s>\d+(?:\.\d+)?)s?)?", re.IGNORECASE
)
_SIZE = re.compile(r"(?P<number>[1-9]\d{0,14})\s*(?P<unit>[KMG]?)B?", re.IGNORECASE)
_THRESHOLD = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<percent>%?)")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[1-9]\d{0,4})?")
_FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_ACCOUNT = re.compile(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit as a count, or as a share in percent of a total."""

    number: float
    is_percentage: bool
    text: str

    def allows(self, count: int, total: int) -> bool:
        """Whether ``count`` of ``total`` is within the limit; the limit itself is."""
        return count * 100 <= self.number * total if self.is_percentage else count <= self.number


def as_duration(text: str, option: Option, *, at_least: float) -> float:
    """Read seconds, or a text like 90s, 30m or 1h30m, as seconds; raises SettingsError, also for less than ``at_least``."""
    match = _DURATION.fullmatch(text.strip())
    if not text.strip() or match is None:
        raise SettingsError(
            f"{text!r} is no duration.",
            next_step=f"Set {option.places} to seconds, or like 90s, 30m or 1h30m.",
        )
    seconds = sum(float(match[unit] or 0) * factor for unit, factor in (("h", 3600), ("m", 60), ("s", 1)))
    if seconds < at_least:
        raise SettingsError(f"{text!r} is too short.", next_step=f"Set {option.places} to {at_least}s or more.")
    return seconds


def as_size(text: str, option: Option) -> int:
    """Read a number from 1, with KB, MB or GB or without (binary multiples); raises SettingsError."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise SettingsError(
            f"{text!r} is no size.", next_step=f"Set {option.places} to a number from 1, or one with KB, MB or GB."
        )
    return int(match["number"]) * {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}[match["unit"].upper()]


def as_count(text: str, option: Option) -> int:
    """Read a number from 0; raises SettingsError."""
    if not re.fullmatch(r"[0-9]{1,9}", text.strip()):
        raise SettingsError(f"{text!r} is no number from 0.", next_step=f"Set {option.places} to one.")
    return int(text)


def as_flag(text: str | None, option: Option) -> bool:
    """Read yes or no in the words that ini files and CI systems use; no where nothing was given; raises SettingsError."""
    word = (text or "false").strip().casefold()
    if word not in _FLAGS:
        raise SettingsError(f"{text!r} is neither true nor false.", next_step=f"Set {option.places} to one of them.")
    return _FLAGS[word]


def as_template(text: str | None, option: Option, fields: Sequence[str]) -> str | None:
    """Read a URL with ``{field}`` in it, None where none was given; raises SettingsError, also for an unknown field."""
    if text is None:
        return None
    url = text.strip()
    used = re.findall(r"\{([^{}]*)\}", url)
    wrong = [name for name in used if name not in fields]
    known = ", ".join(f"{{{name}}}" for name in fields)
    if not re.match(r"https?://[^\s/{}]", url, re.IGNORECASE) or re.search(r"[\s{}]", re.sub(r"\{[^{}]*\}", "", url)):
        raise SettingsError(
            f"{text!r} is no template of an address.",
            next_step=f"Set {option.places} to an http:// or https:// address with {known} in it.",
        )
    if wrong or not used:
        what = f"has an unknown field, {{{wrong[0]}}}" if wrong else "has no field in it"
        raise SettingsError(f"The template {text!r} {what}.", next_step=f"Set {option.places} with one of {known}.")
    return url


def as_choice(text: str, option: Option, choices: Sequence[str]) -> str:
    """Read one of some words, without regard to case; raises SettingsError."""
    if text.casefold() not in choices:
        raise SettingsError(
            f"{text!r} is not one of {', '.join(choices)}.", next_step=f"Set {option.places} to one of them."
        )
    return text.casefold()


def as_threshold(text: str, option: Option) -> Threshold:
    """Read a count, or a share up to 100%; raises SettingsError."""
    match = _THRESHOLD.fullmatch(text.strip())
    number = float(match["number"]) if match else -1
    is_percentage = bool(match and match["percent"])
    if match is None or (is_percentage and number > 100) or (not is_percentage and number != int(number)):  # noqa: PLR2004 - 100 %
        raise SettingsError(
            f"{text!r} is neither a count nor a share.",
            next_step=f"Set {option.places} to a number like 10 or 2.5%.",
        )
    return Threshold(number, is_percentage, text.strip())


def as_path(text: str | None, option: Option, what: str = "a file") -> Path | None:
    """Read a path, None where none was given; raises SettingsError where it is empty, as an unset variable leaves it."""
    if text is None:
        return None
    if not text.strip():
        # A script's variable that is not set, perhaps: to ignore it would do less than was asked for.
        raise SettingsError(f"{option.name} is empty.", next_step=f"Set {option.places} to {what}, or leave it out.")
    return Path(text)


def as_buckets(text: str | None, option: Option) -> frozenset[str]:
    """Read names of S3 buckets, with commas or spaces between; empty where none was given; raises SettingsError."""
    return _names(text, option, _BUCKET, "the name of an S3 bucket", "names of buckets like my-bucket,other-bucket")


def as_hosts(text: str | None, option: Option) -> frozenset[str]:
    """Read hosts, each with or without a port, in lower case; empty where none was given; raises SettingsError."""
    return _names(text and text.lower(), option, _HOST, "a host", "hosts like files.example,other.example:8443")


def as_account(text: str | None, option: Option) -> str | None:
    """Read an AWS account number, None where none was given; raises SettingsError."""
    if text is not None and not _ACCOUNT.fullmatch(text.strip()):
        raise SettingsError(
            f"{text!r} is no AWS account.", next_step=f"Set {option.places} to its 12 digits, or leave it out."
        )
    return text.strip() if text is not None else None


def _names(text: str | None, option: Option, form: re.Pattern[str], what: str, example: str) -> frozenset[str]:
    if text is None:
        return frozenset()
    names = text.replace(",", " ").split()
    wrong = [name for name in names if not form.fullmatch(name)]
    if wrong:
        raise SettingsError(f"{wrong[0]!r} is not {what}.", next_step=f"Set {option.places} to {example}.")
    if not names:
        # A script's variable that is not set, perhaps: without a list, everything would be allowed.
        raise SettingsError(f"{option.name} is empty.", next_step=f"Set {option.places} to {example}, or leave it out.")
    return frozenset(names)
