from __future__ import annotations

import json
import warnings
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_contentjobs.errors import PackageError
from pytest_contentjobs.findings.package import files as package_files
from pytest_contentjobs.findings.package.contents import ContentPackage
from pytest_contentjobs.model import Source
from tests.findings.package.samples import ARTICLES, CONTENT, HUB, OLDER_HUB, article, folder_with, one_a_line, zip_with

REFUND = one_a_line("articles", article("Refund"))


def test_the_newer_hub_file_comes_before_the_older(tmp_path: Path) -> None:
    newer = '{"knowledge": {"topics": [{"name": "New"}]}}'
    older = '{"knowledge": {"topics": [{"name": "Old"}]}}'

    both = ContentPackage.open(folder_with(tmp_path / "both", {ARTICLES: REFUND, HUB: newer, OLDER_HUB: older}))
    alone = ContentPackage.open(folder_with(tmp_path / "alone", {ARTICLES: REFUND, OLDER_HUB: older}))
    neither = ContentPackage.open(folder_with(tmp_path / "neither", {ARTICLES: REFUND}))

    assert [element.source for element in both.find_by_name("New")] == [Source(HUB, 1, 27)]
    assert both.find_by_name("Old") == ()
    assert [element.source for element in alone.find_by_name("Old")] == [Source(OLDER_HUB, 1, 27)]
    assert neither.find_by_name("Old") == ()


def test_what_the_hub_file_lacks_or_has_of_another_type_declares_nothing(tmp_path: Path) -> None:
    for number, hub in enumerate(
        ("[]", "{}", '{"knowledge": 1}', '{"knowledge": {"folders": {}, "topics": [1, null]}}')
    ):
        package = ContentPackage.open(folder_with(tmp_path / str(number), {ARTICLES: REFUND, HUB: hub}))

        assert [element.kind for element in package.find_by_name("Refund")] == ["article"]
        assert package.find_by_index("folder", 0) == ()


