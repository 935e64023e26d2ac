"""From the text of a setting to its value: durations, sizes, thresholds, choices, paths.

Each function takes a text and its option, whose ``parser`` names the function, and raises SettingsError with the reason
``value-invalid`` if the text is malformed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model import Severity
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options import Option

__all__ = [
    "LISTS",
    "NUMBERS",
    "PARSERS",
    "Threshold",
    "as_account",
    "as_buckets",
    "as_choice",
    "as_count",
    "as_duration",
    "as_flag",
    "as_hosts",
    "as_levels",
    "as_limit",
    "as_lines",
    "as_maximum",
    "as_path",
    "as_size",
    "as_template",
    "as_threshold",
    "as_word",
    "parse",
    "refuse",
]

_DURATION = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?)h)?(?:(?P<m>\d+(?:\.\d+)?)m)?(?:(?P<s>\d+(?:\.\d+)?)s?)?", re.IGNORECASE
)
_SIZE = re.compile(r"(?P<number>[1-9]\d{0,14})\s*(?P<unit>[KMG]?)B?", re.IGNORECASE)
_THRESHOLD = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<percent>%?)")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[1-9]\d{0,4})?")
_FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "warn": Severity.WARNING, "info": Severity.INFO}
_LONGEST_LEVEL = 40
_ACCOUNT = re.compile(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit as a count, or as a percentage of a total."""

    number: float
    is_percentage: bool
    text: str

    def allows(self, count: int, total: int) -> bool:
        """Whether ``count`` of ``total`` is within the limit, which is inclusive."""
        return count * 100 <= self.number * total if self.is_percentage else count <= self.number


def refuse(what: str, next_step: str) -> SettingsError:
    """Make the error for a value that is malformed."""
    return SettingsError(what, next_step=next_step, reason=Reason.VALUE_INVALID)


def as_duration(text: str, option: Option) -> float:
    """Read a number of seconds, or a text like 90s, 30m or 1h30m, as seconds; at least the option's minimum."""
    match = _DURATION.fullmatch(text.strip())
    if not text.strip() or match is None:
        raise refuse(
            f"{text!r} is not a valid duration.",
            f"Set {option.places} to seconds, or to a text like 90s, 30m or 1h30m.",
        )
    seconds = sum(float(match[unit] or 0) * factor for unit, factor in (("h", 3600), ("m", 60), ("s", 1)))
    if seconds < option.minimum:
        raise refuse(f"The duration {text!r} is too short.", f"Set {option.places} to {option.minimum}s or more.")
    return seconds


def as_size(text: str, option: Option) -> int:
    """Read a positive number of bytes, or one with KB, MB or GB (powers of 1024), as bytes."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise refuse(
            f"{text!r} is not a valid size.",
            f"Set {option.places} to a number of bytes from 1, or to a number with KB, MB or GB.",
        )
    return int(match["number"]) * {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}[match["unit"].upper()]


def as_count(text: str, option: Option) -> int:
    """Read an integer from 0 to 999,999,999."""
    if not re.fullmatch(r"[0-9]{1,9}", text.strip()):
        raise refuse(f"{text!r} is not an integer from 0 to 999,999,999.", f"Set {option.places} to one like 0 or 100.")
    return int(text)


def as_limit(text: str, option: Option) -> int | None:
    """Read a count; 0 is no limit, and so None."""
    return as_count(text, option) or None


def as_maximum(text: str, option: Option) -> int | None:
    """Read a count; ``none`` is 0, and ``all`` is no limit, and so None."""
    word = text.strip().casefold()
    if word in {"all", "none"}:
        return None if word == "all" else 0
    if not re.fullmatch(r"[0-9]{1,9}", word):
        raise refuse(
            f"{text!r} is neither a number nor all or none.", f"Set {option.places} to one like 50, all or none."
        )
    return int(word)


def as_flag(text: str, option: Option) -> bool:
    """Read yes or no, in the words that ini files and CI systems use."""
    word = text.strip().casefold()
    if word not in _FLAGS:
        raise refuse(f"{text!r} is neither true nor false.", f"Set {option.places} to true or false.")
    return _FLAGS[word]


def as_template(text: str, option: Option) -> str:
    """Read a URL that contains one or more of the option's fields in braces."""
    url = text.strip()
    used = re.findall(r"\{([^{}]*)\}", url)
    unknown = [name for name in used if name not in option.choices]
    known = ", ".join(f"{{{name}}}" for name in option.choices)
    if not re.match(r"https?://[^\s/{}]", url, re.IGNORECASE) or re.search(r"[\s{}]", re.sub(r"\{[^{}]*\}", "", url)):
        raise refuse(
            f"{text!r} is not a valid URL template.",
            f"Set {option.places} to an http:// or https:// URL that contains {known}.",
        )
    if unknown or not used:
        what = f"contains the unknown field {{{unknown[0]}}}" if unknown else "contains no field"
        raise refuse(f"The URL template {text!r} {what}.", f"Set {option.places} to a URL that contains {known}.")
    return url


def as_choice(text: str, option: Option) -> str:
    """Read one of the option's choices, regardless of case."""
    if text.casefold() not in option.choices:
        raise refuse(f"{text!r} is not one of {', '.join(option.choices)}.", f"Set {option.places} to one of them.")
    return text.casefold()


