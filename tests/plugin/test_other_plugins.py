"""Items of the gate beside other plugins and on terminals that cannot show every letter."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.support import INFO, LOG, junit_cases

Gate = Callable[..., pytest.RunResult]

LISTENER = """
    import pytest

    def pytest_runtest_setup(item):
        write("setup", item)
        pytest.skip("not here")

    def pytest_runtest_call(item):
        write("call", item)
        raise ValueError("broken listener")

    def pytest_runtest_teardown(item, nextitem):
        write("teardown", item)
        pytest.fail("not here either")

    def write(phase, item):
        with open("phases.txt", "a", encoding="utf-8") as file:
            file.write(f"{phase} {item.nodeid.split('::')[-1]}\\n")
"""


def test_other_plugins_are_told_of_each_phase_and_change_no_verdict(pytester: pytest.Pytester, gate: Gate) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    pytester.makeconftest(LISTENER)

    result = gate("--content-log=log.txt", "-p", "no:randomly", "--junit-xml=r.xml")

    assert result.ret == 1
    result.assert_outcomes(failed=3, passed=1, skipped=1)
    told = [line.split(" ", 1) for line in (pytester.path / "phases.txt").read_text(encoding="utf-8").splitlines()]
    names = {case.name for case in junit_cases(pytester.path / "r.xml")}
    for phase in ("setup", "call", "teardown"):
        assert {name for each, name in told if each == phase} == names


ALLURE = """
    import pytest

    def pytest_configure(config):
        config.addinivalue_line("markers", "allure_label: of Allure")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(item, call):
        mark = item.get_closest_marker("allure_label")
        with open("seen.txt", "a", encoding="utf-8") as file:
            if call.excinfo is not None:
                file.write(f"{mark.args[0]} {mark.kwargs['label_type']} {call.excinfo.exconly()[:22]}\\n")
        return (yield)
"""


def test_allure_gets_a_severity_and_a_message_without_the_path_of_a_class(
    pytester: pytest.Pytester, gate: Gate
) -> None:
    (pytester.path / "log.txt").write_text(LOG, encoding="utf-8")
    pytester.makeconftest(ALLURE)

    (pytester.path / "s.json").write_text('{"status": "Failed"}', encoding="utf-8")
    gate("--content-log=log.txt", "--strict-markers", "--content-status=s.json")

    assert set((pytester.path / "seen.txt").read_text(encoding="utf-8").splitlines()) == {
        "blocker severity ContentNotJudged: The ",
        "critical severity ContentError: ART-104:",
        "critical severity ContentError: TOP-102:",
        "normal severity ContentWarning: ART-20",
    }


TITLES = {
    "サポート/光回線で固定電話": "タイトルがありません",
    "دعم/إعداد الهاتف": "لا يوجد عنوان",
    "सहायता/शुल्क वापसी": "शीर्षक नहीं है",
    "Emoji/🇩🇪 👍🏽 𠮷": "is missing 😀",
    "Marks/q̂uart Tie̮̍n": 'is <b>bad</b> & "\\n" [1]',
}
LEGACY = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
SHOWN = str.maketrans('<>[]&"\\', "()()+'/")


@pytest.mark.grid
@pytest.mark.parametrize("arguments", [[], ["-n", "2"], ["-k", "光回線 or bad"]], ids=["alone", "workers", "selection"])
@pytest.mark.parametrize("page", ["ascii", "cp1252", "cp932", "cp437"])
def test_names_in_any_script_are_whole_on_any_terminal(
    pytester: pytest.Pytester, page: str, arguments: list[str]
) -> None:
    begin = INFO.partition(" - ")[0].replace("INFO ", "ERROR")
    lines = [f"{begin} - ART-1 article '{path}' (articles[1]): {text}\n" for path, text in TITLES.items()]
    (pytester.path / "log.txt").write_text(INFO + "".join(lines), encoding="utf-8")
    # Command lines in a legacy locale cannot hold the letters of a selection.
    environment = LEGACY if "-k" not in arguments else {}

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--content-log=log.txt", "-v", "--junit-xml=r.xml", *arguments],
        cwd=pytester.path,
        env=os.environ | environment | {"PYTHONIOENCODING": page},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, b"")
    cases = [case for case in junit_cases(pytester.path / "r.xml") if case.outcome == "failure"]
    names = {(case.class_name, case.name.partition(" #")[0]) for case in cases}
    paths = [(*path.split("/"), text) for path, text in TITLES.items()]
    expected = {(f"content.{folder}", f"{title}: {text} (ART-1)".translate(SHOWN)) for folder, title, text in paths}
    assert names <= expected
    assert len(names) == (2 if "-k" in arguments else len(TITLES))
