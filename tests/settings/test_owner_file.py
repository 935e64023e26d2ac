"""The entries [[owner]] and [[rule]] of a project file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.owner_file import OwnerEntry, RuleEntry
from pytest_contentjobs.settings.project_file import ProjectFile, read_policy, read_project_file

OWNER = 'folder = "Mobile Plans/**"\nowner = "@mobile"\n'
RULE = (
    'rule = "ART-105"\ntitle = "Broken link"\nhint = "Link by id."\nurl = "https://wiki.example/x"\nowner = "@links"\n'
)


def written(folder: Path, text: str, name: str = "contentjobs.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def read(folder: Path, text: str) -> ProjectFile:
    return read_project_file(written(folder, text))


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("contentjobs.toml", ""), ("contentjobs.toml", "tool.contentjobs."), ("pyproject.toml", "tool.contentjobs.")],
)
def test_entries_are_read_from_each_place(tmp_path: Path, name: str, prefix: str) -> None:
    file = written(tmp_path, f"[[{prefix}owner]]\n{OWNER}[[{prefix}rule]]\n{RULE}", name)

    project = read_project_file(file)

    assert project.owners == (OwnerEntry(folder="Mobile Plans/**", owner="@mobile"),)
    assert project.rules == (
        RuleEntry(
            rule="ART-105", title="Broken link", hint="Link by id.", url="https://wiki.example/x", owner="@links"
        ),
    )
    assert (project.values, project.policy) == ({}, None)


@pytest.mark.parametrize(
    ("text", "line", "names"),
    [
        ('[[owner]]\nowner = "@a"\n', 1, ["folder"]),
        ('[[owner]]\nfolder = "A"\n', 1, ["owner, entry 1, owner"]),
        ('[[owner]]\nfolder = "A"\nowner = ""\n', 3, ["owner, entry 1, owner"]),
        ('[[owner]]\nfolder = "A"\nowner = "a\\u0007"\n', 3, ["printable"]),
        ('[[owner]]\nfolder = "A"\nowner = "@a"\nfoldr = "B"\n', 4, ["foldr", "folder"]),
        ('[[owner]]\nfolder = "A"\nowner = "@a"\nfail_on = "never"\n', 4, ["fail_on", "above the first table"]),
        ('[owner]\nfolder = "A"\n', 1, ["[[owner]]"]),
        ('[[rule]]\nrule = "A"\n', 1, ["title"]),
        ('[[rule]]\ntitle = "A"\n', 1, ["rule, entry 1, rule"]),
        ('[[rule]]\nrule = "A"\nurl = "javascript:x"\n', 3, ["https"]),
        ('[[rule]]\nrule = "A"\nhint = "x"\n[[rule]]\nrule = "B"\nhint = 3\n', 6, ["rule, entry 2, hint"]),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, line: int, names: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, text)

    assert caught.value.reason is Reason.PROJECT_FILE_INVALID
    assert f"line {line}:" in str(caught.value)
    assert [name for name in names if name not in caught.value.explain()] == []


def test_a_text_for_owner_is_no_setting_of_a_project(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, 'owner = "@mobile"\n')

    assert caught.value.reason is Reason.PROJECT_FILE_INVALID


@pytest.mark.parametrize("text", [f"[[owner]]\n{OWNER}", f"[[rule]]\n{RULE}"])
def test_a_file_that_is_named_as_a_policy_has_nothing_else(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_policy(written(tmp_path, text, "policy.toml"))

    assert caught.value.reason is Reason.POLICY_INVALID
