"""Judge how the gate reads a log whose truth is known: the lines that a careful person calls errors and warnings.

The truth stands in ``NAME.json`` beside ``NAME.log``: ``errors`` and ``warnings`` are numbers of lines; in ``spans`` stands
the last line of an entry of several lines, at any of which it may be found; lines in ``either`` repeat or sum up, and may be
found or not; a log that is ``never_green`` counts failures and names none; one that is ``prose`` has no levels, and is read
beside the counts of its job.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import finished

_PROCESSED = 100
_CLEAN, _FINDINGS, _NOT_JUDGED = 0, 1, 10


@dataclass(frozen=True)
class Finding:
    """What the gate found: where, how severe, and its rule."""

    line: int
    severity: str
    rule: str | None


@dataclass(frozen=True)
class Truth:
    """What a careful person reads in a log."""

    severities: dict[int, str]
    ends: dict[int, int]
    either: frozenset[int]
    rules: dict[int, str]
    is_never_green: bool
    is_prose: bool

    @classmethod
    def read(cls, file: Path) -> Truth:
        """Read a truth from its file."""
        document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        severities = dict.fromkeys(document["errors"], "error") | dict.fromkeys(document["warnings"], "warning")
        spans = document.get("spans", {})
        return cls(
            severities=severities,
            ends={line: spans.get(str(line), line) for line in severities},
            either=frozenset(document.get("either", ())),
            rules={int(line): rule for line, rule in document.get("rules", {}).items()},
            is_never_green=document.get("never_green", False),
            is_prose=document.get("prose", False),
        )

    @classmethod
    def expected(cls, file: Path) -> Truth:
        """Read a truth from the expected findings of a log of ``tests/logs``."""
        findings = [
            each for each in json.loads(file.read_text(encoding="utf-8"))["findings"] if each["severity"] != "info"
        ]
        return cls(
            severities={each["log_line"]: each["severity"] for each in findings},
            ends={each["log_line"]: each["log_line"] + each["log_line_count"] - 1 for each in findings},
            either=frozenset(),
            rules={},
            is_never_green=False,
            is_prose=False,
        )

    def moved(self, lines: Mapping[int, int]) -> Truth:
        """Return the truth of the log whose lines stand elsewhere, by their numbers."""
        places = {start: [lines.get(line, line) for line in range(start, end + 1)] for start, end in self.ends.items()}
        return replace(
            self,
            severities={min(places[start]): severity for start, severity in self.severities.items()},
            ends={min(moved): max(moved) for moved in places.values()},
            either=frozenset(lines.get(line, line) for line in self.either),
            rules={min(places[line]): rule for line, rule in self.rules.items() if line in places},
        )

    def entry_at(self, line: int) -> int | None:
        """Return the first line of the entry that a line belongs to, if it is one."""
        return next((start for start, end in self.ends.items() if start <= line <= end), None)

    def count(self, severity: str) -> int:
        """Count the entries of a severity."""
        return list(self.severities.values()).count(severity)


@dataclass(frozen=True)
class Verdict:
    """How a log was read, and the exit statuses alone and beside counts that are right, wrong and zero."""

    name: str
    truth: Truth
    findings: tuple[Finding, ...]
    alone: int
    right: int
    wrong: int
    zero: int

    @property
    def counted(self) -> list[Finding]:
        """The findings without those at lines that may be found or not."""
        truth = self.truth
        return [
            each for each in self.findings if truth.entry_at(each.line) is not None or each.line not in truth.either
        ]

    @property
    def hit(self) -> set[int]:
        """The entries that were found."""
        return {entry for each in self.findings if (entry := self.truth.entry_at(each.line)) is not None}

    @property
    def recall(self) -> float:
        """The share of the entries that was found."""
        return len(self.hit) / len(self.truth.severities) if self.truth.severities else 1.0

    @property
    def precision(self) -> float:
        """The share of the findings that are entries."""
        counted = self.counted
        return sum(self.truth.entry_at(each.line) is not None for each in counted) / len(counted) if counted else 1.0

    @property
    def has_severities(self) -> bool:
        """Whether each entry was found with its severity."""
        truth = self.truth
        return all(
            truth.severities[entry] == each.severity
            for each in self.findings
            if (entry := truth.entry_at(each.line)) is not None
        )

    @property
    def rules(self) -> tuple[int, int]:
        """How many of the rules that the truth names were found, and how many it names."""
        found = {self.truth.entry_at(each.line): each.rule for each in self.findings}
        return sum(found.get(line) == rule for line, rule in self.truth.rules.items()), len(self.truth.rules)

    @property
    def is_read(self) -> bool:
        """Whether the findings are the truth."""
        return self.recall == self.precision == 1 and self.has_severities

    @property
    def is_judged(self) -> bool:
        """Whether the exit statuses follow from the truth."""
        is_right = self.truth.is_never_green or self.right == (_FINDINGS if self.truth.severities else _CLEAN)
        return is_right and self.wrong == _NOT_JUDGED and not self.is_false_green

    @property
    def is_false_green(self) -> bool:
        """Whether a log with findings, or that counts some, passed."""
        if not self.truth.severities and not self.truth.is_never_green:
            return False
        return _CLEAN in {self.alone, self.right, self.wrong, self.zero}


def gate(log: Path, folder: Path, status: dict[str, object] | None, *options: str) -> tuple[int, tuple[Finding, ...]]:
    """Gate a log with ``contentjobs report`` in this process; return the exit status and what was found."""
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    arguments = ["report", f"--content-log={log}", f"--content-json={report}", *options]
    if status is not None:
        (folder / "status.json").write_text(json.dumps(status), encoding="utf-8")
        arguments.append(f"--content-status={folder / 'status.json'}")
    environment = dict.fromkeys((name for name in os.environ if name.startswith("CONTENTJOBS_")), None)
    exit_code = CliRunner().invoke(main, arguments, env=environment).exit_code
    if not report.exists():
        return exit_code, ()
    runs = json.loads(report.read_text(encoding="utf-8"))["runs"]
    return exit_code, tuple(
        Finding(each["log_line"], each["severity"], each["rule"]) for run in runs for each in run["findings"]
    )


def counted(errors: int, warnings: int) -> dict[str, object]:
    """Make the status of a job that counts these."""
    processed = _PROCESSED + errors + warnings
    return finished(
        errors,
        warnings,
        progress={"processed": processed, "total": processed, "percentage": 100},
        results={"successful": _PROCESSED, "warnings": warnings, "errors": errors},
    )


def judge(log: Path, truth: Truth | None = None, *options: str) -> Verdict:
    """Gate a log alone and beside counts that are right, wrong and zero."""
    truth = truth or Truth.read(log.with_suffix(".json"))
    errors, warnings = truth.count("error"), truth.count("warning")
    with TemporaryDirectory() as name:
        folder = Path(name)
        alone, findings = gate(log, folder, None, *options)
        if truth.is_prose and not findings:
            findings = gate(log, folder, counted(errors, warnings), *options)[1]
        repeated = [each for each in findings if truth.entry_at(each.line) is None and each.line in truth.either]
        errors += sum(each.severity == "error" for each in repeated)
        warnings += sum(each.severity == "warning" for each in repeated)
        right = gate(log, folder, counted(errors, warnings), *options)[0]
        wrong = gate(log, folder, counted(errors + 2, warnings + 1), *options)[0]
        zero = gate(log, folder, counted(0, 0), *options)[0] if truth.severities else right
    return Verdict(log.stem, truth, findings, alone, right, wrong, zero)
