"""What is done to findings between log and policy: links to other pages, and what the user's own hook changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from pytest_contentjobs.errors import HookError, Reason
from pytest_contentjobs.findings.identity import identified
from pytest_contentjobs.findings.rule_slug import rule_slug
from pytest_contentjobs.model import Check, CheckOutcome, Dropped, Finding, PolicyCheck

__all__ = ["FINDING_HOOK", "Refined", "Refiner", "Revise"]

#: The name of the hook, and of the test that fails where it is broken.
FINDING_HOOK = "pytest_contentjobs_finding"
#: What a user's hook is: a finding gives another one, or its end, or None where it stays as it is. Raises HookError.
Revise = Callable[[Finding], object]
_FINDING = TypeAdapter(Finding)


@dataclass(frozen=True, slots=True)
class Refined:
    """The findings that remain, the number of others by reason, and a failed check where the hook was broken."""

    findings: tuple[Finding, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    checks: tuple[PolicyCheck, ...] = ()


class Refiner:
    """Adds addresses by templates (``https://host/{id}``), and lets a hook change or drop each finding. Threads may share it."""

    def __init__(self, entity_url: str | None, rule_url: str | None, revise: Revise | None) -> None:
        self._entity_url = entity_url
        self._rule_url = rule_url
        self._revise = revise

    def __call__(self, findings: tuple[Finding, ...]) -> Refined:
        """Return what becomes of findings. One that the hook fails for stays as it is, and the gate is red for it."""
        if self._entity_url or self._rule_url:
            findings = tuple(self._with_links(finding) for finding in findings)
        if self._revise is None:
            return Refined(findings)
        dropped: Counter[str] = Counter()
        kept: list[Finding] = []
        faults: list[str] = []
        for finding in findings:
            try:
                revised = _checked(finding, self._revise(finding))
            except HookError as error:
                faults.append(f"for {finding.class_name!r}, {finding.name!r}: {error}")
                revised = None
            if isinstance(revised, Dropped):
                dropped[revised.reason] += 1
            else:
                kept.append(self._linked_again(finding, revised) if revised else finding)
        return Refined(_named(kept), dropped, (_fault_check(faults, len(findings)),) if faults else ())

    def _with_links(self, finding: Finding) -> Finding:
        rule = {"rule": finding.rule}
        entity = finding.entity
        if entity is None:
            return replace(finding, entity_url=None, rule_url=_filled(self._rule_url, rule))
        values = {
            **rule,
            "id": entity.id,
            "name": entity.name,
            "folder": entity.folder,
            "path": entity.path,
            "kind": entity.kind,
        }
        return replace(finding, entity_url=_filled(self._entity_url, values), rule_url=_filled(self._rule_url, rule))

    def _linked_again(self, before: Finding, after: Finding) -> Finding:
        """Make the links of a finding that now says another thing; those that the hook gave stay."""
        made = self._with_links(after)
        return replace(
            after,
            entity_url=made.entity_url if after.entity_url == before.entity_url else after.entity_url,
            rule_url=made.rule_url if after.rule_url == before.rule_url else after.rule_url,
        )


def _fault_check(faults: Sequence[str], number: int) -> PolicyCheck:
    text = (
        f"The hook {FINDING_HOOK} failed for {len(faults):,} of {number:,} findings, which stay as the log has them. The first, "
        f"{faults[0]}"
    )
    return PolicyCheck(name=FINDING_HOOK, check=Check(CheckOutcome.FAILED, text, (Reason.HOOK_FAILED,)))


def _checked(before: Finding, revised: object) -> Finding | Dropped | None:
    """Return what a hook made of a finding with values of the right kinds; raises HookError."""
    if revised is None:
        return None
    if isinstance(revised, Dropped):
        reason: object = revised.reason
        if not isinstance(reason, str) or not reason.strip():
            raise HookError("It dropped the finding without a reason.", next_step="Give Dropped a text that says why.")
        return revised
    if not isinstance(revised, Finding):
        raise HookError(
            f"It returned {type(revised).__name__}.", next_step="Let it return a Finding, Dropped(reason), or None."
        )
    # Where the log says it, and how often, is no hook's to change; names are made anew.
    kept = {name: getattr(before, name) for name in ("log_line", "raw", "fingerprint", "class_name", "name")}
    rule = revised.rule
    is_absent = isinstance(rule, str) and not rule.strip()
    was_made = rule == before.rule == rule_slug(before.message)
    try:
        return _FINDING.validate_python({**asdict(revised), **kept, "rule": None if is_absent or was_made else rule})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise HookError(
            f"It returned a finding that is none: {'.'.join(map(str, first['loc']))}: {first['msg']}.",
            next_step="Look at the classes Finding and Entity of pytest_contentjobs.model.",
        ) from error


def _filled(template: str | None, values: Mapping[str, str | None]) -> str | None:
    """Fill a template with quoted values; None where the log does not give one of them: half an address leads nowhere."""
    if template is None:
        return None
    for name, value in values.items():
        if f"{{{name}}}" not in template:
            continue
        if not value:
            return None
        # A quoted value has no braces, so that it is not filled in turn.
        template = template.replace(f"{{{name}}}", quote(value.encode("utf-8", "replace"), safe=""))
    return template


def _named(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Give findings names that fit what they say now; what names do not say stays."""
    return tuple(
        replace(finding, fingerprint=named.fingerprint, class_name=named.class_name, name=named.name, rule=named.rule)
        for finding, named in zip(findings, identified(findings), strict=True)
    )
