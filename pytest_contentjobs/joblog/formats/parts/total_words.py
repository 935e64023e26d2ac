"""The words of statements like "3 errors" and "2 Datensätze fehlgeschlagen", and what each of them counts.

English words are compared as a whole, since many begin with a word for something bad: ``failover``, ``errorless``. Words of
other languages are compared by their beginning, since their ends are inflected. The sources are those of ``bad_words``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

__all__ = [
    "NAMING",
    "NEUTRAL",
    "NEVER_COUNTED",
    "NONE",
    "NOT",
    "NOT_WANTED",
    "THINGS",
    "UNITS",
    "Counted",
    "denies_what_was_done",
    "find_counted",
    "words",
]


class Counted(StrEnum):
    """What a number counts: findings of one severity, findings of any, or items that failed."""

    ERRORS = "errors"
    WARNINGS = "warnings"
    PROBLEMS = "problems"
    FAILED = "failed"


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


_ENGLISH = {
    **dict.fromkeys(
        words("error err errs errors fatal fatals critical criticals severe exception exceptions"), Counted.ERRORS
    ),
    **dict.fromkeys(words("warning warn warns warnings wrn"), Counted.WARNINGS),
    **dict.fromkeys(
        words(
            "issue issues problem problems finding findings violation violations bad broken corrupt corrupted missing incomplete"
            " unreachable unresolved orphaned orphans dead defect defects unhandled deviations anomaly anomalies mismatches"
        ),
        Counted.PROBLEMS,
    ),
    **dict.fromkeys(
        words(
            "fail failed fails failing failure failures invalid reject rejected rejects rejection rejections aborted cancelled"
            " canceled unsuccessful quarantined timeouts nok ko rollback rollbacks discarded unprocessed unimported"
        ),
        Counted.FAILED,
    ),
    **dict.fromkeys(words("fel feil erro erros hata"), Counted.ERRORS),
}
_STEMS = {
    Counted.ERRORS: "fehler erreur errore errori fout fejl virhe virhei błąd błęd chyb hatas hatal hiba hibá eroare erori"
    " σφάλμ σφαλμ ошиб помил грешк خطأ أخطاء خطا שגיא lỗi",
    Counted.WARNINGS: "warnung avertiss avertisment avviso avvisi avvertiment advertencia aviso waarschuwing varning"
    " advarsel advarsler varoitu ostrzeże varován upozorn figyelmeztet uyar προειδοποι предупрежд попередж تحذير אזהר",
    Counted.PROBLEMS: "problèm problem проблем",
    Counted.FAILED: "fehlgeschlagen fehlerhaft ungültig abgelehnt abgebrochen gescheitert fehlend échec echec échou rejet invalide"
    " invalid inválid fallid fallo fallaron rechazad fallit falh rejeitad mislukt ongeldig misslyck mislyk"
    " epäonnistu nieudan odrzucon neúspěšn selhal sikertelen başarisiz basarisiz сбой сбоев неудач отклонен отклонён"
    " неуспешн",
}
_UNSPACED = {
    Counted.WARNINGS: "警告 경고",
    Counted.FAILED: "失败 失敗 실패 無効 无效 不正 缺少 缺失",
    Counted.ERRORS: "エラー 错误 錯誤 오류 에러 例外 异常 異常 त्रुटि ผิดพลาด",
    Counted.PROBLEMS: "問題 问题 문제",
}
_BY_STEM = [(re.compile("|".join(stems.split())), counted) for counted, stems in _STEMS.items()]
_BY_PART = [(re.compile("|".join(stems.split())), counted) for counted, stems in _UNSPACED.items()]

#: A key with one of these is a setting or a code, not a count.
NEVER_COUNTED = words(
    "max maximum maximal min minimum limit threshold allowed permitted erlaubt erlaubte zulässig code codes level id port line"
    " row retry retries timeout after on before ignore percent percentage rate ratio version status exit without ohne sans sin"
    " senza no autorisées permitidos time size"
)
#: A number after one of these names a thing.
NAMING = words(
    "line row column col page step section chapter article item record version rule job batch part phase thread worker attempt"
    " try retry port code status exit http checkpoint node from id index topic folder portal pid error zeile ligne fila riga"
    " regel rad wiersz строка satz datensatz artikel no nr"
)
#: A number before one of these is a measure.
UNITS = words("ms s sec secs second seconds min mins minute minutes h ns us kb mb gb kib mib gib bytes b percent")
#: After a word like "error", these make it the name of a thing: "14 error messages".
THINGS = words(
    "message messages rule rules page pages template templates code codes handler handlers type types file files level levels"
    " log logs list lists"
)
#: Words that deny what follows, so that "2 articles not imported" counts failures.
NOT = words("not cannot couldn weren wasn haven hasn aren didn nicht niet inte ikke pas nie не")
#: What was not done to these items was not wanted.
NOT_WANTED = words(
    "changed modified needed required affected applicable selected touched shown listed enabled yet only be been were was geändert"
    " verändert"
)
#: Words for none of what follows.
NONE = words(
    "no zero without keine kein keinen ohne aucun aucune sans sin ningún senza nessun nessuno sem nenhum geen zonder inga"
    " ingen utan uten uden brak bez нет без 没有 无 無"
)
#: Words that may accompany zeros in a line that states nothing else; any other word may name what is wrong.
NEUTRAL = words(
    "a an and any are article articles at been check checked checks complete completed content critical detected done end"
    " encountered entries fatal file files finished folder folders found have i import imported in info infos item items job"
    " message messages ms occurred of ok or pass passed passes processed records reported result results rows run s second"
    " seconds success successful successfully summary the there topic topics total totals validated validation was were with new"
    " other count number"
    " suggestion suggestions notice notices hint hints row record document documents product products"
    " und der die anzahl beendet fertig übernommen gefunden import dateien artikel hinweise"
    " et terminé trouvé trouvée articles fichiers y ou importación terminada encontrados"
)


_NON = words("non no")
_DONE = words(
    "valid valide valides validi válido válidos válida válidas validé validés importé importés importée importées traité traités"
    " imported processed stored validated migrated published conforme conformes"
)


def denies_what_was_done(key: Sequence[str]) -> bool:
    """Whether the words of a key in lower case say that something was not done or is not so: ``not_imported``, ``nonValid``."""
    if not NOT.isdisjoint(key):
        return NOT_WANTED.isdisjoint(key[-1:])
    return any(word in _NON and behind in _DONE for word, behind in pairwise(key))


@lru_cache(maxsize=4096)
def find_counted(word: str) -> Counted | None:
    """Return what a number before or after a word in lower case counts; None if the word is not about something bad."""
    if word in _ENGLISH:
        return _ENGLISH[word]
    found = next((counted for stem, counted in _BY_STEM if stem.match(word)), None)
    if found or word.isascii():
        return found
    return next((counted for part, counted in _BY_PART if part.search(word)), None)
