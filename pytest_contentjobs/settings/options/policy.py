"""What may pass: policy, thresholds, known findings."""

from __future__ import annotations

from pytest_contentjobs.settings.options.option import Option

__all__ = [
    "BASELINE",
    "BASELINE_STRICT",
    "COMPARE",
    "FAIL_ON",
    "MAX_ERRORS",
    "MAX_WARNINGS",
    "POLICY",
    "UPDATE_BASELINE",
]

_TITLE = "content gate: policy and baseline"

POLICY = Option(
    name="--content-policy",
    group=_TITLE,
    metavar="FILE",
    help="TOML file of the policy; if not set, contentjobs.toml or [tool.contentjobs] of pyproject.toml has it",
    variable="CONTENTJOBS_POLICY",
    parser="as_path",
)
FAIL_ON = Option(
    name="--content-fail-on",
    group=_TITLE,
    metavar="warning|error|never",
    help="lowest severity that fails; findings below it are reported as skipped",
    variable="CONTENTJOBS_FAIL_ON",
    default="warning",
    parser="as_choice",
    choices=("warning", "error", "never"),
)
MAX_ERRORS = Option(
    name="--content-max-errors",
    group=_TITLE,
    metavar="N|P%",
    help="how many errors to accept, as a count or as a percentage of the items that the job processed; if there are more, "
    "all of them fail",
    variable="CONTENTJOBS_MAX_ERRORS",
    parser="as_threshold",
)
MAX_WARNINGS = Option(
    name="--content-max-warnings",
    group=_TITLE,
    metavar="N|P%",
    help="how many warnings to accept, as a count or as a percentage of the items that the job processed; if there are "
    "more, all of them fail, whatever --content-fail-on is",
    variable="CONTENTJOBS_MAX_WARNINGS",
    parser="as_threshold",
)
BASELINE = Option(
    name="--content-baseline",
    group=_TITLE,
    metavar="FILE",
    help="file of known, accepted findings: only other findings fail",
    variable="CONTENTJOBS_BASELINE",
    parser="as_path",
)
UPDATE_BASELINE = Option(
    name="--content-update-baseline",
    group=_TITLE,
    metavar="",
    help="write the findings of this run to the --content-baseline file, and keep its reasons and dates; this run is judged "
    "by the file as it was before",
    default="false",
    parser="as_flag",
    is_flag=True,
    has_ini=False,
)
BASELINE_STRICT = Option(
    name="--content-baseline-strict",
    group=_TITLE,
    metavar="",
    help="fail if the --content-baseline file lists findings that are fixed",
    variable="CONTENTJOBS_BASELINE_STRICT",
    default="false",
    parser="as_flag",
    is_flag=True,
)
COMPARE = Option(
    name="--content-compare",
    group=_TITLE,
    metavar="RUN",
    help="saved run to compare with, a folder that --content-save wrote: its findings do not fail, new findings do, and "
    "those that are gone are listed",
    variable="CONTENTJOBS_COMPARE",
    parser="as_path",
)
