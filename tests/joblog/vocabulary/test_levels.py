"""What words mean in the place of a level."""

from __future__ import annotations

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind, Vocabulary
from pytest_contentjobs.joblog.vocabulary.rows import ROWS
from pytest_contentjobs.model import Severity
from pytest_contentjobs.model.reason import Reason

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
WORDS = [(word, row) for row in ROWS for word in row.words.split(", ")]


def test_each_word_has_its_meaning_or_a_worse_one_of_another_language() -> None:
    for word, row in WORDS:
        meanings = {other.severity for spelling, other in WORDS if spelling == word}

        assert VOCABULARY.find(word) == min(meanings, key=list(Severity).index), (word, row)


@pytest.mark.parametrize("form", ["[{}]", "{}:", "<{}>", "|{}|", "({})", " {} ", '"{}"'])
def test_signs_around_a_word_do_not_matter(form: str) -> None:
    assert [word for word, _ in WORDS if VOCABULARY.find(form.format(word)) is None] == []


def test_case_does_not_matter_except_for_letters() -> None:
    lower = [word for word, _ in WORDS if VOCABULARY.find(word.lower()) is None]

    assert sorted(lower) == sorted(word for word, _ in WORDS if len(word) == 1 and word.isascii())


def test_each_row_says_where_its_words_can_be_looked_up() -> None:
    assert [row for row in ROWS if not row.source.strip() or not row.words.strip()] == []


def test_no_word_is_twice_in_a_language() -> None:
    places = [(word, row.language) for word, row in WORDS]

    assert sorted({place for place in places if places.count(place) > 1}) == []


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        pytest.param("DATAERROR", ERROR, id="ends with a bad word"),
        pytest.param("DATAWARNING", WARNING, id="ends with a warning"),
        pytest.param("Datenfehler", ERROR, id="ends with a bad word of another language"),
        pytest.param("FATAL_ERROR", ERROR, id="underscore"),
        pytest.param("SCHEMA-ERROR", ERROR, id="hyphen"),
        pytest.param("schema.warning", WARNING, id="dot"),
        pytest.param("main/ERROR", ERROR, id="slash"),
        pytest.param("validationWarning", WARNING, id="capital within"),
        pytest.param("XMLError", ERROR, id="capitals before a word"),
        pytest.param("WARNING_ERROR", ERROR, id="the worst part counts"),
        pytest.param("DEBUG5", INFO, id="number behind"),
        pytest.param("error2", ERROR, id="number behind a bad word"),
        pytest.param("NOT_OK", ERROR, id="joined words of the table"),
        pytest.param("INFO_MISSING", None, id="unknown part beside an informational one"),
        pytest.param("NO_ERROR", None, id="negated"),
        pytest.param("non-fatal", None, id="negated in part"),
        pytest.param("W0512", None, id="letter and number"),
        pytest.param("main", None, id="no level"),
        pytest.param("30", None, id="number"),
        pytest.param("e", None, id="small letter"),
        pytest.param("", None, id="empty"),
        pytest.param("X" * 55 + "ERROR", ERROR, id="as long as possible"),
        pytest.param("X" * 56 + "ERROR", None, id="too long"),
    ],
)
def test_compound_is_read_by_its_parts(word: str, meaning: Severity | None) -> None:
    assert VOCABULARY.find(word) is meaning


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        pytest.param("WARN\u0130NG", WARNING, id="capital of a Turkish locale"),
        pytest.param("Bilgi", INFO, id="Turkish without its dot"),
        pytest.param("\uff25\uff32\uff32\uff2f\uff32", ERROR, id="full width"),
        pytest.param("ｴﾗｰ", ERROR, id="half width"),
        pytest.param("INFORMACIO\u0301N", INFO, id="accent as a character of its own"),
        pytest.param("INFORMACION", INFO, id="accent missing"),
        pytest.param("BLAD", ERROR, id="stroke missing"),
        pytest.param("\u26a0\ufe0f", WARNING, id="coloured sign"),
        pytest.param("\u2139\ufe0f", INFO, id="sign made of a letter"),
    ],
)
def test_spellings_of_one_word_are_equal(word: str, meaning: Severity) -> None:
    assert VOCABULARY.find(word) is meaning


def test_of_a_word_of_two_languages_the_worse_meaning_counts_unless_only_one_is_seen() -> None:
    assert VOCABULARY.find("注意") is WARNING
    assert VOCABULARY.narrowed_by(["INFO", "信息", "注意"]).find("注意") is INFO
    assert VOCABULARY.narrowed_by(["情報"]).find("注意") is WARNING
    assert VOCABULARY.narrowed_by(["信息", "情報"]).find("注意") is WARNING
    assert VOCABULARY.narrowed_by(["INFO", "注意"]) == VOCABULARY
    assert VOCABULARY.narrowed_by(["GRMPF"]) == VOCABULARY


