"""``python -m pytest_contentjobs.cli``."""

from pytest_contentjobs.cli import main

main(prog_name="contentjobs")
