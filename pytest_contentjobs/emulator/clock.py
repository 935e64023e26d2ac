"""Simulated time: hours of a job pass in seconds, and tests can set the time."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Gives the simulated present as an aware UTC datetime."""

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")


class SimulatedClock:
    """A clock that starts at the real present and runs `speed` times as fast from there.

    Call it for the simulated present. `speed` is a factor above 0; `monotonic` gives real seconds.
    Raises ValueError for a speed of 0 or less.
    """

    def __init__(self, speed: float = 1.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        if speed <= 0:
            raise ValueError(f"speed must be above 0, not {speed}")
        self._speed = speed
        self._monotonic = monotonic
        self._began = monotonic()
        self._began_at = datetime.now(UTC)

    def __call__(self) -> datetime:
        """Return the simulated present, aware and in UTC."""
        return self._began_at + timedelta(seconds=(self._monotonic() - self._began) * self._speed)


def format_instant(instant: datetime) -> str:
    """Write an aware datetime in the form of the vendor's OpenAPI description: `2024-03-01T10:00:00.000Z`."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_instant(text: str) -> datetime:
    """Read `2024-03-01T10:00:00.000Z`; raises ValueError for any other form and for dates that do not exist."""
    if not _INSTANT.fullmatch(text):
        raise ValueError(f"not of the form 2024-03-01T10:00:00.000Z: {text!r}")
    return datetime.fromisoformat(text)
