"""A team's own rules about the findings of a validation."""

from __future__ import annotations

from collections import Counter

from pytest_contentjobs import ContentRun, Finding


def test_no_error_is_in_a_portal_that_customers_see(content_error: Finding) -> None:
    assert content_error.entity is None or content_error.entity.kind != "portal"


def test_no_article_has_more_than_three_findings(content_findings: tuple[Finding, ...]) -> None:
    by_item = Counter(finding.entity.path for finding in content_findings if finding.entity)

    assert {path: number for path, number in by_item.items() if number > 3} == {}  # noqa: PLR2004 - the rule itself


def test_most_of_the_package_is_in_order(content_job: ContentRun) -> None:
    broken = {finding.entity for finding in content_job.errors}

    assert content_job.status is not None
    assert content_job.status.progress is not None
    assert len(broken) <= (content_job.status.progress.total or 0) / 10