def as_word(text: str, _option: Option) -> str:
    """Read a word regardless of case, the choices of which are known only later."""
    return text.strip().casefold()


def as_threshold(text: str, option: Option) -> Threshold:
    """Read a count, or a percentage of at most 100%."""
    match = _THRESHOLD.fullmatch(text.strip())
    number = float(match["number"]) if match else -1
    is_percentage = bool(match and match["percent"])
    if match is None or (is_percentage and number > 100) or (not is_percentage and number != int(number)):  # noqa: PLR2004 - 100 %
        raise refuse(
            f"{text!r} is neither a count nor a percentage.", f"Set {option.places} to a value like 10 or 2.5%."
        )
    return Threshold(number, is_percentage, text.strip())


def as_lines(text: str, _option: Option) -> tuple[str, ...]:
    """Read the lines that are not blank."""
    return tuple(line for line in text.splitlines() if line.strip())


def as_owner(text: str, option: Option) -> str:
    """Read a name, which must not be empty."""
    if not text.strip():
        # Perhaps from a variable that a script did not set.
        raise refuse(f"{option.name} is empty.", f"Set {option.places} to an owner, or leave it out.")
    return text.strip()


def as_levels(text: str, option: Option) -> tuple[tuple[str, Severity], ...]:
    """Read words with their severities, like FEHLER=error, separated by commas or line ends."""
    pairs = [pair.strip() for line in text.splitlines() for pair in line.split(",") if pair.strip()]
    levels: dict[str, Severity] = {}
    for pair in pairs:
        word, _, name = (part.strip() for part in pair.rpartition("="))
        severity = _SEVERITIES.get(name.casefold())
        if severity is None or not word or len(word) > _LONGEST_LEVEL or not word.isprintable():
            raise refuse(
                f"{pair!r} is not a valid level.",
                f"Set {option.places} to levels like FEHLER=error,HINWEIS=info; each is error, warning or info.",
            )
        if levels.setdefault(word.casefold(), severity) is not severity:
            raise refuse(f"{text!r} gives {word!r} two meanings.", f"Give it one in {option.places}.")
    if not pairs:
        # Perhaps from a variable that a script did not set.
        raise refuse(f"{option.name} is empty.", f"Set {option.places} to levels like FEHLER=error, or leave it out.")
    return tuple(levels.items())


def as_path(text: str, option: Option) -> Path:
    """Read a path, which must not be empty."""
    if not text.strip():
        # Perhaps from a variable that a script did not set: ignoring it would do less than the user wants.
        raise refuse(f"{option.name} is empty.", f"Set {option.places} to a path, or leave it out.")
    return Path(text)


def as_buckets(text: str, option: Option) -> frozenset[str]:
    """Read names of S3 buckets, separated by commas or spaces."""
    return _names(text, option, _BUCKET, "S3 bucket name", "bucket names like my-bucket,other-bucket")


def as_hosts(text: str, option: Option) -> frozenset[str]:
    """Read hosts, each with or without a port and separated by commas or spaces, in lower case."""
    return _names(text.lower(), option, _HOST, "host", "hosts like files.example,other.example:8443")


def as_account(text: str, option: Option) -> str:
    """Read the number of an AWS account."""
    if not _ACCOUNT.fullmatch(text.strip()):
        raise refuse(f"{text!r} is not a valid AWS account.", f"Set {option.places} to its 12 digits, or leave it out.")
    return text.strip()


def _names(text: str, option: Option, form: re.Pattern[str], noun: str, example: str) -> frozenset[str]:
    names = text.replace(",", " ").split()
    invalid = [name for name in names if not form.fullmatch(name)]
    if invalid:
        raise refuse(f"{invalid[0]!r} is not a valid {noun}.", f"Set {option.places} to {example}.")
    if not names:
        # Perhaps from a variable that a script did not set: without a list, everything would be allowed.
        raise refuse(f"{option.name} is empty.", f"Set {option.places} to {example}, or leave it out.")
    return frozenset(names)


#: The functions that options name as their parser.
PARSERS: Mapping[str, Callable[[str, Option], object]] = {
    parser.__name__: parser
    for parser in (
        as_account,
        as_buckets,
        as_choice,
        as_count,
        as_duration,
        as_flag,
        as_hosts,
        as_levels,
        as_limit,
        as_lines,
        as_maximum,
        as_owner,
        as_path,
        as_size,
        as_template,
        as_threshold,
        as_word,
    )
}
#: The parsers of texts that may be numbers, and of those that may be lists, in a file that has such types.
NUMBERS = {parser.__name__ for parser in (as_count, as_duration, as_limit, as_maximum, as_size, as_threshold)}
LISTS = {parser.__name__ for parser in (as_buckets, as_hosts, as_levels, as_lines)}
_TUPLES = {parser.__name__ for parser in (as_levels, as_lines)}


def parse(text: str | None, option: Option) -> Any:
    """Return the value of a setting by the parser of its option; of one that is not set, an empty list or None."""
    if option.parser is None:
        raise ValueError(f"{option.name} has no parser")
    if text is None and option.parser not in LISTS:
        return None
    if text is None:
        return () if option.parser in _TUPLES else frozenset()
    return PARSERS[option.parser](text, option)
