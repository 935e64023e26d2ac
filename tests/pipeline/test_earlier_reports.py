"""What an earlier run left in the report files: no old green file outlives a run that did not come to its end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pytest_contentjobs.boundary.file_locks import InUseError, lock
from pytest_contentjobs.cli import main
from pytest_contentjobs.emulator import ContentService, RawResponse
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.earlier_reports import Places, hold_reports
from pytest_contentjobs.reports.json_document import SCHEMA
from pytest_contentjobs.settings.resolve import resolve
from tests.support import CLEAN_LOG, LOG, junit_cases

# Each case starts a process or several.
pytestmark = pytest.mark.grid

Inside = Callable[..., tuple[int, str]]
PYTEST = (sys.executable, "-m", "pytest", "-p", "no:randomly")
REPORT = (sys.executable, "-m", "pytest_contentjobs.cli", "report")
FACES = pytest.mark.parametrize("face", [PYTEST, REPORT], ids=["pytest", "report"])
REPORTS = ("--content-junit=c.xml", "--content-json=c.json")
OLD_JUNIT = '<testsuites><testsuite name="content" tests="1"><testcase classname="content" name="job"/></testsuite></testsuites>'
OLD_JSON = '{"version": 1, "runs": []}'


@pytest.fixture(autouse=True)
def folder(pytester: pytest.Pytester) -> Path:
    """A folder with a clean log, and with reports of an earlier run, which were green."""
    (pytester.path / "clean.log").write_text(CLEAN_LOG, encoding="utf-8")
    (pytester.path / "bad.log").write_text(LOG, encoding="utf-8")
    leave_green(pytester.path)
    return pytester.path


@pytest.fixture
def inside(pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str]) -> Inside:
    """Run a face in this process, which is ten times as fast, and return its status and what it wrote to standard error."""

    def run_inside(face: tuple[str, ...], *arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        if face is PYTEST:
            result = pytester.runpytest_inprocess("-p", "no:randomly", *arguments)
            return int(result.ret), result.stderr.str()
        with pytest.raises(SystemExit) as ended:
            main(["report", *arguments], prog_name="contentjobs")
        assert isinstance(ended.value.code, int)
        return ended.value.code, capsys.readouterr().err

    return run_inside


def leave_green(folder: Path) -> None:
    (folder / "c.xml").write_text(OLD_JUNIT, encoding="utf-8")
    (folder / "c.json").write_text(OLD_JSON, encoding="utf-8")


def run(command: tuple[str, ...], *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*command, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )
    # pytest shows errors of the tests' own conftest files as tracebacks.
    assert "Traceback" not in done.stderr
    return done


def assert_not_judged(folder: Path, *, names: tuple[str, ...] = ("content",)) -> None:
    """See that both reports are valid, and say that the run did not come to its end."""
    errors = [case for case in junit_cases(folder / "c.xml") if case.outcome == "error"]
    assert [(case.class_name, case.name) for case in errors] == [(name, "job") for name in names]
    document = json.loads((folder / "c.json").read_text(encoding="utf-8"))
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(document)
    found = [
        (one["name"], one["judgement"]["outcome"], Reason.RUN_UNFINISHED in one["judgement"]["codes"])
        for one in document["runs"]
    ]
    assert found == [(name, "not judged", True) for name in names]


def assert_untouched(folder: Path) -> None:
    assert (folder / "c.xml").read_text(encoding="utf-8") == OLD_JUNIT
    assert (folder / "c.json").read_text(encoding="utf-8") == OLD_JSON


def lock_files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".contentjobs-*")]


WRONG: Mapping[str, tuple[str, ...]] = {
    "a policy that is no TOML": ("--content-log=clean.log", "--content-policy=broken.toml"),
    "a policy that is missing": ("--content-log=clean.log", "--content-policy=nowhere.toml"),
    "a baseline that is missing": ("--content-log=clean.log", "--content-baseline=nowhere.json"),
    "a run to compare with that is missing": ("--content-log=clean.log", "--content-compare=nowhere"),
    "a package that is missing": ("--content-log=clean.log", "--content-package=nowhere.zip"),
    "a folder to save in that is a file": ("--content-log=clean.log", "--content-save=clean.log/x"),
    "an unknown log format": ("--content-log=clean.log", "--content-log-format=odd"),
    "a pattern that is none": ("--content-log=clean.log", "--content-log-pattern=(("),
    "a duration that is none": ("--content-log=clean.log", "--content-timeout=soon"),
    "one name twice": ("--content-log=a=clean.log", "--content-log=a=bad.log"),
    "nothing to gate": (),
    "no API domain": ("--content-job=7A84B875-6F75-4C7B-B137-0632B62DB0BD",),
    "an unknown option": ("--content-log=clean.log", "--content-typo=1"),
    "an option without its value": ("--content-log=clean.log", "--content-group"),
}


@FACES
@pytest.mark.parametrize("arguments", WRONG.values(), ids=list(WRONG))
def test_wrong_usage_leaves_no_green_report(
    folder: Path, inside: Inside, face: tuple[str, ...], arguments: tuple[str, ...]
) -> None:
    (folder / "broken.toml").write_text("policy = [", encoding="utf-8")

    assert inside(face, *REPORTS, *arguments)[0] == 4

    assert_not_judged(folder)
    assert lock_files(folder) == []


def test_wrong_usage_of_pytests_own_options_leaves_no_green_report(folder: Path) -> None:
    assert run(PYTEST, *REPORTS, "--content-log=clean.log", "nowhere.py").returncode == 4
    assert_not_judged(folder)

    leave_green(folder)
    assert run(PYTEST, *REPORTS, "--content-log=clean.log", "-p", "no:contentjobs-session").returncode == 4
    assert_not_judged(folder)


@pytest.mark.parametrize(
    ("conftest", "status"),
    [
        ("import nowhere_at_all", 4),
        ("import pytest\ndef pytest_configure(config): raise pytest.UsageError('no')", 4),
        ("import pytest\ndef pytest_configure(config): pytest.exit('no', 7)", 7),
        ("def pytest_configure(config): raise KeyboardInterrupt", 2),
        ("def pytest_configure(config): 1 / 0", 3),
        ("def pytest_sessionstart(session): 1 / 0", 3),
        ("import pytest\n@pytest.hookimpl(tryfirst=True)\ndef pytest_sessionstart(session): 1 / 0", 3),
        ("def pytest_collection_modifyitems(items): 1 / 0", 3),
        ("def pytest_collection_modifyitems(items): raise KeyboardInterrupt", 2),
        ("import pytest\ndef pytest_runtest_setup(item): pytest.exit('enough', 77)", 77),
    ],
)
def test_a_session_that_a_conftest_file_ends_leaves_no_green_report(folder: Path, conftest: str, status: int) -> None:
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    (folder / "test_own.py").write_text("def test_own(): pass", encoding="utf-8")

    done = subprocess.run(
        [*PYTEST, *REPORTS, "--content-log=clean.log", "."], capture_output=True, timeout=60, check=False
    )

    assert done.returncode == status
    assert_not_judged(folder)
    assert lock_files(folder) == []


def test_an_interrupt_after_judging_keeps_what_was_found(folder: Path) -> None:
    (folder / "test_own.py").write_text("def test_own(): raise KeyboardInterrupt", encoding="utf-8")

    assert run(PYTEST, *REPORTS, "--content-log=bad.log", "--content-log=other=clean.log").returncode == 2

    assert_not_judged(folder, names=("content", "other"))
    document = json.loads((folder / "c.json").read_text(encoding="utf-8"))
    assert [len(one["findings"]) for one in document["runs"]] == [3, 0]


def test_a_run_that_ends_replaces_everything(folder: Path) -> None:
    assert run(REPORT, *REPORTS, "--content-log=clean.log").returncode == 0

    assert {case.outcome for case in junit_cases(folder / "c.xml")} == {"passed", "skipped"}
    (one,) = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    assert one["judgement"]["outcome"] == "clean"
    assert lock_files(folder) == []


def test_a_refused_import_leaves_no_green_report(folder: Path, service: ContentService) -> None:
    run(REPORT, "--content-log=bad.log", "--content-save=saved")

    done = run(
        (*REPORT[:-1], "import"),
        *("s3://bucket/x", "--after=saved", "--content-junit=c.xml"),
        **service.environment,
        CONTENTJOBS_JSON="c.json",
    )

    assert done.returncode == 10
    assert_not_judged(folder, names=("import",))


@pytest.mark.parametrize(
    ("face", "arguments", "status"),
    [
        (PYTEST, ("--help",), 0),
        (PYTEST, ("--version",), 0),
        (PYTEST, ("--markers",), 0),
        (PYTEST, ("--fixtures",), 0),
        (PYTEST, ("--fixtures-per-test", "test_own.py"), 0),
        (PYTEST, ("--cache-show",), 0),
        (PYTEST, ("--collect-only", "nowhere.py"), 4),
        (PYTEST, ("--collect-only", "--content-policy=nowhere"), 4),
        (PYTEST, ("--collect-only", "--content-timeout=soon"), 4),
        (PYTEST, ("--collect-only", "--typo"), 4),
        (REPORT, ("--help",), 0),
        (REPORT, ("-h",), 0),
    ],
)
def test_nothing_is_replaced_if_nothing_runs(
    folder: Path, inside: Inside, face: tuple[str, ...], arguments: tuple[str, ...], status: int
) -> None:
    (folder / "test_own.py").write_text("def test_own(): pass", encoding="utf-8")

    assert inside(face, *REPORTS, "--content-log=clean.log", *arguments)[0] == status

    if "nowhere.py" not in arguments:
        assert_untouched(folder)


def test_nothing_is_replaced_if_the_gate_is_not_asked_for(folder: Path) -> None:
    (folder / "test_own.py").write_text("def test_own(): pass", encoding="utf-8")

    assert run(PYTEST, CONTENTJOBS_JUNIT="c.xml", CONTENTJOBS_JSON="c.json").returncode == 0
    assert run(PYTEST, "--typo", CONTENTJOBS_JUNIT="c.xml", CONTENTJOBS_JSON="c.json").returncode == 4

    assert_untouched(folder)


@pytest.mark.parametrize("place", ["variable", "ini"])
def test_reports_that_are_set_once_for_all_are_replaced(
    folder: Path, inside: Inside, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place == "variable":
        monkeypatch.setenv("CONTENTJOBS_JUNIT", "c.xml")
        monkeypatch.setenv("CONTENTJOBS_JSON", "c.json")
    else:
        (folder / "pytest.ini").write_text("[pytest]\ncontent_junit=c.xml\ncontent_json=c.json\n", encoding="utf-8")

    assert inside(PYTEST, "--content-log=clean.log", "--content-timeout=soon")[0] == 4

    assert_not_judged(folder)


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
    "a run to compare with": ("saved/content/run.json", ("--content-log=clean.log", "--content-compare=saved")),
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
    places = Places(option=lambda _key: None, environment={}, ini=lambda _key: None, root=folder)
    settings = resolve({"content_log": ["clean.log"], "content_junit": device}.get, {}, lambda _key: None)

    with pytest.raises(SettingsError) as refused, hold_reports(settings, places, is_run=False):
        pass

    assert refused.value.reason is Reason.REPORT_UNUSABLE


# Reports of a run that is killed, and two runs at once.


@contextmanager
def waiting(face: tuple[str, ...], service: ContentService, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start a run, and give it while it waits for its job."""
    job = service.add_job([{"status": "In Progress"}])
    command = [*face, f"--content-job=main={job}", "--content-poll-interval=3600", *arguments]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **service.environment, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("main: waiting for job"):
                break
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@FACES
def test_a_run_that_is_killed_leaves_no_green_report_and_no_lock(
    folder: Path, face: tuple[str, ...], service: ContentService
) -> None:
    with waiting(face, service, *REPORTS) as process:
        assert_not_judged(folder, names=("main",))
        process.kill()
        assert process.wait(30) == -signal.SIGKILL

    assert_not_judged(folder, names=("main",))

    assert run(face, *REPORTS, "--content-log=clean.log").returncode == 0
    assert {case.outcome for case in junit_cases(folder / "c.xml")} == {"passed", "skipped"}
    assert lock_files(folder) == []


