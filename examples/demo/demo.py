"""The demo, with its reports beside this file: the same as ``contentjobs demo``, which works without this repository."""

from __future__ import annotations

import sys
from pathlib import Path

from pytest_contentjobs.cli import main

if __name__ == "__main__":
    main(["demo", f"--folder={Path(__file__).resolve().parent}", *sys.argv[1:]])
