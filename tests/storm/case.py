"""A case of the storm: plain values that can be drawn from a seed, written on one line, and read back."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tests.storm import damages, words
from tests.storm.layouts import FRAMED, LAYOUTS, Part, Plain, Said
from tests.storm.serving import PLANS
from tests.storm.statuses import LIES, TEXTS
from tests.storm.truth import Finding, Limit, Policy, PolicyRule, Severity

__all__ = ["ALONE", "JOB", "REPLAY", "STATUS", "Case", "Options", "draw", "from_line"]

#: The ways to judge: a log alone, beside a saved status, of a job that is waited for, and a saved run again.
ALONE, STATUS, JOB, REPLAY = "alone", "status", "job", "replay"
_CLAIM_LIES = ("nought", "no-errors", "no-warnings", "swapped", "error-more", "error-less", "warning-more", "warning-less", "others")
_HARMLESS_LIES = ("completed", "word-small", "floats", "misspelt", "more-fields", "progress-gone", "times-odd", "job-type-gone")
_HARMLESS_BYTES = ("gzip", "zip", "crlf", "utf8-mark", "utf16-le-mark", "utf32-be-mark", "gzip-halves", "zip-stored")
#: What can be done to the folder of a saved run.
SAVED_DAMAGES = ("", "", "no-run", "run-cut", "log-changed", "log-gone", "log-cut", "run-empty", "other-name", "no-status")
#: What can be wrong with the place that reports are written to.
DISKS = ("", "tiny", "small", "no-folder", "is-folder")


@dataclass(frozen=True, slots=True)
class Options:
    """What the user sets. ``known`` are the places of the findings that a baseline or an earlier run knows."""

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
    way: str = ALONE
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
        """Return the case as one line of JSON, without what is usual."""
        usual = asdict(Case("", ()))
        document = {name: value for name, value in _plain(self).items() if value != _plain(usual).get(name)}
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; usual fields of options are left out, and parts are lists that are short."""
    if isinstance(value, Case):
        names = Case.__dataclass_fields__
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Options):
        return {
            name: _plain(getattr(value, name)) for name in Options.__dataclass_fields__ if getattr(value, name) != getattr(Options(), name)
        }
    if isinstance(value, Plain):
        return value.number
    if isinstance(value, Said):
        return value.name
    if isinstance(value, Finding):
        return [str(value.severity), value.rule, value.kind, value.path, value.index, value.message]
    if isinstance(value, PolicyRule):
        return {name: item for name, item in asdict(value).items() if item}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def from_line(line: str) -> Case:
    """Read what ``Case.line`` wrote, or draw ``SEED:INDEX``."""
    if not line.lstrip().startswith("{"):
        seed, _, index = line.strip().rpartition(":")
        return draw(seed, int(index))
    document = json.loads(line)
    options = document.pop("options", {})
    rules = tuple(PolicyRule(**rule) for rule in options.pop("rules", ()))
    known = options.pop("known", None)
    whole = Options(**options, rules=rules, known=None if known is None else tuple(known))
    parts = tuple(_part(part) for part in document.pop("parts"))
    lists = {
        "damages": tuple((name, number) for name, number in document.pop("damages", ())),
        "lies": tuple(document.pop("lies", ())),
        "sequence": tuple(document.pop("sequence", ())),
        "plan": tuple(document.pop("plan", ("whole", 0.0))),
    }
    return Case(parts=parts, options=whole, **lists, **document)


def _part(value: Any) -> Part:
    if isinstance(value, int):
        return Plain(value)
    if isinstance(value, str):
        return Said(value)
    severity, *rest = value
    return Finding(Severity(severity), *rest)


def draw(seed: str, index: int) -> Case:
    """Draw the case with this number of a storm."""
    random_ = random.Random(f"{seed}:{index}")  # noqa: S311 - to be repeated, not to be secret
    layout = random_.choice([name for name in LAYOUTS for _ in range(4 if LAYOUTS[name].is_known else 1)])
    way = random_.choices((ALONE, STATUS, JOB, REPLAY), (25, 45, 22, 8))[0]
    parts = _parts(random_, layout)
    # The most dangerous storms are calm ones: one thing at a time is wrong in most cases.
    wrong = random_.choices(
        ("nothing", "harmless", "log", "status", "saying", "several"), (12, 10, 34, 22, 12, 10)
    )[0]
    done: list[tuple[str, float]] = []
    lies: list[str] = []
    if wrong == "harmless":
        done += [(random_.choice(_HARMLESS_BYTES), 0.5)] if random_.random() < 0.6 else []
        lies += [random_.choice(_HARMLESS_LIES)] if random_.random() < 0.6 else []
    if wrong in {"log", "several"}:
        done += _damages(random_)
    if wrong in {"status", "several"} and way != ALONE:
        lies += [random_.choice(_CLAIM_LIES)] if random_.random() < 0.4 else []
        lies += [random_.choice(sorted({*LIES, *TEXTS} - {*_CLAIM_LIES}))] if not lies or random_.random() < 0.3 else []
    if wrong in {"saying", "several"} and layout not in FRAMED:
        parts = _with_saying(random_, parts)
        if random_.random() < 0.5:
            parts = tuple(part for part in parts if not isinstance(part, Finding))
    case = Case(
        layout=layout,
        parts=parts,
        way=way,
        damages=tuple(done),
        lies=tuple(lies),
        by_item=random_.random() < 0.4,
        options=_options(random_, parts, layout),
        stale=random_.random() < 0.15,
        disk=random_.choice(DISKS) if random_.random() < 0.06 else "",
    )
    if way == JOB:
        plan = random_.choice(PLANS) if random_.random() < 0.35 else "whole"
        case = replace(
            case,
            sequence=_sequence(random_),
            plan=(plan, _number(random_)),
            location="s3" if random_.random() < 0.12 and plan == "whole" else "web",
        )
    if way == REPLAY:
        case = replace(case, saved_damage=random_.choice(SAVED_DAMAGES))
    return case


