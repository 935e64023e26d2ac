"""The hostile corpus as a table, read by another program. Needs the variable CONSUMERS."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.consumers.installing import install_node
from tests.consumers.reading import run_program
from tests.consumers.test_formats import read_table


def test_papaparse_reads_the_same_table(write_report: Callable[..., Path]) -> None:
    path = write_report("csv")
    library = json.dumps(str(install_node("papaparse") / "papaparse"))
    program = (
        f"const text = require('fs').readFileSync({json.dumps(str(path))}, 'utf8')\n"
        f"const read = require({library}).parse(text, {{header: true, skipEmptyLines: true}})\n"
        "console.log(JSON.stringify(read))\n"
    )

    read = json.loads(run_program("node", "-e", program))

    assert read["errors"] == []
    assert read["data"] == read_table(path)