def test_folders_have_the_paths_of_their_parents_in_any_order_of_keys(tmp_path: Path) -> None:
    inner = {"folders": [{"name": "C"}], "name": "B"}
    hub = json.dumps({"knowledge": {"folders": [{"folders": [inner, {"name": 7}], "name": "A"}]}})

    package = ContentPackage.open(folder_with(tmp_path, {ARTICLES: REFUND, HUB: hub}))

    places = {path: [hub[element.source.column - 1 :] for element in package.find_by_path(path) if element.source.column]
              for path in ("A", "A/B", "A/B/C", "A/7")}  # fmt: skip
    assert {path: [json.JSONDecoder().raw_decode(text)[0] for text in texts] for path, texts in places.items()} == {
        "A": [{"folders": [inner, {"name": 7}], "name": "A"}],
        "A/B": [inner],
        "A/B/C": [{"name": "C"}],
        "A/7": [{"name": 7}],
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("knowledgehub/articles/content/a.html", f"{CONTENT}a.html"),
        ("articles/content/a.html", f"{CONTENT}a.html"),
        ("content/a.html", f"{CONTENT}a.html"),
        ("./content/a.html", f"{CONTENT}a.html"),
        ("content\\a.html", f"{CONTENT}a.html"),
        ("s3://bucket/help/knowledgehub/articles/content/a.html", f"{CONTENT}a.html"),
        ("/srv/upload/knowledgehub/articles/content/a.html", f"{CONTENT}a.html"),
        ("myknowledgehub/articles/content/a.html", None),
        ("a.html", None),
        ("content/b.html", None),
        ("../secret.txt", None),
        ("knowledgehub/../../secret.txt", None),
        ("manifest.json", "manifest.json"),
        ("", None),
        ("\0", None),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_files_are_found_by_the_names_that_logs_give_them(
    tmp_path: Path, packed: bool, name: str, expected: str | None
) -> None:
    (tmp_path / "secret.txt").write_text("x")
    files = {ARTICLES: REFUND, f"{CONTENT}a.html": "", "manifest.json": "{}"}
    path = zip_with(tmp_path / "a.zip", files) if packed else folder_with(tmp_path / "package", files)

    assert ContentPackage.open(path).file(name) == expected


def test_separators_of_windows_in_a_zip_file_are_read(tmp_path: Path) -> None:
    path = zip_with(tmp_path / "a.zip", {ARTICLES.replace("/", "\\"): REFUND})

    assert [element.source for element in ContentPackage.open(path).find_by_name("Refund")] == [Source(ARTICLES, 2, 1)]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"readme.txt": ""}, "has no knowledgehub/articles/articles.json. Give the folder that holds"),
        ({f"a/{ARTICLES}": REFUND, f"b/{ARTICLES}": REFUND}, "holds 2 packages, 'a', 'b' among them. Give one of them."),
        ({ARTICLES: '{"articles": [\n  1,\n  ]}'}, f"has a broken {ARTICLES}: Expecting value at line 3 column 3. Correct"),
        ({ARTICLES: "{1: 2}"}, f"has a broken {ARTICLES}: Expecting property name enclosed in double quotes at line 1 column 2."),
        ({ARTICLES: ""}, f"has a broken {ARTICLES}: Expecting value at line 1 column 1."),
        ({ARTICLES: '{"articles": []} {}'}, f"has a broken {ARTICLES}: Extra data at line 1 column 18."),
        ({ARTICLES: "[" * 100_000}, f"has a {ARTICLES} that cannot be read: maximum recursion depth exceeded"),
        ({ARTICLES: b'{"articles": "\xff"}'}, f"has a {ARTICLES} that is not UTF-8, from byte 15 on. Save it as UTF-8."),
        ({ARTICLES: "[]"}, f"has a {ARTICLES} without a list 'articles'. It must be an object"),
        ({ARTICLES: '{"articles": {}}'}, f"has a {ARTICLES} without a list 'articles'."),
        ({ARTICLES: REFUND, HUB: '{"knowledge": {"folders": [}'}, f"has a broken {HUB}: Expecting value at line 1 column 28."),
        (
            {ARTICLES: REFUND, HUB: '{"knowledge": ' + '{"folders": [' * 5_000},
            f"has a {HUB} that cannot be read: maximum recursion depth exceeded",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_a_package_that_cannot_be_read_says_why(
    tmp_path: Path, packed: bool, files: dict[str, str | bytes], says: str
) -> None:
    path = zip_with(tmp_path / "a.zip", files) if packed else folder_with(tmp_path / "package", files)

    with pytest.raises(PackageError) as raised:
        ContentPackage.open(path)

    assert str(raised.value).startswith(f"The content package {str(path)!r} {says}")


@pytest.mark.parametrize("name", ["../a.html", "knowledgehub/../../a", "/etc/passwd", "..\\a", "C:\\a", "c:/a"])
def test_a_zip_file_with_names_that_lead_out_of_it_is_refused(tmp_path: Path, name: str) -> None:
    path = zip_with(tmp_path / "a.zip", {ARTICLES: REFUND, name: ""})

    with pytest.raises(PackageError, match="has a file name that leads out of it: "):
        ContentPackage.open(path)


def test_a_zip_file_with_two_files_of_one_name_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr(ARTICLES, REFUND)
        archive.writestr(ARTICLES, REFUND)

    with pytest.raises(PackageError, match=f"has two files named '{ARTICLES}'"):
        ContentPackage.open(tmp_path / "a.zip")


def test_missing_and_foreign_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("no archive")

    with pytest.raises(PackageError, match=r"cannot be read: No such file or directory\. Check the path\."):
        ContentPackage.open(tmp_path / "missing")
    with pytest.raises(PackageError, match="is neither a folder nor a whole zip file: File is not a zip file"):
        ContentPackage.open(tmp_path / "a.txt")
    with pytest.raises(PackageError, match="is neither a folder nor a whole zip file: embedded null byte"):
        ContentPackage.open(Path("a\0b"))


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    monkeypatch.setattr(package_files, "MAXIMUM_JSON", len(REFUND))
    files = {ARTICLES: REFUND}
    path = zip_with(tmp_path / "a.zip", files) if packed else folder_with(tmp_path / "package", files)
    ContentPackage.open(path)

    monkeypatch.setattr(package_files, "MAXIMUM_JSON", len(REFUND) - 1)
    with pytest.raises(PackageError, match=f"has a {ARTICLES} of more than 0 MiB"):
        ContentPackage.open(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_zip_file_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(zip_with(tmp_path / "whole.zip", {ARTICLES: REFUND, HUB: "{}"}).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.zip"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole)

    with suppress(PackageError):
        ContentPackage.open(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60) | st.text(alphabet='[]{},:"a1 ', max_size=30).map(lambda text: text.encode()))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = folder_with(tmp_path / "package", {ARTICLES: b'{"articles": ' + content + b"}", HUB: content})

    with suppress(PackageError):
        ContentPackage.open(path)
