"""Whether a report says that everything was judged, as a machine or a person sees it in each format."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

from lxml import etree

__all__ = ["IS_JUDGED"]


def read_junit(path: Path) -> bool:
    document = etree.parse(str(path))
    return not document.xpath("//testcase[@name='job' or @name='log'][error or failure]")


def read_json(path: Path) -> bool:
    return all(run["judgement"]["outcome"] != "not judged" for run in json.loads(path.read_text("utf-8"))["runs"])


def read_sarif(path: Path) -> bool:
    return all(run["invocations"][0]["executionSuccessful"] for run in json.loads(path.read_text("utf-8"))["runs"])


def read_code_quality(path: Path) -> bool:
    return all(entry["severity"] != "blocker" for entry in json.loads(path.read_text("utf-8")))


def read_csv(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return all(row["verdict"] != "not judged" for row in csv.DictReader(file))


def read_rdjsonl(path: Path) -> bool:
    return all(json.loads(line)["severity"] != "ERROR" for line in path.read_text("utf-8").splitlines())


#: By the name of a report: whether a file says that everything was judged, as a machine sees it.
IS_JUDGED: dict[str, Callable[[Path], bool]] = {
    "junit": read_junit,
    "json": read_json,
    "html": lambda path: "NOT JUDGED" not in path.read_text("utf-8"),
    "sarif": read_sarif,
    "codequality": read_code_quality,
    "csv": read_csv,
    "rdjsonl": read_rdjsonl,
    "markdown": lambda path: "NOT JUDGED" not in path.read_text("utf-8"),
}
