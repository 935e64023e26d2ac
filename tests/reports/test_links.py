"""Links on a terminal: where they lead, and where there are none."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_contentjobs.model import Source
from pytest_contentjobs.reports.links import Link, add_link, can_link, link_file, link_place
from pytest_contentjobs.reports.terminal import View, make_section
from tests.builders import content_run, finding, statistics

OPEN = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\([^\x1b]*)\x1b\]8;;\x1b\\")
URL = "https://kb.example/edit?id=1"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def links(**fields: object) -> list[tuple[str, str]]:
    """Return the addresses and labels in the section of a run with one finding."""
    run = content_run(replace(finding("is odd"), **fields))  # type: ignore[arg-type]
    lines = [add_link(line.text, line.link) for line in make_section(run, run.verdicts, View(width=100))]
    return [match.groups() for line in lines for match in OPEN.finditer(line)]  # type: ignore[misc]


def test_place_opens_the_file_of_the_package(tmp_path: Path) -> None:
    (link,) = links(source=Source("a b.html", 12, 3, root=str(tmp_path)))

    assert link == ((tmp_path / "a b.html").as_uri(), f"{tmp_path / 'a b.html'}:12:3")


def test_file_in_a_zip_file_has_no_link() -> None:
    assert links(source=Source("a.html", 12, 3)) == []


def test_addresses_of_item_and_rule_are_links() -> None:
    assert links(entity_url=URL, rule_url=f"{URL}#r") == [(URL, URL), (f"{URL}#r", f"{URL}#r")]


@pytest.mark.parametrize(
    "hostile", ["https://h/\x1b]8;;https://evil\x1b\\", "https://h/\x07\x9c", "javascript:alert(1)"]
)
def test_no_remote_address_ends_the_sequence(hostile: str) -> None:
    for url, label in links(entity_url=hostile):
        assert url.isascii()
        assert url.isprintable()
        assert label == url
        assert not url.startswith("javascript:")


def test_log_is_a_link_if_it_can_be_opened(tmp_path: Path) -> None:
    log = tmp_path / "log ä.txt"
    log.touch()

    assert link_place("x", str(log)) == Link("x", log.as_uri())
    assert link_place("x", "https://h/log.txt") == Link("x", "https://h/log.txt")
    assert link_place("x", str(tmp_path / "missing.txt")) is None
    assert link_place("x", "s3://bucket/log.txt") is None
    assert link_place("x", "a\0b") is None
    assert [line.link for line in make_section(content_run(log=statistics(location=str(log))), (), View(width=None))][2]


def test_odd_paths_have_a_link_or_none(tmp_path: Path) -> None:
    for name in ("\udcff", "\x1b[2J", "a\0b", ""):
        link = link_file("x", tmp_path / name)
        assert link is None or (link.url.isascii() and link.url.isprintable())


def test_label_that_was_wrapped_has_no_link() -> None:
    assert add_link("part of a", Link("a path", "file:///x")) == "part of a"


@pytest.mark.parametrize(
    ("term", "color", "expected"),
    [("xterm-256color", True, True), ("xterm-256color", False, False), ("dumb", True, False), ("linux", True, False)],
)
def test_only_terminals_that_take_sequences_get_them(
    monkeypatch: pytest.MonkeyPatch, term: str, *, color: bool, expected: bool
) -> None:
    monkeypatch.setenv("TERM", term)

    assert can_link(Terminal(), color=color) is expected
    assert can_link(io.StringIO(), color=color) is False


@pytest.mark.parametrize("url", ["https://h/\x1b\\", "https://h/\x07", "https://h/ä", "https://h/\n"])
def test_address_that_is_not_printable_ascii_is_no_link(url: str) -> None:
    assert add_link("a text", Link("text", url)) == "a text"
