"""Names of findings, as the tests of identities need them."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.model import LogEntry


def names(entries: Sequence[LogEntry]) -> list[tuple[str, str]]:
    return [(finding.class_name, finding.name) for finding in identify(entries)]
