"""Bad news that could be taken for routine: each log is red, by itself and with a job that claims to be clean."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.support import CLEAN_LOG, finished

Gate = Callable[..., pytest.RunResult]
RED = {1, 10}
CLEAN = {0}
H = "2024-03-01 10:00:00,123 INFO [main] c.e.V - validated article A\n"
#: As long as lines may be, so that few of them fill the blocks in which a log is read.
LONG = H.replace("article A", f"article {'A' * 900}")
AT = "2024-03-01 10:00:00,123"


@dataclass(frozen=True)
class Log:
    """A log, and the right exit statuses, by itself and with a job that claims 0 errors and 0 warnings.

    ``buried`` puts the text between this many routine lines, so that it is far from both ends of the log.
    """

    text: str
    alone: frozenset[int] | set[int] = frozenset(RED)
    beside_none: frozenset[int] | set[int] = frozenset({10})
    buried: bool = False

    @property
    def content(self) -> str:
        return LONG * 320 + self.text + LONG * 800 if self.buried else self.text


def buried(text: str) -> Log:
    return Log(text, buried=True)


def below(line: str, text: str = "Validation results:") -> str:
    return f"{CLEAN_LOG}{AT} INFO [main] c.e.V - {text}\n{line}\n"


LOGS = {
    # Below an informational line and indented: what has a structure or says in small words what is wrong does not belong to it.
    "a JSON object below": Log(
        below('    {"level": 50, "time": 1709287200000, "msg": "article X has a body of 0 bytes"}')
    ),
    "a JSON object below, after a tab": Log(below('\t{"lvl": "E", "msg": "article X has a body of 0 bytes"}')),
    "a JSON list below": Log(below('    ["article X", "body of 0 bytes"]')),
    "an element below": Log(below('    <testcase name="X"><failure>body of 0 bytes</failure></testcase>')),
    "an element below, of another name": Log(below('    <issue severity="2" item="X">body of 0 bytes</issue>')),
    "a row below": Log(below("    | E | article X | body of 0 bytes |")),
    "a small word below": Log(below("    article X has no title")),
    "another small word below": Log(below("    the title of article X is too long")),
    "a number below": Log(below("    rejected: 2, accepted: 7")),
    "a line that begins with a level's letter below": Log(below("    E: article X, body of 0 bytes")),
    "a flag below": Log(below("\tvalid: false")),
    "another flag below": Log(below("\tok = no")),
    "a result below": Log(below("\tresult=KO")),
    # The log itself says that no content was validated.
    "nothing was validated": Log(below("", "0 articles validated")),
    "nothing was validated, the other way round": Log(below("", "Validated 0 content items in 3 ms")),
    "nothing to validate": Log(below("", "nothing to validate")),
    "no articles were found": Log(below("", "No articles were found in the package")),
    "the package is empty": Log(below("", "processed items: 0")),
    # How a program ended.
    "an exit code": buried(f"{AT} INFO [main] c.e.V - validator exited with code 3\n"),
    "an exit status": buried(f"{AT} INFO [main] c.e.V - process finished, exit status: 1\n"),
    "an exit code as a key": buried(f"{AT} INFO [main] c.e.V - done exitCode=2\n"),
    # A share of successes that is not all.
    "some of all are valid": Log(below("", "10 of 12 articles are valid")),
    "some of all passed": Log(below("", "passed: 10/12")),
    "a percentage is valid": Log(below("", "97% of the articles are valid")),
    "a percentage with a fraction": Log(below("", "99.9 % passed")),
    "KO in JSON": Log(
        '{"level": "info", "message": "start"}\n{"level": "info", "message": "article X", "status": "ko"}\n'
    ),
    "an HTTP status in JSON": Log(
        '{"level": "info", "message": "start"}\n{"level": "info", "statusCode": 500, "message": "article X"}\n',
        beside_none=CLEAN | {10},
    ),
    # A level in or after brackets, in the message of an informational line.
    "inner level in brackets": buried(f"{AT} INFO [Error] title is missing in article 'X'\n"),
    "inner level in brackets, fatal": buried(f"{AT} INFO [Fatal] title is missing in article 'X'\n"),
    "inner level in brackets, severe": buried(f"{AT} INFO [severe] title is missing in article 'X'\n"),
    "inner level in brackets behind a thread": buried(f"{AT} INFO [main] [Critical] title is missing in 'X'\n"),
    "inner level behind a thread": buried(f"{AT} INFO [main] FATAL: title is missing in article 'X'\n"),
    "inner level behind a logger": buried(f"{AT} INFO [main] c.e.V - ALERT: title is missing in article 'X'\n"),
    "inner level with stars": buried(f"{AT} INFO [main] c.e.V - **PANIC** title is missing in article 'X'\n"),
    "time and level share brackets": buried(f"[{AT} INFO worker] ERROR: title is missing in article 'X'\n"),
    "time and level share brackets, severe": buried(f"[{AT} INFO] SEVERE: title is missing in article 'X'\n"),
    "two columns of levels": buried(f"{AT} | INFO | CRITICAL: title is missing\n"),
    "a mark in front of the message": buried(f"{AT} INFO [main] c.e.V - ❌ title is missing\n"),
    "a warning sign in front of the message": buried(f"{AT} INFO ⚠️ title is missing\n"),
    "TAP in front of the message": buried(f"{AT} INFO [main] c.e.V - not ok 3 article A\n"),
    "German in front of the message": buried(f"{AT} INFO [main] c.e.V - FEHLER: Artikel ohne Titel\n"),
    "Japanese in front of the message": buried(f"{AT} INFO [main] c.e.V - エラー\uff1a 記事\n"),
    "two levels": Log(f"{AT} INFO ERROR article A is empty\n"),
    "two levels in brackets": Log("[INFO] [ERROR] article A is empty\n"),
    "two levels between bars": Log(f"{AT} | INFO | ERROR | article A\n"),
    "an outcome in brackets": buried(f"{AT} INFO [main] c.e.V - [FAIL] article A\n"),
    "an outcome first": buried(f"{AT} INFO [main] c.e.V - FAILED article A\n"),
    "an outcome last": buried(f"{AT} INFO [main] c.e.V - article A ... FAILED\n"),
    "an outcome behind its key": buried(f"{AT} INFO [main] c.e.V - article=A result=FAIL\n"),
    "NOK behind its key": buried(f"{AT} INFO [main] c.e.V - article=A result=NOK\n"),
    "KO behind its key": buried(f"{AT} INFO [main] c.e.V - status: KO, article A\n"),
    "NG behind its key": buried(f'{AT} INFO [main] c.e.V - article A, verdict="NG"\n'),
    "a severity behind its key": buried(f"{AT} INFO [main] c.e.V - severity=SEVERE article A\n"),
    "a letter in brackets": buried(f"{AT} INFO [main] c.e.V - [E] article A\n"),
    "another program's output": buried(f"{AT} INFO [main] c.e.V - stderr: ERROR article A is empty\n"),
    "an invisible character in a level": buried(f"{AT} INFO [main] c.e.V - E\u200bRROR: article A\n"),
    "a level in full-width letters": buried(f"{AT} INFO [main] c.e.V - \uff25\uff32\uff32\uff2f\uff32: article A\n"),
    "a level with a Cyrillic letter": buried(f"{AT} INFO [main] c.e.V - \u0415RROR: article A\n"),
    "a level behind a cursor's move": buried(f"{AT} INFO \x1b[1;31mERROR\x1b[K: article A\n"),
    "a level in a link's text": buried(f"{AT} INFO \x1b]8;;x\x07ERROR: article A\x1b]8;;\x07\n"),
    "a level and a blank": Log(f"{AT} INFO [main] c.e.V - ERROR title missing\n"),
    "an answer": buried(f"{AT} INFO [main] c.e.V - article=A valid=false\n"),
    "no as an answer": buried(f"{AT} INFO [main] c.e.V - article=A valid=no\n"),
    "no as an answer in quotes": buried(f"{AT} INFO [main] c.e.V - article A is_valid: 'No'\n"),
    "an answer in Python": buried(f"{AT} INFO [main] c.e.V - hook said {{'success': False, 'error': 'x'}}\n"),
    "a level behind its key": buried(f"{AT} INFO [main] c.e.V - level=error msg=x\n"),
    "an entry within an entry": buried(f"{AT} INFO [main] c.e.V - 10:00:01 ERROR title missing\n"),
    "an outcome behind the item": buried(f"{AT} INFO [main] c.e.V - article X FAILED (no title)\n"),
    "a mark behind the item": buried(f"{AT} INFO [main] c.e.V - article X \u274c\n"),
    "German in small letters": buried(f"{AT} INFO [main] c.e.V - Fehler: Titel fehlt\n"),
    # Zeros are only zeros if nothing else is said.
    "no title is no zero": Log("X: no title error\n"),
    "no title is no zero, below routine": Log(H + "X: no title error\n"),
    "no body is no zero": Log("article with no body rejected\n"),
    "a row of number 0": Log(H + "row 0 failed\n"),
    "a folder of number 10.0": Log(H + "folder 10.0 error\n"),
    "prose beside what is no zero": Log(H + "Artikel 7 ohne Titel\nX: no title error\n"),
    "no alternative text": Log(H + "no alt text warning for X\n"),
    # Totals, anywhere in a log.
    "a total in the middle of a long line": Log(
        f"{AT} INFO [main] c.e.V - {'a ' * 199_480} 9 items, 2 failed, {'b ' * 199_480}\n" + H
    ),
    "a total in German": buried(f"{AT} INFO [main] c.e.V - Anzahl Fehler: 5\n"),
    "a total in French": buried(f"{AT} INFO [main] c.e.V - 5 erreurs\n"),
    "critical ones": buried(f"{AT} INFO [main] c.e.V - 0 errors, 5 critical\n"),
    "a count in words": buried(f"{AT} INFO [main] c.e.V - error count is 1\n"),
    "a total of failures": buried(f"{AT} [notice] Processed 9 items (1 created, 7 updated, 1 failed, 0 ignored)\n"),
    "a total in the common layout": buried(f"{AT} INFO [main] c.e.V - processed 9 items, 2 failed\n"),
    "a total that begins like routine": buried(f"{AT} INFO [main] c.e.V - validated 9 articles, 2 invalid\n"),
    "a total behind its key": buried(f"{AT} INFO [main] c.e.V - validated articles, errors: 3\n"),
    "items that a step skipped": Log(
        f"{CLEAN_LOG}{AT} INFO [main] c.e.V - StepExecution: writeCount=207, writeSkipCount=7\n" + H * 3
    ),
    "a key in capitals": Log(f"{CLEAN_LOG}{AT} INFO [main] c.e.V - OUTPUT_RECORDS_FAILED: 2\n" + H * 3),
    "a key in camel case": Log(f"{CLEAN_LOG}{AT} INFO [main] c.e.V - stats failedItemCount=2\n" + H * 3),
    "a total with a mark": Log("[INFO] Checking a.adoc\n[INFO] ✖ 2 errors, 2 warnings in 2 files.\n[INFO] Bye\n"),
    "a total in front of prose": Log("[INFO] Checking a.adoc\n[INFO] 4 of 212 articles were rejected\n[INFO] Bye\n"),
    "more headings of nothing than are kept": Log(
        "Errors:\nINFO x\n" * 120 + "Errors:\nnone\n" * 120, beside_none={1, 10}
    ),
    "the end says failed": buried(f"{AT} INFO [main] c.e.V - validation job failed\n"),
    # Lines below an informational one.
    "prose below a heading": Log(below("  Article 'X' has no alternative text for image 3"), beside_none=CLEAN | {10}),
    "prose below a line of routine": Log(H + "    Article 'X' has two titles\n", beside_none=CLEAN | {10}),
    "a mark below a heading": Log(below("  ✗ Article 'X' image 3")),
    "a warning sign below a heading": Log(below("  ⚠ Article 'X' image 3")),
    "TAP below a heading": Log(below("  not ok 3 - Article 'X'")),
    "German below a heading": Log(below("  FEHLER Artikel 'X'")),
    "Russian below a heading": Log(below("  ОШИБКА статья 'X'")),
    "Japanese below a heading": Log(below("  エラー 記事 'X'")),
    "a script without words we know": Log(below("  შეცდომა სტატია 'X'")),
    # JSON.
    "a flag beside an empty list": Log('{"errors": [], "articles": [{"name": "A", "valid": false}]}\n'),
    "an outcome beside an empty list": Log('{"errors": [], "results2": [{"name": "A", "status": "failed"}]}\n'),
    "a flag deep inside": Log('{"errors": [], "report": {"articles": {"A": {"ok": false}}}}\n'),
    "a flag in text": Log('{"errors": [], "articles": [{"name": "A", "passed": "no"}]}\n'),
    "a count beside an empty list": Log('{"errors": [], "summary": {"failedCount": 2}}\n'),
    "a flag in a line": Log('{"level": "INFO", "message": "done", "articles": [{"name": "A", "valid": false}]}\n'),
    "success in text": Log(f'{CLEAN_LOG}{AT} INFO - hook said {{"success": "false", "error": "x"}}\n'),
    "success as a number": Log(f'{CLEAN_LOG}{AT} INFO - hook said {{"success": 0, "error": "x"}}\n'),
    "an inner flag": Log(f'{CLEAN_LOG}{AT} INFO - hook said {{"valid": false, "name": "A"}}\n'),
    "an inner status": Log(f'{CLEAN_LOG}{AT} INFO - hook said {{"status": "FAILED", "name": "A"}}\n'),
    "an inner count": Log(f'{CLEAN_LOG}{AT} INFO - hook said {{"errorCount": 3}}\n'),
    "a numeric level": Log('{"level": 30, "msg": "started"}\n{"level": 50, "msg": "A is empty"}\n'),
    "a numeric level among words": Log(
        '{"level": "INFO", "msg": "started"}\n' * 9 + '{"level": 50, "msg": "A is empty"}\n'
    ),
    # Tables and sections.
    "a level in a row that is ok": Log("status,item,message\nOK,A,checked\nOK,B,ERROR: body is empty\n"),
    "a bracketed level in a row": Log("status,item,message\nOK,A,checked\nPASSED,B,[Error] body is empty\n"),
    "a level in another column": Log("status,item,message,remark\nOK,A,checked,\nOK,B,checked,FATAL: body is empty\n"),
    "a fault in a column of its own": Log("status,item,message,problem\nOK,A,fine,Body missing\n"),
    "an outcome in a column of its own": Log("status,item,message,verdict\nOK,A,fine,FAILED\n"),
    "a flag in a column of its own": Log("level,message,Valid\ninfo,A,false\n"),
    "a count in a message": Log("status,item,message\nOK,A,2 errors\n"),
    "a mark beside a good word": Log("| Status | Item | Message |\n|---|---|---|\n| OK \u274c | B | empty |\n"),
    "a total in a quoted cell": Log('severity,message\ninfo,"validation finished: 10 items, 3 errors"\n'),
    "an end in a quoted cell": Log('severity,message\ninfo,"validation finished with errors, see log"\n'),
    "a hook in a quoted cell": Log('severity,message\ninfo,"hook said {""success"": false, ""error"": ""x""}"\n'),
    "a hook in a text of JSON": Log(
        '{"level": "INFO", "message": "hook said {\\"success\\": false, \\"error\\": \\"x\\"}"}\n'
    ),
    "a hook in a value": Log('level=info msg="hook said {\\"success\\": false, \\"error\\": \\"x\\"}"\n'),
    "a numeric level beside zeros": Log(H + '0 errors, 0 warnings\n{"level": 50, "msg": "article X has no title"}\n'),
    "prose of an article beside zeros": Log(H + "0 errors, 0 warnings\nArticle X has no title\n"),
    "a row of prose beside zeros": Log(H + "0 errors, 0 warnings\nRow 22 title missing\n"),
    "a path beside zeros": Log(H + "0 errors, 0 warnings\n404 content/x.html\n"),
    "a bullet with a level among notes": Log("Notes:\n- ERROR Article 'X': empty\n"),
    "a bullet with a warning among notes": Log("Information:\n* WARNING Article 'X' empty\n"),
    "a bullet with a mark among notes": Log("Notes:\n- ✗ Article 'X': empty\n"),
    "a bullet in German among notes": Log("Notes:\n- FEHLER Artikel 'X': leer\n"),
    "a logfmt line that is cut short": Log('level=info msg="started"\nlevel=fehler msg="A"\n'),
    # Lines that no format understands.
    "TAP": Log(f"{CLEAN_LOG}not ok 3\n"),
    "a cross": Log(f"{CLEAN_LOG}✗ article A\n"),
    "a level in German": Log(f"{CLEAN_LOG}FEHLER Artikel 7\n"),
    "a level in French": Log(f"{CLEAN_LOG}ERREUR: ligne 22\n"),
    "a level nobody knows": Log(f"{CLEAN_LOG}{AT} KAPUTT [main] c.e.V - article A\n"),
    "prose in rows": Log(f"{CLEAN_LOG}Row 22 title is missing\n"),
    "prose": Log(f"{CLEAN_LOG}The body of article 7 is too long\n"),
    "Chinese": Log(f"{CLEAN_LOG}第22行 标题为空\n"),
}


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_alone(name: str, pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.path.joinpath("log.txt").write_text(LOGS[name].content, encoding="utf-8")

    assert gate("--content-log=log.txt", "-q").ret in LOGS[name].alone


@pytest.mark.grid
@pytest.mark.parametrize("name", LOGS)
def test_beside_a_job_that_claims_to_be_clean(name: str, pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.path.joinpath("log.txt").write_text(LOGS[name].content, encoding="utf-8")
    pytester.path.joinpath("status.json").write_text(json.dumps(finished(0, 0)), encoding="utf-8")

    assert gate("--content-log=log.txt", "--content-status=status.json", "-q").ret in LOGS[name].beside_none


GREEN = {
    "routine": H * 20_000,
    "a total of nothing": H * 9 + f"{AT} INFO [main] c.e.V - processed 9 items, 0 failed, no errors\n",
    "a total of nothing by key": H * 9 + f"{AT} INFO [main] c.e.V - FAILED: 0, errorCount=0, Errors (0)\n",
    "settings": H * 9 + f"{AT} INFO [main] c.e.V - max errors: 100, warning limit=5, retryOnError=3\n",
    "titles": H * 9 + f"{AT} INFO [main] c.e.V - validated article 'How to fix 3 errors'\n",
    "names of things": H * 9
    + f"{AT} INFO [main] c.e.V - loaded 14 error messages, checkpoint 3 failed over, log.level=ERROR\n",
    "a footer of zeros": H * 9 + "Done: 0 errors, 0 warnings in 9 items\nNo errors or warnings detected.\n",
    "a trace below routine": H + "\tat com.example.Check.run(Check.java:12)\n\t... 12 more\n" + H,
    "all of all": H * 9
    + f"{AT} INFO [main] c.e.V - 9 of 9 articles are valid, 100% passed, validator exited with code 0\n",
    "progress": H * 9 + f"{AT} INFO [main] c.e.V - validated 5 of 9 articles (55%)\n",
    "nothing of another kind": H * 9 + f"{AT} INFO [main] c.e.V - 0 portals validated, 10 articles validated\n",
    "no as a part of an answer": H * 9
    + f"{AT} INFO [main] c.e.V - passed: no objections, success: none needed, status: normal, state=ngram, result: known\n",
    "rules": "=====\n" + H + "-----\n*****\n",
}


@pytest.mark.grid
@pytest.mark.parametrize("name", GREEN)
@pytest.mark.parametrize("is_alone", [True, False])
def test_what_is_clean_stays_green(name: str, is_alone: bool, pytester: pytest.Pytester, gate: Gate) -> None:
    pytester.path.joinpath("log.txt").write_text(GREEN[name], encoding="utf-8")
    pytester.path.joinpath("status.json").write_text(json.dumps(finished(0, 0)), encoding="utf-8")

    result = gate("--content-log=log.txt", "-q", *([] if is_alone else ["--content-status=status.json"]))

    assert result.ret == 0


def test_findings_that_the_policy_accepts_do_not_make_a_log_without_content_green(
    pytester: pytest.Pytester, gate: Gate
) -> None:
    text = f"{AT} WARN [main] c.e.V - FLD-201 the folder has no description\n{AT} INFO [main] c.e.V - 0 articles validated\n"
    pytester.path.joinpath("log.txt").write_text(text, encoding="utf-8")

    assert gate("--content-log=log.txt", "--content-fail-on=never").ret == 10
