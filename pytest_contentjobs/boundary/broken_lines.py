"""Find secrets that a console, a form or a mail program has broken over the ends of lines.

A known secret is found by its text. For credentials of others, what stands before the end of a line decides: the query of an
address, a credential that was hidden there, a name that lacks its value. The text behind it is hidden if it completes the name of a
credential, or if chance seems to have made it. The first word of another entry is neither: a level, a timestamp, a file's name.

Every pattern takes what it has looked at even if no line ends there, so that a text is read once however long its lines are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from pytest_contentjobs.boundary.credential_shapes import SHORTEST_PROSE, SHORTEST_TOKEN, is_of_chance

__all__ = ["hide_broken_credentials", "hide_broken_secrets"]

_BREAK = r"[ \t\r]*+\n[ \t]*+"
_REST = rf"(?:{_BREAK}(?P<rest>\S++))?+"
_BROKEN_QUERY = re.compile(rf"(?P<above>\?\S++){_REST}")
_LACKS_VALUE = {sign: re.compile(f"{sign}{_REST}") for sign in ("uthorization:", "earer", "PRIVATE KEY-----")}
# The end of a parameter's name.
_COMPLETES = re.compile(r"[\w.%&#;-]{0,80}(?:=|%3d|&#)", re.IGNORECASE)
# A part of a value in hexadecimal, base64 or percent signs, up to what ends it.
_PART = re.compile(r"[A-Za-z0-9%+/=_~-]++(?=[&\s\"'<>),;\]}]|\Z)")
# A token whose first half ends a line.
_HALF = re.compile(rf"(?<=earer)(?P<above>[ \t]++)(?P<first>[A-Za-z0-9%+/=_~.-]{{1,80}}+){_BREAK}(?P<rest>\S++)")
# A scheme that is broken itself.
_HALF_SCHEME = re.compile(rf"uthorization:[ \t]*+[A-Za-z]{{1,12}}+{_BREAK}[a-z]{{1,12}}+[ \t]++(?P<rest>\S++)")
_MIXED = re.compile(r"(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z])")
# A token of some thousand characters in lines of forty.
_MOST_LINES = 100


def hide_broken_secrets(text: str, secrets: Iterable[str], replacement: str) -> str:
    """Return the text without secrets that have ends of lines within them; the ends stay."""
    joined = text.replace("\n", "")
    for secret in secrets:
        if len(secret) >= SHORTEST_TOKEN and secret in joined:
            letters = "\n?".join(re.escape(letter) for letter in secret)
            text = re.sub(letters, lambda found: replacement + "\n" * found[0].count("\n"), text)
    return text


def hide_broken_credentials(text: str, hide: Callable[[str], str], replacement: str) -> str:
    """Return the text without the rests of credentials; ``hide`` hides the credentials within a line, and has done so."""
    if "?" in text:
        text = _BROKEN_QUERY.sub(partial(_hide_completed, hide=hide, replacement=replacement), text)
    if "earer" in text:
        text = _HALF.sub(partial(_hide_halves, replacement=replacement), text)
    if "uthorization:" in text:
        text = _HALF_SCHEME.sub(partial(_hide_part, replacement=replacement), text)
    end = re.escape(replacement)
    hidden = re.compile(rf"{end}(?:{_BREAK}{end})*+{_REST}")
    signs = [*(pattern for sign, pattern in _LACKS_VALUE.items() if sign in text), hidden]
    # What is hidden at the end of a line is a sign for the next one.
    for _ in range(_MOST_LINES if len(signs) > 1 or replacement in text else 0):
        before = text
        for pattern in signs:
            text = pattern.sub(partial(_hide_part, replacement=replacement), text)
        if text == before:
            break
    return text


def _hide_completed(found: re.Match[str], *, hide: Callable[[str], str], replacement: str) -> str:
    """Return a query and the next line without the value whose name or whose first part stands in the query."""
    above, rest = found["above"], found["rest"]
    if not rest or not (_COMPLETES.match(rest) or _find_part(rest)):
        return found[0]
    whole = hide(above + rest)
    if whole == above + rest:
        return found[0]
    if whole.startswith(above + rest[0]):
        return f"{found[0][: -len(rest)]}{whole[len(above) :]}"
    return _hide_part(found, replacement=replacement)


def _hide_halves(found: re.Match[str], *, replacement: str) -> str:
    """Return both lines without the halves of a token if only both together show that it is one."""
    first, rest = found["first"], found["rest"]
    match = _PART.match(rest)
    if is_of_chance(first) or match is None or not is_of_chance(first + match[0]):
        # A whole token is found in its line, or behind the rest of its scheme.
        return found[0]
    between = found[0][len(found["above"] + first) : -len(rest)]
    return f"{found['above']}{replacement}{between}{replacement}{rest[match.end() :]}"


def _hide_part(found: re.Match[str], *, replacement: str) -> str:
    rest = found["rest"] or ""
    part = _find_part(rest)
    return f"{found[0][: -len(rest)]}{replacement}{rest[len(part) :]}" if part else found[0]


def _find_part(rest: str) -> str:
    """Return the part of a value that a line begins with, if it begins with one."""
    found = _PART.match(rest)
    part = found[0] if found else ""
    return part if is_of_chance(part) or (len(part) >= SHORTEST_PROSE and _MIXED.match(part)) else ""
