"""Who owns which findings, and what is said of rules: the arrays of tables ``owner`` and ``rule`` of a project file.

::

    [[owner]]                    # [[tool.contentjobs.owner]] in pyproject.toml
    folder = "Mobile Plans/**"   # which findings, by the patterns of the policy
    owner = "@mobile"

    [[rule]]
    rule = "ART-105"             # a shell pattern
    title = "Broken link"
    hint = "Link to the article by its id."
    url = "https://wiki.example/art-105"
    owner = "@links"             # of findings that no entry of owner matches

The first entry that matches decides. Neither changes which findings fail.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.entries import Entry, FindingPatterns, Text
from pytest_contentjobs.settings.options.reports import OWNER

__all__ = ["NO_OWNER", "OWNERS", "RULES", "OwnerEntry", "RuleEntry", "require_owner"]

#: What a finding without an owner is counted under, and chosen by.
NO_OWNER = "no owner"
#: The keys of the entries in a project file.
OWNERS, RULES = "owner", "rule"
_EFFECTS = ("title", "hint", "url", "owner")
_WEB = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def _require_visible(name: str) -> str:
    if not name.isprintable() or name != name.strip():
        raise ValueError("a name is printable, and has no spaces at its ends")
    return name


def _require_web(url: str) -> str:
    if not _WEB.fullmatch(url):
        raise ValueError("it is not an http:// or https:// URL")
    return url


_Name = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_require_visible)]


class OwnerEntry(FindingPatterns):
    """Who corrects some findings. ``folder`` may end with ``/**``, which changes nothing: a folder has all that is below it."""

    owner: _Name

    @model_validator(mode="after")
    def _require_pattern(self) -> Self:
        self.require_pattern()
        return self


class RuleEntry(Entry):
    """What is said of a rule, or of all whose code matches the shell pattern."""

    rule: Text
    title: Text | None = None
    hint: Text | None = None
    url: Annotated[str, AfterValidator(_require_web)] | None = None
    owner: _Name | None = None

    @model_validator(mode="after")
    def _require_effect(self) -> Self:
        if not any(getattr(self, name) for name in _EFFECTS):
            raise ValueError(f"it says nothing: set one of {', '.join(_EFFECTS)}")
        return self


def require_owner(name: str, owners: Iterable[OwnerEntry], rules: Iterable[RuleEntry]) -> None:
    """Require an owner that an entry names: all findings would be those of others. Without entries, a hook sets the owners.

    Raises:
        SettingsError: there are entries, and none names it.
    """
    known = sorted({entry.owner for entry in owners} | {entry.owner for entry in rules if entry.owner})
    if not known or name in {*known, NO_OWNER}:
        return
    near = difflib.get_close_matches(name, known, n=1)
    raise SettingsError(
        f"{OWNER.name} is {name!r}, which no entry of the project file names as an owner.",
        next_step=f"Did you mean {near[0]}?" if near else f"The owners are {', '.join(known)}.",
        reason=Reason.VALUE_INVALID,
    )
