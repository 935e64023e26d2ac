"""The beginnings of words by which prose reports something bad, in the languages of importers.

Stems and not words, since loggers and programs join words (``ValidationError``, ``error_code=12``) and most languages inflect
them. Each is a regular expression, compared without regard to case. To add one, add it to the row of its language.
"""

from typing import NamedTuple

__all__ = ["STEMS", "WRONG", "BadStems"]


class BadStems(NamedTuple):
    """Stems of one language, as alternatives of a regular expression, and where they can be looked up."""

    language: str
    stems: str
    source: str


_CATALOGUES = "message catalogues of PostgreSQL, GNU tools, git and apt"
_JDK = "JDK 17, sun.util.logging.resources"

# fmt: off
#: The table, with the languages in Latin letters before the others.
STEMS: tuple[BadStems, ...] = (
    BadStems("en", r"error|warn|fatal|severe|critical|fail|exception|invalid|missing|problem|duplicate|conflict|corrupt|reject|"
             r"denied|unknown|unsupported|unexpected|undefined|illegal|unable|cannot|can't|could\ not|blocker|"
             r"not\ (?:found|exist|declared|allowed|supported|valid|ok)|exceed|skipped|traceback|backtrace|stack\ trace|"
             r"(?<![a-z])(?:err|crit|alert|emerg|emergency)(?![a-z])|abend(?:=|ed\b)|@(?:0a|5c|09|5d)@",
             "TAP 14; loggers; validators; z/OS; SAP"),
    BadStems("de", r"fehler|warnung|ungültig|fehlt\b|fehlend|fehlgeschlagen|fehlschlag|schwerwiegend|abgelehnt",
             f"{_CATALOGUES}; {_JDK}"),
    BadStems("nl", r"fout\b|fouten\b|waarschuwing|mislukt|ongeldig|afgekeurd", _CATALOGUES),
    BadStems("sv", r"\bfel\b|varning|misslyck|allvarlig", f"{_CATALOGUES}; {_JDK}"),
    BadStems("nb, da", r"\bfeil\b|\bfejl|advarsel|mislyk|åtvaring", _CATALOGUES),
    BadStems("fr", r"erreur|avertiss|échec|echec|échou|introuvable|manquant|rejeté", f"{_CATALOGUES}; {_JDK}"),
    BadStems("es", r"advertencia|\bfall(?:o|ó|a|os|ido)\b|inválid|no\ encontrad|rechazad|precaución", f"{_CATALOGUES}; {_JDK}"),
    BadStems("pt", r"\berros?\b|\bavisos?\b|\bfalh|advertência|rejeitad", f"{_CATALOGUES}; {_JDK}"),
    BadStems("it", r"avvis[oi]\b|avvertiment|avvertenz|fallit|non\ riuscit", f"{_CATALOGUES}; {_JDK}"),
    BadStems("ro", r"eroare|erori\b|avertisment|avertizare", _CATALOGUES),
    BadStems("pl", r"błąd|błęd|ostrzeż|niepowodzeni", _CATALOGUES),
    BadStems("cs, sk", r"chyb[ay]\b|varován|varovan|upozorn", _CATALOGUES),
    BadStems("hr, sl", r"grešk|upozorenj|napaka\b|opozoril", _CATALOGUES),
    BadStems("hu", r"\bhib[aá]|figyelmeztet", _CATALOGUES),
    BadStems("fi, et", r"virhe|varoitus|\bhoiatus", _CATALOGUES),
    BadStems("lt, lv", r"klaida|įspėjim|kļūda", _CATALOGUES),
    BadStems("tr", "\\bhata|uyar\u0131|başarısız|ölümcül", _CATALOGUES),
    BadStems("id", r"kesalahan|peringatan", _CATALOGUES),
    BadStems("vi", r"lỗi\b|cảnh\ báo", _CATALOGUES),
    BadStems("el", r"σφάλμα|σφαλμα|προειδοποίηση|προειδοποιηση", _CATALOGUES),
    BadStems("ru, be", r"ошибк|предупрежд|сбой|неверн|неудач|неуспех|критическ|памылк", _CATALOGUES),
    BadStems("uk", r"помилк|попередж", _CATALOGUES),
    BadStems("bg, sr", r"грешк|упозорењ", _CATALOGUES),
    BadStems("zh", r"错误|錯誤|警告|失败|失敗|致命|无效|無效|缺少|缺失|异常|異常|严重|嚴重", f"{_CATALOGUES}; {_JDK}"),
    BadStems("ja", r"エラー|ｴﾗｰ|不正|無効|重大|例外|障害|不合格", f"{_CATALOGUES}; {_JDK}"),
    BadStems("ko", r"오류|에러|경고|실패|심각|손상", f"{_CATALOGUES}; {_JDK}"),
    BadStems("ar, fa", r"خطأ|خطا|تحذير|هشدار|فشل", _CATALOGUES),
    BadStems("he", r"שגיאה|אזהרה", _CATALOGUES),
    BadStems("hi", r"त्रुटि|चेतावनी", _CATALOGUES),
    BadStems("th", r"ผิดพลาด|คำเตือน", _CATALOGUES),
)
# Small words by which people say what is wrong: "no title", "too long", "keinen Titel". Other languages' words that English
# has, too, are left out.
_WRONG: tuple[tuple[str, str], ...] = (
    ("en", (r"no|without|empty|too|never|lacks?|twice|blank|broken|lost|wrong|bad|dead|nowhere|dropped|ignor(?:ed|ing)|orphaned"
            r"|aborted|killed|crash(?:ed)?|segmentation|truncated|timed\ out|timeout|out\ of\ memory|degraded")),
    ("de", r"nicht|keine?[nrms]?|ohne|leere?[rsnm]?|zu\ (?:lang|kurz|gro(?:ß|ss)|viele)|abgebrochen"),
    ("nl, sv, nb, da, fi, et", "niet|geen|zonder|inte|ingen|saknas?|utan|ikke|mangler|uden|uten|ei|puuttuu|ilman|tyhjä|puudub"),
    ("fr", "pas|sans|aucune?|vide|manque"),
    ("es, pt", "faltan?|sin|ningún|ninguna|vací[oa]|sem|não|vazi[oa]|nenhuma?"),
    ("it, ro", "manca(?:no)?|senza|nessuna?|vuot[oa]|lipsește|lipsesc|fără"),
    ("pl, cs, sk", r"nie|brak(?:uje)?|bez|pust[yae]|není|nemá|chybí|prázdn\w*"),
    ("hu, tr, id, vi", "nem|nincs|nélkül|hiányzik|üres|yok|eksik|boş|tidak|không"),
    ("ru, uk, bg, el", r"не|нет|без|отсутств\w*|пуст\w*|немає|відсутн\w*|порожн\w*|няма|нема|δεν|χωρίς|λείπει|κεν[όήά]"),
    ("ar, he", "لا|ليس|بدون|غير|אין|ללא|חסר|לא"),
)
# The same in scripts whose words are not separated, or with endings.
_WRONG_PARTS = "没|沒|未|缺|空|ません|ない|無し|なし|없|않|누락|비어|नहीं|बिना|ไม่"
# fmt: on
#: All of these words, as a regular expression.
WRONG = rf"\b(?:{'|'.join(words for _, words in _WRONG)})\b|{_WRONG_PARTS}"
