"""One log format a file, behind one Protocol."""

from __future__ import annotations

from pytest_contentjobs.joblog.formats.base import LogFormat
from pytest_contentjobs.joblog.formats.jsonl import JsonLines
from pytest_contentjobs.joblog.formats.text import LevelledText

__all__ = ["FORMATS"]

#: All formats; where two explain a log equally well, the first wins.
FORMATS: tuple[LogFormat, ...] = (JsonLines(), LevelledText())
