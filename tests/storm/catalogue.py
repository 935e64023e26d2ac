"""All layouts of the storm, by their names."""

from __future__ import annotations

from tests.storm.further_layouts import FURTHER
from tests.storm.layouts import SUPPORTED
from tests.storm.other_families import OTHER_FAMILIES

__all__ = ["FRAMED", "LAYOUTS"]

LAYOUTS = {**SUPPORTED, **FURTHER, **OTHER_FAMILIES}
#: Layouts without informational lines, and without a place for lines of other kinds.
FRAMED = frozenset({
    "json", "sections", "sections-marked", "checkstyle", "svrl", "by-file", "junit-xml", "error-xml", "sarif", "code-quality",
})  # fmt: skip
