"""Installs readers of reports from the package registries, each into a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

__all__ = ["install_node", "install_python"]

# A reader that was there yesterday may behave differently today, so that versions are pinned.
_PYTHON = {
    "allure-pytest": "2.16.2",
    "junit2html": "31.1.4",
    "pytest-github-actions-annotate-failures": "0.4.2",
    "pytest-html": "4.2.0",
    "pytest-json-ctrf": "0.6.1",
    "pytest-json-report": "1.5.0",
    "sarif-tools": "3.0.5",
    "test-results-parser": "0.6.1",
}
_NODE = {
    "@microsoft/sarif-multitool-linux": "5.7.0",
    "allure": "3.18.0",
    "allure-commandline": "2.46.1",
    "junit-to-ctrf": "0.0.14",
    "papaparse": "5.7.1",
    "xunit-viewer": "10.6.1",
}


def install_python(name: str) -> Path:
    """Install a package of Python, and return the folder to put on the path."""
    folder = _make_folder(name, _PYTHON[name])
    # A plugin brings the pytest that it needs, which has to be the one that is tested here.
    same = [f"{each}=={version(each)}" for each in ("pytest", "pluggy")]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder)]
    _install(folder, [*command, f"{name}=={_PYTHON[name]}", *same])
    return folder


def install_node(name: str) -> Path:
    """Install a package of Node, and return the folder of its modules."""
    folder = _make_folder(name, _NODE[name])
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)]
    _install(folder, [*command, f"{name}@{_NODE[name]}"])
    return folder / "node_modules"


def _make_folder(name: str, number: str) -> Path:
    return Path(os.environ["CONSUMERS"]).absolute() / f"{name.replace('/', '-')}-{number}"


def _install(folder: Path, command: list[str]) -> None:
    mark = folder / "installed"
    if mark.exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run(command, check=True, timeout=300)
    mark.touch()