@FACES
def test_a_second_run_on_the_same_report_is_wrong_usage(
    folder: Path, inside: Inside, face: tuple[str, ...], service: ContentService
) -> None:
    (folder / "inner").mkdir()
    (folder / "link").symlink_to(folder)
    with waiting(REPORT, service, *REPORTS):
        for same in ("--content-json=c.json", "--content-junit=inner/../c.xml", "--content-json=link/c.json"):
            status, errors = inside(face, "--content-log=clean.log", same)
            assert (status, same.partition("=")[2] in errors) == (4, True)
        assert inside(face, "--content-log=clean.log", "--content-junit=c.xml", "--content-timeout=soon")[0] == 4
        assert_not_judged(folder, names=("main",))
        assert inside(face, "--content-log=clean.log", "--content-junit=inner/c.xml")[0] == 0

    assert_not_judged(folder, names=("main",))


def test_two_options_for_one_file_leave_no_green_report(folder: Path, inside: Inside) -> None:
    for other in ("--content-json=c.xml", "--junit-xml=c.xml"):
        leave_green(folder)
        assert inside(PYTEST, "--content-log=clean.log", "--content-junit=c.xml", other)[0] == 4
        text = (folder / "c.xml").read_text(encoding="utf-8")
        assert Reason.RUN_UNFINISHED in text


