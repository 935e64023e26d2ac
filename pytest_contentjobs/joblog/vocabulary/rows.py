"""The table of level words: what each means, in which language or tool, and where that can be looked up.

To add a word, add it to the row of its language, or add a row. A word may be in several rows: if they disagree, the worst
meaning counts unless the log is in one of the languages. Words are in capitals, and compared without regard to case;
letters are compared as they are. Marks such as accents may be missing in a log.
"""

from typing import NamedTuple

from pytest_contentjobs.model import Severity

__all__ = ["ROWS", "Kind", "Row"]


class Kind:
    """Where a word is known from, which decides how much else a line must show for the word to be a level."""

    #: A level of a logger, in English or abbreviated. In its place, and in capitals, it is a level.
    LEVEL = "level"
    #: The same in another language.
    LANGUAGE = "language"
    #: How important a validator finds something; many are words of prose.
    RATING = "rating"
    #: How a check ended.
    OUTCOME = "outcome"
    #: One letter.
    LETTER = "letter"
    #: A sign that is not a letter.
    MARK = "mark"


class Row(NamedTuple):
    """Words of one meaning: ``words`` are separated by a comma and a blank; ``language`` is None for those of all languages."""

    words: str
    severity: Severity
    kind: str
    language: str | None
    source: str


_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_JDK = "JDK 17, sun.util.logging.resources"
_POSTGRES = "PostgreSQL 15, message catalogue of the server"
_PSQL = "PostgreSQL 15, message catalogue of psql"
_GNU = "message catalogues of GNU tools, git and apt"
_WINDOWS = "Windows Event Viewer, names of levels"

