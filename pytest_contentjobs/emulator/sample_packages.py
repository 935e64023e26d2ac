"""The two sample packages: one with defects of each rule of the emulator, and a clean one."""

from __future__ import annotations

from pathlib import Path

__all__ = ["SAMPLES", "find_sample"]

#: Their names; the first has the defects.
SAMPLES = ("support-center", "clean")
_HERE = Path(__file__).resolve().parent
# In a wheel they are beside this file, in a checkout among the examples.
_FOLDERS = (_HERE / "packages", _HERE.parents[1] / "examples" / "packages")


def find_sample(name: str) -> Path:
    """Return the folder of a sample package.

    Raises:
        FileNotFoundError: this installation has no sample packages.
    """
    for folder in _FOLDERS:
        if (folder / name).is_dir():
            return folder / name
    raise FileNotFoundError(f"this installation has no sample package {name!r}")
