"""Measure how fast a large log is read, compared with grep on the same file, and how much memory that takes.

Writes a log of 2,000,000 lines with 5 % findings, and prints the time of grep for the lines with findings, our time for the
scan (every line accounted for, no finding made), our time for everything (findings made and identified), and the ratios.
Memory is that of fresh processes, once for this log and once for one of the same length without findings, which shows what
is not needed for findings.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.joblog.decoding import Limits, read_blocks
from pytest_contentjobs.joblog.formats.text import LevelledText
from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.joblog.shortcut import find_shortcut

GREP = ["grep", "-cE", " (ERROR|WARNING|FATAL) "]
SHARE_OF_FINDINGS = 0.05
ROUNDS = 5


def write_log(path: Path, lines: int, share_of_findings: float) -> None:
    """Write a log in a common layout, about 150 bytes a line."""
    chance = random.Random(1)  # noqa: S311 - a fixed sequence, so that runs can be compared
    with path.open("w", encoding="utf-8") as file:
        for number in range(lines):
            moment = f"2026-11-23 10:{number // 60000 % 60:02d}:{number // 1000 % 60:02d},{number % 1000:03d}"
            item = f"article 'Billing/Folder {number % 97}/Article number {number}' (articles[{number}])"
            if chance.random() < share_of_findings:
                level, what = (
                    chance.choice(["ERROR", "WARNING"]),
                    f"content file 'content/{number}.html' does not exist",
                )
                file.write(
                    f"{moment} {level} [worker-{number % 8}] content.validation - ART-{number % 9:03d} {item}: {what}\n"
                )
            else:
                file.write(f"{moment} INFO [worker-{number % 8}] content.validation - {item} processed, it is ok\n")


def best(action: Callable[[], object]) -> float:
    """Return the shortest time of several rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def scan(path: Path) -> int:
    """Decode the log and skip all informational runs; return the number of all other lines."""
    text_format = LevelledText()
    others = 0
    for block in read_blocks(path, location=str(path), limits=Limits()):
        text, position, lines = block.text, 0, 0
        shortcut = find_shortcut(text, text_format)
        if shortcut is None:
            raise SystemExit("no part of this log can be skipped")
        while position < len(text):
            end = shortcut.end_of_run(position)
            if end > position:
                lines += text.count("\n", position, end)
                position = end
            else:
                others += 1
                position = text.find("\n", position) + 1
    return others


def whole(path: Path) -> int:
    """Read the log and identify its findings; return their number."""
    return len(identify(read_log(path, location=str(path)).entries))


def peak() -> int:
    """Return this process's peak memory so far, in KiB, as Linux reports it."""
    # resource.getrusage starts with the size of the parent process.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def memory_over_idle(path: Path) -> float:
    """Return in MiB how much more memory a fresh process needs to read a log and identify its findings than when idle."""
    answer = subprocess.run(
        [sys.executable, __file__, "--memory-of", str(path)], check=True, capture_output=True, text=True
    )
    return int(answer.stdout) / 1024


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=2_000_000)
    parser.add_argument("--memory-of", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.memory_of:
        idle = peak()
        whole(arguments.memory_of)
        print(peak() - idle)
        return 0
    lines = arguments.lines
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.txt"
        write_log(path, lines, SHARE_OF_FINDINGS)
        print(f"{lines:,} lines, {path.stat().st_size / 1e6:.0f} MB")
        grep = best(lambda: subprocess.run([*GREP, str(path)], check=True, capture_output=True))
        ours = best(lambda: scan(path))
        print(f"grep {grep:.2f} s; scan {ours:.2f} s, {ours / grep:.1f} times grep (aim: 3)")
        start = time.perf_counter()
        reading = read_log(path, location=str(path))
        read = time.perf_counter() - start
        findings = identify(reading.entries)
        total = time.perf_counter() - start
        print(
            f"read {read:.2f} s, identified {total - read:.2f} s, whole {total:.2f} s (aim: 10) for {len(findings):,} findings"
        )
        print(f"memory over idle {memory_over_idle(path):.0f} MiB")
        write_log(path, lines, 0)
        print(f"memory over idle without findings {memory_over_idle(path):.0f} MiB (aim: 95)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
