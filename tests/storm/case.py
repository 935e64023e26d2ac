"""A case of the storm: plain values that are written to one line, and read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from tests.storm.layouts import Part, Plain, Said
from tests.storm.truth import Finding, Limit, Policy, PolicyRule, Severity

__all__ = ["ALONE", "JOB", "REPLAY", "STATUS", "Case", "Options", "from_line"]

#: The ways to judge: only a log, a log with a saved status, a job that is waited for, and a saved run again.
ALONE, STATUS, JOB, REPLAY = "alone", "status", "job", "replay"


@dataclass(frozen=True, slots=True)
class Options:
    """What the user sets. ``known`` are the positions of the findings that a baseline or an earlier run contains."""

    fail_on: str = ""
    max_errors: str = ""
    max_warnings: str = ""
    rules: tuple[PolicyRule, ...] = ()
    known: tuple[int, ...] | None = None
    known_by: str = "baseline"
    is_strict: bool = False
    group: str = ""
    max_cases: str = ""
    log_end: str = ""
    max_unparsed: str = ""
    log_format: str = ""
    save: bool = False
    update: bool = False

    def policy(self, findings: Sequence[Finding]) -> Policy:
        """Return what may pass, in terms of the truth."""
        return Policy(
            fail_on=self.fail_on or "warning",
            max_errors=_limit(self.max_errors),
            max_warnings=_limit(self.max_warnings),
            rules=self.rules,
            known=tuple(findings[place] for place in self.known or () if place < len(findings)),
            is_strict=self.is_strict and self.known is not None and self.known_by == "baseline",
        )


def _limit(text: str) -> Limit | None:
    return Limit(float(text.removesuffix("%")), text.endswith("%")) if text else None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that a run needs. A damage or plan of the server is a name and a number from 0 to 1."""

    layout: str
    parts: tuple[Part, ...]
    mode: str = ALONE
    damages: tuple[tuple[str, float], ...] = ()
    lies: tuple[str, ...] = ()
    by_item: bool = False
    options: Options = field(default_factory=Options)
    sequence: tuple[str, ...] = ()
    plan: tuple[str, float] = ("whole", 0.0)
    location: str = "web"
    saved_damage: str = ""
    disk: str = ""
    stale: bool = False

    @property
    def findings(self) -> list[Finding]:
        return [part for part in self.parts if isinstance(part, Finding)]

    def line(self) -> str:
        """Return the case as one line of JSON, without default values."""
        document = _unusual(self, Case("", ()))
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


_SHORT: dict[type, Callable[[Any], Any]] = {
    Plain: lambda part: part.number,
    Said: lambda part: part.name,
    Finding: lambda finding: [
        str(finding.severity),
        finding.rule,
        finding.kind,
        finding.path,
        finding.index,
        finding.message,
    ],
    PolicyRule: lambda rule: {name: value for name, value in asdict(rule).items() if value},
    Options: lambda options: _unusual(options, Options()),
    list: lambda values: [_plain(value) for value in values],
    tuple: lambda values: [_plain(value) for value in values],
}


def _plain(value: Any) -> Any:
    """Return a value as JSON, in few words."""
    short = _SHORT.get(type(value))
    return short(value) if short else value


def _unusual(value: Any, usual: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that differ from those of another, as JSON."""
    pairs = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: _plain(own) for name, own in pairs.items() if own != getattr(usual, name)}


def from_line(line: str) -> Case:
    """Read a line that ``Case.line`` returned."""
    document = json.loads(line)
    options = document.pop("options", {})
    rules = tuple(PolicyRule(**rule) for rule in options.pop("rules", ()))
    known = options.pop("known", None)
    return Case(
        parts=tuple(_part(part) for part in document.pop("parts")),
        options=Options(**options, rules=rules, known=None if known is None else tuple(known)),
        damages=tuple((name, number) for name, number in document.pop("damages", ())),
        lies=tuple(document.pop("lies", ())),
        sequence=tuple(document.pop("sequence", ())),
        plan=tuple(document.pop("plan", ("whole", 0.0))),
        **document,
    )


def _part(value: Any) -> Part:
    if isinstance(value, int):
        return Plain(value)
    if isinstance(value, str):
        return Said(value)
    severity, *rest = value
    return Finding(Severity(severity), *rest)
