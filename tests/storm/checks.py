"""What must hold for every run, however it ends: no escape, no secret, and readable reports that agree with its status."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from pytest_contentjobs.reports.json_document import SCHEMA
from tests.storm import words
from tests.storm.case import Case
from tests.storm.truth import CLEAN, FINDINGS, NOT_JUDGED, USAGE

#: Reports of an earlier, green run.
OLD_JSON = b'{"version": 1, "marker": "an old green report"}'
OLD_JUNIT = (
    b'<testsuites><testsuite name="an old green report" tests="1" failures="0" errors="0" skipped="0"/></testsuites>'
)
SECRETS = (words.SIGNATURE, words.BEARER, "canarytoken-Zk3vQ8w1")
_OUTCOMES = {"clean": CLEAN, "findings": FINDINGS, "not judged": NOT_JUDGED}


@dataclass(frozen=True)
class Found:
    """What the JSON report says: reason codes of all runs, and the numbers of errors and warnings of a single one."""

    codes: tuple[str, ...] = ()
    counts: tuple[int, int] | None = None


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def problems_of(case: Case, status: int, output: str, escaped: str, folder: Path) -> tuple[Found, list[str]]:
    """Return what the reports say, and every problem with them."""
    problems = [f"escaped: {escaped}"] if escaped else []
    if "Traceback (most" in output:
        problems.append("traceback in the output")
    if status not in {CLEAN, FINDINGS, USAGE, NOT_JUDGED} and not escaped:
        problems.append(f"exit status {status}")
    nested = folder / "missing"
    files = {
        "JSON": nested / "deep" / "o.json" if case.disk == "no-folder" else folder / "o.json",
        "JUnit": nested / "o.xml" if case.disk == "no-folder" else folder / "o.xml",
    }
    texts = {name: file.read_text(encoding="utf-8") for name, file in files.items() if file.is_file()}
    may_lack = status not in {CLEAN, FINDINGS, NOT_JUDGED} or (case.disk and status != CLEAN) or escaped
    problems += [
        f"{name}: not written with exit status {status}" for name in files if name not in texts and not may_lack
    ]
    found, more = (
        _json_problems(texts["JSON"], status, has_disk_fault=bool(case.disk)) if "JSON" in texts else (Found(), [])
    )
    problems += more
    if "JUnit" in texts:
        problems += _junit_problems(texts["JUnit"], status)
    texts["output"] = output
    for name in ("run.json", "status.json"):
        for kept in (*folder.glob(f"kept/*/{name}"), *folder.glob(f"saved/*/{name}")):
            texts[f"saved {name}"] = kept.read_text(encoding="utf-8", errors="replace")
    for place, text in texts.items():
        problems += [f"secret in {place}: {secret[:12]}" for secret in SECRETS if secret in text]
    return found, problems


def _json_problems(text: str, status: int, *, has_disk_fault: bool) -> tuple[Found, list[str]]:
    if text.encode() == OLD_JSON:
        return Found(), [f"JSON: the old green report is left with exit status {status}"]
    try:
        document: dict[str, Any] = json.loads(text)
    except ValueError as error:
        return Found(), [f"JSON: cannot be read: {error}"]
    problems = [f"JSON: {error.message[:80]}" for error in _validator().iter_errors(document)][:1]
    if problems:
        return Found(), problems
    runs = document["runs"]
    outcomes = [run["judgement"]["outcome"] for run in runs]
    worst = max((_OUTCOMES.get(outcome, NOT_JUDGED) for outcome in outcomes), default=NOT_JUDGED)
    fails = [one for run in runs for one in run["findings"] if one["outcome"] == "fails"]
    if status == CLEAN and (worst != CLEAN or fails):
        problems.append(f"JSON: {outcomes} and {len(fails)} failing findings with exit status 0")
    if status == NOT_JUDGED and worst != NOT_JUDGED:
        problems.append(f"JSON: {outcomes} with exit status 10")
    if status == FINDINGS and worst == CLEAN:
        problems.append(f"JSON: {outcomes} with exit status 1")
    # If the last report could not be written, the one from before the judgement remains.
    if worst == NOT_JUDGED and status not in {NOT_JUDGED, USAGE} and not (has_disk_fault and status == FINDINGS):
        problems.append(f"JSON: {outcomes} with exit status {status}")
    codes = tuple(dict.fromkeys(code for run in runs for code in run["judgement"]["codes"]))
    number = Counter(one["log_severity"] for run in runs for one in run["findings"])
    own = (number["error"], number["warning"]) if len(runs) == 1 and runs[0]["log"] else None
    return Found(codes, own), problems


def _junit_problems(text: str, status: int) -> list[str]:
    if text.encode() == OLD_JUNIT:
        return [f"JUnit: the old green report is left with exit status {status}"]
    try:
        root = ET.fromstring(text)  # noqa: S314 - our own file
    except ET.ParseError as error:
        return [f"JUnit: cannot be read: {error}"]
    red = len(root.findall(".//testcase/failure")) + len(root.findall(".//testcase/error"))
    stated = sum(int(suite.get(name) or 0) for suite in root.iter("testsuite") for name in ("failures", "errors"))
    problems = []
    if red != stated:
        problems.append(f"JUnit: states {stated} failures and errors, but has {red}")
    if status == CLEAN and (red or not root.findall(".//testcase")):
        problems.append(f"JUnit: {red} failures and errors with exit status 0")
    if status in {FINDINGS, NOT_JUDGED} and not red:
        problems.append(f"JUnit: no failure and no error with exit status {status}")
    return problems
