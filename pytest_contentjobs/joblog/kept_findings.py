"""How much the findings of a log take in memory: a log with more than that is refused."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.model.reason import Reason

__all__ = ["KeptFindings"]

#: Logs with more findings are refused: a job has at most 100,000 items, and nobody reads more.
MAXIMUM_FINDINGS = 200_000
#: The most characters that the findings of a log may have together; memory grows with them.
MAXIMUM_TEXT = 128 << 20
# Memory that a line and a finding take in addition to their characters.
_LINE_COST = 64


class KeptFindings:
    """Counts the findings of a log and their text."""

    def __init__(self) -> None:
        self._findings = self._text = 0

    def add(self, findings: int, text: int, lines: Sequence[str], *, last_line: int) -> None:
        """Count findings with so many characters and with these lines, the last of which has this number.

        Raises:
            LogUnreadableError: they are too many.
        """
        self._findings += findings
        self._text += text + sum(map(len, lines)) + _LINE_COST * len(lines)
        if self._findings <= MAXIMUM_FINDINGS and self._text <= MAXIMUM_TEXT:
            return
        what = f"{MAXIMUM_FINDINGS:,} findings"
        if self._findings <= MAXIMUM_FINDINGS:
            what = f"{MAXIMUM_TEXT >> 20} MiB of them"
        raise LogUnreadableError(
            f"The log has more than {what} in its first {last_line:,} lines, too many to judge one by one.",
            next_step="Fix what most of them are about, or validate the content in parts, and run again.",
            reason=Reason.TOO_MANY_FINDINGS,
        )
