"""The job's final response as the service sends it, and lies and oddities in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.storm import words
from tests.storm.truth import Claim, Fate, Finding, counts, item_counts, worse

Document = dict[str, Any]
BASE_ITEMS = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """A status response as text, and what it claims."""

    text: str
    claim: Claim


def honest(findings: Sequence[Finding], *, by_item: bool, location: str | None) -> tuple[Document, Claim]:
    """Return the true final response of a job, counted by item if that is possible and requested."""
    by_items = item_counts(findings)
    errors, warnings = by_items[0] if by_item and by_items else counts(findings)
    named = {finding.item for finding in findings if finding.item}
    total = BASE_ITEMS + len(named) + sum(finding.item is None for finding in findings)
    if by_item and by_items:
        total = BASE_ITEMS + errors + warnings
    document: Document = {
        "status": "Successful",
        "jobType": "Validation",
        "progress": {"processed": total, "total": total, "percentage": 100},
        "startTime": "2026-11-23T10:00:00.000Z",
        "completionTime": "2026-11-23T10:05:00.000Z",
        "results": {"successful": BASE_ITEMS, "warnings": warnings, "errors": errors},
    }
    if location is not None:
        document["logFileLocation"] = location
    return document, Claim(Fate.WHOLE, errors, warnings, total, BASE_ITEMS)


@dataclass(frozen=True, slots=True)
class Lie:
    """``tell`` changes the response, and returns what it claims then."""

    tell: Callable[[Document, Claim], Claim]


def _claims(errors: Callable[[Claim], int], warnings: Callable[[Claim], int]) -> Lie:
    """Other counts that are plausible in themselves."""

    def tell(document: Document, claim: Claim) -> Claim:
        changed = replace(claim, errors=errors(claim), warnings=warnings(claim), successful=BASE_ITEMS)
        document["results"] = {
            "successful": BASE_ITEMS,
            "warnings": changed.warnings,
            "errors": changed.errors,
        }
        # The number of items matches the counts, so that only the log contradicts them.
        total = BASE_ITEMS + changed.errors + changed.warnings
        if "progress" in document:
            document["progress"] = {"processed": total, "total": total, "percentage": 100}
            changed = replace(changed, processed=total)
        return changed

    return Lie(tell)


def _sets(part: str | None, fate: Fate, **fields: Any) -> Lie:
    """Set fields of the response or of a part of it."""

    def tell(document: Document, claim: Claim) -> Claim:
        target = document.setdefault(part, {}) if part else document
        if isinstance(target, dict):
            target.update(fields)
        return replace(claim, fate=worse(claim.fate, fate))

    return Lie(tell)


def _drops(part: str | None, fate: Fate, *names: str) -> Lie:
    def tell(document: Document, claim: Claim) -> Claim:
        target = document.get(part, {}) if part else document
        for name in names:
            if isinstance(target, dict):
                target.pop(name, None)
        has_items = "progress" in document and "processed" in (document["progress"] or {})
        return replace(
            claim,
            fate=worse(claim.fate, fate),
            processed=claim.processed if has_items else None,
            successful=None if "successful" in names else claim.successful,
        )

    return Lie(tell)


def _as_floats(document: Document, claim: Claim) -> Claim:
    for part in ("progress", "results"):
        if isinstance(document.get(part), dict):
            document[part] = {
                name: float(value) if isinstance(value, int) else value for name, value in document[part].items()
            }
    return claim


def _misspelt(document: Document, claim: Claim) -> Claim:
    if isinstance(document.get("results"), dict) and "successful" in document["results"]:
        document["results"]["succesfull"] = document["results"].pop("successful")
    return claim


def _no_items(document: Document, claim: Claim) -> Claim:
    """No content was validated, and only the counts say so."""
    document["results"] = {"successful": 0, "warnings": 0, "errors": 0}
    document.pop("progress", None)
    return replace(claim, fate=Fate.BROKEN)


def _empty_progress(document: Document, claim: Claim) -> Claim:
    document["progress"] = {}
    return replace(claim, fate=worse(claim.fate, Fate.UNSURE), processed=None)


B, W, U = Fate.BROKEN, Fate.WHOLE, Fate.UNSURE
LIES: dict[str, Lie] = {
    # Wrong counts: only the log shows it.
    "nought": _claims(lambda _: 0, lambda _: 0),
    "no-errors": _claims(lambda _: 0, lambda claim: claim.warnings),
    "no-warnings": _claims(lambda claim: claim.errors, lambda _: 0),
    "swapped": _claims(lambda claim: claim.warnings, lambda claim: claim.errors),
    "error-more": _claims(lambda claim: claim.errors + 1, lambda claim: claim.warnings),
    "error-less": _claims(lambda claim: max(claim.errors - 1, 0), lambda claim: claim.warnings),
    "warning-more": _claims(lambda claim: claim.errors, lambda claim: claim.warnings + 1),
    "warning-less": _claims(lambda claim: claim.errors, lambda claim: max(claim.warnings - 1, 0)),
    "others": _claims(lambda _: 7, lambda _: 3),
    # Values that are not counts.
    "results-gone": _drops(None, B, "results"),
    "results-null": _sets(None, B, results=None),
    "results-list": _sets(None, B, results=[1, 2]),
    "errors-gone": _drops("results", B, "errors"),
    "warnings-gone": _drops("results", B, "warnings"),
    "errors-text": _sets("results", B, errors="none"),
    "warnings-text": _sets("results", B, warnings="0"),
    "errors-negative": _sets("results", B, errors=-1),
    "warnings-negative": _sets("results", B, warnings=-2),
    "errors-true": _sets("results", B, errors=True),
    "errors-half": _sets("results", B, errors=0.5),
    "errors-list": _sets("results", B, errors=[]),
    "successful-text": _sets("results", B, successful="none"),
    "successful-negative": _sets("results", B, successful=-5),
    "successful-too-many": _sets("results", B, successful=100_000),
    "successful-gone": _drops("results", W, "successful"),
    "unknown-bad-count": _sets("results", B, failed=3),
    "unknown-critical-count": _sets("results", B, critical=1),
    "unknown-rejected-count": _sets("results", B, rejectedItems=2),
    "unknown-bad-nought": _sets("results", W, failed=0),
    "unknown-count": _sets("results", U, infos=4),
    # Progress.
    "nothing-processed": _sets("progress", B, processed=0, total=0, percentage=0),
    "nothing-at-all": Lie(_no_items),
    "half": _sets("progress", B, processed=5, total=10, percentage=50),
    "half-percent": _sets("progress", B, percentage=50),
    "less-processed": _sets("progress", B, total=1_000_000),
    "processed-negative": _sets("progress", B, processed=-5),
    "processed-text": _sets("progress", B, processed="20"),
    "percentage-text": _sets("progress", B, percentage="50 %"),
    "progress-text": _sets(None, B, progress="half"),
    "progress-gone": _drops(None, W, "progress"),
    "progress-empty": Lie(_empty_progress),
    "percentage-gone": _drops("progress", W, "percentage"),
    "processed-gone": _drops("progress", U, "processed"),
    # Words.
    "failed": _sets(None, B, status="Failed", error="Disk full", retryable=True),
    "failed-plain": _sets(None, B, status="Failed"),
    "cancelled": _sets(None, B, status="Cancelled"),
    "unknown-word": _sets(None, B, status="Successful with errors"),
    "look-alike": _sets(None, B, status="\u017fuccessful"),
    "look-alike-cyrillic": _sets(None, B, status="Succ\u0435ssful"),
    "word-done": _sets(None, B, status="Done"),
    "completed": _sets(None, W, status="Completed"),
    "word-small": _sets(None, W, status=" successful "),
    # Other fields.
    "error-text": _sets(None, B, error="Disk full"),
    "error-secret": _sets(None, B, error=f"GET https://b.s3.amazonaws.com/x?X-Amz-Signature={words.SIGNATURE} failed"),
    "operation-secret": _sets(None, W, currentOperation=f"uses Authorization: Bearer {words.BEARER}"),
    "error-object": _sets(None, B, error={"code": "500-1"}),
    "error-empty-object": _sets(None, W, error={}),
    "error-empty-list": _sets(None, W, error=[]),
    "error-nought": _sets(None, W, error=0),
    "error-false": _sets(None, W, error=False),
    "error-empty": _sets(None, W, error=""),
    "error-null": _sets(None, W, error=None),
    "failure-time": _sets(None, B, failureTime="2026-11-23T10:01:00.000Z"),
    "failure-number": _sets(None, B, failureTime=1709287200000),
    "job-type-gone": _drops(None, W, "jobType"),
    "times-odd": _sets(None, W, startTime="yesterday", completionTime=17),
    # What an undocumented field says.
    "message-bad": _sets(None, B, message="3 articles could not be validated"),
    "message-good": _sets(None, W, message="Validation completed without errors"),
    "log-truncated": _sets(None, B, logTruncated=True),
    "timed-out": _sets("results", B, timedOut=2),
    "steps": _sets(None, B, steps=[{"name": "links", "status": "Failed"}]),
    "phases": _sets(None, B, phases=[{"name": "links", "errors": 17}]),
    "results-in-list": _sets(None, B, results=[{"successful": 20, "warnings": 0, "errors": 0}]),
    "errors-digits": _sets("results", B, errors="0"),
    "errors-huge": _sets("results", B, errors=10**30),
    "errors-null": _sets("results", B, errors=None),
    "in-progress": _sets(None, B, status="In Progress"),
    "complete-false": _sets(None, B, complete=False),
    "remaining": _sets("progress", B, remaining=5),
    "floats": Lie(_as_floats),
    "misspelt": Lie(_misspelt),
    "more-fields": _sets(None, W, links=[{"rel": "self"}], message="done"),
}
#: Changes of the response's text.
TEXTS: dict[str, tuple[Callable[[str], str], Fate]] = {
    "status-twice": (lambda text: '{"status": "Failed", ' + text[1:], B),
    "errors-twice": (lambda text: text.replace('"errors":', '"errors": 5, "errors":'), B),
    "results-twice": (lambda text: text[:-1] + ', "results": {"successful": 21, "warnings": 0, "errors": 0}}', B),
    "same-twice": (lambda text: text[:-1] + ', "jobType": "Validation"}', U),
    "huge": (lambda text: text.replace('"percentage": 100', '"percentage": 1e999'), U),
    "errors-nan": (lambda text: re.sub(r'"errors": \d+', '"errors": NaN', text), B),
    "status-in-capitals": (lambda text: text[:-1] + ', "Status": "Failed"}', B),
    "results-in-capitals": (lambda text: text[:-1] + ', "Results": {"errors": 3, "warnings": 0}}', B),
    "status-escaped": (lambda text: text[:-1] + ', "\\u0073tatus": "Failed"}', B),
    "byte-order-mark": (lambda text: f"\ufeff{text}", U),
    "text-twice": (lambda text: text * 2, B),
    "text-in-data": (lambda text: f'{{"data": {text}}}', B),
    "text-cut": (lambda text: text[:-9], B),
    "text-empty": (lambda _: "", B),
    "text-html": (lambda _: "<html>Bad gateway</html>", B),
    "text-list": (lambda text: f"[{text}]", B),
    "no-status": (lambda text: text.replace('"status"', '"state"'), B),
}


def answer(findings: Sequence[Finding], lies: Sequence[str], *, by_item: bool, location: str | None) -> Answer:
    """Return the final response with these lies in it, one after the other."""
    document, claim = honest(findings, by_item=by_item, location=location)
    for name in lies:
        if name in LIES:
            claim = LIES[name].tell(document, claim)
    text = json.dumps(document, ensure_ascii=False)
    for name in lies:
        if name in TEXTS:
            change, fate = TEXTS[name]
            changed = change(text)
            claim = replace(claim, fate=worse(claim.fate, fate if changed != text else Fate.WHOLE))
            text = changed
    return Answer(text, claim)
