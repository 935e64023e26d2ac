"""What the tests of ``contentjobs doctor`` share: a run of it, and the codes of its checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pytest_contentjobs.cli.doctor import Result

Wording = Callable[[str], None]


@dataclass
class Diagnosis:
    """What a run of the command found and showed."""

    status: int
    results: Mapping[str, Result]
    text: str

    @property
    def codes(self) -> dict[str, str]:
        """The code of each check."""
        return {name: result.code for name, result in self.results.items()}


Doctor = Callable[..., Diagnosis]


# The codes if all is well and no job is given.
WELL = {
    "API domain": "ok",
    "settings": "ok",
    "host name": "ok",
    "connection": "ok",
    "clock": "ok",
    "token": "ok",
    "scope": "info",
    "permission": "ok",
    "AWS credentials": "ok",
    "log location": "not-checked:no-job",
    "log": "not-checked:no-location",
}


WELL_WITH_JOB = {**WELL, "log location": "ok", "log": "ok"}


def generalize(text: str) -> str:
    """Replace what differs from run to run."""
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text)
    text = re.sub(r"contentjobs-[0-9a-f]{12}", "BUCKET", text)
    return re.sub(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", "JOB", text)
