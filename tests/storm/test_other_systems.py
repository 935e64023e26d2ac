"""What is never harmless is not harmless in the layouts of other systems either."""

from __future__ import annotations

import os
import zlib

import pytest

from tests.storm import words
from tests.storm.case import ALONE, STATUS, Case
from tests.storm.catalogue import FRAMED
from tests.storm.further_layouts import FURTHER
from tests.storm.layouts import Plain, Said
from tests.storm.other_families import OTHER_FAMILIES
from tests.storm.run import storm

#: Layouts in which the text of an informational line is not read yet.
NOT_REFUSED_YET: set[str] = set()
#: Of the lines, one in so many is tried in each layout.
OF_THE_LINES = 1 if os.environ.get("WIDE_GRIDS") else 4


def choose(layout: str) -> list[str]:
    """Return the names of the lines that are tried in a layout, others in each."""
    names = sorted(set(words.BAD) - words.OPEN)
    return [name for name in names if zlib.crc32(f"{layout} {name}".encode()) % OF_THE_LINES == 0]


@pytest.mark.grid
@pytest.mark.parametrize("layout", sorted({*FURTHER, *OTHER_FAMILIES} - FRAMED))
def test_lines_that_state_something_bad_are_refused(layout: str, request: pytest.FixtureRequest) -> None:
    """At an informational level or at none, alone and beside a job that counts nothing."""
    if layout in NOT_REFUSED_YET:
        request.applymarker(pytest.mark.xfail(strict=True))
    passed = []
    with storm() as runner:
        for name in choose(layout):
            for mode in (ALONE, STATUS):
                outcome = runner.run(Case(layout, (Plain(3), Said(name), Plain(4)), mode=mode))
                passed += [f"{name} {mode}"] if outcome.status == 0 else []
    assert not passed
