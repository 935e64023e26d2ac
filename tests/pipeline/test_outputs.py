"""What a session writes: each report by itself, whatever becomes of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.model import ContentRun
from pytest_contentjobs.pipeline.outputs import REPORTS, list_reports, write_outputs
from pytest_contentjobs.reports.cases import Scope
from pytest_contentjobs.reports.view import make_view
from pytest_contentjobs.settings.resolve import Settings, resolve
from tests.builders import content_run, finding


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
    assert output.text.endswith("(report-not-written)")
    assert str(files[broken]) in output.text
    assert all(file.is_file() for name, file in files.items() if name != broken)
