"""The spellings of a known secret: escaped for JSON, HTML or a URL, once, several times or mixed, and in base64.

All of these keep ASCII letters and digits. A run of them therefore shows quickly where to look, and only there the escapes are
resolved, level by level, on both sides of the comparison.
"""

from __future__ import annotations

import base64
import html
import json
import re
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

__all__ = ["SHORTEST", "Spelling", "spell"]

#: In characters. Hiding a shorter text would hide half of every report, and it would not be a secret.
SHORTEST = 4
_RUN = re.compile(r"[A-Za-z0-9]+")
_ESCAPE = re.compile(
    r"(?:%[0-9A-Fa-f]{2})+|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});|(?:\\+u[0-9A-Fa-f]{4})+|\\+"
)
_UNIT = re.compile(r"u([0-9A-Fa-f]{4})")
_ESCAPING = re.compile(r"[%&\\+]")
# The short escapes of JSON are these letters behind a backslash, and backslashes are ignored here. A form has "+" for a space.
_SAME = str.maketrans({"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f", "+": " ", "\\": ""})
# The prefixes of HTML's escapes, with the base of their numbers.
_BASES = (("&#", "d"), ("&#x", "x"), ("&#x", "X"))
# How many times a text is escaped at most, and how much longer it becomes, on both sides of a run.
_LEVELS = 6
_GROWTH = 24


@dataclass(slots=True)
class Spelling:
    """A text in all its spellings. ``core`` is the same in each of them; it is empty if there is no such part.

    ``twin`` is another text with the same letters and digits, from the other alphabet of base64.
    """

    text: str
    twin: Spelling | None = None
    core: str = field(init=False)
    _runs: frozenset[str] = field(init=False)
    _resolved: str = field(init=False)
    _forms: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        runs = _RUN.findall(self.text)
        self.core = max(runs, key=len, default="")
        self._runs = frozenset(runs)
        self._resolved = _resolve(self.text)[0]
        self._forms = () if self.core else _escape(self.text)

    def hide(self, text: str, replacement: str) -> str:
        """Replace each of the spellings in a text."""
        if self.core not in text:
            return text
        if self.twin is not None:
            text = self.twin.hide(text, replacement)
        text = text.replace(self.text, replacement)
        if not self.core:
            # There is no run that shows where to look.
            for form in self._forms:
                text = text.replace(form, replacement)
            return text
        if len(self.core) == len(self.text) or not _ESCAPING.search(text):
            # Nothing in it can be escaped, or nothing is.
            return text
        pieces, done = [], 0
        for start, end in self._windows(text):
            window = text[start:end]
            if _ESCAPING.search(window) and all(run in window for run in self._runs):
                for first, behind in self._places(window):
                    pieces += [text[done : start + first], replacement]
                    done = start + behind
        return "".join([*pieces, text[done:]])

    def _windows(self, text: str) -> list[tuple[int, int]]:
        """Return the parts of a text that may contain a spelling; none of them overlap."""
        reach = len(self.text) * _GROWTH
        found: list[tuple[int, int]] = []
        at = text.find(self.core)
        while at >= 0:
            start, end = max(at - reach, 0), min(at + reach, len(text))
            if found and start <= found[-1][1]:
                start = found.pop()[0]
            found.append((start, end))
            at = text.find(self.core, at + len(self.core))
        return found

    def _places(self, window: str) -> list[tuple[int, int]]:
        resolved, starts, ends = _resolve(window)
        places = []
        at = resolved.find(self._resolved) if self._resolved else -1
        while at >= 0:
            behind = at + len(self._resolved)
            places.append((starts[at], ends[behind - 1]))
            at = resolved.find(self._resolved, behind)
        return places


def spell(value: str) -> list[Spelling]:
    """Return the spellings of a value, and of its base64 at each of the three offsets in a longer text."""
    data = value.encode("utf-8", "surrogatepass")
    found = [Spelling(value)]
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + data).decode()
        # The characters at both ends contain bits of the bytes next to the value.
        start = (before * 8 + 5) // 6
        end = (before + len(data)) * 8 // 6
        middle = encoded[start:end]
        if len(middle) >= SHORTEST:
            other = middle.replace("+", "-").replace("/", "_")
            found.append(Spelling(middle, Spelling(other) if other != middle else None))
    return found


def _escape(text: str) -> tuple[str, ...]:
    """Return the usual spellings of a text that is escaped once, or twice in the same way."""
    data = text.encode("utf-8", "surrogatepass")
    in_url = {quote(data), quote(data, safe=""), quote_plus(data)}
    in_url |= {form.lower() for form in in_url} | {form.replace("%", "%25") for form in in_url}
    in_json = {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], text.replace("/", "\\/")}
    in_json |= {json.dumps(form)[1:-1] for form in in_json}
    in_html = {
        html.escape(text),
        *("".join(f"{begin}{ord(letter):{base}};" for letter in text) for begin, base in _BASES),
    }
    return tuple(sorted({*in_url, *in_json, *in_html} - {text}, key=len, reverse=True))


def _resolve(text: str) -> tuple[str, list[int], list[int]]:
    """Resolve all escapes in a text, and return for each character where it starts and ends in that text."""
    starts, ends = list(range(len(text))), list(range(1, len(text) + 1))
    for _ in range(_LEVELS):
        pieces, begins, behinds, done = [], [], [], 0
        for match in _ESCAPE.finditer(text):
            start, end = match.span()
            plain = _plain(match[0])
            pieces += [text[done:start], plain]
            # Characters that several escapes make together are replaced together.
            begins += [*starts[done:start], *[starts[start]] * len(plain)]
            behinds += [*ends[done:start], *[ends[end - 1]] * len(plain)]
            done = end
        if not pieces:
            break
        text = "".join([*pieces, text[done:]])
        starts, ends = begins + starts[done:], behinds + ends[done:]
    same = text.translate(_SAME)
    if "\\" in text:
        kept = [place for place, letter in enumerate(text) if letter != "\\"]
        starts, ends = [starts[place] for place in kept], [ends[place] for place in kept]
    return same, starts, ends


def _plain(escape: str) -> str:
    """Return the text of one escape or of adjacent ones, whose bytes or halves make characters together."""
    if escape.startswith("%"):
        data = bytes.fromhex(escape.replace("%", ""))
        try:
            return data.decode()
        except UnicodeDecodeError:
            return data.decode("latin-1")
    if escape.startswith("&"):
        return html.unescape(escape)
    units = "".join(_UNIT.findall(escape))
    # Without a unit these are backslashes before something else.
    return bytes.fromhex(units).decode("utf-16-be", "surrogatepass")
