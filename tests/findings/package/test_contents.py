from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
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
from pytest_contentjobs.model.reason import Reason
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
    ("files", "code", "named"),
    [
        ({"readme.txt": ""}, Reason.PACKAGE_NOT_FOUND, ARTICLES),
        ({f"a/{ARTICLES}": REFUND, f"b/{ARTICLES}": REFUND}, Reason.PACKAGE_AMBIGUOUS, "'a', 'b'"),
        ({ARTICLES: '{"articles": [\n  1,\n  ]}'}, Reason.PACKAGE_JSON_INVALID, "line 3 column 3"),
        ({ARTICLES: "{1: 2}"}, Reason.PACKAGE_JSON_INVALID, "line 1 column 2"),
        ({ARTICLES: ""}, Reason.PACKAGE_JSON_INVALID, "line 1 column 1"),
        ({ARTICLES: '{"articles": []} {}'}, Reason.PACKAGE_JSON_INVALID, "line 1 column 18"),
        ({ARTICLES: "[" * 100_000}, Reason.PACKAGE_JSON_INVALID, ARTICLES),
        ({ARTICLES: b'{"articles": "\xff"}'}, Reason.PACKAGE_JSON_INVALID, "byte 15"),
        ({ARTICLES: "[]"}, Reason.PACKAGE_JSON_INVALID, "'articles'"),
        ({ARTICLES: '{"articles": {}}'}, Reason.PACKAGE_JSON_INVALID, "'articles'"),
        ({ARTICLES: REFUND, HUB: '{"knowledge": {"folders": [}'}, Reason.PACKAGE_JSON_INVALID, "line 1 column 28"),
        ({ARTICLES: REFUND, HUB: '{"knowledge": ' + '{"folders": [' * 5_000}, Reason.PACKAGE_JSON_INVALID, HUB),
    ],
    ids=["no hub", "two hubs", "comma", "key", "empty", "rest", "deep", "bytes", "list", "object", "hub", "deep hub"],
)  # fmt: skip
@pytest.mark.parametrize("packed", [False, True])
def test_a_package_that_cannot_be_read_says_why(
    tmp_path: Path,
    packed: bool,
    files: dict[str, str | bytes],
    code: Reason,
    named: str,
    wording: Callable[[str], None],
) -> None:
    path = zip_with(tmp_path / "a.zip", files) if packed else folder_with(tmp_path / "package", files)

    with pytest.raises(PackageError) as raised:
        ContentPackage.open(path)

    assert raised.value.reason is code
    assert repr(str(path)) in raised.value.what
    assert named in raised.value.what
    if packed:
        # Versions of Python word this differently.
        wording(re.sub("maximum recursion depth exceeded.*?\\.", "TOO DEEP.", str(raised.value)))


@pytest.mark.parametrize("name", ["../a.html", "knowledgehub/../../a", "/etc/passwd", "..\\a", "C:\\a", "c:/a"])
def test_a_zip_file_with_names_that_lead_out_of_it_is_refused(tmp_path: Path, name: str) -> None:
    path = zip_with(tmp_path / "a.zip", {ARTICLES: REFUND, name: ""})

    with pytest.raises(PackageError) as raised:
        ContentPackage.open(path)

    assert raised.value.reason is Reason.PACKAGE_DAMAGED
    assert repr(name.replace("\\", "/")) in raised.value.what


def test_a_zip_file_with_two_files_of_one_name_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr(ARTICLES, REFUND)
        archive.writestr(ARTICLES, REFUND)

    with pytest.raises(PackageError, match=f"'{ARTICLES}'") as raised:
        ContentPackage.open(tmp_path / "a.zip")

    assert raised.value.reason is Reason.PACKAGE_DAMAGED


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("missing", Reason.FILE_UNREADABLE),
        ("a.txt", Reason.PACKAGE_DAMAGED),
        ("a\0b", Reason.PACKAGE_DAMAGED),
    ],
)
def test_missing_and_foreign_files_are_refused(
    tmp_path: Path, name: str, code: Reason, wording: Callable[[str], None]
) -> None:
    (tmp_path / "a.txt").write_text("not an archive")

    with pytest.raises(PackageError) as raised:
        ContentPackage.open(tmp_path / name)

    assert raised.value.reason is code
    # Python 3.13 has other words for a NUL in a path.
    wording(str(raised.value).replace("stat: embedded null character in path", "embedded null byte"))


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    monkeypatch.setattr(package_files, "MAXIMUM_JSON", len(REFUND))
    files = {ARTICLES: REFUND}
    path = zip_with(tmp_path / "a.zip", files) if packed else folder_with(tmp_path / "package", files)
    ContentPackage.open(path)

    monkeypatch.setattr(package_files, "MAXIMUM_JSON", len(REFUND) - 1)
    with pytest.raises(PackageError, match=ARTICLES) as raised:
        ContentPackage.open(path)

    assert raised.value.reason is Reason.PACKAGE_TOO_LARGE


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
