"""A report file that is an input of the run, or not a file at all, is never replaced."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.earlier_reports import Places, hold_reports
from pytest_contentjobs.settings.resolve import resolve
from tests.pipeline.earlier_reports.support import FACES, PYTEST, REPORT, Inside, leave_green
from tests.support import LOG

# Each case starts a process or several.
pytestmark = pytest.mark.grid


# A report that is something else.

SAME: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "the log": ("clean.log", ("--content-log=clean.log",)),
    "the second log": ("bad.log", ("--content-log=a=clean.log", "--content-log=b=bad.log")),
    "the log by its URL": ("clean.log", ("--content-log=file:clean.log",)),
    "the status": ("s.json", ("--content-log=clean.log", "--content-status=s.json")),
    "the policy": ("p.toml", ("--content-log=clean.log", "--content-policy=p.toml")),
    "the policy of the folder": ("contentjobs.toml", ("--content-log=clean.log",)),
    "the baseline": ("b.json", ("--content-log=clean.log", "--content-baseline=b.json")),
    "the baseline to update": ("b.json", ("--content-log=clean.log", "--content-baseline=b.json", "--content-update-baseline")),
    "a saved run": ("saved/content/run.json", ("--content-log=saved",)),
    "a saved log": ("saved/content/log", ("--content-log=saved/content/run.json",)),
    "an earlier run": ("saved/content/run.json", ("--content-log=clean.log", "--content-compare=saved")),
    "a run that is saved": ("new/content/run.json", ("--content-log=clean.log", "--content-save=new")),
    "a packed package": ("package.zip", ("--content-log=clean.log", "--content-package=package.zip")),
    "a package's list": ("pk/knowledgehub/articles/articles.json", ("--content-log=clean.log", "--content-package=pk")),
    "an article": ("pk/knowledgehub/articles/a.html", ("--content-log=clean.log", "--content-package=pk")),
}  # fmt: skip


@FACES
@pytest.mark.parametrize("link", ["itself", "a detour", "a symbolic link", "a hard link"])
@pytest.mark.parametrize(("file", "arguments"), SAME.values(), ids=list(SAME))
def test_a_report_that_is_an_input_is_wrong_usage(
    folder: Path, inside: Inside, face: tuple[str, ...], file: str, arguments: tuple[str, ...], link: str
) -> None:
    assert inside(REPORT, "--content-log=clean.log", "--content-save=saved")[0] == 0
    (folder / "pk/knowledgehub/articles").mkdir(parents=True)
    (folder / "new/content").mkdir(parents=True)
    for name in ("s.json", "p.toml", "contentjobs.toml", "b.json", "package.zip", "new/content/run.json"):
        (folder / name).write_text("", encoding="utf-8")
    for name in ("articles.json", "a.html"):
        (folder / "pk/knowledgehub/articles" / name).write_text("", encoding="utf-8")
    report = folder / file
    if link == "a detour":
        report = folder / "pk" / ".." / file
    elif link != "itself":
        if file.endswith("a.html") and link == "a hard link":
            pytest.skip("what an article is linked to outside of the package is not looked for")
        report = folder / "link.xml"
        if link == "a symbolic link":
            report.symlink_to(folder / file)
        else:
            report.hardlink_to(folder / file)
    before = (folder / file).read_bytes()

    status, errors = inside(face, f"--content-json={report}", "--content-junit=c.xml", *arguments)

    assert status == 4
    assert str(report) in errors
    assert (folder / file).read_bytes() == before


def test_a_report_that_is_pytests_ini_file_or_the_token_is_wrong_usage(
    folder: Path, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTENTJOBS_API_DOMAIN", "127.0.0.1:9")
    monkeypatch.setenv("CONTENTJOBS_TOKEN_FILE", "token")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (folder / "token").write_text("secret", encoding="utf-8")

    assert inside(PYTEST, "--content-log=clean.log", "--content-json=pytest.ini")[0] == 4
    job = "--content-job=7A84B875-6F75-4C7B-B137-0632B62DB0BD"
    assert inside(REPORT, job, "--content-json=token")[0] == 4

    assert (folder / "pytest.ini").read_text(encoding="utf-8") == "[pytest]\n"
    assert (folder / "token").read_text(encoding="utf-8") == "secret"


@FACES
@pytest.mark.parametrize("report", ["log", "status", "baseline"])
def test_an_input_is_not_replaced_if_the_settings_cannot_be_used(
    folder: Path, inside: Inside, face: tuple[str, ...], report: str
) -> None:
    for name in ("status", "baseline"):
        shutil.copy(folder / "bad.log", folder / name)
    shutil.copy(folder / "bad.log", folder / "log")
    inputs = ("--content-log=log", "--content-status=status", "--content-baseline=baseline")

    assert inside(face, *inputs, f"--content-json={report}", "--content-timeout=soon")[0] == 4

    assert (folder / report).read_text(encoding="utf-8") == LOG


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@FACES
@pytest.mark.parametrize("report", ["-", "/dev/fd/1", "/proc/self/fd/1", "pipe", "."])
def test_what_is_no_file_is_never_touched(folder: Path, face: tuple[str, ...], report: str) -> None:
    os.mkfifo(folder / "pipe")
    with (folder / "out.txt").open("w+b") as out:
        done = subprocess.run(
            [*face, "--content-log=clean.log", f"--content-junit={report}"],
            stdout=out,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )

    assert done.returncode == 4
    assert b"<testsuite" not in (folder / "out.txt").read_bytes()
    assert not (folder / "-").exists()
    assert not (folder / "pipe").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("device", ["/dev/stdout", "/dev/../dev/stdout", "/dev/null", "/dev/fd/1"])
def test_a_device_is_refused(folder: Path, device: str) -> None:
    """By the function that decides, which writes nothing: a root's run of faulty code would replace the machine's device."""
    places = Places(option=lambda _key: None, environment={}, ini=lambda _key: None, folders=[folder])
    settings = resolve({"content_log": ["clean.log"], "content_junit": device}.get, {}, lambda _key: None)

    with pytest.raises(SettingsError) as refused, hold_reports(settings, places, is_run=False):
        pass

    assert refused.value.reason is Reason.REPORT_UNUSABLE


def test_two_options_for_one_file_leave_no_green_report(folder: Path, inside: Inside) -> None:
    for other in ("--content-json=c.xml", "--junit-xml=c.xml"):
        leave_green(folder)
        assert inside(PYTEST, "--content-log=clean.log", "--content-junit=c.xml", other)[0] == 4
        text = (folder / "c.xml").read_text(encoding="utf-8")
        assert Reason.RUN_UNFINISHED in text
