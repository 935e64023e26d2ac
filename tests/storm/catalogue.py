"""All layouts of the storm, by their names."""

from __future__ import annotations

from tests.storm.further_layouts import FURTHER
from tests.storm.layouts import SUPPORTED

__all__ = ["FRAMED", "LAYOUTS"]

LAYOUTS = {**SUPPORTED, **FURTHER}
#: Layouts without informational lines, and without a place for lines of other kinds.
FRAMED = frozenset({"json", "sections", "sections-marked", "checkstyle", "svrl"})