def test_narrowed_vocabulary_still_knows_the_words_of_other_languages() -> None:
    narrowed = VOCABULARY.narrowed_by(["信息"])

    assert [word for word, _ in WORDS if narrowed.find(word) is None] == []


def test_declared_words_are_known_in_any_spelling() -> None:
    vocabulary = VOCABULARY.with_declared({"Störung": ERROR, "30": INFO, "notiert": INFO})

    assert [vocabulary.find(word) for word in ("STÖRUNG", "[störung]", "30", "Notiert:")] == [ERROR, ERROR, INFO, INFO]
    assert vocabulary.find("FEHLER") is ERROR
    assert vocabulary == Vocabulary({"STÖRUNG": ERROR, "30": INFO, "NOTIERT": INFO})
    assert hash(vocabulary) == hash(Vocabulary({"STÖRUNG": ERROR, "30": INFO, "NOTIERT": INFO}))
    assert VOCABULARY.find("Störung") is None


@pytest.mark.parametrize(
    ("word", "severity"),
    [("ERROR", WARNING), ("error", INFO), ("Warnung", INFO), ("DATAERROR", INFO), ("✗", INFO), ("E", WARNING)],
)
def test_known_word_cannot_be_declared_milder(word: str, severity: Severity) -> None:
    with pytest.raises(SettingsError, match=word) as refusal:
        VOCABULARY.with_declared({word: severity})

    assert refusal.value.reason is Reason.LEVEL_MILDER
    assert "--content-log-levels" in (refusal.value.next_step or "")


@pytest.mark.parametrize(
    ("word", "severity"),
    [("NOTICE", ERROR), ("注意", INFO), ("WARNING", ERROR), ("ERROR", ERROR), ("NO_ERROR", INFO), ("debug", WARNING)],
)
def test_word_can_be_declared_worse_or_as_one_of_its_meanings(word: str, severity: Severity) -> None:
    assert VOCABULARY.with_declared({word: severity}).find(word) is severity


@pytest.mark.parametrize(
    ("word", "kinds", "meaning"),
    [
        ("ERROR", (Kind.LEVEL,), ERROR),
        ("ERROR", (Kind.OUTCOME,), None),
        ("ERROR", (Kind.OUTCOME, Kind.LEVEL), ERROR),
        ("FAILED", (Kind.OUTCOME,), ERROR),
        ("stop", (Kind.OUTCOME,), WARNING),
    ],
)
def test_only_words_of_some_kinds_are_wanted(word: str, kinds: tuple[str, ...], meaning: Severity | None) -> None:
    vocabulary = VOCABULARY.with_declared({"stop": WARNING})

    assert vocabulary.find_word(word, *kinds) is meaning


def test_a_rating_is_neither_another_kind_nor_a_part_of_a_compound() -> None:
    assert VOCABULARY.find("MAJOR", Kind.RATING) is not None
    assert VOCABULARY.find("MAJOR", Kind.LEVEL) is None
    assert VOCABULARY.find("MAJOR_VERSION") is None


def test_vocabularies_of_other_words_or_languages_differ() -> None:
    declared = VOCABULARY.with_declared({"stop": ERROR})

    assert declared != VOCABULARY
    assert declared != VOCABULARY.with_declared({"halt": ERROR})
    assert VOCABULARY.narrowed_by(["信息"]) != VOCABULARY
    assert VOCABULARY.narrowed_by(["信息"]) != VOCABULARY.narrowed_by(["情報"])
    assert declared.narrowed_by(["信息"]).find("stop") is ERROR
    assert VOCABULARY.narrowed_by(["信息"]).with_declared({"stop": ERROR}).find("注意") is INFO


@pytest.mark.parametrize("word", ["DATAERROR", "[DATAERROR]", "XERROR", "DATAFEIL"])
def test_declared_words_do_not_change_what_ends_a_compound(word: str) -> None:
    vocabulary = Vocabulary({"stop": INFO})

    assert vocabulary.find(word) is ERROR
    assert vocabulary.find("DATAINFO") is None


def test_words_of_a_kind_are_selected() -> None:
    letters = VOCABULARY.select(Kind.LETTER, severities=(WARNING,))

    assert letters == {"W": WARNING}
    assert VOCABULARY.with_declared({"stop": ERROR}).select(Kind.LETTER, severities=(ERROR,)).keys() == {
        *"CEF",
        "STOP",
    }
