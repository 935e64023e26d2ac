from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HEAVY = ("httpx", "pydantic", "boto3", "botocore", "rich", "tenacity", "moto", "flask", "jinja2")
REPORT = f"""
import json, sys
from pathlib import Path

def pytest_sessionfinish():
    loaded = [name for name in {HEAVY!r} if name in sys.modules]
    ours = sorted(name for name in sys.modules if name.startswith("pytest_contentjobs"))
    Path("loaded.json").write_text(json.dumps([loaded, ours]))
"""


def loaded(folder: Path, *arguments: str) -> tuple[list[str], list[str]]:
    (folder / "conftest.py").write_text(REPORT, encoding="utf-8")
    (folder / "test_own.py").write_text("def test_own(): pass\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        check=False,
        capture_output=True,
    )
    heavy, ours = json.loads((folder / "loaded.json").read_text(encoding="utf-8"))
    return heavy, ours


def test_plugin_without_options_imports_nothing_heavy(tmp_path: Path) -> None:
    assert loaded(tmp_path) == (
        [],
        [
            "pytest_contentjobs",
            "pytest_contentjobs.plugin",
            "pytest_contentjobs.plugin.fixtures",
            "pytest_contentjobs.plugin.hookspecs",
            "pytest_contentjobs.settings",
            "pytest_contentjobs.settings.options",
            "pytest_contentjobs.settings.options.access",
            "pytest_contentjobs.settings.options.jobs",
            "pytest_contentjobs.settings.options.log",
            "pytest_contentjobs.settings.options.option",
            "pytest_contentjobs.settings.options.policy",
            "pytest_contentjobs.settings.options.reports",
            "pytest_contentjobs.settings.options.waiting",
        ],
    )


def test_log_on_this_machine_needs_neither_boto3_nor_the_emulator(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("2026-11-23 10:00:00,000 INFO  [main] a.b - fine\n", encoding="utf-8")

    heavy, _ = loaded(tmp_path, "--content-log", "log.txt")

    assert not set(heavy) & {"boto3", "botocore", "moto", "flask", "jinja2"}
