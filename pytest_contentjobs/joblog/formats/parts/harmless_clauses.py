"""The clauses of a sentence that report no failure although they name one: what is tried again, repaired or only checked.

A clause frees itself and, if it says what was done about it, what stands before it: "image missing, using the default". It
says nothing about what follows: "using the default template, article 12 failed".
"""

from __future__ import annotations

import re

from pytest_contentjobs.joblog.formats.parts.stems import fold, has_stem

__all__ = ["remove_harmless_clauses"]

_BOUNDARY = re.compile(
    r"([,;:](?=\s|$)|[.]{1,3}(?=\s|$)|\u2026|[ ][-\u2013\u2014=]{1,2}>?[ ]|[\[\](){}]"
    r"|(?<=[ ])(?:but|however|although|though|aber|mais|pero)(?=[ ]))",
    re.IGNORECASE,
)
# The verdict of xmllint about a file whose errors stand above it.
_VERDICT = re.compile(r"\A\S{1,300}[ ]fails[ ]to[ ]validate\Z")
# Scripts drop what is not there.
_DROPPED = re.compile(
    r"\b(?:table|tabell?[ae]|relation|schema|sequence|view|constraint|trigger|role|extension)[ ]_[ ].{0,60}(?:skipping|ignor"
    r"|\u00fcbersprungen|omit)|\b(?:unknown[ ]table|unbekannte[ ]tabelle|table[ ]inconnue)\b",
    re.IGNORECASE,
)
# What is tried again, or has a substitute, did not fail.
_SUBSTITUTED = re.compile(
    r"\b(?:retrying(?![ ]is\b)|will[ ](?:be[ ])?retr(?:y|ied)|try(?:ing)?[ ]again|retry[ ]\d|going[ ]to[ ]create"
    r"|using[ ](?:the[ ]|its[ ]|an?[ ])?(?:defaults?|fallback|built-?in)|fall(?:s|ing)?[ ]back"
    r"|not[ ]a[ ](?:problem|failure))\b",
    re.IGNORECASE,
)
# What is missing is created, and what is wrong is repaired; after what could not be done, that is about something else.
_REPAIRED = re.compile(
    r"\b(?<!not )(?<!not be )(?<!not been )(?<!cannot be )"
    r"(?:creating|(?:load|fetch|add|download)ing[ ](?:it|them)\b|fixed|repaired|corrected|resolved[ ]\w)",
    re.IGNORECASE,
)
_BEGINS_REPAIRED = re.compile(r"\A\W*(?:fixed|repaired|corrected|resolved)[ ]", re.IGNORECASE)
_ENDED_BADLY = re.compile(
    r"\b(?:fail(?:ed|s)|rejected|aborted|not[ ]\w+|in[ ]vain|without[ ]success)\W*\Z", re.IGNORECASE
)
# What only names a failure: checks, settings, and what is allowed.
_NAMED = re.compile(
    r"\b(?:handler|handling(?![ ](?:\w+[ ])?(?:\d|_))|threshold|detection|no[ ]longer(?![ ](?:exist|available|valid|supported))"
    r"|not[ ]exist[ ]yet"
    r"|(?:are|were|titles?|names?)[ ](?:allowed|ignored|kept|tolerated)"
    r"|(?:check(?:er|s|ed|ing)?|scan(?:ner|ning)?|report|tests?|validator|list)[ ]"
    r"(?:ok|passed|done|finished|completed|started|enabled|disabled|is|was))\b",
    re.IGNORECASE,
)
_SOUGHT = re.compile(r"\b(?:checking|looking|searching|scanning)[ ]for\b", re.IGNORECASE)
_PASSED = re.compile(
    r"(?<!not )(?<!partially )(?<!n't )\b(?:ok|passed|done|successful(?:ly)?|succeeded|enabled|disabled)\W{0,4}\Z",
    re.IGNORECASE,
)
_OUTCOME = re.compile(r"\A\W*\w{1,14}\W*\Z")
# What could not be done is not undone by what was done next.
_NOT_DONE = re.compile(
    r"\A\W*(?:(?:we|it|import|importer|validator)[ ])?(?:(?:failed|failure|unable)[ ]to[ ]|(?:could|did)(?:[ ]?not|n't)[ ]"
    r"|(?:errors?|exceptions?)[ ](?=while\b|when\b|during\b|(?!handling)\w{2,20}ing\b))(?!find\b|locate\b)\w",
    re.IGNORECASE,
)
_CAUSE = re.compile(r"\b(?:because|since|as|for|if|when|weil|da|car|porque)\b", re.IGNORECASE)
_ANOTHER_NAME = re.compile(r"\A(?!\s*(?:to|by|with|as|automatically)\b).*?(?:\d|\b_\b)")


def remove_harmless_clauses(text: str) -> str:
    """Return a line without the clauses that report no failure, and without what they say is repaired or tried again."""
    if _VERDICT.search(text):
        return ""
    parts = _BOUNDARY.split(_DROPPED.sub(" ", text))
    kept = ""
    before = separator = ""
    for clause, following in zip(parts[::2], [*parts[1::2], ""], strict=True):
        rest = _leave_harmless(clause)
        if _frees_what_is_before(clause, before, separator):
            kept = ""
        kept += rest + following
        before, separator = clause, following.strip()
    return kept


def _leave_harmless(clause: str) -> str:
    if _NOT_DONE.search(clause):
        return clause
    if _PASSED.search(clause):
        return ""
    if sought := _SOUGHT.search(clause):
        # What is sought is named as what is wrong; anything else may be what was not found.
        rest = clause[sought.end() :]
        return "" if has_stem(fold(rest)) else rest
    match = _SUBSTITUTED.search(clause) or _REPAIRED.search(clause) or _NAMED.search(clause)
    if match is None:
        return clause
    rest = clause[match.end() :]
    is_free = _CAUSE.search(rest) or _BEGINS_REPAIRED.search(clause)
    return "" if is_free and not _ENDED_BADLY.search(rest) else rest


def _frees_what_is_before(clause: str, before: str, separator: str) -> bool:
    if _SUBSTITUTED.search(clause):
        return True
    if _NOT_DONE.search(before):
        return False
    if _OUTCOME.search(clause) and _PASSED.search(clause):
        return separator not in (",", ";", ".")
    repaired = _REPAIRED.search(clause)
    if repaired is None:
        return False
    return repaired[0].lower().endswith(("ing", "it", "them")) or _ANOTHER_NAME.search(clause[repaired.end() :]) is None
