"""Writes the log. The layouts are this project's own, because the vendor's is not published.

To add a format, write a function here and register it with `log_writer`.
"""

import json
from collections.abc import Callable, Iterable

from pytest_contentjobs.emulator.clock import format_instant
from pytest_contentjobs.emulator.log_entries import LogEntry
from pytest_contentjobs.emulator.rules import quote

LogWriter = Callable[[Iterable[LogEntry]], bytes]
"""Turns the entries of a log into the bytes of the log file."""

LOG_WRITERS: dict[str, LogWriter] = {}
"""All formats by name."""

_HUB_FOLDER = "knowledgehub/"


def log_writer(name: str) -> Callable[[LogWriter], LogWriter]:
    """Register the decorated function as the writer of the format `name`."""

    def register(writer: LogWriter) -> LogWriter:
        LOG_WRITERS[name] = writer
        return writer

    return register


@log_writer("text")
def write_text(entries: Iterable[LogEntry]) -> bytes:
    """Write lines `2026-11-23 10:00:01,123 ERROR [validator-1] content.validation - message`, in UTC and UTF-8.

    A finding's message begins with the rule's code and the item, whose name is escaped as `quote` says. Details
    follow on lines indented by four spaces.
    """
    lines: list[str] = []
    for entry in entries:
        stamp = entry.timestamp.strftime("%Y-%m-%d %H:%M:%S") + f",{entry.timestamp.microsecond // 1000:03d}"
        lines.append(f"{stamp} {entry.level} [validator-1] content.validation - {_format_message(entry)}")
        lines.extend(f"    {detail}" for detail in entry.details)
    return "".join(f"{line}\n" for line in lines).encode()


def _format_message(entry: LogEntry) -> str:
    """Join rule, item and message of one entry."""
    if entry.item is None:
        return entry.message
    item = entry.item
    words: list[str] = [item.kind]
    if item.name:
        words.append(quote(item.path))
    if item.position:
        words.append(f"({item.position})")
    subject = " ".join(words)
    return f"{subject} {entry.message}" if entry.rule is None else f"{entry.rule} {subject}: {entry.message}"


@log_writer("jsonl")
def write_jsonl(entries: Iterable[LogEntry]) -> bytes:
    """Write one JSON object a line, in ASCII.

    Keys: `timestamp`, `level`, `message` and, if they apply, `rule`, `entity` (`kind`, `name`, `folder`,
    `index`), `details` (list of texts) and `file`, relative to the folder `knowledgehub` if it lies in it, else to
    the package's root.
    """
    return "".join(f"{json.dumps(_convert_entry(entry))}\n" for entry in entries).encode("ascii")


def _convert_entry(entry: LogEntry) -> dict[str, object]:
    """Return one entry as the object to write; keys without a value are left out."""
    written: dict[str, object] = {"timestamp": format_instant(entry.timestamp), "level": entry.level}
    if entry.rule is not None:
        written["rule"] = entry.rule
    written["message"] = entry.message
    if entry.item is not None:
        entity = {
            "kind": entry.item.kind,
            "name": entry.item.name,
            "folder": entry.item.folder,
            "index": entry.item.index,
        }
        written["entity"] = {key: value for key, value in entity.items() if value not in ("", None)}
    if entry.details:
        written["details"] = entry.details
    if entry.file:
        written["file"] = entry.file.removeprefix(_HUB_FOLDER)
    return written
