"""Cases drawn from a seed: each depends only on the seed and its number."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tests.storm import words
from tests.storm.byte_damages import BYTES
from tests.storm.case import ALONE, JOB, REPLAY, STATUS, Case, Options, from_line
from tests.storm.catalogue import FRAMED, LAYOUTS
from tests.storm.further_layouts import FURTHER
from tests.storm.layouts import SUPPORTED, Part, Plain, Said
from tests.storm.line_damages import LINES
from tests.storm.other_families import OTHER_FAMILIES
from tests.storm.serving import PLANS
from tests.storm.statuses import LIES, TEXTS
from tests.storm.traps import DEEP_LAYOUTS, TRAPS, deep
from tests.storm.truth import Finding, PolicyRule

__all__ = ["draw", "read_case"]

_CLAIM_LIES = (
    "nought",
    "no-errors",
    "no-warnings",
    "swapped",
    "error-more",
    "error-less",
    "warning-more",
    "warning-less",
    "others",
)
_HARMLESS_LIES = (
    "completed",
    "word-small",
    "floats",
    "misspelt",
    "more-fields",
    "progress-gone",
    "times-odd",
    "job-type-gone",
)
_HARMLESS_BYTES = ("gzip", "zip", "crlf", "utf8-mark", "utf16-le-mark", "utf32-be-mark", "gzip-halves", "zip-stored")
#: Damages to the folder of a saved run.
SAVED_DAMAGES = (
    "",
    "",
    "no-run",
    "run-cut",
    "log-changed",
    "log-gone",
    "log-cut",
    "run-empty",
    "other-name",
    "no-status",
)
#: The share of cases that are traps.
_TRAPPED = 0.2
#: The share of other cases whose layout is that of another system.
_OF_OTHER_SYSTEMS = 0.35
#: Problems of the place that reports are written to.
DISKS = ("", "tiny", "small", "no-folder", "is-folder")


def read_case(line: str) -> Case:
    """Return the case of a line, or the case that ``SEED:NUMBER`` draws."""
    if line.lstrip().startswith("{"):
        return from_line(line)
    seed, _, index = line.strip().rpartition(":")
    return draw(seed, int(index))


def draw(seed: str, index: int) -> Case:
    """Draw the case with this number of a storm."""
    random_ = random.Random(f"{seed}:{index}")  # noqa: S311 - to be repeated, not to be secret
    if random_.random() < _TRAPPED:
        trap, modes = random_.choice(TRAPS)
        layout = random_.choice([name for name in LAYOUTS if LAYOUTS[name].is_linear and LAYOUTS[name].is_known])
        return trap(Case(layout, (Plain(3),), mode=random_.choice(modes)), random_)
    layout = _layout(random_, f"{seed}:{index}")
    mode = random_.choices((ALONE, STATUS, JOB, REPLAY), (25, 45, 22, 8))[0]
    parts = _parts(random_, layout)
    # Calm storms are the most dangerous ones: in most cases, one thing at a time is wrong.
    wrong = random_.choices(("nothing", "harmless", "log", "status", "saying", "several"), (12, 10, 34, 22, 12, 10))[0]
    if wrong in {"saying", "several"} and layout not in FRAMED:
        parts = _with_saying(random_, parts)
        if random_.random() < 0.5:
            parts = tuple(part for part in parts if not isinstance(part, Finding))
    case = Case(
        layout=layout,
        parts=parts,
        mode=mode,
        damages=_damages(random_, wrong),
        lies=_lies(random_, wrong) if mode != ALONE else (),
        by_item=random_.random() < 0.4,
        options=_options(random_, sum(isinstance(part, Finding) for part in parts), layout),
        stale=random_.random() < 0.15,
        disk=random_.choice(DISKS) if random_.random() < 0.06 else "",
    )
    if mode == JOB:
        plan = random_.choice(PLANS) if random_.random() < 0.35 else "whole"
        case = replace(
            case,
            sequence=_sequence(random_),
            plan=(plan, _number(random_)),
            location="s3" if random_.random() < 0.12 and plan == "whole" else "web",
        )
    if mode == REPLAY:
        case = replace(case, saved_damage=random_.choice(SAVED_DAMAGES))
    return case


def _layout(random_: random.Random, name: str) -> str:
    """Choose a layout; those of other systems by chances of their own, so that a new one changes few cases."""
    layout = random_.choice([name for name in SUPPORTED for _ in range(4 if SUPPORTED[name].is_known else 1)])
    others = random.Random(f"{name}:layout")  # noqa: S311 - to be repeated, not to be secret
    if others.random() >= _OF_OTHER_SYSTEMS:
        return layout
    return others.choice(sorted(others.choice((FURTHER, OTHER_FAMILIES))))


def _number(random_: random.Random) -> float:
    return random_.randrange(1000) / 1000


def _parts(random_: random.Random, layout: str) -> tuple[Part, ...]:
    is_plain = random_.random() < 0.3
    number = random_.choice((0, 0, 1, 1, 2, 3, 5, 8))
    findings = [words.finding(random_, is_plain=is_plain) for _ in range(number)]
    if len(findings) > 1 and random_.random() < 0.2:
        findings[-1] = findings[0]
    parts: list[Part] = [Plain(random_.randrange(1, 4))]
    for finding in findings:
        parts.append(finding)
        if random_.random() < 0.5:
            parts.append(Plain(random_.randrange(1, 4)))
    if layout in DEEP_LAYOUTS and random_.random() < 0.05:
        parts = [*deep(tuple(parts), random_)]
    return (*parts, Plain(1))


def _with_saying(random_: random.Random, parts: Sequence[Part]) -> tuple[Part, ...]:
    names = sorted(words.BAD) if random_.random() < 0.85 else sorted(words.BENIGN)
    place = random_.randrange(1, len(parts))
    return (*parts[:place], Said(random_.choice(names)), *parts[place:])


def _damages(random_: random.Random, wrong: str) -> tuple[tuple[str, float], ...]:
    """Choose a damage of lines, of bytes, or of both, and sometimes packing after it."""
    if wrong == "harmless":
        return ((random_.choice(_HARMLESS_BYTES), 0.5),) if random_.random() < 0.6 else ()
    if wrong not in {"log", "several"}:
        return ()
    chosen = []
    kind = random_.random()
    if kind < 0.45:
        chosen.append((random_.choice(sorted(LINES)), _number(random_)))
    if kind > 0.4:
        chosen.append((random_.choice(sorted(BYTES)), _number(random_)))
    if random_.random() < 0.15:
        chosen.append((random_.choice(_HARMLESS_BYTES), _number(random_)))
    return tuple(chosen)


def _lies(random_: random.Random, wrong: str) -> tuple[str, ...]:
    """Choose wrong counts, something odd, or both."""
    if wrong == "harmless":
        return (random_.choice(_HARMLESS_LIES),) if random_.random() < 0.6 else ()
    if wrong not in {"status", "several"}:
        return ()
    lies = [random_.choice(_CLAIM_LIES)] if random_.random() < 0.4 else []
    if not lies or random_.random() < 0.3:
        lies.append(random_.choice(sorted({*LIES, *TEXTS} - {*_CLAIM_LIES})))
    return tuple(lies)


def _options(random_: random.Random, findings: int, layout: str) -> Options:
    if random_.random() < 0.45:
        return Options()
    chosen = random_.sample(sorted(_CHANGES), random_.choice((1, 1, 2, 3)))
    change: dict[str, Any] = {}
    for name in chosen:
        change |= _CHANGES[name](random_)
    if "known" in chosen:
        change["known"] = tuple(place for place in range(findings) if random_.random() < 0.7)
    if change.get("log_format") == "own":
        change["log_format"] = LAYOUTS[layout].format
    return Options(**change)


def _known(random_: random.Random) -> dict[str, Any]:
    by = random_.choice(("baseline", "baseline", "compare"))
    is_baseline = by == "baseline"
    return {
        "known_by": by,
        "is_strict": is_baseline and random_.random() < 0.2,
        "update": is_baseline and random_.random() < 0.1,
    }


_FORMATS = ("text", "jsonl", "json", "platform", "table", "logfmt", "sections")
_CHANGES: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "fail_on": lambda random_: {"fail_on": random_.choice(("error", "never", "warning"))},
    "max_errors": lambda random_: {"max_errors": random_.choice(("0", "1", "3", "10%", "20%"))},
    "max_warnings": lambda random_: {"max_warnings": random_.choice(("0", "1", "3", "10%", "20%"))},
    "rules": lambda random_: {"rules": tuple(_rule(random_) for _ in range(random_.choice((1, 1, 2))))},
    "known": _known,
    "group": lambda random_: {"group": random_.choice(("entity", "rule", "finding"))},
    "max_cases": lambda random_: {"max_cases": random_.choice(("1", "2", "0"))},
    "log_end": lambda _: {"log_end": "any"},
    "unparsed": lambda random_: {"max_unparsed": random_.choice(("100%", "50%", "5", "0"))},
    "format": lambda random_: {"log_format": random_.choice((*_FORMATS, *("own",) * 10))},
    "save": lambda _: {"save": True},
}


def _rule(random_: random.Random) -> PolicyRule:
    what: dict[str, Any] = random_.choice(
        (
            {"rule": "ART-2*"},
            {"rule": "ART-104"},
            {"folder": "Archive"},
            {"kind": "topic"},
            {"rule": "ART-*", "folder": "Billing"},
        )
    )
    effect: dict[str, Any] = random_.choice(
        ({"tolerate": True}, {"tolerate": True}, {"severity": "info"}, {"severity": "warning"}, {"maximum": 1})
    )
    return PolicyRule(**what, **effect)


def _sequence(random_: random.Random) -> tuple[str, ...]:
    """Choose the responses before the final one."""
    steps = ("scheduled", "progress", "progress", "progress", "odd", "error-503", "garbage", "unknown")
    chosen = [random_.choice(steps) for _ in range(random_.choice((0, 1, 1, 2, 3)))]
    if random_.random() < 0.04:
        chosen.append(random_.choice(("forever", "gone", "refused")))
    return tuple(chosen)
