"""Whether two states of this project judge alike: the JSON reports of the corpus and of the examples, side by side.

``.venv/bin/python benchmarks/same_reports.py REVISION`` checks REVISION out beside this checkout, runs both with this Python,
and compares statuses and reports. Words for people and their reason codes may differ, and so may what a run makes anew: ids of
jobs, times, ports. Everything else must be equal. Ends with 1 if something differs, and prints what.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
#: Keys of the report that hold words for people, or codes that stand for them.
WORDS = {"$schema", "text", "reason", "reasons", "codes", "notes", "decided_by", "samples", "generator", "version"}
_NEW_IN_EACH_RUN = re.compile(
    r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)?"
    r"|127\.0\.0\.1:\d+|contentjobs-[0-9a-f]{12}"
)
_DEMO = """
import os, subprocess, sys
from pathlib import Path
from pytest_contentjobs.emulator import ContentService
with ContentService(speed=400) as service:
    job = service.start_validation(service.upload_package(Path(sys.argv[1])))
    command = [sys.executable, "-m", "pytest", "-q", f"--content-job=validation={job}", f"--content-json={sys.argv[2]}"]
    sys.exit(subprocess.run(command, env={**os.environ, **service.environment}).returncode)
"""


def reports_of(checkout: Path, folder: Path) -> dict[str, tuple[int, Any]]:
    """Return exit status and JSON report of each run with the code of a checkout; logs and examples are this one's own."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("CONTENTJOBS_", "EGAIN_", "AWS_"))}
    environment = {
        **kept,
        "PYTHONPATH": str(checkout),
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    found = {}

    def run(name: str, *command: str) -> None:
        shutil.copytree(ROOT / "examples", folder / name)
        place = folder / name / "local-check"
        report = place / "report.json"
        done = subprocess.run(
            [sys.executable, *command, f"--content-json={report}"]
            if command[0] == "-m"
            else [sys.executable, *command, str(report)],
            cwd=place,
            env=environment,
            capture_output=True,
            check=False,
        )
        if not report.exists():
            sys.exit(f"{name} with {checkout} wrote no report: {done.stdout.decode()}{done.stderr.decode()}")
        found[name] = (done.returncode, json.loads(report.read_text(encoding="utf-8")))

    logs = sorted(
        path for path in (ROOT / "tests" / "logs").iterdir() if path.is_file() and ".expected." not in path.name
    )
    arguments = [f"--content-log=l{number}={path}" for number, path in enumerate(logs)]
    run("corpus", "-m", "pytest_contentjobs.cli", "report", *arguments)
    run("local-check", "-m", "pytest", "-q", "--content-log=validation-log.txt", "--content-status=status.json")
    for package in ("support-center", "clean"):
        run(package, "-c", _DEMO, str(ROOT / "examples" / "packages" / package))
    return found


def facts(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Give the leaves of a report that must be equal, each by its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in WORDS:
                yield from facts(inner, f"{where}.{key}")
    elif isinstance(value, list):
        yield f"{where} length", len(value)
        for index, inner in enumerate(value):
            yield from facts(inner, f"{where}[{index}]")
    elif isinstance(value, str):
        yield where, _NEW_IN_EACH_RUN.sub("…", value)
    else:
        yield where, value


def main() -> int:
    """Compare, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("revision", help="what to compare this checkout with, for git")
    revision: str = parser.parse_args().revision
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        other = folder / "other"
        subprocess.run(["git", "-C", str(ROOT), "worktree", "add", "-q", "--detach", str(other), revision], check=True)
        try:
            before, after = reports_of(other, folder / "before"), reports_of(ROOT, folder / "after")
        finally:
            subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(other)], check=True)
    is_different = False
    for run, (status, report) in before.items():
        old, new = dict(facts(report)), dict(facts(after[run][1]))
        different = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
        print(f"{run}: exit status {status} and {after[run][0]}; {len(old)} facts, {len(different)} differ")
        for key in different[:20]:
            print(f"  {key}: {old.get(key)!r} -> {new.get(key)!r}")
        is_different |= bool(different) or status != after[run][0]
    return is_different


if __name__ == "__main__":
    sys.exit(main())
