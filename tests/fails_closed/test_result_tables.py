"""Tables of results whose items are all good are green, and one cell that says otherwise is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pytest_contentjobs.cli import main
from tests.support import finished

#: A header and its good row, in which ``#`` is the number of the item.
GOOD = {
    "id and outcome": "Article,Result\n#,imported",
    "title and outcome": "id,title,status\n#,Title #,imported",
    "outcomes differ": "id,title,status\n#,Title #,unchanged",
    "outcome in words": "article,title,import result\n#,Title #,successfully imported",
    "number of errors": "Article,Errors\n#,0",
    "numbers": "folder,processed,successful,warnings,errors\nF-#,10,10,0,0",
    "what failed": "Folder,Articles,Failed\nF-#,5,0",
    "outcome and numbers": "Article\tResult\tErrors\tWarnings\nKB-#\tOK\t0\t0",
    "outcome and remark": "Article,Status,Remark\n#,OK,",
    "no header": '12,2026-11-25 10:00:00,INFO,"Imported KB-10"\n#,2026-11-25 10:00:01,INFO,"Imported KB-#"',
}
#: The same with a last row that is not good.
BAD = {
    "Article,Result\n#,imported": ["21,failed", "21,not imported", "21,quux", "21,", "21,imported with errors", "21,0"],
    "id,title,status\n#,Title #,imported": ["21,Title,rejected", "21,Title,imported,no title", "21,,?"],
    "id,title,status,links\n#,Title #,imported,ok": ["21,Title,imported,broken", "21,Title,imported,404"],
    "id,title,status,errors\n#,Title #,imported,0": ["21,Title,imported,1", "21,Title,imported,no title"],
    "Article,Errors\n#,0": ["21,1", "21,", "21,no title", "21,0,no title"],
    "Folder,Articles,Failed,Rejected\nF-#,5,0,0": ["F-21,5,1,0", "F-21,5,0,1"],
    "Article;Outcome;Errors;Warnings\n#;ok;0;0": ["21;ok;1;0", "21;ok;0;1"],
    "Article\tOutcome\tErrors\n#\tok\t0": ["21\tok\t1"],
    "id,title,status,broken links\n#,Title #,ok,0": ["21,Title,ok,2"],
    "id;title;status;rejects\n#;Title #;ok;0": ["21;Title;ok;2"],
    "folder,failed,rejected links\nF-#,0,0": ["F-21,0,2", "F-21,2,0"],
    "Article,Status,Remark\n#,OK,": ["21,OK,no title", "21,OK,broken link"],
    "Level|Article|Message\nINFO|#|checked": ["INFO|21|checked|no title", "INFO|21|no title"],
}


def judge(folder: Path, header_and_row: str, last: str = "") -> int:
    """Judge a table beside a job that counts neither errors nor warnings."""
    header, row = header_and_row.split("\n")
    text = "\n".join([header, *(row.replace("#", str(number)) for number in range(1, 21)), last, ""])
    log, status = folder / "log.csv", folder / "status.json"
    log.write_text(text, encoding="utf-8")
    status.write_text(json.dumps(finished(0, 0)), encoding="utf-8")
    return CliRunner().invoke(main, ["report", f"--content-log={log}", f"--content-status={status}"]).exit_code


@pytest.mark.parametrize("table", GOOD.values(), ids=list(GOOD))
def test_good_items_are_green(table: str, tmp_path: Path) -> None:
    assert judge(tmp_path, table) == 0


@pytest.mark.parametrize(("table", "last"), [(table, row) for table, rows in BAD.items() for row in rows])
def test_one_bad_cell_is_not(table: str, last: str, tmp_path: Path) -> None:
    assert judge(tmp_path, table, last) in {1, 10}
