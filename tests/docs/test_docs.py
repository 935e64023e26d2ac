"""The documentation is true: its examples run, its links lead somewhere, and it builds without a warning."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

from pytest_contentjobs.cli import main
from pytest_contentjobs.settings.options import OPTIONS
from tests.support import REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = sorted(
    [*DOCS.rglob("*.md"), REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", REPOSITORY / "SECURITY.md"]
)
#: A command that begins with ``contentjobs``, and what it prints in the folder of the example.
SHOWN = re.compile(r"```text\n\$ (?P<command>contentjobs [^\n]*)\n(?P<output>.*?)```", re.DOTALL)


def name_of(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_python_examples_run(page: Path) -> None:
    for example in Sybil([PythonCodeBlockParser()]).parse(page).examples():
        example.evaluate()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_within_the_repository_lead_to_a_file_and_its_heading(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", page.read_text(encoding="utf-8")):
        file, _, heading = link.partition("#")
        target = page.parent / file if file else page
        if not target.exists() or (heading and heading not in headings(target)):
            broken.append(link)

    assert broken == []


def headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_page_of_options_is_made_of_the_tables() -> None:
    done = subprocess.run(
        [sys.executable, str(DOCS / "generate.py"), "--check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    page = (DOCS / "reference" / "options.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(--content-[a-z-]+)", page, re.MULTILINE) == [option.name for option in OPTIONS]


def test_the_readme_is_short() -> None:
    assert len((REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_the_log_of_getting_started_gives_what_is_shown(tmp_path: Path) -> None:
    page = (DOCS / "getting-started.md").read_text(encoding="utf-8")
    log = page.partition("Save a log as")[2].partition("```text\n")[2].partition("```")[0]
    shown = page.partition("$ pytest --content-log=validation-log.txt\n")[2].partition("```")[0]
    (tmp_path / "validation-log.txt").write_text(log, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:randomly", "--content-log=validation-log.txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    lines = [line for line in shown.splitlines() if line and line != "[…]" and not line.startswith("=")]
    printed = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines
    assert [line for line in lines if " ".join(line.split()) not in printed] == []


def test_a_log_that_is_not_understood_is_explained_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (DOCS / "guides" / "log-not-understood.md").read_text(encoding="utf-8")
    shown = SHOWN.search(page)
    assert shown is not None
    routine = "[2024-03-01 10:00:00] importer | INFO | validated\n"
    lines = (routine * 9, "[2024-03-01 10:00:00] importer | TATA | ART-104 article 'A': no title\n")
    (tmp_path / "import.log").write_text(
        "".join(lines) + "[2024-03-01 10:00:00] importer | BEEP | validated article 'B'\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, shlex.split(shown["command"])[1:])

    assert result.output == shown["output"]


def test_the_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-b", "html", str(DOCS), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    # Nothing is loaded from other hosts.
    assert not re.search(
        r"""<(?:script|link|img)[^>]*(?:src|href)=["']https?:""", (tmp_path / "index.html").read_text("utf-8")
    )
