"""Measure how fast a large content package is opened and findings are linked to it, compared with json.loads.

Creates a package of 100,000 articles with their content files in a temporary folder, and prints time and peak memory of each
step, in its own process: reading ``articles.json`` by json.loads, and opening the package and linking 10,000 findings, by
index, path, content file and name in turn.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.findings.package.contents import ContentPackage
from pytest_contentjobs.findings.package.link import link
from pytest_contentjobs.model import Entity, Finding, LogEntry, Severity

DESCRIPTION = "What to do when the line is slow in the evening, how to measure it, and whom to tell. " * 3


def write_package(root: Path, articles: int) -> None:
    """Write a package of about 500 bytes an article in ``articles.json``, and a content file for every tenth article."""
    content = root / "knowledgehub" / "articles" / "content"
    content.mkdir(parents=True)
    declared = [
        {
            "name": f"Réglages de l'article {number}",
            "description": DESCRIPTION,
            "folder": {"path": f"Folder {number % 97}/Folder {number % 7}"},
            "content": f"content/article-{number}.html",
            "language": "en-US",
            "availabilityDate": "2025-11-03T09:00:00.000Z",
        }
        for number in range(articles)
    ]
    text = json.dumps({"articles": declared}, indent=2, ensure_ascii=False)
    (root / "knowledgehub" / "articles" / "articles.json").write_text(text, encoding="utf-8")
    topics = [{"name": f"Topic {number}"} for number in range(1000)]
    (root / "knowledgehub" / "knowledgehub.json").write_text(json.dumps({"knowledge": {"topics": topics}}))
    for number in range(0, articles, 10):
        (content / f"article-{number}.html").touch()


def findings(number_of: int, articles: int) -> tuple[Finding, ...]:
    """Make findings that name their article in four ways."""
    entries = []
    for number in range(number_of):
        article = number * 7919 % articles
        name, folder = f"Réglages de l'article {article}", f"Folder {article % 97}/Folder {article % 7}"
        file = None
        entity: Entity | None = None
        match number % 4:
            case 0:
                entity = Entity(kind="article", index=article, name=name, folder=folder)
            case 1:
                entity = Entity(kind="article", name=name, folder=folder)
            case 2:
                file = f"articles/content/article-{article}.html"
            case _:
                entity = Entity(kind="article", name=name)
        entries.append(
            LogEntry(
                severity=Severity.ERROR,
                message=f"is odd in {number}",
                log_line=number + 1,
                raw=("",),
                rule="ART-1",
                entity=entity,
                file=file,
            )
        )
    return identify(entries)


def measure(step: str, root: Path, articles: int, number_of: int) -> None:
    """Run one step and print its time and memory; memory is what the step adds to the process."""
    made = findings(number_of, articles) if step == "link" else ()
    before = peak()
    start = time.perf_counter()
    if step == "make":
        write_package(root, articles)
        size = (root / "knowledgehub" / "articles" / "articles.json").stat().st_size
        print(f"{articles:,} articles, {size / (1 << 20):.0f} MiB in articles.json")
        return
    if step == "json":
        json.loads((root / "knowledgehub" / "articles" / "articles.json").read_bytes())
        print(f"json.loads alone:        {time.perf_counter() - start:6.2f} s {peak() - before:7.0f} MiB")
        return
    package = ContentPackage.open(root)
    print(f"opening the package:     {time.perf_counter() - start:6.2f} s {peak() - before:7.0f} MiB")
    start = time.perf_counter()
    done = link(made, package)
    found = sum(finding.source is not None for finding in done)
    print(
        f"linking {number_of:,} findings: {time.perf_counter() - start:6.2f} s {peak() - before:7.0f} MiB, {found:,} linked"
    )


def peak() -> float:
    """Return this process's peak memory in MiB."""
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main() -> None:
    """Create the package, and measure each step in its own process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--findings", type=int, default=10_000)
    parser.add_argument("--step", choices=["make", "json", "link"], help=argparse.SUPPRESS)
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        measure(arguments.step, arguments.root, arguments.articles, arguments.findings)
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        # A process inherits the peak of its parent, so this one must stay small.
        numbers = [f"--articles={arguments.articles}", f"--findings={arguments.findings}"]
        for step in ("make", "json", "link"):
            subprocess.run(
                [sys.executable, __file__, *numbers, f"--step={step}", f"--root={root}"],
                check=True,
            )


if __name__ == "__main__":
    main()
