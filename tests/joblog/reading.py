"""Read logs of bytes, as the tests of the reader need it."""

from __future__ import annotations

from pathlib import Path

from pytest_contentjobs.joblog.reader import LogReading, read_log
from pytest_contentjobs.model import LogStatistics

WHERE = "s3://bucket/log.txt"


def read(path: Path, log: bytes, format_name: str = "auto") -> LogReading:
    file = path / "log"
    file.write_bytes(log)
    return read_log(file, location=WHERE, format_name=format_name)


def counts(statistics: LogStatistics) -> dict[str, int]:
    """Return the counts that are not 0, without the ending."""
    named = {
        "lines": statistics.lines,
        "entry": statistics.entry_lines,
        "continuation": statistics.continuation_lines,
        "informational": statistics.informational_lines,
        "blank": statistics.blank_lines,
        "unexplained": statistics.unexplained_lines,
        "suspicious": statistics.suspicious_lines,
        "undecodable": statistics.undecodable_lines,
    }
    return {name: count for name, count in named.items() if count}
