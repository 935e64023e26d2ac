"""How a log is read."""

from __future__ import annotations

from pytest_contentjobs.settings.options.option import Option

__all__ = ["LOG_END", "LOG_FORMAT", "LOG_HARMLESS", "LOG_LEVELS", "LOG_PATTERN", "MAX_LOG_SIZE", "MAX_UNPARSED"]

_TITLE = "content gate: reading the log"

LOG_FORMAT = Option(
    name="--content-log-format",
    group=_TITLE,
    metavar="NAME",
    help="format of the log: auto (recognise it), text, jsonl, json, platform, table, logfmt, sections, diagnostics, blocks, ci, "
    "tap, xml, traces, learned, or the name of a format that another package or a conftest.py adds",
    variable="CONTENTJOBS_LOG_FORMAT",
    default="auto",
    parser="as_word",
    choices=(
        "auto",
        "text",
        "jsonl",
        "json",
        "platform",
        "table",
        "logfmt",
        "sections",
        "diagnostics",
        "blocks",
        "ci",
        "tap",
        "xml",
        "traces",
        "learned",
    ),
)
LOG_PATTERN = Option(
    name="--content-log-pattern",
    group=_TITLE,
    metavar="REGEX",
    help="custom layout of log lines: a regular expression with the named groups message, severity, rule, file, line, "
    "column, timestamp and entity_kind, entity_name, entity_folder, entity_id, entity_index (repeatable; in the ini file, one "
    "per line)",
    parser="as_lines",
    repeatable=True,
)
LOG_LEVELS = Option(
    name="--content-log-levels",
    group=_TITLE,
    metavar="WORD=LEVEL,…",
    help="what words, letters or numbers in the place of a line's level mean, if they are not known: each is error, warning or "
    "info; a word that is known for an error or a warning cannot be made less (in the ini file, also one per line)",
    variable="CONTENTJOBS_LOG_LEVELS",
    parser="as_levels",
)
LOG_HARMLESS = Option(
    name="--content-log-harmless",
    group=_TITLE,
    metavar="REGEX",
    help="lines of the log that are harmless: a regular expression that matches the whole of a line which no format "
    "understands; it never hides a finding (repeatable; in the variable and in the ini file, one per line)",
    variable="CONTENTJOBS_LOG_HARMLESS",
    parser="as_lines",
    repeatable=True,
)
LOG_END = Option(
    name="--content-log-end",
    group=_TITLE,
    metavar="newline|any",
    help="how a complete log ends: newline (a last line without a line end means that the log was cut off) or any",
    variable="CONTENTJOBS_LOG_END",
    default="newline",
    parser="as_choice",
    choices=("newline", "any"),
)
MAX_UNPARSED = Option(
    name="--content-max-unparsed",
    group=_TITLE,
    metavar="N|P%",
    help="how many unexplained lines of the log to accept, as a count or as a percentage of its lines, if most lines are "
    "explained; if not set, none",
    variable="CONTENTJOBS_MAX_UNPARSED",
    parser="as_threshold",
)
MAX_LOG_SIZE = Option(
    name="--content-max-log-size",
    group=_TITLE,
    metavar="SIZE",
    help="size of the largest log to read, unpacked: in bytes, or with the unit KB, MB or GB (powers of 1024)",
    variable="CONTENTJOBS_MAX_LOG_SIZE",
    default="8GB",
    parser="as_size",
)