def _number(random_: random.Random) -> float:
    return random_.randrange(1000) / 1000


def _parts(random_: random.Random, layout: str) -> tuple[Part, ...]:
    is_plain = random_.random() < 0.3
    number = random_.choice((0, 0, 1, 1, 2, 3, 5, 8))
    findings = [words.finding(random_, is_plain=is_plain) for _ in range(number)]
    if len(findings) > 1 and random_.random() < 0.2:
        findings[-1] = findings[0]
    parts: list[Part] = [Plain(random_.randrange(1, 4))]
    for one in findings:
        parts.append(one)
        if random_.random() < 0.5:
            parts.append(Plain(random_.randrange(1, 4)))
    if LAYOUTS[layout].is_linear and random_.random() < 0.03:
        # Beyond the first and before the last blocks of the file, other ways of reading begin.
        parts = [Plain(random_.randrange(4500, 6000)), *parts, Plain(random_.randrange(9000, 12000))]
    return tuple([*parts, Plain(1)])


def _with_saying(random_: random.Random, parts: Sequence[Part]) -> tuple[Part, ...]:
    names = sorted(words.BAD) if random_.random() < 0.85 else sorted(words.BENIGN)
    place = random_.randrange(1, len(parts))
    return (*parts[:place], Said(random_.choice(names)), *parts[place:])


def _damages(random_: random.Random) -> list[tuple[str, float]]:
    """Choose a damage of lines, of bytes, or of both, and sometimes packing behind it."""
    chosen = []
    kind = random_.random()
    if kind < 0.45:
        chosen.append((random_.choice(sorted(damages.LINES)), _number(random_)))
    if kind > 0.4:
        chosen.append((random_.choice(sorted(damages.BYTES)), _number(random_)))
    if random_.random() < 0.15:
        chosen.append((random_.choice(_HARMLESS_BYTES), _number(random_)))
    return chosen


def _options(random_: random.Random, parts: Sequence[Part], layout: str) -> Options:
    findings = [part for part in parts if isinstance(part, Finding)]
    options = Options()
    if random_.random() < 0.45:
        return options
    change: dict[str, Any] = {}
    for chosen in random_.sample(
        ("fail_on", "max_errors", "max_warnings", "rules", "known", "group", "max_cases", "log_end", "unparsed", "format", "save"),
        random_.choice((1, 1, 2, 3)),
    ):
        if chosen == "fail_on":
            change["fail_on"] = random_.choice(("error", "never", "warning"))
        elif chosen in {"max_errors", "max_warnings"}:
            change[chosen] = random_.choice(("0", "1", "3", "10%", "20%"))
        elif chosen == "rules":
            change["rules"] = tuple(_rule(random_) for _ in range(random_.choice((1, 1, 2))))
        elif chosen == "known":
            change["known"] = tuple(place for place in range(len(findings)) if random_.random() < 0.7)
            change["known_by"] = random_.choice(("baseline", "baseline", "compare"))
            change["is_strict"] = random_.random() < 0.2 and change["known_by"] == "baseline"
            change["update"] = random_.random() < 0.1 and change["known_by"] == "baseline"
        elif chosen == "group":
            change["group"] = random_.choice(("entity", "rule", "entry"))
        elif chosen == "max_cases":
            change["max_cases"] = random_.choice(("1", "2", "0"))
        elif chosen == "log_end":
            change["log_end"] = "any"
        elif chosen == "unparsed":
            change["max_unparsed"] = random_.choice(("100%", "50%", "5", "0"))
        elif chosen == "format":
            formats = ("text", "jsonl", "json", "platform", "table", "logfmt", "sections")
            change["log_format"] = LAYOUTS[layout].format if random_.random() < 0.6 else random_.choice(formats)
        else:
            change["save"] = True
    return Options(**change)


def _rule(random_: random.Random) -> PolicyRule:
    what: dict[str, Any] = random_.choice(
        ({"rule": "ART-2*"}, {"rule": "ART-104"}, {"folder": "Archive"}, {"kind": "topic"}, {"rule": "ART-*", "folder": "Billing"})
    )
    effect: dict[str, Any] = random_.choice(
        ({"tolerate": True}, {"tolerate": True}, {"severity": "info"}, {"severity": "warning"}, {"maximum": 1})
    )
    return PolicyRule(**what, **effect)


def _sequence(random_: random.Random) -> tuple[str, ...]:
    """Choose the answers before the final one."""
    steps = ("scheduled", "progress", "progress", "progress", "odd", "error-503", "garbage", "unknown")
    chosen = [random_.choice(steps) for _ in range(random_.choice((0, 1, 1, 2, 3)))]
    if random_.random() < 0.04:
        chosen.append(random_.choice(("forever", "gone", "refused")))
    return tuple(chosen)
