"""The material of content and logs: rules, items, messages, and lines that say nothing or too much."""

from __future__ import annotations

import random

from tests.storm.truth import Finding, Severity

RULES = ("ART-101", "ART-104", "ART-201", "ART-204", "FLD-201", "TOP-102", "400-10424", "ABC_X-1")
FOLDERS = ("Billing", "Billing/Refunds", "Archive", "Archive/2019", "Internet/Setup", "日本語/設定", "Größe & Maß")
TITLES = (
    "How to get a refund", "Restart your hub", "Error handling for beginners", "0 errors, 0 warnings", "Warning signs",
    "It's \"quoted\"", "a, b; c|d", "INFO: all is well", "naïve café", "設定方法", "[Error] codes",
    "100 % failed", "x=1 level=info",
    '{"errors":[{"code":"ART-201","message":"x"}]}', '{"success": true, "errors": []}', '[{"code": "ART-201"}]',
    "article 'Archive/2019/Old': fine", " <@> INFO <@> ", "Errors (0):", "</testcase>", "]]>", "::error::x", "%s %(x)s {0}",
    "back\\slash", "Ω≈ç√∫", "🚀 launch",
)  # fmt: skip
MESSAGES = (
    "required field 'content' is missing", "content file 'content/refund.html' does not exist", "has no title",
    "language 'en-UK' is not supported", "refers to record 17, which is missing", "refers to record 18, which is missing",
    "row 1 is not complete", "row 999 is not complete", "same path as articles[3]", "same path as articles[7]",
    "link to 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is dead", "link to 6fa459ea-ee8a-3ca4-894e-db77e160355e is dead",
    "date '2026-02-30T10:00:00Z' is not valid", "took 1200 ms, and is not complete", 'title is empty: ""',
    "0 errors expected, and 1 found", 'says {"level": "INFO", "errors": []}', "is not valid & <b>not closed</b>",
)  # fmt: skip
#: A signature of a third party, which no output may show.
SIGNATURE = "canarysignature5f2c9a7be1d04c63"
BEARER = "canarybearer8Jd02kfQx7"
SECRETIVE = (
    f"cannot fetch https://pictures.s3.amazonaws.com/a.png?X-Amz-Expires=60&X-Amz-Signature={SIGNATURE}",
    f"hook answered 401 to Authorization: Bearer {BEARER}",
)
PLAIN = (
    "validation started", "checked article {n}", "processed {n} of 5000 items", "reading articles.json",
    "folder 'Error pages' checked", "took {n} ms", "no errors so far", "thread pool has {n} threads", "retrying is off",
)  # fmt: skip


def finding(random_: random.Random, *, is_plain: bool) -> Finding:
    """Make up a finding; ``is_plain`` leaves out what confuses a careless reader."""
    kind = random_.choice(("article", "article", "article", "folder", "topic", "portal", ""))
    titles, messages = (TITLES[:2], MESSAGES[:4]) if is_plain else (TITLES, MESSAGES)
    name = random_.choice(titles).replace("/", "|")
    path = f"{random_.choice(FOLDERS)}/{name}" if kind in {"article", "folder"} else name
    rule = random_.choice((*RULES, "")) if kind else random_.choice(RULES)
    message = random_.choice(SECRETIVE) if random_.random() < 0.04 else random_.choice(messages)
    index = sum(path.encode()) % 1000 if random_.random() < 0.5 and kind else None
    severity = Severity.ERROR if random_.random() < 0.6 else Severity.WARNING
    return Finding(severity, rule, kind, path if kind else "", index, message)


#: Lines at an informational level, or at none, that are never harmless. ``{h}`` is the start of an informational line.
BAD = {
    "info-bracket-error": "{h}[Error] title is missing in article 'X'",
    "info-error-colon": "{h}ERROR: title is missing in article 'X'",
    "info-stars": "{h}*** ERROR *** title is missing in article 'X'",
    "info-round": "{h}(ERROR) title is missing",
    "bracket-worker": "[2024-03-01 10:00:00,123 INFO worker] ERROR: title is missing in article 'X'",
    "info-total": "{h}validation finished: 10 items, 3 errors",
    "info-notice-failed": "{h}[notice] Processed 9 items (6 created, 2 updated, 1 failed, 0 ignored)",
    "info-ended-badly": "{h}validation finished with errors, see log",
    "info-hook": '{h}hook said {"success": false, "error": "no title"}',
    "info-hook-text": '{h}hook said {"success": "false", "error": "no title"}',
    "german": "FEHLER Artikel 'X' hat keinen Titel",
    "german-time": "2024-03-01 10:00:00,123 FEHLER [main] c.e.V - Artikel 'X' hat keinen Titel",
    "french": "ERREUR : l'article 'X' n'a pas de titre",
    "tap": "not ok 3 - article 'X' has a title",
    "cross": "✗ article 'X' has no title",
    "red-cross": "❌ article 'X' has no title",
    "pino": '{"level": 50, "time": 1709287200000, "msg": "article X has no title"}',
    "bunyan": '{"name": "check", "level": 60, "msg": "article X has no title", "v": 0}',
    "unknown-severity": '{"severity": "BLOCKER", "message": "article X has no title"}',
    "gap-marker": "[... 120 lines omitted ...]",
    "gap-log": "{h}log truncated, 4 MB reached",
    "gap-messages": "{h}120 log messages were dropped, the queue is full",
    "gap-errors": "{h}too many errors, only the first 100 are shown",
    "gap-others": "{h}12 more errors not shown",
    "json-error": '{"level": "INFO", "message": "checked", "error": "article X has no title"}',
}  # fmt: skip
#: Those of them, and of the documents below, that only their prose makes bad: a job's counts may say that they are harmless.
OPEN = frozenset({"json-error", "document-info-section"})
#: Lines that state nothing bad, whatever their words.
BENIGN = {
    "no-errors": "{h}validation finished: 0 errors, 0 warnings",
    "named-error": "{h}article 'Error handling' was checked",
    "hook-fine": '{h}hook said {"success": true, "errors": []}',
    "json-info": '{"level": "INFO", "message": "checked"}',
}
#: Documents that are a complete log, each with something bad in it.
DOCUMENTS = {
    "valid-false": '{"errors": [], "articles": [{"name": "A", "valid": false}]}\n',
    "status-failed": '{"errors": [], "items": [{"name": "A", "status": "failed", "reason": "no title"}]}\n',
    "count-only": '{"success": true, "errors": 3}\n',
    "info-section": "2024-03-01 10:00:00,123 INFO [main] c.e.V - Validation results:\n"
    "    Article 'X' has no alternative text for image 3\n",
    "ok-row": "status,article,note\nOK,A,fine\nOK,B,ERROR: body is empty\n",
    "notes-bullet": "Summary:\n  12 articles\nNotes:\n- ERROR Article 'X': empty\n",
    "unknown-heading": "Fehler (1):\n- Artikel 7 ohne Titel\n",
}  # fmt: skip
