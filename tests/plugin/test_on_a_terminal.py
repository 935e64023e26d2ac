"""The gate's section as a person sees it: on a pseudo-terminal, in colour and without, and through a pipe."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.findings.package.samples import folder_with
from tests.options.test_content_package import FILES
from tests.support import LOG

pexpect = pytest.importorskip("pexpect", reason="there are no pseudo-terminals on Windows")

ARGUMENTS = [
    *(
        "-m",
        "pytest",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "--content-log=log.txt",
        "--content-package=package",
    ),
    *("--content-junit=content.xml", "--content-json=content.json"),
    "--content-entity-url=https://kb.example/{name}",
]
COLORS = re.compile(r"\x1b\[[0-9;]*m")
LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\([^\x1b]*)\x1b\]8;;\x1b\\")


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_with(tmp_path / "package", FILES)
    (tmp_path / "log.txt").write_text(LOG, encoding="utf-8")
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setenv("TERM", "xterm-256color")


def on_terminal(folder: Path, width: int) -> str:
    child = pexpect.spawn(sys.executable, ARGUMENTS, cwd=str(folder), dimensions=(24, width), timeout=60)
    raw: str = child.read().decode().replace("\r\n", "\n")
    child.close()
    assert child.exitstatus == 1
    return raw


def section(output: str) -> str:
    """Return what stands from the progress of the tests to the end, without the time, whose length changes the last line."""
    return re.sub(r"=+ (.*) in \d+\.\d+s =+", r"= \1 =", output[output.index("collected") :])


@pytest.mark.parametrize("width", [60, 200])
def test_on_a_terminal(tmp_path: Path, width: int, wording: Callable[[str], None]) -> None:
    raw = on_terminal(tmp_path, width)

    plain = COLORS.sub("", LINK.sub(r"\2", raw))
    assert "\x1b" not in plain
    shown = section(plain)
    assert max(map(len, shown.splitlines())) <= width
    wording("\n".join(map(str.rstrip, shown.splitlines())))
    targets = {url for url, _ in LINK.findall(raw)}
    assert {url.rpartition("/")[2] for url in targets} == {
        *("log.txt", "articles.json", "knowledgehub.json"),
        *("How%20to%20get%20a%20refund", "Getting%20started"),
    }
    assert (tmp_path / "log.txt").as_uri() in targets


def test_on_a_terminal_without_colour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    raw = on_terminal(tmp_path, 80)

    assert "content: FAILED - 2 errors, 1 warning" in raw
    assert "\x1b" not in raw


def test_through_a_pipe(tmp_path: Path, wording: Callable[[str], None]) -> None:
    done = subprocess.run(
        [sys.executable, *ARGUMENTS], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    wording(section(done.stdout))
    closing, opening = [
        line for line in done.stdout.splitlines() if re.match(r"content: (PASSED|FAILED|NOT JUDGED) - ", line)
    ]
    assert closing == opening == "content: FAILED - 2 errors, 1 warning"
    assert {line.partition(": ")[2] for line in done.stdout.splitlines() if " report: " in line} == {
        "content.xml",
        "content.json",
    }
