"""The environment variables that are read, and those that look like one of them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.credentials import VARIABLES
from pytest_contentjobs.settings.data_source import CREDENTIALS
from pytest_contentjobs.settings.options import OPTIONS

__all__ = ["describe_unknown_variables", "find_similar"]

_PREFIX = "CONTENTJOBS_"
_KNOWN = frozenset(
    {
        *VARIABLES,
        *(option.variable for option in OPTIONS if option.variable),
        *(variable for names in CREDENTIALS.values() for variable in names),
    }
)
_SIMILAR = 0.75  # the share of characters that two names have in common


def describe_unknown_variables(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return a note on each variable that begins like ours and that nothing reads.

    Raises:
        SettingsError: one differs so little from a variable that is read that it is a mistake.
    """
    return tuple(_describe(environment))


def find_similar(name: str, known: Collection[str]) -> str | None:
    """Return the one of the known names that was probably meant, None if none is similar."""
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=_SIMILAR)), None)


def _describe(environment: Mapping[str, str]) -> Iterator[str]:
    known = [variable.removeprefix(_PREFIX) for variable in _KNOWN if variable.startswith(_PREFIX)]
    for variable, value in environment.items():
        if not value or variable in _KNOWN or not variable.upper().startswith(_PREFIX):
            continue
        similar = find_similar(variable.upper().removeprefix(_PREFIX), known)
        shown = sanitize_line(variable)
        if similar is not None:
            raise SettingsError(
                f"The variable {shown} is set, but nothing reads it.",
                next_step=f"Did you mean {_PREFIX}{similar}? Set that instead, and unset {shown}.",
                reason=Reason.VARIABLE_UNKNOWN,
            )
        yield f"note: the variable {shown} is set, but nothing reads it"
