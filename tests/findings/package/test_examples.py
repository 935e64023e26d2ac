"""Every seeded finding of the sample package is linked to its element, from folder and zip, in every layout of the log."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pytest_contentjobs.emulator.content_package import FileTree
from pytest_contentjobs.emulator.log_entries import LogEntry
from pytest_contentjobs.emulator.log_writers import LOG_WRITERS
from pytest_contentjobs.emulator.validation import validate
from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.findings.package.contents import ContentPackage
from pytest_contentjobs.findings.package.link import link
from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.model import Finding, Source
from tests.support import REPOSITORY

ROOT = REPOSITORY / "examples" / "packages" / "support-center"
ARTICLES = "knowledgehub/articles/articles.json"
HUB = "knowledgehub/knowledgehub.json"
#: The table of examples/packages/README.md: rule, file, and the path to the element in it; None is the whole file.
SEEDED = [
    ("ART-101", ARTICLES, ("articles", 3)),
    ("ART-101", ARTICLES, ("articles", 49)),
    ("ART-102", ARTICLES, ("articles", 18)),
    ("ART-103", ARTICLES, ("articles", 29)),
    ("ART-103", ARTICLES, ("articles", 56)),
    ("ART-104", ARTICLES, ("articles", 34)),
    ("ART-104", ARTICLES, ("articles", 5)),
    ("ART-105", ARTICLES, ("articles", 41)),
    ("ART-105", ARTICLES, ("articles", 29)),
    ("ART-106", ARTICLES, ("articles", 16)),
    ("TOP-102", HUB, ("knowledge", "topics", 2)),
    ("TOP-102", HUB, ("knowledge", "topics", 4)),
    ("PRT-102", HUB, ("knowledge", "portals", 2)),
    ("ART-201", ARTICLES, ("articles", 53)),
    ("ART-202", ARTICLES, ("articles", 46)),
    ("ART-203", ARTICLES, ("articles", 25)),
    ("ART-203", ARTICLES, ("articles", 25)),
    ("ART-203", ARTICLES, ("articles", 68)),
    ("ART-204", ARTICLES, ("articles", 5)),
    ("ART-204", ARTICLES, ("articles", 65)),
    ("FLD-201", HUB, ("knowledge", "folders", 1, "folders", 2)),
    ("TOP-201", HUB, ("knowledge", "topics", 7)),
    ("RES-201", "knowledgehub/articles/resources/price-list-2025.txt", None),
]


def findings(layout: str, folder: Path) -> tuple[Finding, ...]:
    names = frozenset(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file())
    checked = validate(FileTree(names, lambda name: (ROOT / name).read_bytes()))
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    entries = [
        LogEntry(
            noon,
            "ERROR" if found.rule.severity == "error" else "WARN",
            found.problem.message,
            found.item,
            found.rule.code,
            found.problem.details,
            found.problem.file,
        )
        for item in checked
        for found in item.findings
    ]
    log = folder / "log.txt"
    log.write_bytes(LOG_WRITERS[layout](entries))
    return identify(read_log(log, location="log").entries)


def element_at(source: Source) -> Any:
    """Decode the value at a path, without any of the code under test."""
    text = (ROOT / source.file).read_text(encoding="utf-8")
    assert source.line is not None
    assert source.column is not None
    rest = "\n".join(text.split("\n")[source.line - 1 :])[source.column - 1 :]
    return json.JSONDecoder().raw_decode(rest)[0]


def element_on(file: str, path: tuple[str | int, ...]) -> Any:
    value: Any = json.loads((ROOT / file).read_bytes())
    for step in path:
        value = value[step]
    return value


@pytest.fixture(params=["folder", "hub folder", "folder around", "zip", "zip of the hub folder", "zip with a folder"])
def package(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    match request.param:
        case "folder":
            return ROOT
        case "hub folder":
            return ROOT / "knowledgehub"
        case "folder around":
            copytree(ROOT, tmp_path / "around" / "package")
            return tmp_path / "around"
    base = {"zip": ROOT, "zip of the hub folder": ROOT / "knowledgehub"}.get(request.param, ROOT.parent)
    with ZipFile(tmp_path / "package.zip", "w", ZIP_DEFLATED) as archive:
        for path in sorted(ROOT.rglob("*")):
            if path.is_relative_to(base):
                archive.write(path, path.relative_to(base))
    return tmp_path / "package.zip"


@pytest.mark.parametrize("layout", sorted(LOG_WRITERS))
def test_every_seeded_finding_lands_on_its_element(package: Path, layout: str, tmp_path: Path) -> None:
    opened = ContentPackage.open(package)

    landed = Counter[tuple[str | None, str, str | None]]()
    for finding in link(findings(layout, tmp_path), opened):
        source = finding.source
        assert source is not None, finding
        assert finding.source_candidates == ()
        if package.is_dir():
            assert Path(source.path).is_file()
        else:
            assert source.path == source.file
        file = "knowledgehub/" + source.file.rpartition("knowledgehub/")[2]
        moved = Source(file, source.line, source.column)
        landed[finding.rule, file, None if source.line is None else json.dumps(element_at(moved))] += 1

    assert landed == Counter(
        (rule, file, None if path is None else json.dumps(element_on(file, path))) for rule, file, path in SEEDED
    )


def test_names_do_not_change_by_linking(tmp_path: Path) -> None:
    before = findings("jsonl", tmp_path)

    after = link(before, ContentPackage.open(ROOT))

    assert [(it.fingerprint, it.class_name, it.name) for it in after] == [
        (it.fingerprint, it.class_name, it.name) for it in before
    ]
