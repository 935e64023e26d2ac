from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from pytest_contentjobs.settings.options import OPTIONS
from tests.support import REPOSITORY


def test_every_option_has_a_black_box_test() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "tests" / "options").glob("test_*.py"))

    assert [option.name for option in OPTIONS if option.name not in tests] == []


def test_pytests_help_lists_every_option(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    groups = done.stdout.split("\ncontent gate: ")[1:]
    assert [line for group in groups for line in re.findall(r"^  (--content-[a-z-]+)", group, re.MULTILINE)] == [
        option.name for option in OPTIONS
    ]
    assert [line for group in groups for line in group.partition("\n\n")[0].splitlines() if len(line) > 100] == []
    for option in OPTIONS:
        assert not option.variable or f"[env: {option.variable}]" in " ".join(done.stdout.split())
        assert not option.has_ini or f"  {option.key} (string):" in done.stdout
