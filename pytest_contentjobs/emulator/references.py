"""Which resource files of its package an HTML content file refers to."""

import posixpath
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit


class _References(HTMLParser):
    """Collects the values of all `src` and `href` attributes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- any tag may refer
        """Keep what the attributes of one element refer to."""
        self.values.extend(value for name, value in attrs if name in ("src", "href") and value)


def _resolve(reference: str, content_file: str, folders: tuple[str, ...]) -> str | None:
    """Return the file in one of `folders` that a reference means, or None for any other reference.

    A reference is resolved relative to the content file and relative to the articles' folder, since the vendor's
    guides do not say which one applies.
    """
    try:
        parts = urlsplit(reference)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path:
        return None
    for base in (posixpath.dirname(content_file), ""):
        target = posixpath.normpath(posixpath.join(base, unquote(parts.path)))
        if target.startswith(folders):
            return target
    return None


def find_targets(html: str, content_file: str, folders: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files in `folders` that `html` refers to, each once, in order of appearance.

    `content_file`, `folders` (with trailing `/`) and the returned names are relative to the articles' folder.
    """
    parser = _References()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:
        # html.parser raises this for a malformed `<![...`; what it read before still counts.
        pass
    targets = (_resolve(value, content_file, folders) for value in parser.values)
    return tuple(dict.fromkeys(target for target in targets if target is not None))
