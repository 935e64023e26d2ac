"""The time that reports show, for builds that must give the same files byte for byte."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason

__all__ = ["VARIABLE", "read_report_time"]

#: See https://reproducible-builds.org/specs/source-date-epoch/.
VARIABLE = "SOURCE_DATE_EPOCH"


def read_report_time(environment: Mapping[str, str]) -> datetime | None:
    """Return the time of the variable; None if it is not set, and then the clock says what time it is.

    Only reports and the history take it. Whether a decision of the policy has ended, or a saved run is too old for an import, is
    decided by the clock.

    Raises:
        SettingsError: it is not a number of seconds.
    """
    text = environment.get(VARIABLE, "").strip()
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,11}", text):
        raise SettingsError(
            f"The variable {VARIABLE} is not a number of seconds since 1970.",
            next_step="Set it to one like 1764000000, or unset it.",
            reason=Reason.VALUE_INVALID,
        )
    return datetime.fromtimestamp(int(text), UTC)
