"""What is done to findings between log and policy: links to other pages, and what the user's own hook changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from pytest_contentjobs.joblog.identity import identified
from pytest_contentjobs.model import Dropped, Finding

__all__ = ["Refiner", "Revise"]

#: What a user's hook is: a finding gives another one, or its end, or None where it stays as it is.
Revise = Callable[[Finding], Finding | Dropped | None]


class Refiner:
    """Adds addresses by templates (``https://host/{id}``), and lets a hook change or drop each finding. Threads may share it."""

    def __init__(self, entity_url: str | None, rule_url: str | None, revise: Revise | None) -> None:
        self._entity_url = entity_url
        self._rule_url = rule_url
        self._revise = revise

    def __call__(self, findings: tuple[Finding, ...]) -> tuple[tuple[Finding, ...], Mapping[str, int]]:
        """Return the findings that remain, named again where a hook changed one, and the number of others by reason."""
        if self._entity_url or self._rule_url:
            findings = tuple(self._with_links(finding) for finding in findings)
        if self._revise is None:
            return findings, {}
        dropped: Counter[str] = Counter()
        kept: list[Finding] = []
        for finding in findings:
            revised = self._revise(finding)
            if isinstance(revised, Dropped):
                dropped[revised.reason] += 1
            else:
                kept.append(self._linked_again(finding, revised) if revised else finding)
        return _named(kept), dropped

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
