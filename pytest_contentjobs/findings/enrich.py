"""Enrich findings before the policy is applied: add links, owners and hints, and apply the user's hook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from pytest_contentjobs.boundary.validation import first_fault
from pytest_contentjobs.errors import HookError
from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.findings.owners import Owners
from pytest_contentjobs.findings.rule_slug import find_own_rule
from pytest_contentjobs.model import Dropped, Finding

__all__ = ["FINDING_HOOK", "EnrichedFindings", "Enricher", "Revise"]

#: The name of the hook, and of the test that fails if it is broken.
FINDING_HOOK = "pytest_contentjobs_finding"
#: A user's hook: returns another finding, Dropped, or None to keep the finding as it is. Raises HookError.
Revise = Callable[[Finding], object]
_FINDING = TypeAdapter(Finding)
_ADDED = ("entity_url", "rule_url", "owner", "rule_title", "hint")


@dataclass(frozen=True, slots=True)
class EnrichedFindings:
    """The remaining findings, the number of dropped ones by reason, and a failed check if the hook is broken."""

    findings: tuple[Finding, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    fault: str | None = None


class Enricher:
    """Adds links by templates (``https://host/{id}``), owners and hints, and lets a hook change or drop findings.

    Safe to share among threads.
    """

    def __init__(
        self, entity_url: str | None, rule_url: str | None, revise: Revise | None, owners: Owners | None = None
    ) -> None:
        self._entity_url = entity_url
        self._rule_url = rule_url
        self._revise = revise
        self._owners = owners or Owners()

    def __call__(self, findings: tuple[Finding, ...]) -> EnrichedFindings:
        """Return the enriched findings. A finding for which the hook fails is kept unchanged, and its check fails the gate."""
        if self._entity_url or self._rule_url or self._owners:
            findings = tuple(self._complete(finding) for finding in findings)
        if self._revise is None:
            return EnrichedFindings(findings)
        dropped: Counter[str] = Counter()
        kept: list[Finding] = []
        faults: list[str] = []
        for finding in findings:
            try:
                revised = _require_valid(finding, self._revise(finding))
            except HookError as error:
                faults.append(f"for {finding.class_name!r}, {finding.name!r}: {error}")
                revised = None
            if isinstance(revised, Dropped):
                dropped[revised.reason] += 1
            else:
                kept.append(self._relink(finding, revised) if revised else finding)
        fault = _describe_faults(faults, len(findings)) if faults else None
        return EnrichedFindings(_identify_again(kept), dropped, fault)

    def _complete(self, finding: Finding) -> Finding:
        return self._owners.add_to(self._add_links(finding))

    def _add_links(self, finding: Finding) -> Finding:
        rule = {"rule": finding.rule}
        entity = finding.entity
        if entity is None:
            return replace(finding, entity_url=None, rule_url=_fill(self._rule_url, rule))
        values = {
            **rule,
            "id": entity.id,
            "name": entity.name,
            "folder": entity.folder,
            "path": entity.path,
            "kind": entity.kind,
        }
        return replace(finding, entity_url=_fill(self._entity_url, values), rule_url=_fill(self._rule_url, rule))

    def _relink(self, before: Finding, after: Finding) -> Finding:
        """Renew what was added to a changed finding, except what the hook set."""
        made = self._complete(after)
        kept = {name: getattr(after, name) for name in _ADDED if getattr(after, name) != getattr(before, name)}
        return replace(made, **kept)


def _describe_faults(faults: Sequence[str], number: int) -> str:
    return (
        f"The hook {FINDING_HOOK} failed for {len(faults):,} of {number:,} findings, which are kept unchanged. The first, "
        f"{faults[0]}"
    )


def _require_valid(before: Finding, revised: object) -> Finding | Dropped | None:
    """Return what a hook made of a finding, with values of the right types; raises HookError."""
    if revised is None:
        return None
    if isinstance(revised, Dropped):
        reason: object = revised.reason
        if not isinstance(reason, str) or not reason.strip():
            raise HookError("It dropped the finding without a reason.", next_step="Pass Dropped a text that says why.")
        return revised
    if not isinstance(revised, Finding):
        raise HookError(
            f"It returned {type(revised).__name__}.", next_step="Return a Finding, Dropped(reason), or None."
        )
    # A hook cannot change where the log reports a finding, nor how often. Names are made again.
    kept = {
        name: getattr(before, name) for name in ("log_line", "raw", "is_adopted", "fingerprint", "class_name", "name")
    }
    rule = revised.rule
    is_absent = isinstance(rule, str) and not rule.strip()
    was_made = rule == before.rule and find_own_rule(before) is None
    try:
        return _FINDING.validate_python({**asdict(revised), **kept, "rule": None if is_absent or was_made else rule})
    except ValidationError as error:
        raise HookError(
            f"It returned an invalid finding: {first_fault(error).describe('it')}.",
            next_step="See the fields of pytest_contentjobs.Finding and pytest_contentjobs.Entity.",
        ) from error


def _fill(template: str | None, values: Mapping[str, str | None]) -> str | None:
    """Fill a template with quoted values; None if the log lacks one of them, since half a link leads nowhere."""
    if template is None:
        return None
    for name, value in values.items():
        if f"{{{name}}}" not in template:
            continue
        if not value:
            return None
        # A quoted value contains no braces, so it is not filled in turn.
        template = template.replace(f"{{{name}}}", quote(value.encode("utf-8", "replace"), safe=""))
    return template


def _identify_again(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Give findings names that fit their new contents; everything else is kept."""
    return tuple(
        replace(finding, fingerprint=named.fingerprint, class_name=named.class_name, name=named.name, rule=named.rule)
        for finding, named in zip(findings, identify(findings), strict=True)
    )
