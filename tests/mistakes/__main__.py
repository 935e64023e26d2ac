"""Makes all mistakes, or those whose names contain a word, and prints for each the time, the exit status and the message.

Run it with ``python -m tests.mistakes [WORD]``. Exits with 1 if one took too long or ended otherwise than the table says.
"""

from __future__ import annotations

import sys

from pytest_contentjobs.emulator import ContentService
from tests.mistakes.making import make
from tests.mistakes.table import LOCAL_SECONDS, MISTAKES, REMOTE_SECONDS


def main(word: str) -> int:
    """Make the mistakes, print the table, and return the exit status."""
    bad = 0
    with ContentService(speed=2000) as service:
        for name, mistake in MISTAKES.items():
            if word not in name:
                continue
            outcome = make(mistake, service)
            limit = REMOTE_SECONDS if mistake.is_remote else LOCAL_SECONDS
            is_right = outcome.status == mistake.status and mistake.code in outcome.message and outcome.seconds <= limit
            bad += not is_right
            print(f"{'  ' if is_right else '! '}{outcome.seconds:5.1f} s  {outcome.status:2}  {name}")  # noqa: T201 - it prints
            for line in outcome.message.splitlines():
                print(f"                 {line}")  # noqa: T201 - as above
    print(f"{bad} of {len(MISTAKES)} are too slow or end otherwise")  # noqa: T201 - as above
    return int(bad > 0)


sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
