"""``python -m pytest_contentjobs.emulator``."""

from pytest_contentjobs.emulator.command import emulator

emulator(prog_name="python -m pytest_contentjobs.emulator")
