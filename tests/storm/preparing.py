"""Turn a case into files, arguments, environment, and the exit statuses that are right."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from itertools import pairwise

from tests.storm import words
from tests.storm.byte_damages import BYTES, S3_ERROR, cut
from tests.storm.case import JOB, REPLAY, STATUS, Case
from tests.storm.catalogue import LAYOUTS
from tests.storm.damaged import Log, join_lines
from tests.storm.layouts import Plain, Said, Unit
from tests.storm.line_damages import LINES
from tests.storm.serving import JOB_ID, OTHER_ID, Served
from tests.storm.statuses import Answer, answer
from tests.storm.truth import FINDINGS, NOT_JUDGED, USAGE, Evidence, Fate, Finding, PolicyRule, Severity, allowed, worse

TOKEN = "canarytoken-Zk3vQ8w1"
LOG_NAME = f"import-logs-{JOB_ID}.txt"
_PLAIN_PLANS = {"whole", "resume", "no-ranges", "late", "error-first", "etag-weak", "packed-header"}
_BROKEN_PLANS = {
    "changed-always", "range-unasked", "missing", "forbidden", "error-always", "redirect", "html", "empty", "other-job"
}  # fmt: skip
#: Texts of a status file that do not contain a status.
_NO_STATUS = {"text-cut", "text-empty", "text-html", "text-list", "text-twice", "text-in-data", "no-status"}


@dataclass
class Prepared:
    """What to run: files by name, arguments, what is served, and what may come of it."""

    files: dict[str, bytes]
    arguments: list[str]
    environment: dict[str, str]
    served: Served | None
    allowed: frozenset[int]
    log: Log
    is_certain: bool
    reports: list[str] = field(default_factory=lambda: ["--content-json=o.json", "--content-junit=o.xml"])


def write_damaged_log(case: Case) -> Log:
    """Write the log of a case and damage it."""
    layout = LAYOUTS[case.layout]
    units = layout.write(case.parts, 23)
    is_open = False
    for name, number in case.damages:
        if name in LINES:
            damage = LINES[name]
            head = [unit for unit in units[:1] if unit.part is None]
            rest = units[len(head) :]
            # Frames hold the lines of a document together: without them it would be another document.
            if rest and all(unit.part is not None for unit in rest):
                units = [*head, *damage.apply(rest, number)]
                is_open = is_open or damage.is_open
    log = join_lines(units)
    if not any(unit.part is not None for unit in units) and not _is_document(units):
        log = replace(log, fate=Fate.UNSURE)
    for name, number in case.damages:
        if name in BYTES and log.data:
            log = BYTES[name](log, number)
            if name.startswith("cut-") and not layout.is_linear:
                log = replace(log, fate=worse(log.fate, Fate.UNSURE))
    if not log.data.strip():
        log = replace(log, fate=Fate.BROKEN)
    # A log that states that it has no errors contradicts itself if it has some.
    is_open = is_open or (bool(case.findings) and Said("no-errors") in case.parts)
    return replace(log, fate=worse(log.fate, Fate.UNSURE)) if is_open else log


def _is_document(units: list[Unit]) -> bool:
    return bool(units) and units[0].lines[0] in {"{", "Summary:", '<?xml version="1.0"?>'}


def prepare(case: Case, host: str) -> Prepared:
    """Work out what to run; ``host`` is the address of the service for runs that wait for a job."""
    log = write_damaged_log(case)
    served = None
    files: dict[str, bytes] = {}
    arguments: list[str] = []
    environment = {"CONTENTJOBS_ACCESS_TOKEN": TOKEN}
    told: Answer | None = None
    if case.mode == JOB:
        location = f"http://{host}/logs/{LOG_NAME}?X-Amz-Expires=60&X-Amz-Signature={words.SIGNATURE}"
        if case.location == "s3":
            location = f"s3://content-bucket/logs/{LOG_NAME}"
        if case.plan[0] == "other-job":
            location = location.replace(JOB_ID, OTHER_ID)
        told = answer(case.findings, case.lies, by_item=case.by_item, location=location)
        changed = join_lines(LAYOUTS["log4j"].write([Plain(3)], 23)).data
        served = Served(case.sequence, told.text, log.data, case.plan[0], changed)
        log = _arrived(log, case.plan[0])
        arguments += [f"--content-job=content={JOB_ID}", "--content-timeout=20m"]
        environment |= {
            "CONTENTJOBS_API_DOMAIN": f"http://{host}",
            "AWS_ENDPOINT_URL_S3": f"http://{host}",
            "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": f"{TOKEN}-aws",
            "AWS_REGION": "eu-west-1",
        }
    else:
        files["log.txt"] = log.data
        arguments.append("--content-log=content=log.txt")
        if case.mode in {STATUS, REPLAY}:
            location = f"https://b.s3.amazonaws.com/logs/{LOG_NAME}?X-Amz-Signature={words.SIGNATURE}"
            told = answer(case.findings, case.lies, by_item=case.by_item, location=location)
            files["status.json"] = told.text.encode()
            arguments.append("--content-status=status.json")
    arguments += _options(case, files)
    statuses = _allowed(case, log, told)
    layout = LAYOUTS[case.layout]
    is_certain = log.fate is Fate.WHOLE and not log.bad and case.options.log_format in {"", layout.format}
    is_certain = is_certain and layout.is_known and not any(map(_may_be_more, case.findings))
    return Prepared(files, arguments, environment, served, statuses, log, is_certain)


def _may_be_more(finding: Finding) -> bool:
    """Whether a report in JSON stands in a finding: in quotes or in a name it adds what is worse, elsewhere all that it has."""
    return '"code"' in finding.message or (finding.severity is Severity.WARNING and '"code"' in finding.path)


def _arrived(log: Log, plan: str) -> Log:
    """Return the log as it is after the download."""
    if plan in _PLAIN_PLANS:
        return replace(log, fate=worse(log.fate, Fate.UNSURE)) if plan == "packed-header" and log.ends is None else log
    if plan in _BROKEN_PLANS:
        return replace(log, fate=Fate.BROKEN)
    if plan in {"changed", "range-ignored-change"}:
        # The object that replaced the first contains no finding; parts of both must never be joined.
        return replace(log, readings=((),), bad=frozenset(), fate=Fate.UNSURE, has_end=True)
    if plan == "length-less":
        return cut(log, max(len(log.data) - 10, 0))
    return replace(log, fate=worse(log.fate, Fate.UNSURE))


def _allowed(case: Case, log: Log, told: Answer | None) -> frozenset[int]:
    options, layout = case.options, LAYOUTS[case.layout]
    policy = options.policy(case.findings)
    fate = log.fate
    readings = log.readings
    if not log.has_end and options.log_end != "any":
        fate = Fate.BROKEN
    is_foreign = not layout.is_known or options.log_format not in {"", layout.format}
    accepts = options.max_unparsed not in {"", "0"}
    if is_foreign or options.max_unparsed:
        fate = worse(fate, Fate.UNSURE)
    if accepts and fate is Fate.UNSURE:
        readings = (*readings, ())
    is_open = told is not None and log.bad <= words.OPEN
    evidence = Evidence(readings, fate, bool(log.bad) and not is_open, accepts)
    statuses = allowed(evidence, told.claim if told else None, policy)
    statuses |= {FINDINGS, NOT_JUDGED} if log.bad else frozenset()
    if case.sequence and case.sequence[-1] in {"forever", "gone", "refused"} and case.mode == JOB:
        statuses = frozenset({NOT_JUDGED})
    if case.mode in {STATUS, REPLAY} and _NO_STATUS & set(case.lies):
        statuses = frozenset({USAGE, NOT_JUDGED})
    return statuses | _list_reds(case, log, told)


def _list_reds(case: Case, log: Log, told: Answer | None) -> frozenset[int]:
    """Return the statuses of a red run that are right, too, although a careful reader has another."""
    reds: set[int] = set()
    if any('{"' in finding.path + finding.message for finding in case.findings):
        # JSON in a title or message may add findings, which turn "not judged" into "findings".
        reds.add(FINDINGS)
    if told is not None and any(map(_may_be_more, case.findings)):
        # The counts of the job do not have these.
        reds.add(NOT_JUDGED)
    if log.data.rstrip().endswith(b":") or log.data.endswith(S3_ERROR):
        # A heading that lost its list announces findings, and may count as one, as the answer of a store does.
        reds.add(FINDINGS)
    if ("garbage", "garbage") in pairwise(case.sequence):
        # Whoever answers twice with something else is not the service.
        reds.add(NOT_JUDGED)
    if case.disk:
        reds |= {FINDINGS, USAGE, NOT_JUDGED}
    if case.options.update and (case.options.max_cases or case.disk):
        reds.add(FINDINGS)
    return frozenset(reds)


def _options(case: Case, files: dict[str, bytes]) -> list[str]:
    options = case.options
    given = {
        "fail-on": options.fail_on,
        "max-errors": options.max_errors,
        "max-warnings": options.max_warnings,
        "group": options.group,
        "max-cases": options.max_cases,
        "log-end": options.log_end,
        "max-unparsed": options.max_unparsed,
        "log-format": options.log_format,
    }
    arguments = [f"--content-{name}={value}" for name, value in given.items() if value]
    if options.rules:
        files["policy.toml"] = "".join(_toml(rule) for rule in options.rules).encode()
        arguments.append("--content-policy=policy.toml")
    if options.known is not None and case.mode != REPLAY:
        if options.known_by == "compare":
            arguments.append("--content-compare=before/content")
        else:
            arguments.append("--content-baseline=known.json")
            arguments += ["--content-baseline-strict"] if options.is_strict else []
            arguments += ["--content-update-baseline"] if options.update else []
    return arguments


def _toml(rule: PolicyRule) -> str:
    fields = {"rule": rule.rule, "kind": rule.kind, "folder": rule.folder, "severity": rule.severity}
    lines = [f"{name} = {json.dumps(value)}" for name, value in fields.items() if value]
    lines += ["tolerate = true"] if rule.tolerate else []
    lines += [f"max = {rule.maximum}"] if rule.maximum is not None else []
    return "\n".join(["[[tool.contentjobs.policy]]", *lines, ""])


def write_known_log(case: Case) -> bytes:
    """Write the log, of another day, for a baseline or a run to compare with."""
    parts = [case.findings[place] for place in case.options.known or () if place < len(case.findings)]
    layout = LAYOUTS[case.layout]
    units = layout.write([*[part for part in case.parts if part not in case.findings][:1], *parts], 9)
    return join_lines(units).data
