"""What a session writes: each report by itself, whatever becomes of the others."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pytest_contentjobs.errors import ReportError
from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.outputs import REPORTS, Output, list_reports, rewrite_reports, write_outputs
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.view import make_view
from pytest_contentjobs.settings.resolve import Settings, resolve
from tests.builders import content_run, finding


def is_junit_green(file: Path) -> bool:
    return not etree.parse(str(file)).xpath("//testcase[error or failure]")


def is_json_green(file: Path) -> bool:
    document = json.loads(file.read_text("utf-8"))
    return document["exit_status"] == 0 and all(run["judgement"]["outcome"] == "clean" for run in document["runs"])


def is_csv_green(file: Path) -> bool:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return all(row["verdict"] not in {"fails", "not judged"} for row in csv.DictReader(opened))


def is_text_green(file: Path) -> bool:
    return "PASSED" in file.read_text("utf-8")


#: By the name of a report: whether a file says that nothing failed, as a machine sees it.
IS_GREEN: dict[str, Callable[[Path], bool]] = {
    "junit": is_junit_green,
    "json": is_json_green,
    "html": is_text_green,
    "sarif": lambda file: all(not run["results"] for run in json.loads(file.read_text("utf-8"))["runs"]),
    "codequality": lambda file: json.loads(file.read_text("utf-8")) == [],
    "csv": is_csv_green,
    "rdjsonl": lambda file: file.read_text("utf-8") == "",
    "markdown": is_text_green,
}


def settings_for(**files: Path) -> Settings:
    given: dict[str, object] = {REPORTS[name].option.key: str(file) for name, file in files.items()}
    return resolve({"content_log": ["log.txt"], **given}.get, {}, lambda _key: "")


def test_every_report_of_the_table_is_written_to_the_file_of_its_option(tmp_path: Path) -> None:
    files = {name: tmp_path / name / "report" for name in REPORTS}
    settings = settings_for(**files)
    runs: list[ContentRun] = [content_run(finding())]

    outputs = write_outputs(runs, settings, not_run={}, is_filtered=False)

    assert [output.is_failure for output in outputs] == [False] * len(files)
    assert all(output.text.endswith(str(file)) for output, file in zip(outputs, files.values(), strict=True))
    assert [file for _, file in list_reports(settings)] == [*files.values()]
    for name, file in files.items():
        assert file.read_bytes().decode() == "".join(REPORTS[name].render(make_view(runs, Scope())))


def test_reports_that_are_not_asked_for_are_not_written() -> None:
    assert list_reports(settings_for()) == []


@pytest.mark.parametrize("broken", REPORTS)
def test_a_report_that_cannot_be_written_is_a_failure_and_does_not_stop_the_others(tmp_path: Path, broken: str) -> None:
    files = {name: tmp_path / name for name in REPORTS}
    files[broken].mkdir()

    outputs = write_outputs([content_run()], settings_for(**files), not_run={}, is_filtered=False)

    (output,) = (output for output in outputs if output.is_failure)
    assert output.reason == "report-not-written"
    assert str(files[broken]) in output.text
    assert [name for name, file in files.items() if not file.is_file()] == [broken]
    assert [name for name, file in files.items() if name != broken and IS_GREEN[name](file)] == []


def test_no_report_is_green_if_the_baseline_is_not_updated(tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in REPORTS}
    (tmp_path / "known.json").mkdir()
    settings = replace(settings_for(**files), baseline=tmp_path / "known.json", update_baseline=True)

    outputs = write_outputs([content_run(), content_run(name="second")], settings, not_run={}, is_filtered=False)

    (failure,) = (output for output in outputs if output.is_failure)
    assert [name for name, file in files.items() if IS_GREEN[name](file)] == []
    for run in json.loads(files["json"].read_text("utf-8"))["runs"]:
        (check,) = (check for check in run["checks"] if check["name"] == "session")
        assert (check["text"], check["codes"]) == (failure.text, [failure.reason])


def test_reports_are_green_unless_something_fails(tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in REPORTS}

    write_outputs([content_run()], settings_for(**files), not_run={}, is_filtered=False)

    assert [name for name, file in files.items() if not IS_GREEN[name](file)] == []


def test_no_report_is_green_of_a_session_that_fails_later(tmp_path: Path) -> None:
    files, runs = {name: tmp_path / name for name in REPORTS}, [content_run()]
    settings = settings_for(**files)
    write_outputs(runs, settings, not_run={}, is_filtered=False)
    files["html"].unlink()
    files["html"].mkdir()

    (failure,) = rewrite_reports(runs, settings, Output("It failed.", Reason.HOOK_FAILED), not_run={})

    assert failure.reason == "report-not-written"
    assert [name for name, file in files.items() if file.is_file() and IS_GREEN[name](file)] == []


def test_green_report_that_cannot_be_replaced_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, runs = {name: tmp_path / name for name in REPORTS}, [content_run()]
    settings = settings_for(**files)
    write_outputs(runs, settings, not_run={}, is_filtered=False)

    def refuse(*_: object) -> None:
        raise ReportError("No.", next_step="Stop.")

    monkeypatch.setattr("pytest_contentjobs.pipeline.outputs.write_report", refuse)
    rewrite_reports(runs, settings, Output("It failed.", Reason.HOOK_FAILED), not_run={})

    assert [name for name, file in files.items() if file.exists()] == []
