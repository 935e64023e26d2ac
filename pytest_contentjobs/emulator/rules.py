"""Rules, their findings, and the registry of all rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from pytest_contentjobs.emulator.content_package import Item, Kind, Package

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One problem of one item: a message of one line, further lines, and the file concerned.

    `file` is relative to the package's root, empty when no file but the declaring one is meant.
    """

    message: str
    details: tuple[str, ...] = ()
    file: str = ""


Check = Callable[[Item, Package], Iterator[Problem]]
"""Yields the problems of one item of the rule's kind."""


@dataclass(frozen=True)
class Rule:
    """A rule for items of one kind. Codes and severities are this project's own; the vendor's rules are not published."""

    code: str
    severity: Severity
    kind: Kind
    summary: str
    check: Check


@dataclass(frozen=True)
class Finding:
    """A problem together with the rule that found it and the item that has it."""

    rule: Rule
    item: Item
    problem: Problem


_RULES: dict[str, Rule] = {}


def rule(code: str, severity: Severity, kind: Kind, summary: str) -> Callable[[Check], Check]:
    """Register the decorated function as the check of a new rule; raises ValueError for a code in use."""

    def register(check: Check) -> Check:
        if code in _RULES:
            raise ValueError(f"rule {code} exists already")
        _RULES[code] = Rule(code, severity, kind, summary, check)
        return check

    return register


def list_rules() -> tuple[Rule, ...]:
    """Return all rules, sorted by code."""
    return tuple(_RULES[code] for code in sorted(_RULES))


def quote(value: str) -> str:
    r"""Quote a remote text so that it cannot break a line.

    A backslash and a single quote get a backslash before them; each character that Python does not call printable
    (control characters, line separators, lone surrogates) is written as its Python escape, such as `\n` or `\u2028`.
    """
    escaped = (
        f"\\{character}"
        if character in "\\'"
        else character
        if character.isprintable()
        else character.encode("unicode_escape").decode("ascii")
        for character in value
    )
    return f"'{''.join(escaped)}'"
