"""Whether an informational line says in a sentence that something failed for content: "Failed to import article 12".

Its level calls such a line routine, and no sign in it says otherwise. So it is not taken for a finding; but it is no evidence
that the content is good either, and counts as unexplained. Only sentences count whose grammar ties the bad word to content: it
begins the sentence, or follows the content's name or what was done to it. Anywhere else, it may be a part of a title.
"""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding, says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.names_in_data import remove_names
from pytest_contentjobs.joblog.formats.parts.stems import fold, has_stem, make_search
from pytest_contentjobs.joblog.formats.parts.totals import remove_quoted

__all__ = ["reports_failure"]

# Records of more lines or characters are documents, which have fields for what they report.
_MOST_LINES = 10
_LONGEST = 2000
_CONTENT = (
    r"(?:articles?|folders?|topics?|portals?|resources?|rows?|records?|entry|entries|items?|pages?|documents?|titles?|body|summary"
    r"|links?|images?|attachments?|references?|languages?|ids?|artikel|zeile|datensatz|seite|titel|ordner|ligne|titre|fila"
    r"|art[i\u00ed]culo|t[i\u00ed]tulo|registro|riga|articolo|titolo|artigo)"
)
_FILE = r"[\w./\\-]{0,200}[\w-]\.(?:x?html?|xml|dita|md|json|png|jpe?g|gif|svg|pdf)\b"
_ABOUT_CONTENT = re.compile(rf"\b{_CONTENT}\b|{_FILE}", re.IGNORECASE)
# Where a sentence may begin.
_START = r"(?:^|(?<=[\"'>\t,;|:\]])|(?<=[\]:|>;,)\u2013\u2014-][ \t])|(?<=[ ]{2})|(?<=[A-Z]{4}[ ])|(?<=\binfo[ ])|(?<=[ ][ID][ ]))"
_OCCASION = r"(?:(?:while|when|during|on|in|at|for|with|from|by|of|beim?|im|lors|en|al|durante|nel|na)\b|\w{2,20}ing\b)"
# Failed to import article 12. Could not resolve the link to article 17.
_NOT_ABLE = (
    r"(?:(?:we|it|importer|validator)[ ])?"
    r"(?:fail(?:ed|ure|s)?|unable|(?:could|can|did|do(?:es)?)(?:[ ]?not|n't)|not[ ]able)[ ](?:to[ ])?\w{2,20}\b"
)
# Error importing article 12. An exception occurred while article 12 was imported.
_FAULT_WHILE = (
    r"(?!(?:no|zero|without|keine?|aucune?|sin)\b)(?:[^\W\d_]{1,20}[ ]){0,2}"
    r"(?:errors?|exceptions?|failures?|problems?|fehler|erreur|errore|erro|fout|fel|fejl|feil)"
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
_LEAD = re.compile(rf"{_START}(?:{_NOT_ABLE}|{_FAULT_WHILE}|{_BAD_THING}|{_OTHER_LEADS})", re.IGNORECASE)
_ACTION = (
    r"(?:(?:re)?imports?|importing|validation|validating|uploads?|uploading|parsing|processing|conversion|converting|creation"
    r"|creating|updates?|updating|migration|migrating|loading|saving|storing|publishing|publication|checks?|checking|reading|writing)"
)
# What identifies content: a number, a path, a code, or one word.
_NAME = r"(?:[ ]{1,3}(?:no\.?[ ]|#)?[\w#./\\@%+()\[\]-]{1,200})?"
_AUXILIARIES = (
    r"(?:(?:was|were|is|are|has|have|had|been|could|can|did|does|do|itself|again|also|still|import|validation|validating"
    r"|which|it|that|konnte|wurde|ist|wird|est|a|es|fue|\u00e8)[ ]){0,4}"
)
_DONE = (
    r"(?:found|valid(?:ated)?|imported|stored|saved|created|accepted|allowed|supported|uploaded|readable|well-formed|converted"
    r"|processed|parsed|migrated|exist|loaded|read|written|resolved|pass(?:ed)?|validate|permitted|defined|declared)"
)
_FAILED = (
    r"(?:fail(?:ed|s)?|errors?|err|nok|ko|rejected|invalid|aborted|corrupt(?:ed)?|missing|denied|refused|unresolved|unreachable"
    rf"|broken|incomplete|timed[ ]out|ended[ ]with|(?:not|n't)[ ](?:(?:be|been)[ ])?{_DONE}|cannot[ ]be[ ]\w{{2,20}}"
    r"|too[ ](?:long|large|big|short)|fehlgeschlagen|ung\u00fcltig|abgelehnt|fehlt|nicht[ ]\w{3,30}|rejet\u00e9e?|introuvable"
    r"|rechazad[oa]|fall[o\u00f3]|(?:\w{1,20}[ ])?has[ ](?:(?:an?|some|the|several)[ ])?(?:errors?|problems?|issues?)\b)"
)
# After a bad word, any other word makes it a part of a name.
_ENDS = (
    r"(?=\s*$|\s*[.,:;!()\[\]<>\"'{}|/-]|[ ]+(?:by|because|due|with|since|in|on|for|at|after|as|to|and|but|from|during|while"
    r"|validation|the|of|its|schema|check|import|durch|wegen|werden|worden|\d))"
)
# A number before content counts it, and is compared with the findings.
_SUBJECT = re.compile(
    rf"(?<![\w/-])(?<!\d )(?<!no )(?:{_CONTENT}{_NAME}|{_ACTION}(?:[ ][^\s:;,]{{1,200}}){{0,6}}|{_FILE})"
    rf"[ ]*[:,;=|\u2013\u2014>-]{{0,2}}[ ]+[\[(<|]?{_AUXILIARIES}"
    rf"(?:{_FAILED}{_ENDS}|(?-i:ERROR|FAILED|WARNING|WARN|INVALID|REJECTED)\b|(?:exceed(?:s|ed)?|violates)[ ]\w)",
    re.IGNORECASE,
)
# Skipped content is routine unless a reason follows that says what is wrong.
_SKIPPED = re.compile(r"\b(?:skip(?:ped|ping|s)?|dropp(?:ed|ing)|discard(?:ed|ing)|exclud(?:ed|ing))\b", re.IGNORECASE)
_REASON = re.compile(r"[:(,;\u2013\u2014]|[ ]-[ ]|\b(?:because|since|due|as|duplicate|invalid)\b", re.IGNORECASE)
_EXPECTED = re.compile(
    r"\bexpect(?:ed|ing|s)[ ].{1,200}?(?:\b(?:but|got|found|received|instead|actual)\b|,[ ]?(?:is|was)\b)"
    r"|\b(?:mismatch(?:ed)?|do(?:es)?[ ]not[ ]match)\b",
    re.IGNORECASE,
)
# What a program prints when it or a part of it breaks down, and what databases and systems report.
_BREAKDOWN = re.compile(
    rf"{_START}(?:(?:Caused[ ]by:[ ]|Uncaught[ ])?(?:[\w$]{{1,80}}\.){{1,20}}[A-Z][\w$]{{0,80}}(?:Error|Exception)\b"
    r"|Exception[ ]in[ ]thread|Traceback[ ]\(most|OutOfMemoryError"
    r"|(?i:segmentation[ ]fault|out[ ]of[ ]memory|no[ ]space[ ]left[ ]on|no[ ]such[ ]file[ ]or[ ]directory|bail[ ]out!)"
    r"|ORA-\d{5}:|SQLSTATE\[|SQL[ ][Ee]rror:|E(?:NOENT|ACCES|EXIST|PERM|CONN|TIMEDOUT|PIPE|ISDIR|NOTDIR)[A-Z]*:[ ]"
    r"|(?i:error|failed|failure|exception|fehler|erreur)(?=[\"'.!}\])<]*\s*$))"
)
# What is tried again, or is not there yet, did not fail; and names of checks and settings say nothing about content.
_HARMLESS = re.compile(
    r"\b(?:retry(?:ing)?|retries|try(?:ing)?[ ]again|attempt|creating|going[ ]to[ ]create|ignore"
    r"|will[ ]be[ ](?:created|added)|cached?|handler|handling"
    r"|threshold|policy|mode|rules?|detection|if|whether|when[ ]an?|on[ ]error|no[ ]longer|fixed|repaired|corrected"
    r"|resolved[ ]\w)\b"
    r"|\b(?:check(?:er|s|ed|ing)?|scan(?:ner|ning)?|report|tests?|validator|list)[ ]"
    r"(?:ok|passed|done|finished|completed|started|enabled|disabled|is|was)\b"
    r"|[:=][ ]*(?:0|none|no|off|on|true|ignored?|disabled|enabled)\s*[.;,)]?\s*$"
    r"|\b(?:ok|passed|done|successful(?:ly)?|succeeded|enabled|disabled)\W{0,4}$"
    # The verdict of xmllint about a file whose errors stand above it.
    r"|^\S{1,300}[ ]fails[ ]to[ ]validate$",
    re.IGNORECASE,
)
# One of these is a part of all that the patterns above find; such a search takes a fraction of the time of one of them.
_has_sign = make_search(
    r"fail|unable|not |n't|\berr|error|exception|problem|issue|fehl|erreur|erro|fout|fel|fejl|feil|invalid|missing|unknown"
    r"|unsupported|unexpected|undefined|illegal|duplicate|corrupt|broken|malformed|unresolved|unreachable|incomplete|reject"
    r"|deprecated|ung\u00fcltig|denied|refused|reset|timeout|timed out|impossib|no se pudo|foi poss|abort|\bnok\b|\bko\b|too "
    r"|cannot|ended with|expect|mismatch|match|exceed|violate|skip|dropp|discard|exclud|nicht|rejet|introuvable|rechazad"
    r"|fall[o\u00f3]"
)
_breaks_down = make_search(
    "error|exception|traceback|caused by|memory|segmentation|space left|such file|bail out|ora-|sqlstate|fail|fehler|erreur"
    "|e(?:noent|acces|exist|perm|conn|timedout|pipe|isdir|notdir)[a-z]*: "
)
_is_about_content = make_search(f"(?i:{_ABOUT_CONTENT.pattern})")


def reports_failure(record: str) -> bool:
    """Whether an informational record says in a sentence that something failed for content, or is wrong with it."""
    if len(record) > _LONGEST or record.count("\n") >= _MOST_LINES:
        return False
    folded = fold(record)
    if not has_stem(folded) or not (_has_sign(folded) or _breaks_down(folded) or "WARN" in record):
        return False
    # Within a JSON string, the quotes of a title are escaped.
    text = remove_quoted(remove_names(record).replace('\\"', "`"))
    return any(_says_failed(line) for line in text.split("\n"))


def _says_failed(text: str) -> bool:
    is_about_content = _is_about_content(text)
    found = _breaks_down(fold(text)) and _BREAKDOWN.search(text) is not None
    found = found or (is_about_content and any(p.search(text) is not None for p in (_LEAD, _SUBJECT, _EXPECTED)))
    return (found or (is_about_content and _is_skipped_as_bad(text))) and _HARMLESS.search(text) is None


def _is_skipped_as_bad(text: str) -> bool:
    skipped = _SKIPPED.search(text)
    if skipped is None:
        return False
    rest = text[skipped.end() :]
    reason = _REASON.search(rest)
    return reason is not None and (looks_like_a_finding(rest) or says_what_is_wrong(rest[reason.start() :]))
