"""Cases that combine several things that chance seldom combines, and that were false greens before."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from tests.storm import words
from tests.storm.case import ALONE, REPLAY, STATUS, Case, Options
from tests.storm.layouts import Part, Plain, Said
from tests.storm.truth import Finding, PolicyRule

__all__ = ["DEEP_LAYOUTS", "TRAPS", "deep"]

#: Layouts with a time and a level word, in which runs of informational lines are long enough for the shortcut.
DEEP_LAYOUTS = ("log4j", "logback", "spring", "python", "loguru", "level-first", "bracketed")
#: Messages that differ only by a number that names something.
_TWINS = (
    ("refers to record 17, which is missing", "refers to record 18, which is missing"),
    ("row 1 is not complete", "row 999 is not complete"),
    ("same path as articles[3]", "same path as articles[7]"),
    (
        "link to 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is dead",
        "link to 6fa459ea-ee8a-3ca4-894e-db77e160355e is dead",
    ),
)
_NOT_LOGS = ("html", "s3-error", "json-error", "sign-in", "pdf", "png", "html-appended", "random", "blank")
_ARCHIVES = ("zip-zip", "zip-two", "zip-halves", "gzip-plain", "gzip-garbage", "zip-prefix", "gzip-halves")


def deep(parts: tuple[Part, ...], random_: random.Random) -> tuple[Part, ...]:
    """Put parts after the first and before the last blocks of a file, which are read in another way."""
    return (Plain(random_.randrange(900, 1000)), *parts, Plain(random_.randrange(1800, 2000)))


def _deep_saying(case: Case, random_: random.Random) -> Case:
    """A line that is never harmless, deep in a large log without findings."""
    parts = deep((Plain(2), Said(random_.choice(sorted(words.BAD))), Plain(2)), random_)
    return replace(case, layout=random_.choice(DEEP_LAYOUTS), parts=parts, options=Options())


def _twins(case: Case, random_: random.Random) -> Case:
    """A known finding that is gone, replaced by an unknown one that differs only by a number."""
    pair = random_.sample(random_.choice(_TWINS), 2)
    error = replace(words.finding(random_, is_plain=True), message=pair[0])
    options = Options(known=(0,), known_by=random_.choice(("baseline", "compare")))
    return replace(
        case,
        parts=(Plain(2), error, replace(error, message=pair[1]), Plain(1)),
        damages=(("drop-line", 0.5),),
        options=options,
    )


def _title(case: Case, random_: random.Random) -> Case:
    """A title that mentions a rule, and a policy that tolerates that rule."""
    title = random_.choice([title for title in words.TITLES if "ART-201" in title or "Archive" in title])
    error = words.finding(random_, is_plain=True)
    error = replace(error, kind="article", path=f"Billing/{title.replace('/', '|')}", rule="ART-104", index=None)
    if random_.random() < 0.3:
        error = replace(error, path="Billing/Refunds", message=f"{error.message} in article 'Archive/Old' {title}")
    rule = PolicyRule(rule="ART-2*", tolerate=True)
    if random_.random() < 0.3:
        rule = PolicyRule(folder="Archive", tolerate=True)
    return replace(case, parts=(Plain(2), error, Plain(1)), options=Options(rules=(rule,)))


def _accepted(case: Case, random_: random.Random) -> Case:
    """A file that is not a log, and a user who accepts unrecognised lines."""
    damages = ((random_.choice(_NOT_LOGS), 0.5),)
    return replace(case, damages=damages, options=Options(max_unparsed=random_.choice(("100%", "100%", "500"))))


def _accident(case: Case, random_: random.Random) -> Case:
    """A log that lost findings, and counts of items that could be those of the remaining findings."""
    error, other = (words.finding(random_, is_plain=True) for _ in range(2))
    error, other = replace(error, kind="article", path="Billing/A", index=None), replace(other, kind="topic", path="B")
    second = replace(error, message=words.MESSAGES[6])
    parts = random_.sample((error, second, other), 3)
    options = random_.choice((Options(fail_on="never"), Options(max_errors="9", max_warnings="9"), Options()))
    damages = (("drop-line", (random_.randrange(1, 4) + 0.5) / 5),)
    return replace(
        case, layout="log4j", parts=(Plain(1), *parts, Plain(1)), by_item=True, damages=damages, options=options
    )


def _archives(case: Case, random_: random.Random) -> Case:
    """Findings in one archive, and none in the other."""
    finding = words.finding(random_, is_plain=True)
    damages = ((random_.choice(_ARCHIVES), random_.choice((0.5, 0.9))),)
    parts = (Plain(1), finding, Plain(6)) if random_.random() < 0.5 else (Plain(6), finding, Plain(1))
    return replace(case, parts=parts, damages=damages, options=Options())


def _saved(case: Case, random_: random.Random) -> Case:
    """A folder of saved runs, one of them incomplete."""
    damage = random_.choice(("no-run", "no-run", "run-empty", "log-gone"))
    return replace(case, mode=REPLAY, saved_damage=damage, options=Options())


def _nothing(case: Case, random_: random.Random) -> Case:
    """A job that reports nothing bad, and validated nothing."""
    lie = random_.choice(
        ("nothing-at-all", "nothing-processed", "progress-empty", "successful-negative", "status-twice")
    )
    parts = tuple(part for part in case.parts if not isinstance(part, Finding | Said))
    return replace(case, parts=parts, lies=(lie,), options=Options())


#: Each with the ways to judge that it supports.
TRAPS: tuple[tuple[Callable[[Case, random.Random], Case], tuple[str, ...]], ...] = (
    (_deep_saying, (ALONE, STATUS)),
    (_twins, (ALONE, STATUS)),
    (_title, (ALONE, STATUS)),
    (_accepted, (ALONE, STATUS)),
    (_accident, (STATUS,)),
    (_archives, (ALONE, STATUS)),
    (_saved, (REPLAY,)),
    (_nothing, (STATUS,)),
)
