"""What a word in the place of a level means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.joblog.vocabulary.rows import ROWS, Kind, Row
from pytest_contentjobs.model import Severity
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options.log import LOG_LEVELS

__all__ = ["VOCABULARY", "Vocabulary", "find_worst", "normalise_word"]

# What programs and people put around a level.
_EDGES = " \t\u00a0[](){}<>:\uff1a;,|*\"'=."
_MOST_REMEMBERED = 10_000
_LONGEST = 60
# Letters that have no accent to remove, as people type them on other keyboards.
_PLAIN = str.maketrans({"Ł": "L", "Đ": "D", "Ø": "O", "Æ": "AE"})
_COMPOUND = re.compile(r"[^\W_][\w./-]*")
_JOINTS = re.compile("[_-]")
_SEPARATOR = re.compile(r"[_./-]+|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# What makes a compound of bad words good, or perhaps so: "NO_ERROR", "non-fatal".
_NEGATIONS = frozenset(
    ("NO", "NON", "NOT", "WITHOUT", "ZERO", "FREE", "IGNORE", "IGNORED", "EXPECTED", "FIXED", "RESOLVED", "RECOVERED")
)
_PARTS = frozenset((Kind.LEVEL, Kind.LANGUAGE, Kind.OUTCOME))
# Shorter words are parts or endings of others by chance.
_SHORTEST_PART, _SHORTEST_ENDING = 3, 4


def normalise_word(text: str) -> str:
    """Return a level word as the vocabulary spells it: without the signs around it, in capitals, composed."""
    text = text.strip(_EDGES)
    if text.isascii():
        return text.upper()
    # A variation selector asks for a coloured sign, and a sign in a circle or the like is not its letter.
    text = text.removesuffix("\ufe0f")
    if (len(text) == 1 and unicodedata.category(text)[0] not in {"L", "M"}) or text == "\u2139":
        return text
    # To a Turkish locale, the capital of "i" is "İ".
    return unicodedata.normalize("NFKC", text).upper().replace("\u0130", "I").replace("I\u0307", "I")


class Vocabulary:
    """The level words of all languages and tools, with those that a user declared; immutable.

    ``language`` is that of the log if it is known. It decides between the meanings of words that several languages share.
    Vocabularies of equal words are equal, so that patterns can be compiled once for each.
    """

    __slots__ = ("_declared", "_endings", "_hash", "_key", "_known", "_language", "_words")

    def __init__(self, declared: Mapping[str, Severity] | None = None, *, language: str | None = None) -> None:
        self._language = language
        self._declared = {normalise_word(word): severity for word, severity in (declared or {}).items()}
        self._words = {
            **{word: _choose_meaning(rows, language) for word, rows in _TABLE.items()},
            **self._declared,
        }
        self._endings = _find_endings(self._words)
        self._key = frozenset(self._declared.items()), language
        self._hash = hash(self._key)
        self._known: dict[tuple[str, ...], Severity | None] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self._key == other._key

    def __hash__(self) -> int:
        return self._hash

    @property
    def declared(self) -> Mapping[str, Severity]:
        """The words that the user declared, as ``normalise_word`` spells them."""
        return dict(self._declared)

    def with_declared(self, declared: Mapping[str, Severity]) -> Vocabulary:
        """Return a vocabulary that also has these words; raises SettingsError if one would make a known word milder."""
        for word, severity in declared.items():
            known = self._find_mildest(normalise_word(word))
            if known is not None and _is_milder(severity, known):
                raise SettingsError(
                    f"The level {word} is declared as {severity}, but it means {known}.",
                    next_step=f"Remove it from {LOG_LEVELS.places}. To accept findings, use a policy.",
                    reason=Reason.LEVEL_MILDER,
                )
        return Vocabulary({**self._declared, **declared}, language=self._language) if declared else self

    def narrowed_by(self, words: Iterable[str]) -> Vocabulary:
        """Return the vocabulary of the only language of which there are words among these; this one if there is none."""
        languages = {_find_only_language(normalise_word(word)) for word in words} - {None}
        return Vocabulary(self._declared, language=languages.pop()) if len(languages) == 1 else self

    def find(self, word: str, *kinds: str) -> Severity | None:
        """Return what a word means in the place of a level, ``Severity.INFO`` if it is informational; None if it is no level.

        With ``kinds``, only words of these kinds are known, declared ones, and compounds like DATAERROR or ``fatal_error``, which
        are read by their parts.
        Signs around the word do not matter, and case only does for a single letter, which must be a capital: whether a word
        must be in capitals to be a level depends on its place. Numbers are levels only if they are declared; ``scales`` reads
        them.
        """
        key = (word, *kinds)
        try:
            return self._known[key]
        except KeyError:
            found = self.find_word(word, *kinds) or self._find_compound(word)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[key] = found
            return found

    def find_word(self, word: str, *kinds: str) -> Severity | None:
        """Return what ``find`` returns, but None for compounds: where a name or a type may stand, these are data."""
        if len(word) > _LONGEST:
            return None
        normal = normalise_word(word)
        if len(normal) == 1 and normal not in word:
            return None
        for spelling in (normal, _JOINTS.sub(" ", normal)):
            if spelling in self._words:
                is_wanted = not kinds or spelling in self._declared or _has_kind(spelling, frozenset(kinds))
                return self._words[spelling] if is_wanted else None
        return None

    def _find_compound(self, word: str) -> Severity | None:
        word = word.strip(_EDGES)
        if len(word) > _LONGEST or not _COMPOUND.fullmatch(word):
            return None
        parts = [normalise_word(part) for part in _SEPARATOR.split(word) if not part.isdecimal()]
        if not _NEGATIONS.isdisjoint(parts):
            return None
        levels = [self._find_part(part) for part in parts]
        bad = [level for level in levels if level is not None and level is not Severity.INFO]
        if bad:
            return find_worst(bad)
        # An unknown part may say anything: "INFO_MISSING".
        return Severity.INFO if levels and all(levels) else None

    def _find_part(self, part: str) -> Severity | None:
        if len(part) < _SHORTEST_PART:
            return None
        if part in self._words:
            return self._words[part] if part in self._declared or _has_kind(part, _PARTS) else None
        endings = (part[start:] for start in range(1, len(part)))
        return next((self._endings[ending] for ending in endings if ending in self._endings), None)

    def _find_mildest(self, word: str) -> Severity | None:
        """Return the mildest that a word means in any language; None if it is no level."""
        rows = _TABLE.get(word)
        if rows is None:
            return self._find_compound(word)
        return max((row.severity for row in rows), key=_ORDER.index)

    def select(self, *kinds: str, severities: Iterable[Severity] = tuple(Severity)) -> dict[str, Severity]:
        """Return the words of these kinds and severities, and the declared ones, with their meanings."""
        wanted = frozenset(severities)
        chosen = (word for word in self._words if word in self._declared or _has_kind(word, frozenset(kinds)))
        return {word: self._words[word] for word in chosen if self._words[word] in wanted}


def _make_table() -> dict[str, tuple[Row, ...]]:
    table: dict[str, tuple[Row, ...]] = {}
    for row in ROWS:
        for word in row.words.split(", "):
            for spelling in {normalise_word(word), _remove_accents(normalise_word(word))}:
                table[spelling] = (*table.get(spelling, ()), row)
    return table


def _remove_accents(word: str) -> str:
    """Return a word as a program without accents writes it; the word itself if that is not possible."""
    decomposed = unicodedata.normalize("NFD", word.translate(_PLAIN))
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return plain if plain.isascii() else word


_TABLE = _make_table()
_ORDER = tuple(Severity)


def _has_kind(word: str, kinds: frozenset[str]) -> bool:
    return any(row.kind in kinds for row in _TABLE.get(word, ()))


def find_worst(severities: Iterable[Severity]) -> Severity:
    """Return the worst of some severities."""
    return min(severities, key=_ORDER.index)


def _is_milder(severity: Severity, other: Severity) -> bool:
    return _ORDER.index(severity) > _ORDER.index(other)


def _choose_meaning(rows: tuple[Row, ...], language: str | None) -> Severity:
    """Return what a word means in a language; its worst meaning if the language does not decide."""
    own = [row for row in rows if row.language is None or row.language == language]
    return find_worst(row.severity for row in own or rows)


def _find_only_language(word: str) -> str | None:
    languages = {row.language for row in _TABLE.get(word, ())}
    return languages.pop() if len(languages) == 1 else None


def _find_endings(words: Mapping[str, Severity]) -> dict[str, Severity]:
    """Return the words that may end a compound that has no separator, as in DATAERROR."""
    return {
        word: severity
        for word, severity in words.items()
        if severity is not Severity.INFO and len(word) >= _SHORTEST_ENDING and _has_kind(word, _PARTS)
    }


#: The vocabulary without declared words.
VOCABULARY = Vocabulary()
