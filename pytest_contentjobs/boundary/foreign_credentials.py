"""Find credentials that are not known in advance, by their form: signed addresses, tokens, passwords in logs and responses.

The name and the shape of the value decide. A name that can mean nothing else (``X-Amz-Signature``, ``client_secret``) is
enough. After one that is also an ordinary word (``key``, ``code``, ``token``) the value must look random, so that rule codes,
titles and prose stay readable.

All are replaced by the same sign, so two different values become equal: a credential does not identify an item, and the
signature of an address differs in every run.

Every pattern reads a text once, however long its lines are, and begins with a sign that is found quickly.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Sequence
from enum import Enum
from functools import lru_cache

from pytest_contentjobs.boundary.credential_shapes import (
    SHORTEST_PROSE,
    SHORTEST_TOKEN,
    SHORTEST_VALUE,
    is_basic,
    is_filler,
    is_of_chance,
    is_opaque,
    is_rule,
    is_web_token,
)

__all__ = ["hide_foreign_credentials"]


# The prefixes of an escape, encoded repeatedly up to some depth.
_URL = "%(?:25){0,4}"
_JSON = r"\\{1,15}u00"
_HTML = "&(?:amp;){0,4}#"
_EQUALS = rf"(?:{_URL}3[dD]|{_JSON}3[dD]|{_HTML}(?:0{{0,4}}61|[xX]0{{0,4}}3[dD]);)"
_AND = rf"(?:&(?:amp;){{0,4}}(?!#)|{_JSON}26|{_URL}26)"
_SPACE = rf"(?:[ \t+]|{_URL}20|{_JSON}20)"
_QUOTE = r"(?:\\{0,15}[\"'])?+"
# A value may have all characters that do not end it in a URL, in quotes, in a table row or in prose; "/", "+" and "=" may be
# escaped.
_PLAIN = r"[^\s\\&\"'<>;,()\[\]{}|^`]"
_ESCAPED = rf"\\{{1,15}}(?:/|u00(?:2[bBfF]|3[dD]))|{_HTML}(?:0{{0,4}}(?:43|47|61)|[xX]0{{0,4}}(?:2[bBfF]|3[dD]));"
_CHARACTER = rf"(?:{_PLAIN}|{_ESCAPED})"
_VALUE = rf"(?P<value>{_CHARACTER}++)"
# In a URL that is encoded as a whole, an encoded sign ends a value.
_IN_URL = rf"(?:(?!{_URL}(?:2[0236]|3[bB]|5[cC]|0)){_CHARACTER})++"

# The ends of names, by length: a pattern can look back only over a text of known length. Ordinary words count only in the query
# of a URL.
_ENDS = (
    ("sig", "pwd", "jwt", "sas", "sid"),
    ("auth", "[-_.a-z]key"),
    ("token", "keyid"),
    ("secret", "passwd", "key[-_]id"),
    ("pair-id",),
    ("password",),
    ("signature", "assertion", "sessionid"),
    ("credential", "passphrase"),
    ("credentials",),
    ("authorization",),
)
_IN_QUERY = (("[?&;]key",), ("[?&;]code",))
_SHORT_ENDS = (
    "key", "sig", "pwd", "jwt", "sas", "sid", "uth", "ken", "yid", "ret", "swd",
    "-id", "_id", "ord", "ure", "ion", "nid", "ial", "ase", "als", "ode",
)  # fmt: skip
_NAME_CHARACTERS = string.ascii_letters + string.digits + "_.-"
_LONGEST_NAME = 80
_CONTROLS = "".join(chr(code) for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\r")
_SEPARATOR = re.compile(r"u00(?:26|3[fF]|3[bB])|(?:25)*(?:26|3[fF]|3[bB])")
# The names without "-", "_" and "." in them.
_STRONG = re.compile(
    r"(?:signature|(?:security|access|refresh|id|auth|session|bearer|csrf|xsrf|api|client|user|device|vault)token|secret"
    r"|passw(?:or)?d|passphrase|pwd|credentials?|assertion|authorization|sessionid|accesskeyid|keypairid"
    r"|(?:api|access|secret|private|account|subscription|functions|master|signing|encryption|shared|storage|customer|auth)"
    r"key)\Z"
)
_MEDIUM = re.compile(r"(?:.*token|auth|jwt|sas|sid|sig)\Z")
_WEAK = frozenset({"key", "code"})


class _Kind(Enum):
    """How certain a name alone is."""

    STRONG = 1
    MEDIUM = 2
    WEAK = 3


def _behind(sign: str, *quotes: str, ends: Sequence[Sequence[str]] = _ENDS) -> str:
    """Return a pattern that looks back from a sign for the end of a name, with one of the quotes in between."""
    places = []
    for quote in quotes:
        whole = "|".join(rf"(?<=(?:{'|'.join(names)}){quote}{sign})" for names in ends)
        # Three characters are enough to exclude most signs.
        places.append(rf"(?<=(?:{'|'.join(_SHORT_ENDS)}){quote}{sign})(?:{whole})")
    return f"(?:{'|'.join(places)})"


# All patterns are for lower-case text: ignoring case would take them ten times as long.
_ASSIGNED = re.compile(rf"={_behind('=', '', ends=(*_ENDS, *_IN_QUERY))}{_QUOTE}{_VALUE}")
# Beside the parameters of a signature, whatever the name of one is, as damaged as it may be.
_PARAMETER = re.compile(rf"[?&;](?P<name>[^\s=?&;\"'<>]{{1,{_LONGEST_NAME}}})={_VALUE}")
_SIGNED = "x-amz-"
_ENCODED = re.compile(rf"{_EQUALS}(?P<value>{_IN_URL})")
_QUOTES = ("", r"[\"']", r"\\[\"']", r"\\\\\\[\"']")
_STATED = re.compile(
    rf":(?=[\s\"'\\a-z]){_behind(':', *_QUOTES)}[ \t]*+(?P<quote>\\{{0,15}}[\"'])?+"
    rf"(?P<scheme>(?:bearer|basic|token|digest|negotiate|apikey) ++)?+{_VALUE}"
)
# The scheme of a header is any word, also a damaged one: https://www.rfc-editor.org/rfc/rfc9110#name-authorization
_AUTHORIZED = re.compile(
    rf":(?:(?<=authorization:)|(?<=authorization[\"']:)|(?<=authorization\\\\[\"']:))[ \t]*+(?:\\{{0,15}}[\"'])?+"
    rf"[^\s\"',;]{{1,40}}[ \t]++{_VALUE}"
)
_ELEMENT = re.compile(rf">{_behind('>', '')}{_VALUE}(?=</)")
_COOKIE = re.compile(r":(?<=cookie:) *+(?P<value>[^\s=;,\"'<>]++=[^\r\n\"'<>\\]++)")
_BEARER = re.compile(rf"bearer{_SPACE}++{_QUOTE}{_VALUE}")
_BASIC = re.compile(rf"basic{_SPACE}++(?P<value>[a-z0-9+/_-]++=*+)")
# A JSON Web Token, https://www.rfc-editor.org/rfc/rfc7519: its header is a JSON object in base64.
_WEB_TOKEN = re.compile(r"(?P<value>eyj[a-z0-9_-]*+(?:\.[a-z0-9_-]*+)*+)")
_USER = re.compile(r":(?:\\{0,15}/){2}(?P<value>[^\s/?#\"'<>\\]{1,1000})@")
_ENCODED_USER = re.compile(
    rf"(?:{_URL}3a|:)(?:{_URL}2f|{_JSON}2f){{2}}(?P<value>(?:(?!{_URL}2f)[^\s/?#\"'<>\\]){{1,1000}})(?:{_URL}40|@)"
)
# A shared access signature of Azure has rights and times next to "sig", and is one credential with them:
# https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas
_RIGHT = rf"(?:s[vterpsi]|srt|sip|spr|sk[tesv]|skoid|sktid|saoid|suoid|scid|sdd|ses)(?:=|{_EQUALS}){_IN_URL}"
_RIGHTS_BEHIND = re.compile(rf"sig(?:=|{_EQUALS})(?P<value>{_IN_URL}(?:{_AND}{_RIGHT}){{0,20}}+)")
_RIGHTS_BEFORE = re.compile(rf"(?<![a-z])(?:{_RIGHT}{_AND}){{1,20}}+\Z")
_LONGEST_QUERY = 1000
_MOST_ROUNDS = 5

# The letters of these three words: a text reduced to them shows quickly that none occurs.
_LETTERS = b"bearsicyj"
_REST = bytes(set(range(256)) - set(_LETTERS + _LETTERS.upper()))
_TO_LOWER = bytes(range(256)).lower()


def hide_foreign_credentials(text: str, replacement: str) -> str:
    """Return the text with a replacement for each credential that its name or shape reveals."""
    # A replacement may reveal the form of something next to it.
    for _ in range(_MOST_ROUNDS):
        hidden = _Hidden(text, replacement)
        _hide_named(hidden)
        _hide_users(hidden)
        _hide_tokens(hidden)
        if hidden.text == text:
            break
        text = hidden.text
    return text


# Searching for one character takes a tenth of the time for a word, and most logs lack most of these.


def _hide_named(hidden: _Hidden) -> None:
    """Hide what follows the name of a credential."""
    text = hidden.text
    is_encoded = _has_encoded_equals(hidden)
    if (is_encoded or "=" in text) and ("sig=" in hidden.lower or (is_encoded and "sig" in hidden.lower)):
        hidden.hide(_RIGHTS_BEHIND, _is_with_rights, _start_of_rights)
    if "=" in hidden.lower:
        hidden.hide(_ASSIGNED, _is_assigned)
        if "cookie:" in hidden.lower:
            hidden.hide(_COOKIE)
        if _SIGNED in hidden.lower:
            hidden.hide(_PARAMETER, _is_beside_signature)
    if ":" in text:
        hidden.hide(_STATED, _is_stated)
        if "authorization" in hidden.lower:
            hidden.hide(_AUTHORIZED, _is_authorized)
    if is_encoded:
        hidden.hide(_ENCODED, _is_assigned)
    if "<" in text and "</" in text:
        hidden.hide(_ELEMENT, _is_assigned)


def _hide_users(hidden: _Hidden) -> None:
    """Hide user and password in an address."""
    text = hidden.text
    if "@" in text:
        hidden.hide(_USER)
    if ("%" in text or "\\" in text) and "2f" in hidden.lower and ("@" in text or "40" in text):
        hidden.hide(_ENCODED_USER)


def _hide_tokens(hidden: _Hidden) -> None:
    """Hide credentials with a form of their own or a word before them."""
    rest = hidden.text.encode("ascii", "replace").translate(_TO_LOWER, _REST)
    if b"bearer" in rest:
        hidden.hide(_BEARER, lambda match: is_opaque(match.value))
    if b"basic" in rest:
        hidden.hide(_BASIC, lambda match: is_basic(match.value))
    if b"eyj" in rest:
        hidden.hide(_WEB_TOKEN, lambda match: is_web_token(match.value))


def _has_encoded_equals(hidden: _Hidden) -> bool:
    text, lower = hidden.text, hidden.lower
    return (
        ("%" in text and "3d" in lower)
        or ("\\" in text and "u003d" in lower)
        or ("#" in text and "&" in text and ";" in text)
    )


class _Match:
    """A match of a pattern in the lower-case text, and the value in the original text."""

    def __init__(self, text: str, match: re.Match[str]) -> None:
        self.text = text
        self.found = match
        self.start = match.start()
        self.value = text[slice(*match.span("value"))]


class _Hidden:
    """A text and its lower-case form, of equal length, in which more and more is hidden."""

    def __init__(self, text: str, replacement: str) -> None:
        self.text = text
        # The only letter whose lower-case form is two letters.
        self.lower = (text if text.isascii() else text.replace("\u0130", "I")).lower()
        for control in _CONTROLS:
            # A damaged "=" still stands between a name and its value.
            if control in self.lower:
                self.lower = self.lower.replace(control, "=")
        self._replacement = replacement

    def hide(
        self,
        pattern: re.Pattern[str],
        is_secret: Callable[[_Match], bool] = lambda _match: True,
        start_of: Callable[[_Match], int] = lambda match: match.found.start("value"),
    ) -> None:
        """Hide the value of each match that is a secret."""
        places, done = [], 0
        for found in pattern.finditer(self.lower):
            match = _Match(self.text, found)
            if is_secret(match):
                places.append((max(start_of(match), done), done := found.end("value")))
        if places:
            self.text = self._without(self.text, places)
            self.lower = self._without(self.lower, places)

    def _without(self, text: str, places: Sequence[tuple[int, int]]) -> str:
        pieces, done = [], 0
        for start, end in places:
            pieces += [text[done:start], self._replacement]
            done = end
        return "".join([*pieces, text[done:]])


def _before_signature(match: _Match) -> re.Match[str] | None:
    return _RIGHTS_BEFORE.search(match.found.string, max(match.start - _LONGEST_QUERY, 0), match.start)


def _is_with_rights(match: _Match) -> bool:
    """Whether ``sig`` has one of its rights next to it; if not, its value decides."""
    return not is_filler(match.value) and (bool(re.search(_AND, match.value)) or _before_signature(match) is not None)


def _start_of_rights(match: _Match) -> int:
    before = _before_signature(match)
    return before.start() if before else match.found.start("value")


@lru_cache(maxsize=1024)
def _kind(name: str) -> _Kind | None:
    plain = re.sub(r"[-_.]", "", name).lower()
    if _STRONG.search(plain):
        return _Kind.STRONG
    if _MEDIUM.match(plain):
        return _Kind.MEDIUM
    return _Kind.WEAK if plain in _WEAK else None


def _name_before(match: _Match) -> tuple[str, bool]:
    """Return the name before a sign, and whether it is in the query of a URL."""
    before = match.text[max(match.start - _LONGEST_NAME, 0) : match.start].rstrip("\\\"'")
    name = before[len(before.rstrip(_NAME_CHARACTERS)) :]
    sign = before[-len(name) - 1 : -len(name)] if name else ""
    if sign in {"%", "\\"} and (separator := _SEPARATOR.match(name)):
        return name[separator.end() :], True
    return name, sign in {"?", "&", ";"}


def _is_assigned(match: _Match) -> bool:
    """Whether ``name=value`` has a credential."""
    name, is_in_query = _name_before(match)
    kind, value = _kind(name), match.value
    if kind is None or is_filler(value):
        return False
    if kind is _Kind.STRONG:
        return len(value) >= SHORTEST_VALUE
    if kind is _Kind.WEAK:
        return is_in_query and is_of_chance(value)
    if is_in_query:
        return len(value) >= SHORTEST_TOKEN and not is_rule(value)
    return is_of_chance(value) or (len(value) >= SHORTEST_PROSE and is_opaque(value))


def _is_beside_signature(match: _Match) -> bool:
    """Whether a parameter that chance seems to have made is in the query of a signed URL; the version of an object is none."""
    if match.found["name"] == "versionid" or not is_of_chance(match.value):
        return False
    whole, start = match.found.string, match.found.start()
    before = whole[max(start - _LONGEST_QUERY, 0) : start].split()
    behind = whole[match.found.end() : match.found.end() + _LONGEST_QUERY].split()
    is_apart = match.found.end() < len(whole) and whole[match.found.end()].isspace()
    return _SIGNED in "".join([*before[-1:], match.found["name"], *([] if is_apart else behind[:1])])


def _is_authorized(match: _Match) -> bool:
    """Whether the word behind the scheme of a header is a credential, and not the next word of a sentence."""
    return is_opaque(match.value) and bool(re.search("[0-9]", match.value))


def _is_stated(match: _Match) -> bool:
    """Whether ``name: value`` has a credential: a header, a member of a JSON object, or prose."""
    kind, value = _kind(_name_before(match)[0]), match.value
    if kind not in {_Kind.STRONG, _Kind.MEDIUM} or is_filler(value):
        return False
    scheme, quote = match.found["scheme"], match.found["quote"]
    if scheme and scheme.strip() == "basic":
        return is_basic(value) or is_opaque(value)
    if kind is _Kind.MEDIUM:
        return is_of_chance(value) or (len(value) >= SHORTEST_PROSE and is_opaque(value))
    # A whole member is a value; what continues after a space is a sentence.
    is_member = bool(quote) and match.text.startswith(quote, match.found.end())
    return (is_member and len(value) >= SHORTEST_VALUE) or is_opaque(value)
