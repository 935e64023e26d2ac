"""Whether an informational line says in a sentence that something failed for content: "Failed to import article 12".

Its level calls such a line routine, and no sign in it says otherwise. So it is not taken for a finding; but it is no evidence
that the content is good either, and counts as unexplained. Only sentences count whose grammar ties the bad word to content: it
begins the sentence, or follows the content's name or what was done to it. Anywhere else, it may be a part of a title.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.embedded_levels import has_embedded_level
from pytest_contentjobs.joblog.formats.parts.harmless_clauses import remove_harmless_clauses
from pytest_contentjobs.joblog.formats.parts.names_in_data import remove_names
from pytest_contentjobs.joblog.formats.parts.numbered_failures import numbers_failures
from pytest_contentjobs.joblog.formats.parts.quoted_values import has_bad_value
from pytest_contentjobs.joblog.formats.parts.stated_settings import remove_settings
from pytest_contentjobs.joblog.formats.parts.stems import fold, has_stem, make_search
from pytest_contentjobs.joblog.formats.parts.times import TIME
from pytest_contentjobs.joblog.formats.parts.totals import find_totals, replace_quoted
from pytest_contentjobs.joblog.vocabulary import VOCABULARY, Kind
from pytest_contentjobs.joblog.vocabulary.failure_phrases import (
    BAD_NOUNS,
    BAD_PARTICIPLES,
    BAD_STATUSES,
    FAULTY,
    LEADS,
    PREDICATES,
    UNSPACED,
)
from pytest_contentjobs.model import Severity

__all__ = ["reports_failure"]

# Records of more lines, and of JSON with more characters, are documents, which have fields for what they report.
_MOST_LINES = 10
_LONGEST = 2000
_CONTENT = (
    r"(?:articles?|folders?|topics?|portals?|resources?|rows?|records?|entry|entries|items?|pages?|documents?|titles?|body|summary"
    r"|links?|images?|attachments?|references?|languages?|ids?|artikel|zeile|datensatz|seite|titel|ordner|ligne|titre|fila"
    r"|art[i\u00ed]culo|t[i\u00ed]tulo|registro|riga|articolo|titolo|artigo)"
)
# What content consists of, and what takes part in its import: only phrases count that say by themselves that it failed.
_PARTS = (
    r"(?:files?|batch(?:es)?|translations?|fields?|columns?|values?|keys?|users?|authors?|categor(?:y|ies)|imports?|uploads?|jobs?"
    r"|transactions?|index|templates?|dates?|checksums?|xml|html|json|csv|locale|connection|server|database|worker|process|changes"
    r"|artikeln?|zeilen|datens\u00e4tze|seiten|ordnern?|thema|themen|bild(?:er)?|datei(?:en)?|schl\u00fcssel|verbindung"
    r"|\u00e4nderungen"
    r"|lignes|titres|dossiers?|fichiers?|connexion|serveur|filas|art\u00edculos|carpetas?|archivos?|importaci\u00f3n|fechas?"
    r"|conexi\u00f3n|servidor|righe|articoli)"
)
_FILE = r"[\w./\\-]{0,200}[\w-]\.(?:x?html?|xml|dita|md|json|png|jpe?g|gif|svg|pdf|csv|xlsx?|docx?|zip)\b"
# The key of an item: ``KB-12``.
_KEY = r"\b[A-Z]{2,8}-\d{1,9}\b"
_ABOUT_CONTENT = rf"(?i:\b{_CONTENT}\b|{_FILE})|{_KEY}"
_ABOUT_PARTS = rf"{_ABOUT_CONTENT}|(?i:\b{_PARTS}\b)|\b_\b|\b[A-Z]{{2,8}}-?\d"
_INFORMATIONAL = "|".join(
    sorted(map(re.escape, VOCABULARY.select(Kind.LEVEL, Kind.LANGUAGE, severities=[Severity.INFO])))
)
# What a sentence may stand behind: signs, a level, a time, or the mark of an item of a list; and the number of such an item.
_BREAK = re.compile(
    rf"\b{TIME}|(?<![\w.-])(?i:{_INFORMATIONAL})(?![\w.-])|(?<!\w)[A-Z]{{4,}}[ ]|(?<=[ ])[ID][ ]|[ ]{{2,}}|[.](?=\s|$)"
    r"|(?<!\S)[-+*#~&o.]{1,3}(?=\s)|[^\w\s./\\@%+#&-]+|\t"
)
_ITEM = re.compile(
    r"\A(?:\#?\d{1,6}(?:/\d{1,6}|%)?[.)]?|[A-Za-z][.)]|[A-Z]{1,8}-\d+|(?:[\w$]{1,80}\.){1,20}[\w$]{1,80})[ ]+"
)
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_OCCASION = r"(?:(?:while|when|during|on|in|at|for|with|from|by|of|beim?|im|lors|en|al|sur|dans|durante|nel|na)\b|\w{2,20}ing\b)"
# Failed to import article 12. Could not resolve the link to article 17.
_NOT_ABLE = (
    r"(?:(?:we|it|importer|validator)[ ])?"
    r"(?:fail(?:ed|ure|s)?|unable|(?:could|can|did|do(?:es)?)(?:[ ]?not|n't)|not[ ]able)[ ](?:to[ ])?\w{2,20}\b"
)
# Error importing article 12. An exception occurred while article 12 was imported.
_FAULT_WHILE = (
    r"(?!(?:no|zero|without|keine?|aucune?|sin)\b)(?:[^\W\d_]{1,20}[ ]){0,2}"
    r"(?:errors?|exceptions?|failures?|problems?|faults?|mistakes?|typos?|crash|conflicts?|violations?|vulnerabilit(?:y|ies)"
    r"|(?:data|precision)[ ]loss|(?:name[ ])?clash|fehler|ausnahme|abbruch|anomalie|erreur|errore|erro|fout|fel|fejl|feil)"
    rf"(?:[ ](?:was|were|has|have|is|occurred|found|detected|trat|aufgetreten)){{0,3}}[ ]{_OCCASION}"
)
# Missing title in article 12. Unknown topic 4.
_BAD_THING = (
    r"(?:invalid|missing|unknown|unsupported|unexpected|undefined|illegal|duplicate|corrupt(?:ed)?|broken|malformed|unresolved"
    r"|unreachable|incomplete|rejected|deprecated|ung\u00fcltige[rs]?|fehlende[rs]?)[ ]"
    rf"(?:(?:\w{{1,20}}[ ]){{0,2}}(?={_CONTENT}\b)|[^.:\n]{{1,60}}[ ](?:in|at|of|for|on|from|to)\b)"
)
_OTHER_LEADS = (
    r"(?:access|permission|connection)[ ](?:(?:was|is)[ ])?(?:denied|refused|reset)\b|time(?:out|d[ ]out)[ ](?:while|when|during)\b"
    r"|(?:impossible|no[ ]se[ ]pudo|impossibile|n\u00e3o[ ]foi[ ]poss\u00edvel)\b"
)
_LEAD = re.compile(
    rf"(?<![\w/.-])(?<!\bfor )(?<!\bof )(?<!\ball )(?<!\bany )(?:{_NOT_ABLE}|{_FAULT_WHILE}|{_BAD_THING}|{_OTHER_LEADS})",
    re.IGNORECASE,
)
_ACTION = (
    r"(?:(?:re)?imports?|importing|validation|validating|uploads?|uploading|parsing|processing|conversion|converting|creation"
    r"|creating|updates?|updating|migration|migrating|loading|saving|storing|publishing|publication|checks?|checking|reading"
    r"|writing)"
)
# What identifies content: a number, a path, a code, or one word.
_NAME = r"(?:[ ]{1,3}(?:no\.?[ ]|#)?[\w#./\\@%+()\[\]-]{1,200})?"
_AUXILIARIES = (
    r"(?:(?:was|were|is|are|has|have|had|been|could|can|did|does|do|itself|again|also|still|import|validation|validating"
    r"|which|it|that|konnte|wurde|ist|wird|est|a|es|fue|\u00e8)[ ]){0,4}"
)
_DONE = (
    r"(?:found|complete|available|approved|linked|translated|reachable|visible|accessible|searchable|correct|ok|valid(?:ated)?"
    r"|imported|stored|saved|created|accepted|allowed|supported|uploaded|readable|well-formed|converted"
    r"|processed|parsed|migrated|exist|loaded|read|written|resolved|pass(?:ed)?|validate|permitted|defined|declared)"
)
_FAILED = (
    r"(?:fail(?:ed|s)?|errors?|err|nok|ko|rejected|invalid|aborted|corrupt(?:ed)?|missing|denied|refused|unresolved|unreachable"
    r"|empty|absent|bad|wrong|duplicate|dead|null|stuck|expired|stale|quarantined|infected|truncated|damaged|nok"
    r"|un(?!changed|modified|touched|used|published|zipped|packed|locked|archived|linked|til\b)[a-z]{4,14}(?:ed|able)"
    rf"|broken|incomplete|timed[ ]out|ended[ ]with|(?:not|n't)[ ](?:(?:be|been)[ ])?{_DONE}|cannot[ ]be[ ]\w{{2,20}}"
    r"|too[ ](?:long|large|big|short)|fehlgeschlagen|ung\u00fcltig|abgelehnt|fehlt|nicht[ ]\w{3,30}|rejet\u00e9e?|introuvable"
    r"|rechazad[oa]|fall[o\u00f3]|(?:\w{1,20}[ ])?has[ ](?:(?:an?|some|the|several)[ ])?(?:errors?|problems?|issues?)\b)"
)
# After a bad word, any other word makes it a part of a name.
_ENDS = (
    r"(?=\s*$|\s*(?:[.](?!\w)|[,:;!()\[\]<>\"'{}|/-])|[ ]+(?:by|because|due|with|since|in|on|for|at|after|as|to|and|but|from"
    r"|during|while"
    r"|validation|the|of|its|schema|check|import|durch|wegen|werden|worden|\d))"
)
# A number before content counts it, and is compared with the findings.
_SUBJECT = re.compile(
    rf"(?<![\w/-])(?<!\d )(?<!no )(?:{_CONTENT}{_NAME}|(?-i:{_KEY})|{_ACTION}(?:[ ][^\s:;,]{{1,200}}){{0,6}}|{_FILE})"
    rf"[ ]*[:,;=|\u2013\u2014>-]{{0,2}}[ ]+[\[(<|]?{_AUXILIARIES}"
    rf"(?:{_FAILED}{_ENDS}|(?-i:ERROR|FAILED|WARNING|WARN|INVALID|REJECTED)\b|(?:exceed(?:s|ed)?|violates)[ ]\w)",
    re.IGNORECASE,
)
# Skipped content is routine unless a reason follows that says what is wrong.
_SKIPPED = re.compile(
    r"\b(?:skip(?:ped|ping|s)?|dropp(?:ed|ing)|discard(?:ed|ing)|exclud(?:ed|ing)|ignor(?:ed|ing|\u00e9e?s?)|\u00fcbersprungen"
    r"|omitid[oa]s?)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"[:(,;\u2013\u2014]|[ ]-[ ]|\b(?:because|since|due|as|duplicate|invalid|weil|da)\b", re.IGNORECASE
)
# What is as it was needs no import.
_UNCHANGED = re.compile(
    r"\b(?:unchanged|(?:no|not)[ ](?:\w+[ ]){0,4}(?:changed|modified)|up[ ]to[ ]date|identical|newer|already)\b",
    re.IGNORECASE,
)
_FAULTY = re.compile(rf"\b(?:{FAULTY})\b", re.IGNORECASE)
_EXPECTED = re.compile(
    r"\b(?:has|have|had|with|is|was|found|got|read)[ ]\S{1,200}(?:[ ]\w{1,20})?[,;:]?[ ]\(?(?:but[ ])?expected\b"
    r"|\bexpect(?:ed|ing|s)[ ].{1,200}?(?:\b(?:but|got|found|received|instead|actual)\b|,[ ]?(?:is|was)\b)"
    r"|\b(?:mismatch(?:ed)?|do(?:es)?[ ]not[ ]match|should[ ](?:not[ ])?(?:be|have|contain|start|end|match))\b",
    re.IGNORECASE,
)
# What a program prints when it or a part of it breaks down, and what databases and systems report.
_BREAKDOWN = re.compile(
    r"(?:(?:an?|got|caught)[ ])?[A-Z]\w{0,60}(?:Error|Exception)\b(?![ ](?:handler|handling|page|count|rate|log|messages?)\b)|"
    r"(?:(?:Caused[ ]by:[ ]|Uncaught[ ])?(?:[\w$]{1,80}\.){1,20}[A-Z][\w$]{0,80}(?:Error|Exception)\b"
    r"|Exception[ ]in[ ]thread|Traceback\b|OutOfMemoryError"
    r"|(?i:segmentation[ ]fault|out[ ]of[ ]memory|no[ ]space[ ]left[ ]on|no[ ]such[ ]file[ ]or[ ]directory|bail[ ]out!)"
    r"|ORA-\d{5}\b|SQLSTATE\b|SQL[ ][Ee]rror\b|E(?:NOENT|ACCES|EXIST|PERM|CONN|TIMEDOUT|PIPE|ISDIR|NOTDIR)[A-Z]*\b"
    r")"
)
_OUTCOME = re.compile(
    r"(?<![^\W_])(?<![a-z0-9 ][ ])(?:(?i:error|failed|failure|exception|fehler|erreur|nok)|KO|NG)[\"'.!}\])<]*\s*\Z"
    r"|(?<=\d[ ])NG\s*\Z"
)
# What is listed as failed, and the status of a request where its outcome stands.
_LISTED = re.compile(
    rf"(?<![\w-])(?<![a-z0-9_][ ])(?i:failed|rejected|unresolved|orphaned|missing|broken|invalid"
    r"|to[ ]be[ ](?:fixed|corrected|reviewed)|not[ _-]?(?:imported|stored|saved|processed|migrated|loaded|published|uploaded))"
    rf"(?:[ ](?i:{_CONTENT}))?[ ]?:[ ]+(?:\[\"?)?"
    r"(?!(?i:none|no|nothing|null|false|true|off|on|never|n/a|ignore|continue|abort|skip|see|error|warn)\b)[^\W\d]"
)
_BAD_STATUS = rf"(?:{'|'.join(map(str, BAD_STATUSES))})"
_ANSWERED = re.compile(rf"(?:[\])>]|\u2192|[ ]-|\"|(?:^|\s)(?:https?:/)?/\S{{1,300}})[ ]+{_BAD_STATUS}\s*\Z")
# https://www.rfc-editor.org/rfc/rfc9110#name-status-codes
_PHRASES = "|".join(
    f"{status.value}[ ]{status.phrase.replace(' ', '[ ]')}" for status in HTTPStatus if status >= BAD_STATUSES[0]
)
# A request, its status, and perhaps the size of the response: as in the logs of web servers.
_REQUESTED = re.compile(
    rf"(?<![\w.])(?:{_PHRASES}|[45]\d\d[ ](?:Client|Server)[ ]Error)\b|\[errored\]"
    rf"|\b(?:http[ _]?)?status(?:[ _]?code)?\"?[ ]?[=:][ ]?{_BAD_STATUS}(?![\w.])"
    rf"|(?<!\w)(?:GET|HEAD|POST|PUT|PATCH|DELETE)[ ]+[^\s\"]{{1,500}}(?:[ ]HTTP/[\d.]{{1,4}})?[\"']?[ :,]{{1,4}}"
    rf"(?:[-=\u2192]*>?[ ])?{_BAD_STATUS}(?![\w.]|[ ]?(?:ms|s|bytes|[kM]?B)\b)"
)
# What was done.
_GOOD = (
    r"(?:re)?(?:imported|validated|published|created|updated|checked|stored|saved|loaded|moved|opened|converted|uploaded|exported"
    r"|deleted|processed|indexed|copied|renamed|wrote|written|added|read|passed|ok|valid|unchanged|new|done|finished)"
)
# How something ended, in words that have no other meaning.
_ENDED = re.compile(
    r"(?i:(?<!\b0 )(?<!\bno )\b(?:unsuccessful(?:ly)?|incompletely))\b|\b[A-Z]{2,20}_WITH_(?:ERRORS?|WARNINGS?|ISSUES)\b|\bNO-GO\b"
    r"|\bDEGRADED\b|\b(?i:status|state|result)[ ]?[:=]?[ ]PARTIAL\b|\((?:with[ ])?(?:errors|warnings)\)"
    r"|(?i:(?<!\b0 )(?<!\bno )(?<!\bany )(?<!\bwithout )\b(?:errors?|warnings|failures)[ ](?:occurred|above|below))\b"
    r"|\b(?i:but[ ](?:has|had|with)[ ](?:an?[ ]|some[ ])?(?:errors?|warnings?|failures?|problems?))\b"
    rf"|\b(?i:{_GOOD}[ ](?:with[ ](?:defects|remarks|reservations|gaps|losses)|minus[ ]\d))"
)
# Rule, item and what is wrong with it, as in a finding: only words for what was done say that it is none.
_AS_FINDING = re.compile(
    rf"(?<![\w-])(?:[A-Z]{{2,10}}-?\d{{2,5}}:?[ ]+(?i:{_CONTENT})[ ]+(?:_|[\w./-]{{1,200}})"
    rf"|(?:[A-Z]{{2,10}}-?|[EW])\d{{2,5}}:?[ ]+{_KEY})(?![^\n]*\b(?i:{_GOOD}|skipped|disabled"
    rf"|enabled)\b)"
    r"[ ]*[:,(-]{0,2}[ ]*\w"
)
# A number before content counts it, to the end of the sentence.
_COUNTED = re.compile(
    rf"(?<![\w.,-])\d[\d.,]*[ ](?:(?:of|out[ ]of|von|sur|de)[ ]\d+[ ])?(?:[^\W\d_]+[ ]){{0,2}}?"
    rf"(?:{_CONTENT}|{_PARTS}|{BAD_NOUNS})\b[^.;\n]*",
    re.IGNORECASE,
)
_UNSPACED = re.compile(UNSPACED)
# A level before what it is about, where the level of the line is another one.
_LEVEL_FIRST = re.compile(
    rf"(?:^|[-:|>\])][ ]{{1,3}}|(?<![\w.-])(?i:{_INFORMATIONAL})[ ]{{1,4}})(?:ERROR|ERR|WARN(?:ING)?|WRN|FATAL|SEVERE|CRITICAL"
    rf"|Error"
    rf"|Warning|Fatal"
    rf"|Severe|Exception)(?:[ ]?[-:][ ]|[ ]+)(?:{_KEY}|#?\d|_\b)|\bSQLSTATE\b|\[(?:ERROR|WARN(?:ING)?|FATAL|SEVERE|CRITICAL)\]"
    r"|(?<!\w)(?:\(!\)|\[!\])[ ]"
    rf"|(?:^|[-:|>\])][ ]{{1,3}}|(?<![\w.-])(?i:{_INFORMATIONAL})[ ]{{1,4}})!!{{1,2}}[ ]"
)
_PHRASE_LEAD = re.compile("|".join(f"(?:{row.phrases})" for row in LEADS), re.IGNORECASE)
_PREDICATE = re.compile(rf"(?<![\w/.-])(?:{'|'.join(row.phrases for row in PREDICATES)})", re.IGNORECASE)
# What a log denies or counts as zero, and settings.
_DENIED = re.compile(
    rf"(?<![\w-])(?:no|not|n't|any|zero|0|without|keine?n?|ohne|aucune?|sans|sin|ning[\u00fau]n\w*|nessun\w*|senza"
    rf"|sem)[ ](?:any[ ])?"
    rf"(?:[a-z]{{1,20}}[ ]){{0,2}}?(?:{BAD_NOUNS})(?!\w)(?:[ ](?:were|was|have[ ]been|had[ ]been)[ ]\w+)?"
    rf"|(?<![\w-])(?:no|none[ ]of[ ]the|keine?)[ ]{_CONTENT}[ ](?:(?:is|are|was|were)[ ])?(?:{BAD_PARTICIPLES}|missing|empty)(?!\w)"
    rf"|(?<![\w-])(?:{BAD_PARTICIPLES})[ ](?:0[ ]\w+|no[ ](?:articles|items|rows|records|documents|pages|entries|files)\b)"
    r"|\b(?:mode|policy|threshold)[\"']?[ ]?[:=][ ]?[\"']?[\w-]+[\"']?"
    rf"|(?<![\w.,])0[ ](?:of[ ]\d+[ ])?(?:[^\W\d_]{{1,20}}[ ]){{0,3}}?(?:{BAD_PARTICIPLES})(?!\w)"
    rf"|(?:(?<![^|;,\t\s])(?:{BAD_PARTICIPLES})[ ])?[\w-]+[\"']?[ ]{{0,8}}[:=][ ]{{0,8}}(?:0(?![\w.,]*\w)|(?:none|no|off|on|true"
    rf"|false|ignored?|disabled|enabled)[ ]*(?=[,;.)\]}}]|$))",
    re.IGNORECASE,
)
# The title of what was done, which stands behind the kind of content and ends where its number or a sign stands.
_TITLED = re.compile(
    r"(?<![\w-])(?:re)?(?:imported|validated|published|created|updated|checked|stored|saved|loaded|moved|opened|converted|uploaded"
    r"|exported|deleted|processed|indexed|copied|renamed|wrote|added|importing|validating|publishing|checking|loading|reading)"
    rf"[ ](?:the[ ])?{_CONTENT}[ ](?!_|\d)[^:;,()\[|<>]*",
    re.IGNORECASE,
)
# What may happen, or would.
_CONDITION = re.compile(
    r"(?<![\w-])(?:if|whether|unless|in[ ]case|when[ ]an?|on[ ](?:error|failure|duplicate|conflict)|wenn|falls|will[ ]be|would"
    r"|may|might)(?![\w-])",
    re.IGNORECASE,
)
# A title in a text of JSON.
_TITLE = re.compile(r"(?<![\w'])'[^'\"\n]{1,500}'(?![\w'])")
# A place in a file: ``kb/fuses.md:12``, ``a.xml(3,1)``, or only row and column in columns of their own. Loggers name the place of a
# program.
_PLACED = re.compile(
    r"\.(?!(?:go|java|py|[jt]sx?|mjs|cs|cc?|cpp|h|rb|php|kt|scala|rs|swift|pl|groovy)\b)"
    r"[A-Za-z]\w{0,7}[\"']?(?::|\()\d|\A\s*\d{1,6}:\d{1,6}[ ]{2}"
)
_is_about_content, _is_about_parts = make_search(_ABOUT_CONTENT), make_search(_ABOUT_PARTS)


def reports_failure(record: str) -> bool:
    """Whether an informational record says in a sentence that something failed for content, or is wrong with it."""
    if len(record) > _LONGEST:
        if record.startswith(("{", "[{")):
            return False
        # What a response or a query follows that a sentence quotes.
        record = record[:_LONGEST]
    if record.count("\n") >= _MOST_LINES or not has_stem(fold(record)):
        return False
    if _REQUESTED.search(record) or has_bad_value(record):
        return True
    # Within a JSON string, the quotes of a title are escaped.
    text = _TITLE.sub("_", replace_quoted(remove_names(record).replace('\\"', "`"), "_"))
    if numbers_failures(text) or _ENDED.search(text):
        return True
    # A logger may write the end of a line as two characters.
    return any(_says_failed(line) for line in text.replace("\\n", "\n").split("\n"))


def _says_failed(text: str) -> bool:
    text = remove_harmless_clauses(remove_settings(text))
    if has_embedded_level(_leave_what_is_told(_BLANKS.sub(" ", text))):
        return True
    condition = _CONDITION.search(text)
    text = _DENIED.sub(" ", text[: condition.start()] if condition else text)
    # Several blanks may separate columns, or words.
    plain = _BLANKS.sub(" ", text)
    clauses = (*_split(text), *_split(plain))
    if any(map(_BREAKDOWN.match, clauses)):
        return True
    if _PLACED.search(text):
        # A validator that names the place has rated what is wrong there.
        return _says_of_content(plain)
    return (
        any(map(_PHRASE_LEAD.match, clauses))
        or any(
            pattern.search(plain) for pattern in (_OUTCOME, _LISTED, _ANSWERED, _AS_FINDING, _LEVEL_FIRST, _UNSPACED)
        )
        or _says_of_content(plain)
        or (_is_about_parts(plain) and _PREDICATE.search(_leave_what_is_told(plain)) is not None)
    )


def _says_of_content(text: str) -> bool:
    return _is_about_content(text) and (
        any(pattern.search(text) is not None for pattern in (_SUBJECT, _EXPECTED))
        or _LEAD.search(_leave_what_is_told(text)) is not None
        or _is_skipped_as_bad(text)
    )


def _leave_what_is_told(text: str) -> str:
    """Return a text without titles, and without what is counted, which is compared with the findings."""
    return _TITLED.sub("", _COUNTED.sub("", text) if find_totals(text) else text)


def _split(text: str) -> list[str]:
    return [_ITEM.sub("", part.strip()) for part in _BREAK.split(text)]


def _is_skipped_as_bad(text: str) -> bool:
    parts = _SKIPPED.split(text)[1:]
    return any(map(_is_bad_reason, parts))


def _is_bad_reason(rest: str) -> bool:
    reason = _REASON.search(rest)
    why = _UNCHANGED.sub("", rest[reason.start() :]) if reason else ""
    is_unchanged = reason is None or why != rest[reason.start() :]
    if is_unchanged:
        return _FAULTY.search(why) is not None
    return looks_like_a_finding(rest) or says_what_is_wrong(why) or _FAULTY.search(why) is not None
