"""Lines without a level that say what failed: in a sentence, by the message of a system call, or by the status of a request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, ParsedEntry, read_number
from pytest_contentjobs.joblog.formats.parts.bad_words import says_what_is_wrong
from pytest_contentjobs.joblog.formats.parts.inner import make_entries
from pytest_contentjobs.joblog.formats.parts.levels import is_doubtful
from pytest_contentjobs.joblog.formats.parts.places import is_file
from pytest_contentjobs.joblog.vocabulary.item_outcomes import read_item_outcome
from pytest_contentjobs.model import Severity

__all__ = ["read_change", "read_failure", "read_request", "read_row", "read_script_failure"]

# A sentence that says what was not done; neither a heading nor a count.
_FAILURE = re.compile(
    r"(?:(?:Failed|Unable|Not able|Was unable)\sto|Could\snot|Couldn['\u2019]t|Cannot|Can\snot|Can['\u2019]t"
    r"|(?:Error|Exception|Failure|Problem)\s(?!reporting|handling|logging|tracking|checking)[a-z]{2,20}ing"
    r"|(?:An\s)?(?:[A-Za-z]{3,20}\s)?[Ee]rrors?\soccurr?ed\s(?:when|while|during|in|at))"
    r"\s[^\W\d_]{2,}[^\n]*(?<![:=\s\d])(?:(?<![:=\s])\s+\d+)?[.!]?\s*"
)
# A sentence that says with what nothing could be done; the job's counts say what a numbered list is.
_NOT_DONE = re.compile(
    r"(?!\d{1,6}[.)]\s)[^\s:][^:\n]{0,300}?\s(?:(?:could\snot|couldn['\u2019]t|cannot|can['\u2019]t)\sbe|(?:was|were)\snot|(?:was|were)n['\u2019]t)\s"
    r"(?:imported|loaded|created|saved|stored|updated|inserted|published|migrated|converted|copied|uploaded|downloaded|read|opened"
    r"|parsed|found|resolved|fetched|written|processed|validated|indexed|deleted|moved|replaced|added|applied|determined)\b[^\n]*"
)
# The same in other languages, without a number that may be how many.
_NOT_DONE_ELSEWHERE = re.compile(
    r"(?=\D{3})[^\n]{0,300}?(?:\bkonnten?\snicht\s[^\n]{1,200}\swerden\b|\bn['\u2019](?:a|ont)\spas\spu\s(?:\u00eatre\s)?[^\W\d_]"
    r"|\bno\sse\s(?:pudo|pudieron|ha\spodido)\s[^\W\d_]|\bn\u00e3o\s(?:foi\sposs\u00edvel|p\u00f4de\sser)\s[^\W\d_]"
    r"|\bnon\s\u00e8\sstato\spossibile\s[^\W\d_]|(?<!\d件を)(?:正しくありません|見つかりません|存在しません))[^\n]*",
    re.IGNORECASE,
)
# What failed, and why: "upload failed: …"; behind a colon may also stand how many.
_FAILED = re.compile(r"(?:[A-Za-z][\w-]{1,30}\s){1,3}failed(?::|\sfor)\s+(?!\d[\d.,]*(?:\s|$))[^\s=][^\n]*")
# What strerror and gai_strerror of the GNU C library say about files and connections.
_MESSAGES = (
    "Operation not permitted|No such file or directory|Input/output error|Permission denied|File exists|Not a directory"
    "|Is a directory|Too many open files|File too large|No space left on device|Read-only file system|Broken pipe"
    "|File name too long|Directory not empty|Too many levels of symbolic links|Connection (?:timed out|refused|reset by peer)"
    "|No route to host|Network is unreachable|Disk quota exceeded|Stale file handle|Name or service not known"
    "|Temporary failure in name resolution|Invalid cross-device link|Text file busy|Resource temporarily unavailable"
)
_SYSTEM_ERROR = re.compile(
    rf"[^\s:][^\n:]{{0,80}}:\s[^\n]{{0,2000}}?(?:{_MESSAGES})(?:\s\(\d{{1,3}}\)|[.!)]|\s\[\d{{1,3}}\])?\s{{0,8}}"
)
# What stylesheets of DocBook say of an element that they do not know.
_UNMATCHED = re.compile(
    r"Element \S{1,200} in namespace '[^'\n]{0,400}' encountered in \S{1,200}, but no template matches\."
)
_FAILURES = (_UNMATCHED, _FAILURE, _NOT_DONE, _NOT_DONE_ELSEWHERE, _FAILED, _SYSTEM_ERROR)
_STATUS = re.compile(
    r"\s{0,8}(?:[\[(](?P<bracketed>[1-5]\d\d|0)[\])](?=[ \t:]{1,8}(?=[^\s\[({]\S{0,400}[/.]|#)\S+\s*$)"
    r"|(?:[\[(](?P<before>[1-5]\d\d)[\])]|(?P<plain>[45]\d\d))(?=[ \t:]{1,8}(?:[a-z][a-z0-9+.-]{1,20}:/)?/\S))[ \t:]{1,8}"
)
# What PHP's interpreter finds odd.
_PHP_NOTICE = re.compile(
    r"(?:PHP\s)?(?:Notice|Deprecated|Strict Standards):\s{1,4}(?P<text>\S[^\n]{0,2000}?)\sin\s(?P<file>\S{1,400})\son line\s"
    r"(?P<line>\d{1,9})\s{0,8}"
)
# To read what is not there may be a part of an import's work, to write without success is not.
_REQUEST = re.compile(
    r"\s{0,8}(?:POST|PUT|PATCH|DELETE)\s\S{1,2000}\s(?:(?:->|=>|\u2192|:|-)\s)?(?P<status>[1-5]\d\d)(?=[\s:,]|$)"
)
# What is said of one row of a file, and words for what is wrong with it beside those of any text.
_ROW = re.compile(
    r"\s{0,8}(?:[-*\u2022]\s)?(?:[Rr]ow|[Ll]ine|[Rr]ecord|[Zz]eile|[Ll]igne|[Ff]ila|[Ll]ínea|[Ll]inha|[Rr]iga)\s(?:#|[Nn]o\.?\s)?\d{1,9}"
    r"(?:\s?[:)]|\s[-\u2013])\s{1,4}(?!\d+\s{0,8}$)(?P<text>[^\s=][^\n]*)"
)
_WRONG_WITH_ROW = re.compile(
    r"\b(?:not|isn['\u2019]t|required|must|should|already|expected|mandatory|fehlt|obligatoire|obligatorio|obrigatório|obbligatorio)\b"
)
# What an import of a repository did with a path, by a letter or a dash, and the exception if it failed: "A /content/help".
_CHANGED = re.compile(
    r"(?:(?P<failed>E)|[AUM-])\s{1,4}/\S{0,400}(?P<why>\s\((?:[\w$]{1,80}\.){0,20}[\w$]{0,80}(?:Exception|Error)\b[^\n]{0,2000}\))?\s{0,8}"
)
_FIRST_BAD = 400
# What Perl's "die" and "warn" add to a text: where they were called, and the line that was read last.
_PERL = re.compile(
    r"(?P<text>\S[^\n]{0,2000}?)\sat\s(?P<file>\S{1,400})\sline\s(?P<line>\d{1,9})(?:,\s<[^<>\n]{0,60}>\s(?:line|chunk)\s\d{1,12})?\.\s{0,8}"
)
# What the interpreter itself warns of, as perldiag(1) has it.
_PERL_WARNING = re.compile(
    r"(?:Use of|Useless use of|Odd number of|Deep recursion|Wide character|Subroutine \S+ redefined)\s|(?:Argument|Name) \""
)


def read_failure(line: str) -> Sequence[ParsedEntry] | None:
    """Read a sentence like ``Failed to read …``, or ``cp: cannot stat 'a': Permission denied``."""
    is_failure = any(pattern.fullmatch(line) for pattern in _FAILURES)
    return make_entries(Severity.ERROR, line.strip()) if is_failure else None


def read_script_failure(line: str) -> Sequence[ParsedEntry] | None:
    """Read what a script of Perl said when it died or warned, ``No topic at load.pl line 41.``, or what PHP finds odd."""
    notice = _PHP_NOTICE.fullmatch(line)
    match = notice or _PERL.fullmatch(line)
    if match is None or not is_file(match["file"]):
        return None
    severity = Severity.WARNING if notice or _PERL_WARNING.match(line) else Severity.ERROR
    (entry,) = make_entries(severity, match["text"])
    return (replace(entry, file=match["file"], line=read_number(match["line"])),)


def read_row(line: str) -> Sequence[ParsedEntry] | None:
    """Read what is wrong with one row: ``Row 4: Title can't be blank``; None if the text does not say that something is."""
    row = _ROW.fullmatch(line)
    if row is None:
        return None
    text = row["text"].strip()
    outcome = read_item_outcome(text)
    if outcome is Severity.INFO:
        return make_entries(None, text)
    is_wrong = says_what_is_wrong(text) or is_doubtful(text) or _WRONG_WITH_ROW.search(text)
    return make_entries(outcome or Severity.ERROR, line.strip()) if outcome or is_wrong else None


def read_change(line: str) -> Sequence[ParsedEntry] | None:
    """Read what was done with a path, ``A /content/help`` or ``E /content/help (javax.jcr.RepositoryException: …)``."""
    match = _CHANGED.fullmatch(line)
    if match is None or bool(match["failed"]) is not bool(match["why"]):
        return None
    return make_entries(Severity.ERROR, line[1:].strip()) if match["failed"] else INFORMATIONAL


def read_request(line: str) -> Sequence[ParsedEntry] | None:
    """Read a line with the status of a request before its address, or behind its method and address.

    Behind a good one, the text must not say what is wrong.
    """
    match = _REQUEST.match(line) or _STATUS.match(line)
    if match is None:
        return None
    status = int(next(filter(None, match.groups())))
    # Link checkers write 0 if there was no response.
    if status >= _FIRST_BAD or not status:
        return make_entries(Severity.ERROR, line.strip())
    text = line[match.end() :]
    return None if is_doubtful(text) or says_what_is_wrong(text) else make_entries(None, text)
