"""Markdown as others show it: what text a page has, what of it is code, and where its links lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cmarkgfm
import comrak
from cmarkgfm.cmark import Options
from lxml import etree
from markdown_it import MarkdownIt

__all__ = ["HOSTILE", "READERS", "Page"]

#: Texts that mean something in Markdown of GitHub or GitLab, or in the page that it becomes.
HOSTILE = (
    "@team and #12 and GH-1 and :tada: and !7 and ~bug and %1 and $`x`$",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) ![b](https://evil.example/p.png) https://evil.example www.evil.example a@evil.example",
    "_a | b_ *c* ~~d~~",
    "a | b || c \\| d \\\\| e",
    "`code` ``two`` ``` three",
    "`",
    "``",
    "ends \\",
    "/close",
    "/assign @me",
    "--> <!-- <details> </details>",
    "# heading",
    "* item",
    "--- | ---",
    "&lt;b&gt; &amp; &#64;team",
    "::error::x",
    "##[error]x",
    "**bold** _it_ ~~gone~~ [^1] [[wiki]] [[_TOC_]] %{project_name}",
)


@dataclass(frozen=True)
class Page:
    """A page: its elements but for the outer ones, its code, its text beside that, and the addresses of its links."""

    tags: frozenset[str]
    code: tuple[str, ...]
    text: str
    links: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]


def _read(document: str) -> Page:
    root = etree.fromstring(f"<main>{document}</main>", etree.HTMLParser())
    code = tuple(map(_show, root.iter("code")))
    tables = tuple(tuple(tuple(map(_show, row)) for row in table.iter("tr")) for table in root.iter("table"))
    links = tuple(str(each.get("href")) for each in root.iter("a"))
    tags = frozenset(map(str, (each.tag for each in root.iter("*")))) - {"html", "body", "main"}
    etree.strip_elements(root, "code", with_tail=False)
    return Page(tags, code, _show(root), links, tables)


def _show(element: etree._Element) -> str:
    return "".join(map(str, element.itertext("*")))


def _read_as_github(text: str) -> Page:
    # GitHub lets harmless HTML pass; here all of it passes, so that nothing is hidden by the reader.
    return _read(cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE))


#: What GitLab has beside GitHub's Markdown.
_OF_GITLAB = (
    *("alerts", "autolink", "description_lists", "footnotes", "inline_footnotes", "math_code", "math_dollars"),
    *("multiline_block_quotes", "strikethrough", "table", "tasklist", "wikilinks_title_after_pipe", "shortcodes"),
)


def _read_as_gitlab(text: str) -> Page:
    extensions, output = comrak.ExtensionOptions(), comrak.RenderOptions()
    for name in _OF_GITLAB:
        setattr(extensions, name, True)
    output.unsafe_ = True
    return _read(comrak.render_markdown(text, extensions, None, output))


def _read_as_commonmark(text: str) -> Page:
    return _read(str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text)))


READERS: dict[str, Callable[[str], Page]] = {
    "cmark-gfm": _read_as_github,
    "comrak": _read_as_gitlab,
    "markdown-it": _read_as_commonmark,
}
