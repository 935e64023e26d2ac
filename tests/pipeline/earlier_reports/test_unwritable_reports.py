"""Reports that cannot be written."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.pipeline.earlier_reports.support import FACES, PYTEST, REPORTS, run

# Each case starts a process or several.
pytestmark = pytest.mark.grid


# Reports that cannot be written.


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for a process")
@FACES
def test_a_full_disk_is_red_and_leaves_no_green_report(folder: Path, face: tuple[str, ...]) -> None:
    # What it compiles would be cut off as well, and break every later run of this checkout.
    limited = (sys.executable, "-Bc", f"""
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
sys.argv = {[face[2], *face[3:]]!r} + sys.argv[1:]
runpy.run_module({face[2]!r}, run_name="__main__", alter_sys=True)
""")  # fmt: skip

    done = run(limited, *REPORTS, "--content-log=clean.log")

    assert done.returncode == 1
    assert not (folder / "c.xml").exists()
    assert not (folder / "c.json").exists()
    assert [path.name for path in folder.glob("*.part")] == []


def test_a_folder_that_is_removed_meanwhile_is_made_again(folder: Path) -> None:
    (folder / "test_own.py").write_text("import shutil\ndef test_own(): shutil.rmtree('reports')", encoding="utf-8")

    assert run(PYTEST, "--content-log=bad.log", "--content-json=reports/c.json").returncode == 1

    (one,) = json.loads((folder / "reports/c.json").read_text(encoding="utf-8"))["runs"]
    assert one["judgement"]["outcome"] == "findings"


def test_a_report_whose_folder_becomes_a_file_meanwhile_is_red(folder: Path) -> None:
    (folder / "test_own.py").write_text(
        "import pathlib, shutil\ndef test_own():\n    shutil.rmtree('reports')\n    pathlib.Path('reports').touch()\n",
        encoding="utf-8",
    )

    assert run(PYTEST, "--content-log=clean.log", "--content-json=reports/c.json").returncode == 1


@FACES
@pytest.mark.parametrize("report", ["loop", "loop/c.xml", "n" * 300, "bad\udcff.xml"])
def test_odd_paths_end_without_a_traceback(folder: Path, face: tuple[str, ...], report: str) -> None:
    (folder / "loop").symlink_to("loop")

    done = run(face, "--content-log=clean.log", f"--content-json={report}")

    assert (done.returncode == 0) == (folder / report.replace("n" * 300, "long")).is_file()
    assert done.returncode in {0, 1}
    assert run(face, "--content-log=clean.log", f"--content-json={report}", "--content-timeout=soon").returncode == 4
