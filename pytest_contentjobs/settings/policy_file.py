"""The entries of a policy, in a project file or a file of their own.

::

    [[policy]]                  # [[tool.contentjobs.policy]] in pyproject.toml
    rule = "ART-2*"             # which findings: shell patterns, all of which must match
    folder = "Archive"
    tolerate = true             # what happens to them
    reason = "the archive is no longer corrected"
    until = 2026-12-31          # the last day; without it, the entry has no end
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.settings.entries import FindingPatterns, Text
from pytest_contentjobs.settings.options import Option
from pytest_contentjobs.settings.parsing import Threshold, as_threshold

__all__ = ["ENTRIES", "PolicyEntry"]

#: The key of the entries in a project file.
ENTRIES = "policy"
_EFFECTS = ("severity", "tolerate", "max")
_MAX = Option(name="max", metavar="N|P%", has_ini=False)


def _threshold(value: object) -> object:
    if isinstance(value, Threshold):
        return value
    try:
        return as_threshold(str(value), _MAX)
    except SettingsError as error:
        raise ValueError("neither a count nor a percentage: use a number like 10, or a text like '2.5%'") from error


class PolicyEntry(FindingPatterns):
    """What happens to some findings. The first entry that matches a finding decides about it.

    ``severity`` replaces the severity of the log, ``tolerate`` accepts the findings, ``max`` accepts that many of them, as
    a count or as a percentage of the items that the job processed. ``until`` is the last day on which the entry applies.
    """

    severity: Literal["error", "warning", "info"] | None = None
    tolerate: Literal[True] | None = None
    max: Annotated[Threshold | None, BeforeValidator(_threshold)] = None
    reason: Text | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _require_pattern_and_effect(self) -> Self:
        self.require_pattern()
        if not any(getattr(self, name) for name in _EFFECTS):
            raise ValueError(f"it has no effect: set one of {', '.join(_EFFECTS)}")
        if self.max is not None and (self.tolerate or self.severity == "info"):
            raise ValueError("max limits what may pass, but the entry lets everything pass: remove one of them")
        return self
