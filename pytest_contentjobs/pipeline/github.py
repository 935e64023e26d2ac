"""What a run shows on GitHub by itself: the page of a workflow's job, and annotations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pytest_contentjobs.boundary.atomic_write import require_regular
from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.reports import GITHUB

__all__ = ["append_summary", "is_on_github"]

_SUMMARY = "GITHUB_STEP_SUMMARY"
# GitHub refuses a larger one.
_MAXIMUM = 1 << 20


def is_on_github(environment: Mapping[str, str]) -> bool:
    """Whether this is a step of a workflow of GitHub."""
    return environment.get("GITHUB_ACTIONS") == "true"


def append_summary(page: str, environment: Mapping[str, str]) -> str | None:
    """Append a page to the summary of the step, if there is one; return why that was not possible, None if it was.

    It decides nothing: the user did not ask for it, and the reports that were asked for say the same.
    """
    file = environment.get(_SUMMARY)
    if not file:
        return None
    written = f"\n{page}".encode()
    try:
        path = Path(file)
        if path.exists():
            require_regular(path)
        has_room = len(written) + (path.stat().st_size if path.exists() else 0) <= _MAXIMUM
        if has_room:
            with path.open("ab") as summary:
                summary.write(written)
            return None
        why = "it would be larger than GitHub takes"
    except OSError as error:
        why = error.strerror or str(error)
    return (
        f"The summary of the step ({_SUMMARY}) was not written: {sanitize_line(why)}. Set {GITHUB.places} to off to do without. "
        f"({Reason.REPORT_NOT_WRITTEN})"
    )