def test_workers_of_xdist_write_nothing(folder: Path) -> None:
    (folder / "test_own.py").write_text(
        "from pathlib import Path\n"
        "import pytest\n"
        "@pytest.mark.parametrize('number', range(4))\n"
        "def test_own(number):\n"
        "    assert 'run-unfinished' in Path('c.xml').read_text(encoding='utf-8')\n",
        encoding="utf-8",
    )

    done = run(PYTEST, *REPORTS, "--content-log=clean.log", "-n", "2")

    assert done.returncode == 0, done.stdout
    assert {case.outcome for case in junit_cases(folder / "c.xml")} == {"passed", "skipped"}
    assert lock_files(folder) == []


def test_the_lock_is_given_back_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "new" / ("n" * 240)
    give_back = lock(file)
    with pytest.raises(InUseError):
        lock(file)
    assert len(lock_files(tmp_path)) == 1

    give_back()

    assert lock_files(tmp_path) == []
    lock(file)()


def test_one_of_many_that_take_a_file_has_it(tmp_path: Path) -> None:
    start, done = threading.Barrier(8), threading.Barrier(8)
    taken = []

    def take() -> None:
        for _ in range(50):
            start.wait()
            with suppress(InUseError):
                taken.append(lock(tmp_path / "c.xml"))
            if done.wait() == 0:
                assert len(taken) == 1
                taken.pop()()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (taken, start.broken, lock_files(tmp_path)) == ([], False, [])


