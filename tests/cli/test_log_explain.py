"""``contentjobs log explain``: how a log is read, and the settings that pin it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import CLEAN_LOG, INFO, LOG, REFUND_ERROR, finished, reason_of

Program = Callable[..., tuple[int, str, str]]

WITH_ALL = f"{INFO}{REFUND_ERROR}    at content.validation\n\nsomething else here\n{INFO}"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"log.txt": LOG, "clean.txt": CLEAN_LOG, "all.txt": WITH_ALL}.items():
        (tmp_path / name).write_bytes(text.encode())


def project() -> dict[str, object]:
    return tomllib.loads(Path("contentjobs.toml").read_text(encoding="utf-8"))


def test_each_class_of_lines_has_a_sample(contentjobs: Program) -> None:
    status, out, errors = contentjobs("log", "explain", "all.txt", "--json")

    assert (status, errors) == (10, "")
    found = json.loads(out)
    assert (found["log"], found["format"], found["lines"], found["explained"]) == ("all.txt", "text", 6, 5)
    samples = {each["name"]: (each["lines"], (each["sample"] or {}).get("number")) for each in found["classes"]}
    assert samples == {
        "with findings": (1, 2),
        "continuing": (1, 3),
        "informational": (2, 1),
        "blank": (1, None),
        "not explained": (1, 5),
    }
    assert found["settings"] == {"log_format": "text"}


def test_wording_of_an_explanation(contentjobs: Program, wording: Callable[[str], None]) -> None:
    Path("all.txt").write_bytes(WITH_ALL.rstrip("\n").encode())

    wording(contentjobs("log", "explain", "all.txt", "--write")[1])


def test_a_log_that_is_explained_whole(contentjobs: Program) -> None:
    assert contentjobs("log", "explain", "clean.txt")[0] == 0
    assert not Path("contentjobs.toml").exists()


def test_what_is_written_is_for_all_runs_or_for_one(contentjobs: Program) -> None:
    contentjobs("log", "explain", "clean.txt", "--write")
    assert project() == {"log_format": "text"}

    contentjobs("log", "explain", "clean.txt", "--write", "--run", "main")
    assert project() == {"log_format": "text", "runs": {"main": {"log_format": "text"}}}
    assert "nothing to write" in contentjobs("log", "explain", "clean.txt", "--write", "--run", "main")[1]


def test_it_is_read_as_the_run_of_the_name(contentjobs: Program) -> None:
    Path("contentjobs.toml").write_text("log_format = 'table'\n[runs.main]\nlog_format = 'json'", encoding="utf-8")

    assert json.loads(contentjobs("log", "explain", "log.txt", "--json", "--run=main")[1])["format"] == "json"
    assert json.loads(contentjobs("log", "explain", "log.txt", "--json", "--run=other")[1])["format"] == "table"


def test_it_goes_to_the_root_of_the_project_from_below(contentjobs: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".git").mkdir()
    Path("below").mkdir()
    monkeypatch.chdir("below")

    status, out, _ = contentjobs("log", "explain", "../clean.txt", "--write")

    assert status == 0
    assert out.splitlines()[-1].endswith("contentjobs.toml")
    assert Path("../contentjobs.toml").is_file()


def test_json_stays_whole_when_settings_are_written(contentjobs: Program) -> None:
    _, out, errors = contentjobs("log", "explain", "clean.txt", "--json", "--write")

    assert json.loads(out)["settings"] == project()
    assert "contentjobs.toml" in errors


def test_a_log_beside_its_status_and_a_saved_run(contentjobs: Program) -> None:
    Path("status.json").write_text(json.dumps(finished(2, 1)), encoding="utf-8")
    assert contentjobs("log", "explain", "log.txt", "--content-status=status.json")[0] == 0

    contentjobs("report", "--content-log=a=log.txt", "--content-save=saved")
    contentjobs("report", "--content-log=b=log.txt", "--content-save=saved")
    assert contentjobs("log", "explain", "saved/a")[0] == 0
    status, _, errors = contentjobs("log", "explain", "saved")
    assert (status, reason_of(errors)) == (4, "saved-run-ambiguous")


def test_no_report_is_written_and_nothing_is_compared(contentjobs: Program) -> None:
    before = "junit = 'c.xml'\njson = 'c.json'\nsave = 'saved'\nbaseline = 'missing.json'\ncompare = 'missing'\n"
    Path("contentjobs.toml").write_text(before, encoding="utf-8")

    assert contentjobs("log", "explain", "log.txt")[0] == 0
    assert not [path for path in ("c.xml", "c.json", "saved") if Path(path).exists()]


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (["nowhere.txt"], 10, "file-unreadable"),
        (["log.txt", "--run=1 a"], 4, "value-invalid"),
        (["log.txt", "--content-log-format=odd"], 4, "value-invalid"),
    ],
)
def test_what_cannot_be_explained(contentjobs: Program, arguments: list[str], status: int, reason: str) -> None:
    code, _, errors = contentjobs("log", "explain", *arguments)

    assert (code, reason_of(errors)) == (status, reason)


def test_a_log_that_ends_without_a_line_end_is_settled_by_a_person_alone(contentjobs: Program) -> None:
    Path("clean.txt").write_bytes(CLEAN_LOG.rstrip("\n").encode())
    assert contentjobs("report", "--content-log=clean.txt")[0] == 10

    contentjobs("log", "explain", "clean.txt", "--write")
    assert contentjobs("report", "--content-log=clean.txt")[0] == 10

    file = Path("contentjobs.toml")
    file.write_text(file.read_text(encoding="utf-8").replace("# log_end", "log_end"), encoding="utf-8")
    assert contentjobs("report", "--content-log=clean.txt")[0] == 0


UNKNOWN = "[2024-03-01 10:00:00] importer | INFO | validated\n" * 9 + (
    "[2024-03-01 10:00:00] importer | TATA | ART-104 article 'A': no title\n"
    "[2024-03-01 10:00:00] importer | BEEP | validated article 'B'\n"
)


def test_levels_that_are_not_known_are_settled_for_good(contentjobs: Program) -> None:
    """Written as errors, which lets nothing pass; what is known better is corrected once."""
    Path("new.txt").write_text(UNKNOWN, encoding="utf-8")
    status = Path("status.json")
    status.write_text(json.dumps(finished(1, 0)), encoding="utf-8")
    report = ("report", "--content-log=main=new.txt")
    assert contentjobs(*report)[0] == 10

    assert contentjobs("log", "explain", "new.txt", "--write", "--run=main")[0] == 10
    assert contentjobs(*report)[0] == 1
    assert contentjobs(*report, "--content-status=status.json")[0] == 10

    file = Path("contentjobs.toml")
    file.write_text(file.read_text(encoding="utf-8").replace("BEEP=error", "BEEP=info"), encoding="utf-8")
    assert contentjobs("log", "explain", "new.txt", "--run=main")[0] == 0
    assert contentjobs(*report)[0] == 1
    assert contentjobs(*report, "--content-status=status.json")[0] == 1

    Path("new.txt").write_text(
        UNKNOWN.replace("TATA | ART-104 article 'A': no title", "BEEP | validated"), encoding="utf-8"
    )
    status.write_text(json.dumps(finished(0, 0)), encoding="utf-8")
    assert contentjobs(*report)[0] == 0
    assert contentjobs(*report, "--content-status=status.json")[0] == 0
    assert contentjobs("report", "--content-log=other=new.txt")[0] == 10


def test_words_that_are_declared_already_stay(contentjobs: Program) -> None:
    Path("new.txt").write_text(UNKNOWN, encoding="utf-8")
    Path("contentjobs.toml").write_text(
        "log_levels = 'BEEP=info' # known\n[runs.b]\nlog_levels = 'OTHER=info'\n", encoding="utf-8"
    )

    contentjobs("log", "explain", "new.txt", "--write", "--run=a")

    runs = project()["runs"]
    assert isinstance(runs, dict)
    assert {name: pins["log_levels"] for name, pins in runs.items()} == {
        "b": "OTHER=info",
        "a": "BEEP=info, TATA=error",
    }


def test_a_learned_place_is_pinned_as_a_pattern_and_reads_the_same(contentjobs: Program) -> None:
    routine = [f"kb | {number} [INFO] article {number} is read" for number in range(9)]
    lines = [*routine, "kb | 9 [FEHLER] article 'A' has no title", "kb | 10 [INFO] [ERROR] article 'B' has no title"]
    Path("new.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    report = ("report", "--content-log=new.txt", "--content-json=found.json")

    assert contentjobs(*report)[0] == 1
    learned = found()
    contentjobs("log", "explain", "new.txt", "--write")
    assert contentjobs(*report)[0] == 1

    assert len(learned) == 2
    assert found() == learned
    assert "log_pattern" in project()


def found() -> list[tuple[int, str, str]]:
    (run,) = json.loads(Path("found.json").read_text("utf-8"))["runs"]
    return [(finding["log_line"], finding["severity"], finding["message"]) for finding in run["findings"]]


def test_a_log_of_which_no_line_is_explained_pins_no_format(contentjobs: Program) -> None:
    Path("new.txt").write_text("step 1 went on\nstep 2 went on\n", encoding="utf-8")

    status, out, _ = contentjobs("log", "explain", "new.txt", "--json")

    assert (status, json.loads(out)["explained"], json.loads(out)["settings"]) == (10, 0, {})


def test_lines_that_nothing_explains_are_harmless_only_once_a_person_says_so(contentjobs: Program) -> None:
    Path("new.txt").write_text(f"{INFO}> Cache warmed up in 17 ms\n{INFO}", encoding="utf-8")
    report = ("report", "--content-log=main=new.txt")

    assert contentjobs("log", "explain", "new.txt", "--write", "--run=main")[0] == 10
    assert contentjobs(*report)[0] == 10

    file = Path("contentjobs.toml")
    text = file.read_text(encoding="utf-8")
    file.write_text(
        "\n".join(line.removeprefix("# ") for line in text.splitlines() if ":" not in line), encoding="utf-8"
    )
    assert contentjobs(*report)[0] == 0
    Path("new.txt").write_text(f"{INFO}> Cache warmed up in 99 ms\n{INFO}", encoding="utf-8")
    assert contentjobs(*report)[0] == 0
    Path("new.txt").write_text(f"{INFO}> Cache is broken since 99 ms\n{INFO}", encoding="utf-8")
    assert contentjobs(*report)[0] == 10
