"""Which tests and reports a run becomes, and what they link to."""

from __future__ import annotations

from pytest_contentjobs.settings.options.option import Option

__all__ = [
    "CODE_QUALITY",
    "CSV",
    "ENTITY_URL",
    "FILES",
    "GITHUB",
    "GROUP",
    "HISTORY",
    "HISTORY_DAYS",
    "HTML",
    "ITEMS",
    "JSON",
    "JUNIT",
    "MARKDOWN",
    "MAX_CASES",
    "OWNER",
    "PACKAGE",
    "RDJSONL",
    "RULE_URL",
    "SARIF",
    "SAVE",
    "SHOW",
]

_TITLE = "content gate: tests and reports"

GROUP = Option(
    name="--content-group",
    group=_TITLE,
    metavar="finding|entity|rule",
    help="one test for each finding, for each content item (entity), or for each rule",
    variable="CONTENTJOBS_GROUP",
    default="finding",
    parser="as_choice",
    choices=("finding", "entity", "rule"),
)
MAX_CASES = Option(
    name="--content-max-cases",
    group=_TITLE,
    metavar="N",
    help="largest number of tests for findings; the rest is counted in one more test; 0 for no limit",
    variable="CONTENTJOBS_MAX_CASES",
    default="10000",
    parser="as_limit",
)
OWNER = Option(
    name="--content-owner",
    group=_TITLE,
    metavar="OWNER",
    help="one test for each finding of this owner only, and one for those of all others, by [[owner]] of the project file, "
    "as in --content-owner=@mobile; the verdict and the exit status remain those of all findings",
    variable="CONTENTJOBS_OWNER",
    parser="as_owner",
    has_ini=False,
)
ITEMS = Option(
    name="--content-items",
    group=_TITLE,
    metavar="all|checks",
    help="tests that the gate adds: all, or checks (only job, log and thresholds), which leaves the findings to your own "
    "tests",
    variable="CONTENTJOBS_ITEMS",
    default="all",
    parser="as_choice",
    choices=("all", "checks"),
)
SHOW = Option(
    name="--content-show",
    group=_TITLE,
    metavar="N|all|none",
    help="how many findings the terminal lists after the overview; reports contain all",
    variable="CONTENTJOBS_SHOW",
    default="50",
    parser="as_maximum",
)
PACKAGE = Option(
    name="--content-package",
    group=_TITLE,
    metavar="DIR",
    help="content package on this machine, a folder or .zip file: findings point to its files and lines",
    variable="CONTENTJOBS_PACKAGE",
    parser="as_path",
)
ENTITY_URL = Option(
    name="--content-entity-url",
    group=_TITLE,
    metavar="TEMPLATE",
    help="URL of a content item in the authoring tool, with {id}, {name}, {folder}, {path}, {kind} or {rule} in it",
    variable="CONTENTJOBS_ENTITY_URL",
    parser="as_template",
    choices=("id", "name", "folder", "path", "kind", "rule"),
)
RULE_URL = Option(
    name="--content-rule-url",
    group=_TITLE,
    metavar="TEMPLATE",
    help="URL of a rule's page, with {rule} in it",
    variable="CONTENTJOBS_RULE_URL",
    parser="as_template",
    choices=("rule",),
)
SAVE = Option(
    name="--content-save",
    group=_TITLE,
    metavar="DIR",
    help="save each run in the folder DIR/NAME: status, log and findings, for --content-log DIR",
    variable="CONTENTJOBS_SAVE",
    parser="as_path",
)
HISTORY = Option(
    name="--content-history",
    group=_TITLE,
    metavar="FILE",
    help="append a line about each run to this file; reports then say since when each finding is there, and how the last runs "
    "ended",
    variable="CONTENTJOBS_HISTORY",
    parser="as_path",
)
HISTORY_DAYS = Option(
    name="--content-history-days",
    group=_TITLE,
    metavar="N",
    help="how many days the --content-history file keeps a run; 0 for no limit",
    variable="CONTENTJOBS_HISTORY_DAYS",
    default="90",
    parser="as_limit",
)
JUNIT = Option(
    name="--content-junit",
    group=_TITLE,
    metavar="FILE",
    help="write a JUnit XML report of the content only, with file and line if known",
    variable="CONTENTJOBS_JUNIT",
    parser="as_path",
)
JSON = Option(
    name="--content-json",
    group=_TITLE,
    metavar="FILE",
    help="write a JSON report of all findings, however many there are, with a schema of its own",
    variable="CONTENTJOBS_JSON",
    parser="as_path",
)
HTML = Option(
    name="--content-html",
    group=_TITLE,
    metavar="FILE",
    help="write a report for people as a web page in one file, which asks no network for anything",
    variable="CONTENTJOBS_HTML",
    parser="as_path",
)
SARIF = Option(
    name="--content-sarif",
    group=_TITLE,
    metavar="FILE",
    help="write a SARIF 2.1.0 report for code scanning, with 5,000 findings of each run at most",
    variable="CONTENTJOBS_SARIF",
    parser="as_path",
)
CODE_QUALITY = Option(
    name="--content-codequality",
    group=_TITLE,
    metavar="FILE",
    help="write a Code Quality report for merge requests of GitLab",
    variable="CONTENTJOBS_CODEQUALITY",
    parser="as_path",
)
CSV = Option(
    name="--content-csv",
    group=_TITLE,
    metavar="FILE",
    help="write a table of all findings for editors, as CSV",
    variable="CONTENTJOBS_CSV",
    parser="as_path",
)
RDJSONL = Option(
    name="--content-rdjsonl",
    group=_TITLE,
    metavar="FILE",
    help="write diagnostics for reviewdog, as rdjsonl",
    variable="CONTENTJOBS_RDJSONL",
    parser="as_path",
)
MARKDOWN = Option(
    name="--content-markdown",
    group=_TITLE,
    metavar="FILE",
    help="write a page in Markdown that fits into a comment of GitHub or GitLab; for contentjobs report, - is the standard output",
    variable="CONTENTJOBS_MARKDOWN",
    parser="as_path",
)
GITHUB = Option(
    name="--content-github",
    group=_TITLE,
    metavar="auto|off",
    help="in a workflow of GitHub, append the Markdown page to the summary of the job, and annotate lines: auto, or off",
    variable="CONTENTJOBS_GITHUB",
    default="auto",
    parser="as_choice",
    choices=("auto", "off"),
)
#: The options for the files of reports.
FILES = (JUNIT, JSON, HTML, SARIF, CODE_QUALITY, CSV, RDJSONL, MARKDOWN)