# fmt: off
_ENGLISH = (
    Row("ERROR, ERR, FATAL, SEVERE, CRITICAL, CRIT, ALERT, EMERGENCY, EMERG", _ERROR, Kind.LEVEL, None,
        "RFC 5424; java.util.logging; log4j; Python's logging"),
    Row("ERRO, EROR, FTL, FATA, CRT, PANIC, PANI, DPANIC", _ERROR, Kind.LEVEL, None, "logrus, log15, Serilog, zerolog, zap"),
    Row("EE", _ERROR, Kind.RATING, None, "X.Org, log of the server"),
    Row("WARNING, WARN", _WARNING, Kind.LEVEL, None, "RFC 5424; java.util.logging; log4j; Python's logging"),
    Row("WRN", _WARNING, Kind.LEVEL, None, "Serilog, zerolog"),
    Row("WW", _WARNING, Kind.RATING, None, "X.Org, log of the server"),
    Row("INFO, INFORMATION, NOTICE, DEBUG, TRACE, VERBOSE, CONFIG, FINE, FINER, FINEST", _INFO, Kind.LEVEL, None,
        "RFC 5424; java.util.logging; log4j; .NET"),
    Row("INF, INFORMATIONAL, DBG, DEBU, DBUG, TRC, TRAC, TRCE, VRB", _INFO, Kind.LEVEL, None,
        "logrus, log15, Serilog, zerolog, .NET"),
    Row("II", _INFO, Kind.RATING, None, "X.Org, log of the server"),
    Row("LOG", _INFO, Kind.RATING, None, "PostgreSQL 15, elog"),
    # They tell more about the entry above, each in a line of its own.
    Row("DETAIL, CONTEXT, STATEMENT, QUERY, LOCATION", _INFO, Kind.RATING, None, "PostgreSQL 15, elog"),
    Row("ERRORS, FATALS", _ERROR, Kind.RATING, None, "headings and columns of validators"),
    Row("WARNINGS", _WARNING, Kind.RATING, None, "headings and columns of validators"),
    Row("INFOS, NOTICES, NOTES", _INFO, Kind.RATING, None, "headings and columns of validators"),
    Row("BLOCKER, BLOCKING, MAJOR, HIGH, SERIOUS, URGENT", _ERROR, Kind.RATING, None, "SonarQube, npm audit, axe"),
    Row("MINOR, MEDIUM, MODERATE, LOW, CAUTION, DEPRECATED, DEPRECATION", _WARNING, Kind.RATING, None,
        "SonarQube, npm audit, axe; compilers"),
    Row("NOTE, HINT, TIP, USAGE, SUGGESTION, REMARK, SILLY",
        _INFO, Kind.RATING, None, "GCC, Clang, EPUBCheck, Vale, npm"),
    Row("NOTIFICATION", _INFO, Kind.RATING, None, "Oracle Fusion Middleware, message types of ODL"),
    # Icons as text: the lights of a list, and LEDs.
    Row("@0A@, @5C@", _ERROR, Kind.RATING, None, "SAP, type group ICON"),
    Row("@09@, @5D@", _WARNING, Kind.RATING, None, "SAP, type group ICON"),
    Row("@08@, @5B@", _INFO, Kind.RATING, None, "SAP, type group ICON"),
    Row("INFORM, STATS, STATRP", _INFO, Kind.RATING, None, "Safe Software FME, log of a translation"),
    Row("AUDIT, HTTP", _INFO, Kind.RATING, None, "WebSphere Liberty; winston, npm"),
)
_OUTCOMES = (
    Row("FAILED, FAILURE, FAIL, INVALID, REJECTED, NOK, KO, NG", _ERROR, Kind.OUTCOME, None, "TAP 14, JUnit, Gatling"),
    Row("NOT OK", _ERROR, Kind.OUTCOME, None, "TAP 14"),
    Row("EXCEPTION", _ERROR, Kind.OUTCOME, None, "Python, Java and .NET"),
    Row("BROKEN, ABORTED, CRASHED, CRASH, TIMEOUT, INCOMPLETE", _ERROR, Kind.OUTCOME, None,
        "Allure, Jenkins, Salesforce Bulk API, Erlang"),
    Row("UNSTABLE, PARTIAL, WARNED", _WARNING, Kind.OUTCOME, None, "Jenkins, Talend, Soda"),
    Row("OK, SUCCESS, SUCCESSFUL, PASSED, PASS, VALID, SUCCEEDED, SUCCESSFULLY", _INFO, Kind.OUTCOME, None,
        "TAP 14, JUnit, loguru"),
    Row("FEHLGESCHLAGEN, FEHLSCHLAG, UNGÜLTIG, ABGELEHNT", _ERROR, Kind.OUTCOME, "de", _GNU),
    Row("ERFOLG, ERFOLGREICH", _INFO, Kind.OUTCOME, "de", _GNU),
    Row("ÉCHEC, ÉCHOUÉ, ÉCHOUÉE, REJETÉ, REJETÉE", _ERROR, Kind.OUTCOME, "fr", _GNU),
    Row("SUCCÈS, RÉUSSITE", _INFO, Kind.OUTCOME, "fr", _GNU),
    Row("FALLO, FALLÓ, FALLIDO, FALLIDA, RECHAZADO, RECHAZADA", _ERROR, Kind.OUTCOME, "es", _GNU),
    Row("ÉXITO", _INFO, Kind.OUTCOME, "es", _GNU),
    Row("FALHA, FALHOU, REJEITADO, REJEITADA", _ERROR, Kind.OUTCOME, "pt", _GNU),
    Row("SUCESSO", _INFO, Kind.OUTCOME, "pt", _GNU),
    Row("FALLITO, FALLITA, NON RIUSCITO", _ERROR, Kind.OUTCOME, "it", _GNU),
    Row("SUCCESSO", _INFO, Kind.OUTCOME, "it", _GNU),
    Row("MISLUKT, AFGEKEURD", _ERROR, Kind.OUTCOME, "nl", _GNU),
    Row("GELUKT", _INFO, Kind.OUTCOME, "nl", _GNU),
    Row("V POŘÁDKU, ÚSPĚCH", _INFO, Kind.OUTCOME, "cs", _GNU),
    Row("MISSLYCKADES", _ERROR, Kind.OUTCOME, "sv", _GNU),
    Row("LYCKADES", _INFO, Kind.OUTCOME, "sv", _GNU),
    Row("MISLYKKEDES, MISLYKTES", _ERROR, Kind.OUTCOME, "da", _GNU),
    Row("NIEPOWODZENIE", _ERROR, Kind.OUTCOME, "pl", _GNU),
    Row("SUKCES, POWODZENIE", _INFO, Kind.OUTCOME, "pl", _GNU),
    Row("BAŞARISIZ", _ERROR, Kind.OUTCOME, "tr", _GNU),
    Row("BAŞARILI", _INFO, Kind.OUTCOME, "tr", _GNU),
    Row("НЕУСПЕХ, НЕУДАЧА, СБОЙ", _ERROR, Kind.OUTCOME, "ru", _GNU),
    Row("УСПЕХ, УСПЕШНО", _INFO, Kind.OUTCOME, "ru", _GNU),
    Row("失敗, 不合格", _ERROR, Kind.OUTCOME, "ja", _GNU),
    Row("成功, 合格", _INFO, Kind.OUTCOME, "ja", _GNU),
    Row("失败", _ERROR, Kind.OUTCOME, "zh", _GNU),
    Row("成功", _INFO, Kind.OUTCOME, "zh", _GNU),
    Row("실패", _ERROR, Kind.OUTCOME, "ko", _GNU),
    Row("성공", _INFO, Kind.OUTCOME, "ko", _GNU),
)
_LETTERS = (
    Row("E, F, C", _ERROR, Kind.LETTER, None, "Android's logcat, glog, Python tools"),
    Row("W", _WARNING, Kind.LETTER, None, "Android's logcat, glog"),
    Row("I, D, V, T", _INFO, Kind.LETTER, None, "Android's logcat, glog"),
    Row("N", _INFO, Kind.RATING, None, "Tinylog, nginx tools"),
)
_MARKS = (
    Row("✗, ✘, ✖, ✕, ❌, ❎, ⛔, 🚫, 🔴, 🛑, 💥, ☠, ⨯", _ERROR, Kind.MARK, None, "test runners, Next.js, signale"),
    Row("⚠, 🟠, 🟡, ‼, ❗", _WARNING, Kind.MARK, None, "npm, signale, Docusaurus"),
    Row("✓, ✔, ✅, ☑, 🟢, 🔵, ℹ, 💡", _INFO, Kind.MARK, None, "test runners, npm, signale"),
)
_GERMANIC = (
    Row("FEHLER", _ERROR, Kind.LANGUAGE, "de", _POSTGRES),
    Row("SCHWERWIEGEND", _ERROR, Kind.LANGUAGE, "de", _JDK),
    Row("PANIK", _ERROR, Kind.LANGUAGE, "de", _POSTGRES),
    Row("KRITISCH", _ERROR, Kind.LANGUAGE, "de", _GNU),
    Row("WARNUNG", _WARNING, Kind.LANGUAGE, "de", f"{_POSTGRES}; {_JDK}"),
    Row("ACHTUNG, VORSICHT", _WARNING, Kind.LANGUAGE, "de", _GNU),
    Row("HINWEIS, TIPP", _INFO, Kind.LANGUAGE, "de", _POSTGRES),
    Row("INFORMATIONEN, NOTIZ, AUSFÜHRLICH", _INFO, Kind.LANGUAGE, "de", f"{_WINDOWS}; {_GNU}"),
    Row("KONFIGURATION, FEIN, FEINER, AM FEINSTEN", _INFO, Kind.LANGUAGE, "de", _JDK),
    Row("FOUT", _ERROR, Kind.LANGUAGE, "nl", _GNU),
    Row("KRITIEK", _ERROR, Kind.LANGUAGE, "nl", _GNU),
    Row("WAARSCHUWING", _WARNING, Kind.LANGUAGE, "nl", _GNU),
    Row("INFORMATIE, MEDEDELING", _INFO, Kind.LANGUAGE, "nl", _GNU),
    Row("FEL, FATALT", _ERROR, Kind.LANGUAGE, "sv", _POSTGRES),
    Row("ALLVARLIG", _ERROR, Kind.LANGUAGE, "sv", _JDK),
    Row("KRITISK", _ERROR, Kind.LANGUAGE, None, _GNU),
    Row("VARNING", _WARNING, Kind.LANGUAGE, "sv", f"{_POSTGRES}; {_JDK}"),
    Row("NOTIS, LOGG, TIPS", _INFO, Kind.LANGUAGE, "sv", _POSTGRES),
    Row("MEDDELANDE", _INFO, Kind.LANGUAGE, "sv", _GNU),
    Row("KONFIG, FIN, FINARE, FINASTE", _INFO, Kind.LANGUAGE, "sv", _JDK),
    Row("FEIL", _ERROR, Kind.LANGUAGE, "nb", _GNU),
    Row("ÅTVARING", _WARNING, Kind.LANGUAGE, "nb", _GNU),
    Row("INFORMASJON", _INFO, Kind.LANGUAGE, "nb", _GNU),
    Row("FEJL", _ERROR, Kind.LANGUAGE, "da", _GNU),
    # Danish and Norwegian share the word.
    Row("ADVARSEL", _WARNING, Kind.LANGUAGE, None, _GNU),
)
_ROMANCE = (
    Row("ERREUR", _ERROR, Kind.LANGUAGE, "fr", f"{_POSTGRES}; git"),
    Row("NOTA", _INFO, Kind.LANGUAGE, None, f"{_GNU}: ca, es, it, pt"),
    Row("GRAVE", _ERROR, Kind.LANGUAGE, None, f"{_JDK}: es, fr, it, pt"),
    Row("CRITIQUE", _ERROR, Kind.LANGUAGE, "fr", _GNU),
    Row("AVERTISSEMENT", _WARNING, Kind.LANGUAGE, "fr", f"{_JDK}; git"),
    Row("ATTENTION", _WARNING, Kind.LANGUAGE, "fr", _POSTGRES),
    Row("INFOS, PRÉCIS, PLUS PRÉCIS, LE PLUS PRÉCIS", _INFO, Kind.LANGUAGE, "fr", _JDK),
    Row("ASTUCE, REMARQUE", _INFO, Kind.LANGUAGE, "fr", f"{_POSTGRES}; {_GNU}"),
    Row("CRÍTICO", _ERROR, Kind.LANGUAGE, None, _GNU),
    Row("ADVERTENCIA", _WARNING, Kind.LANGUAGE, "es", f"{_JDK}; git"),
    Row("PRECAUCIÓN, ATENCIÓN", _WARNING, Kind.LANGUAGE, "es", f"{_PSQL}; {_GNU}"),
    Row("INFORMACIÓN", _INFO, Kind.LANGUAGE, "es", _JDK),
    Row("CONFIGURAR, DETALLADO, MUY DETALLADO, MÁS DETALLADO", _INFO, Kind.LANGUAGE, "es", _JDK),
    Row("CONSEJO, DEPURACIÓN", _INFO, Kind.LANGUAGE, "es", f"{_PSQL}; {_GNU}"),
    Row("ERRO", _ERROR, Kind.LANGUAGE, "pt", _GNU),
    Row("ADVERTÊNCIA", _WARNING, Kind.LANGUAGE, "pt", _JDK),
    # Portuguese, and Spanish, where some programs print it as a notice.
    Row("AVISO", _WARNING, Kind.LANGUAGE, None, _GNU),
    Row("ATENÇÃO", _WARNING, Kind.LANGUAGE, "pt", _GNU),
    Row("INFORMAÇÕES, INFORMAÇÃO, CONFIGURAÇÃO, DETALHADO, MAIS DETALHADO, O MAIS DETALHADO", _INFO, Kind.LANGUAGE, "pt",
        f"{_JDK}; {_GNU}"),
    Row("DICA", _INFO, Kind.LANGUAGE, "pt", _GNU),
    Row("ERRORE, FATALE, PANICO", _ERROR, Kind.LANGUAGE, "it", _POSTGRES),
    Row("AVVERTENZA", _WARNING, Kind.LANGUAGE, "it", _JDK),
    Row("AVVERTIMENTO, AVVISO, ATTENZIONE", _WARNING, Kind.LANGUAGE, "it", f"{_POSTGRES}; {_PSQL}"),
    Row("NOTIFICA, SUGGERIMENTO", _INFO, Kind.LANGUAGE, "it", _POSTGRES),
    Row("INFORMAZIONI, CONFIGURAZIONE, BUONO, MIGLIORE, OTTIMALE", _INFO, Kind.LANGUAGE, "it", _JDK),
    Row("EROARE", _ERROR, Kind.LANGUAGE, "ro", _GNU),
    Row("AVERTISMENT, AVERTIZARE", _WARNING, Kind.LANGUAGE, "ro", _GNU),
    Row("AVÍS, ATENCIÓ", _WARNING, Kind.LANGUAGE, "ca", _GNU),
    Row("INFORMACIÓ, NOTIFICACIÓ", _INFO, Kind.LANGUAGE, "ca", _GNU),
)
_SLAVIC = (
    Row("BŁĄD, KRYTYCZNY", _ERROR, Kind.LANGUAGE, "pl", _GNU),
    Row("OSTRZEŻENIE, UWAGA", _WARNING, Kind.LANGUAGE, "pl", _GNU),
    Row("INFORMACJE, INFORMACJA", _INFO, Kind.LANGUAGE, "pl", f"{_GNU}; {_WINDOWS}"),
    Row("CHYBA", _ERROR, Kind.LANGUAGE, None, f"{_GNU}: cs, sk"),
    Row("KRITICKÉ", _ERROR, Kind.LANGUAGE, "cs", _GNU),
    Row("VAROVÁNÍ, POZOR", _WARNING, Kind.LANGUAGE, "cs", _GNU),
    Row("POZNÁMKA, INFORMACE", _INFO, Kind.LANGUAGE, "cs", _GNU),
    Row("VAROVANIE, UPOZORNENIE", _WARNING, Kind.LANGUAGE, "sk", _GNU),
    Row("INFORMÁCIA", _INFO, Kind.LANGUAGE, "sk", _GNU),
    Row("GREŠKA", _ERROR, Kind.LANGUAGE, "hr", _GNU),
    Row("UPOZORENJE", _WARNING, Kind.LANGUAGE, "hr", _GNU),
    Row("INFORMACIJE, NAPOMENA", _INFO, Kind.LANGUAGE, "hr", _GNU),
    Row("NAPAKA", _ERROR, Kind.LANGUAGE, "sl", _GNU),
    Row("OPOZORILO", _WARNING, Kind.LANGUAGE, "sl", _GNU),
    # Slovenian and Lithuanian share the word.
    Row("INFORMACIJA", _INFO, Kind.LANGUAGE, None, _GNU),
    Row("ОШИБКА, ПАНИКА", _ERROR, Kind.LANGUAGE, "ru", _POSTGRES),
    # The catalogue's word for FATAL; elsewhere it means "important".
    Row("ВАЖНО", _ERROR, Kind.LANGUAGE, "ru", _POSTGRES),
    Row("КРИТИЧЕСКАЯ ОШИБКА, КРИТИЧЕСКИЙ", _ERROR, Kind.LANGUAGE, "ru", _WINDOWS),
    Row("ПРЕДУПРЕЖДЕНИЕ", _WARNING, Kind.LANGUAGE, None, f"{_POSTGRES}; {_GNU}: ru, bg"),
    Row("ВНИМАНИЕ", _WARNING, Kind.LANGUAGE, "ru", _GNU),
    Row("ИНФОРМАЦИЯ, ЗАМЕЧАНИЕ, СООБЩЕНИЕ, ОТЛАДКА, ПОДСКАЗКА", _INFO, Kind.LANGUAGE, "ru", _POSTGRES),
    Row("СВЕДЕНИЯ", _INFO, Kind.LANGUAGE, "ru", _WINDOWS),
    Row("ПРИМЕЧАНИЕ", _INFO, Kind.LANGUAGE, "ru", "1C:Enterprise, levels of the event log"),
    Row("ПОМИЛКА, ФАТАЛЬНО, ПАНІКА", _ERROR, Kind.LANGUAGE, "uk", _POSTGRES),
    Row("ПОПЕРЕДЖЕННЯ", _WARNING, Kind.LANGUAGE, "uk", _POSTGRES),
    # Ukrainian and Belarusian share the word.
    Row("УВАГА", _WARNING, Kind.LANGUAGE, None, _GNU),
    Row("ІНФОРМАЦІЯ, ПОВІДОМЛЕННЯ, ЗАПИСУВАННЯ, НАЛАГОДЖЕННЯ, УКАЗІВКА", _INFO, Kind.LANGUAGE, "uk", _POSTGRES),
    Row("ПАМЫЛКА", _ERROR, Kind.LANGUAGE, "be", _GNU),
    Row("ЗВЕСТКІ", _INFO, Kind.LANGUAGE, "be", _GNU),
    # Bulgarian and Serbian share the word.
    Row("ГРЕШКА", _ERROR, Kind.LANGUAGE, None, _GNU),
    Row("СВЕДЕНИЕ", _INFO, Kind.LANGUAGE, "bg", _GNU),
    Row("УПОЗОРЕЊЕ", _WARNING, Kind.LANGUAGE, "sr", _GNU),
)
_OTHERS = (
    Row("VIRHE, KRIITTINEN", _ERROR, Kind.LANGUAGE, "fi", _GNU),
    Row("VAROITUS", _WARNING, Kind.LANGUAGE, "fi", _GNU),
    Row("TIETOA, HUOMAUTUS", _INFO, Kind.LANGUAGE, "fi", _GNU),
    Row("VIGA", _ERROR, Kind.LANGUAGE, "et", _GNU),
    Row("HOIATUS", _WARNING, Kind.LANGUAGE, "et", _GNU),
    Row("KLAIDA", _ERROR, Kind.LANGUAGE, "lt", _GNU),
    Row("ĮSPĖJIMAS", _WARNING, Kind.LANGUAGE, "lt", _GNU),
    Row("KĻŪDA", _ERROR, Kind.LANGUAGE, "lv", _GNU),
    Row("HIBA", _ERROR, Kind.LANGUAGE, "hu", _GNU),
    Row("FIGYELMEZTETÉS", _WARNING, Kind.LANGUAGE, "hu", _GNU),
    Row("INFORMÁCIÓ, MEGJEGYZÉS", _INFO, Kind.LANGUAGE, "hu", _WINDOWS),
    Row("HATA, ÖLÜMCÜL", _ERROR, Kind.LANGUAGE, "tr", _GNU),
    Row("UYARI", _WARNING, Kind.LANGUAGE, "tr", _GNU),
    Row("BİLGİ", _INFO, Kind.LANGUAGE, "tr", _GNU),
    Row("ERROREA", _ERROR, Kind.LANGUAGE, "eu", _GNU),
    Row("ABISUA, OHARRA", _WARNING, Kind.LANGUAGE, "eu", _GNU),
    Row("KESALAHAN, GALAT", _ERROR, Kind.LANGUAGE, "id", _GNU),
    Row("PERINGATAN", _WARNING, Kind.LANGUAGE, "id", _GNU),
    Row("INFORMASI", _INFO, Kind.LANGUAGE, "id", _GNU),
    Row("LỖI, BỊ LỖI", _ERROR, Kind.LANGUAGE, "vi", _GNU),
    Row("CẢNH BÁO", _WARNING, Kind.LANGUAGE, "vi", _GNU),
    Row("THÔNG TIN", _INFO, Kind.LANGUAGE, "vi", _GNU),
    Row("ΣΦΑΛΜΑ, ΣΦΆΛΜΑ", _ERROR, Kind.LANGUAGE, "el", _PSQL),
    Row("ΠΡΟΕΙΔΟΠΟΙΗΣΗ, ΠΡΟΕΙΔΟΠΟΊΗΣΗ", _WARNING, Kind.LANGUAGE, "el", _PSQL),
    Row("ΠΛΗΡΟΦΟΡΊΑ, ΠΛΗΡΟΦΟΡΙΑ, ΠΛΗΡΟΦΟΡΊΕΣ, ΠΛΗΡΟΦΟΡΙΕΣ, ΥΠΌΔΕΙΞΗ", _INFO, Kind.LANGUAGE, "el", f"{_PSQL}; {_GNU}"),
    Row("エラー, 致命的, 致命的エラー, 障害", _ERROR, Kind.LANGUAGE, "ja", f"{_PSQL}; {_GNU}"),
    Row("重大", _ERROR, Kind.LANGUAGE, "ja", _JDK),
    Row("警告", _WARNING, Kind.LANGUAGE, None, f"{_JDK}: ja, zh"),
    # A caution in Japanese; the catalogue's word for NOTICE in Chinese.
    Row("注意", _WARNING, Kind.LANGUAGE, "ja", _GNU),
    Row("注意", _INFO, Kind.LANGUAGE, "zh", _POSTGRES),
    Row("情報, 構成, 普通, 詳細, 最も詳細", _INFO, Kind.LANGUAGE, "ja", _JDK),
    Row("ヒント, 通知, デバッグ, ログ", _INFO, Kind.LANGUAGE, "ja", f"{_PSQL}; {_GNU}"),
    Row("错误, 致命错误, 致命, 比致命错误还过分的错误", _ERROR, Kind.LANGUAGE, "zh", _POSTGRES),
    Row("錯誤, 致命錯誤, 嚴重錯誤", _ERROR, Kind.LANGUAGE, "zh", _GNU),
    Row("严重, 嚴重", _ERROR, Kind.LANGUAGE, "zh", _JDK),
    Row("关键", _ERROR, Kind.LANGUAGE, "zh", _WINDOWS),
    Row("信息, 配置, 详细, 较详细, 非常详细, 資訊, 組態, 較詳細, 最詳細", _INFO, Kind.LANGUAGE, "zh", _JDK),
    Row("日志, 调试, 提示, 通知, 資料", _INFO, Kind.LANGUAGE, "zh", f"{_POSTGRES}; {_GNU}"),
    Row("오류, 치명적오류, 치명적 오류, 손상", _ERROR, Kind.LANGUAGE, "ko", _POSTGRES),
    Row("에러", _ERROR, Kind.LANGUAGE, "ko", _GNU),
    Row("심각", _ERROR, Kind.LANGUAGE, "ko", _JDK),
    Row("경고", _WARNING, Kind.LANGUAGE, "ko", f"{_POSTGRES}; {_JDK}"),
    Row("정보, 알림, 로그, 디버그, 힌트, 구성, 미세, 보다 미세, 가장 미세, 참고", _INFO, Kind.LANGUAGE, "ko",
        f"{_POSTGRES}; {_JDK}"),
    Row("შეცდომა, ფატალური, პანიკა", _ERROR, Kind.LANGUAGE, "ka", _POSTGRES),
    Row("გაფრთხილება", _WARNING, Kind.LANGUAGE, "ka", _POSTGRES),
    Row("ინფორმაცია, ჟურნალი, გამართვა, მინიშნება", _INFO, Kind.LANGUAGE, "ka", _POSTGRES),
    Row("خطأ, خطا", _ERROR, Kind.LANGUAGE, "ar", _WINDOWS),
    Row("تحذير", _WARNING, Kind.LANGUAGE, "ar", _WINDOWS),
    Row("معلومات", _INFO, Kind.LANGUAGE, "ar", _WINDOWS),
    Row("שגיאה", _ERROR, Kind.LANGUAGE, "he", _WINDOWS),
    Row("אזהרה", _WARNING, Kind.LANGUAGE, "he", _WINDOWS),
    Row("מידע", _INFO, Kind.LANGUAGE, "he", _WINDOWS),
    Row("त्रुटि", _ERROR, Kind.LANGUAGE, "hi", _GNU),
    Row("चेतावनी", _WARNING, Kind.LANGUAGE, None, f"{_GNU}: hi, ne"),
    Row("सूचना", _INFO, Kind.LANGUAGE, "hi", _WINDOWS),
    Row("ข้อผิดพลาด", _ERROR, Kind.LANGUAGE, "th", _GNU),
    Row("คำเตือน", _WARNING, Kind.LANGUAGE, "th", _GNU),
    Row("ข้อมูล", _INFO, Kind.LANGUAGE, "th", _WINDOWS),
)
# fmt: on
#: The complete table.
ROWS: tuple[Row, ...] = (*_ENGLISH, *_OUTCOMES, *_LETTERS, *_MARKS, *_GERMANIC, *_ROMANCE, *_SLAVIC, *_OTHERS)
