"""contentjobs.toml and [tool.contentjobs]."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.parsing import Threshold
from pytest_contentjobs.settings.policy_file import PolicyEntry
from pytest_contentjobs.settings.project_file import find_project_file, read_policy

WHOLE = """
rule = "ART-2*"
kind = "article"
entity = "Billing/*"
folder = "Billing"
message = "*language*"
severity = "warning"
max = "2.5%"
reason = "later"
until = 2027-03-31
"""
ENTRY = PolicyEntry(
    rule="ART-2*",
    kind="article",
    entity="Billing/*",
    folder="Billing",
    message="*language*",
    severity="warning",
    max=Threshold(2.5, is_percentage=True, text="2.5%"),
    reason="later",
    until=date(2027, 3, 31),
)


def written(folder: Path, text: str, name: str = "contentjobs.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("contentjobs.toml", "[[policy]]"),
        ("contentjobs.toml", "[[tool.contentjobs.policy]]"),
        ("pyproject.toml", "[[tool.contentjobs.policy]]"),
        ("other.toml", "[[policy]]"),
    ],
)
def test_an_entry_is_read_from_each_place(tmp_path: Path, name: str, head: str) -> None:
    file = written(tmp_path, f'{head}{WHOLE}\n{head}\nrule = "B"\nmax = 3\n', name)

    assert read_policy(file) == (
        ENTRY,
        PolicyEntry(rule="B", max=Threshold(3, is_percentage=False, text="3")),
    )


@pytest.mark.parametrize(
    ("files", "found"),
    [
        pytest.param({}, None, id="nothing"),
        pytest.param({"pyproject.toml": "[tool.ruff]\n"}, None, id="a project without a policy"),
        pytest.param({"pyproject.toml": "[tool.contentjobs]\n"}, "pyproject.toml", id="project"),
        pytest.param({"pyproject.toml": "[tool.ruff]\n", "contentjobs.toml": ""}, "contentjobs.toml", id="own file"),
    ],
)
def test_the_file_of_a_folder_is_found(tmp_path: Path, files: dict[str, str], found: str | None) -> None:
    for name, text in files.items():
        written(tmp_path, text, name)

    project = find_project_file([tmp_path])

    assert (project and project.path) == (tmp_path / found if found else None)


def refusal(act: Callable[[Path], object], path: Path) -> SettingsError:
    with pytest.raises(SettingsError) as refused:
        act(path)
    return refused.value


def two_policies(folder: Path) -> SettingsError:
    written(folder, "[[policy]]")
    written(folder, "[tool.contentjobs]", "pyproject.toml")
    return refusal(find_project_file_of, folder)


def find_project_file_of(folder: Path) -> object:
    return find_project_file([folder])


def test_two_policies_are_refused(tmp_path: Path) -> None:
    error = two_policies(tmp_path)

    assert error.reason is Reason.SETTINGS_CONFLICT
    assert all(name in str(error) for name in ("contentjobs.toml", "pyproject.toml", repr(str(tmp_path))))


# Entries and files that cannot be used, and the place that the error names.
ENTRIES = {
    "tolerate = true": "policy, entry 2",
    "rule = ''\ntolerate = true": "policy, entry 2, rule",
    "rule = 'A'\nreason = 'x'": "policy, entry 2",
    "rule = 'A'\ntolerate = false": "policy, entry 2, tolerate",
    "rule = 'A'\nseverity = 'fatal'": "policy, entry 2, severity",
    "rule = 'A'\nmax = -1": "policy, entry 2, max",
    "rule = 'A'\nmax = true": "policy, entry 2, max",
    "rule = 'A'\nmax = 1.5": "policy, entry 2, max",
    "rule = 'A'\nmax = '101%'": "policy, entry 2, max",
    "rule = 'A'\nmax = 1\ntolerate = true": "policy, entry 2",
    "rule = 'A'\ntolerate = true\nuntil = 'soon'": "policy, entry 2, until",
    "rule = 'A'\ntolerat = true": "policy, entry 2, tolerat",
    "rule = 'A'\nxyz = true": "policy, entry 2, xyz",
}
DOCUMENTS = {
    **{f"[[policy]]\nrule = 'GOOD'\ntolerate = true\n[[policy]]\n{entry}": place for entry, place in ENTRIES.items()},
}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_cannot_be_used_is_named_with_its_place(tmp_path: Path, document: str) -> None:
    file = written(tmp_path, document)
    error = refusal(read_policy, file)

    assert error.reason is Reason.POLICY_INVALID
    assert repr(str(file)) in str(error)
    place = DOCUMENTS[document]
    assert place in str(error)
    assert f": {place}{' ' if 'known key' in str(error) else ':'}" in str(error)
    assert str(error).isprintable()


@pytest.mark.parametrize(("key", "nearest"), [("tolerat", "tolerate"), ("Rule", "rule")])
def test_a_misspelt_key_is_recognised(tmp_path: Path, key: str, nearest: str) -> None:
    error = refusal(read_policy, written(tmp_path, f"[[policy]]\n{key} = 'A'"))

    assert error.next_step.endswith(f" {nearest}?")


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "[[policy")

    assert refusal(find_project_file_of, tmp_path).reason is Reason.PROJECT_FILE_INVALID
    assert refusal(read_policy, file).reason is Reason.PROJECT_FILE_INVALID


def test_a_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    error = refusal(read_policy, tmp_path / "none.toml")

    assert error.reason is Reason.FILE_UNREADABLE
    assert "none.toml" in str(error)


def test_wording_of_policies_that_cannot_be_used(tmp_path: Path, wording: Callable[[str], None]) -> None:
    errors = [refusal(read_policy, written(tmp_path, text)) for text in (*DOCUMENTS, "[[policy")]
    errors += [refusal(read_policy, tmp_path / "none.toml"), two_policies(tmp_path)]

    wording("\n".join(error.explain() for error in errors))


def test_a_label_names_the_patterns_and_no_more() -> None:
    assert ENTRY.label == "rule 'ART-2*', kind 'article', entity 'Billing/*', folder 'Billing', message '*language*'"
