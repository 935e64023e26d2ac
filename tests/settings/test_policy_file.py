"""contentjobs.toml and [tool.contentjobs]."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.settings.parsing import Threshold
from pytest_contentjobs.settings.policy_file import PolicyEntry, find_policy, read_policy

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
        pytest.param(
            {"pyproject.toml": "[tool.ruff]\n", "contentjobs.toml": ""}, "contentjobs.toml", id="a file of its own"
        ),
    ],
)
def test_the_file_of_a_folder_is_found(tmp_path: Path, files: dict[str, str], found: str | None) -> None:
    for name, text in files.items():
        written(tmp_path, text, name)

    assert find_policy(tmp_path) == (tmp_path / found if found else None)


def test_two_policies_are_refused(tmp_path: Path) -> None:
    written(tmp_path, "[[policy]]")
    written(tmp_path, "[tool.contentjobs]", "pyproject.toml")

    with pytest.raises(SettingsError) as refused:
        find_policy(tmp_path)

    assert str(refused.value) == (
        f"Both contentjobs.toml and [tool.contentjobs] of pyproject.toml in {str(tmp_path)!r} hold a policy. Keep one of them."
    )


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[[policy]]\nrule = 'A'\ntolerat = true", "policy, entry 1, tolerat. Did you mean tolerate?"),
        (
            "[[policy]]\nrule = 'A'\nxyz = true",
            "policy, entry 1, xyz. Known are: rule, kind, entity, folder, message, severity, tolerate, max, reason, until.",
        ),
        ("polcy = 1", "polcy. Did you mean policy?"),
    ],
)
def test_an_unknown_key_is_told_with_its_place(tmp_path: Path, text: str, error: str) -> None:
    file = written(tmp_path, text)

    with pytest.raises(SettingsError) as refused:
        read_policy(file)

    assert str(refused.value) == f"The policy {str(file)!r} has an unknown key: {error}"


LIMIT = "neither a count nor a share: give a number like 10, or a text like '2.5%'"


@pytest.mark.parametrize(
    ("entry", "place", "what"),
    [
        ("tolerate = true", "", "it matches everything: give one of rule, kind, entity, folder, message"),
        ("rule = ''\ntolerate = true", ", rule", "string should have at least 1 character"),
        ("rule = 'A'\nreason = 'x'", "", "it has no effect: give one of severity, tolerate, max"),
        ("rule = 'A'\ntolerate = false", ", tolerate", "input should be True"),
        ("rule = 'A'\nseverity = 'fatal'", ", severity", "input should be 'error', 'warning' or 'info'"),
        ("rule = 'A'\nmax = -1", ", max", LIMIT),
        ("rule = 'A'\nmax = true", ", max", LIMIT),
        ("rule = 'A'\nmax = 1.5", ", max", LIMIT),
        ("rule = 'A'\nmax = '101%'", ", max", LIMIT),
        (
            "rule = 'A'\nmax = 1\ntolerate = true",
            "",
            "max limits what may pass, and the entry lets all of it pass: leave one of them out",
        ),
        (
            "rule = 'A'\ntolerate = true\nuntil = 'soon'",
            ", until",
            "input should be a valid date or datetime, input is too short",
        ),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(tmp_path: Path, entry: str, place: str, what: str) -> None:
    file = written(tmp_path, f"[[policy]]\nrule = 'GOOD'\ntolerate = true\n[[policy]]\n{entry}")

    with pytest.raises(SettingsError) as refused:
        read_policy(file)

    assert str(refused.value) == f"The policy {str(file)!r} cannot be used: policy, entry 2{place}: {what}. Correct it."


def test_a_policy_that_is_no_list_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, "policy = 3")

    with pytest.raises(SettingsError) as refused:
        read_policy(file)

    assert (
        str(refused.value)
        == f"The policy {str(file)!r} cannot be used: policy: input should be a valid tuple. Correct it."
    )


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    file = written(tmp_path, "[[policy")

    with pytest.raises(SettingsError, match=r"contentjobs\.toml' is not valid TOML: Expected .*\. Correct it\.$"):
        find_policy(tmp_path)
    with pytest.raises(SettingsError, match="is not valid TOML"):
        read_policy(file)


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be read: No such file or directory\. Make it readable\.$"):
        read_policy(tmp_path / "none.toml")


def test_a_label_names_the_patterns_and_no_more() -> None:
    assert ENTRY.label == "rule 'ART-2*', kind 'article', entity 'Billing/*', folder 'Billing', message '*language*'"