def test_a_folder_that_cannot_be_locked_in_does_not_hinder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    lock(tmp_path / "file" / "c.xml")()


# Reports that cannot be written.


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for a process")
@FACES
def test_a_full_disk_is_red_and_leaves_no_green_report(folder: Path, face: tuple[str, ...]) -> None:
    limited = (sys.executable, "-c", f"""
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
sys.argv = {[face[2], *face[3:]]!r} + sys.argv[1:]
runpy.run_module({face[2]!r}, run_name="__main__", alter_sys=True)
""")  # fmt: skip

    done = run(limited, *REPORTS, "--content-log=clean.log")

    assert done.returncode == 1
    assert not (folder / "c.xml").exists()
    assert not (folder / "c.json").exists()
    assert [path.name for path in folder.glob("*.part")] == []


def test_a_folder_that_is_removed_meanwhile_is_made_again(folder: Path) -> None:
    (folder / "test_own.py").write_text("import shutil\ndef test_own(): shutil.rmtree('reports')", encoding="utf-8")

    assert run(PYTEST, "--content-log=bad.log", "--content-json=reports/c.json").returncode == 1

    (one,) = json.loads((folder / "reports/c.json").read_text(encoding="utf-8"))["runs"]
    assert one["judgement"]["outcome"] == "findings"


def test_a_report_whose_folder_becomes_a_file_meanwhile_is_red(folder: Path) -> None:
    (folder / "test_own.py").write_text(
        "import pathlib, shutil\ndef test_own():\n    shutil.rmtree('reports')\n    pathlib.Path('reports').touch()\n",
        encoding="utf-8",
    )

    assert run(PYTEST, "--content-log=clean.log", "--content-json=reports/c.json").returncode == 1


@FACES
@pytest.mark.parametrize("report", ["loop", "loop/c.xml", "n" * 300, "bad\udcff.xml"])
def test_odd_paths_end_without_a_traceback(folder: Path, face: tuple[str, ...], report: str) -> None:
    (folder / "loop").symlink_to("loop")

    done = run(face, "--content-log=clean.log", f"--content-json={report}")

    assert (done.returncode == 0) == (folder / report.replace("n" * 300, "long")).is_file()
    assert done.returncode in {0, 1}
    assert run(face, "--content-log=clean.log", f"--content-json={report}", "--content-timeout=soon").returncode == 4


def test_a_job_that_could_not_be_judged_is_so_in_both(folder: Path, service: ContentService) -> None:
    job = service.add_job([RawResponse(200, {"status": "Failed"})])

    done = run(REPORT, f"--content-job={job}", *REPORTS, **service.environment)

    assert done.returncode == 10
    (one,) = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    assert (one["judgement"]["outcome"], one["judgement"]["codes"][0]) == ("not judged", Reason.JOB_FAILED)
