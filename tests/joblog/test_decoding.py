from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_contentjobs.errors import LogUnreadableError
from pytest_contentjobs.joblog.decoding import Limits
from pytest_contentjobs.joblog.reader import read_log
from pytest_contentjobs.model.reason import Reason
from tests.joblog.reading import WHERE, counts, read


def zipped(*names: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        for name in names:
            opened.writestr(name, "" if name.endswith("/") else LOG)
    return archive.getvalue()


LOG = "INFO a\nERROR \N{LATIN SMALL LETTER E WITH ACUTE}t\N{LATIN SMALL LETTER E WITH ACUTE}\nINFO b\n"


@pytest.mark.parametrize(
    ("log", "named"),
    [
        pytest.param(LOG.encode(), "", id="UTF-8"),
        pytest.param(LOG.encode("utf-8-sig"), "", id="UTF-8 with mark"),
        pytest.param(LOG.encode("utf-16"), "UTF-16-LE", id="UTF-16"),
        pytest.param(b"\xfe\xff" + LOG.encode("utf-16-be"), "UTF-16-BE", id="UTF-16, big end first"),
        pytest.param(LOG.encode("utf-16-le"), "UTF-16-LE", id="UTF-16 without mark"),
        pytest.param(LOG.encode("utf-16-be"), "UTF-16-BE", id="UTF-16, big end first, without mark"),
        pytest.param(LOG.encode("utf-32"), "UTF-32-LE", id="UTF-32"),
        pytest.param(LOG.encode("latin-1"), "Latin-1", id="Latin-1"),
        pytest.param(LOG.replace("\n", "\r\n").encode(), "", id="CRLF"),
        pytest.param(gzip.compress(LOG.encode()), "", id="gzip"),
        pytest.param(gzip.compress(LOG.encode("utf-16")), "UTF-16-LE", id="UTF-16 in gzip"),
        pytest.param(zipped("log.txt"), "", id="zip"),
        pytest.param(zipped("folder/", "folder/log.txt"), "", id="zip with a folder"),
    ],
)
def test_every_packing_and_encoding_gives_the_same(tmp_path: Path, log: bytes, named: str) -> None:
    reading = read(tmp_path, log)

    assert [(entry.message, entry.log_line) for entry in reading.entries] == [
        ("\N{LATIN SMALL LETTER E WITH ACUTE}t\N{LATIN SMALL LETTER E WITH ACUTE}", 2)
    ]
    assert counts(reading.statistics) == {"lines": 3, "entry": 1, "informational": 2}
    assert [named in note for note in reading.statistics.notes] == ([True] if named else [])
    assert reading.statistics.ends_whole


@pytest.mark.parametrize(
    ("log", "code"),
    [
        pytest.param(zipped("log.txt", "other.txt"), Reason.PACKING_AMBIGUOUS, id="zip of two"),
        pytest.param(zipped(), Reason.PACKING_AMBIGUOUS, id="zip of none"),
        pytest.param(gzip.compress(b"INFO a\n" * 99)[:-9], Reason.PACKING_DAMAGED, id="gzip cut off"),
        pytest.param(b"PK\x03\x04 nothing", Reason.PACKING_DAMAGED, id="no zip"),
    ],
)
def test_packing_that_is_not_one_whole_log_is_refused(tmp_path: Path, log: bytes, code: Reason) -> None:
    with pytest.raises(LogUnreadableError) as refusal:
        read(tmp_path, log)

    assert refusal.value.reason is code


@pytest.mark.parametrize(
    ("log", "code"),
    [
        pytest.param(b"", Reason.LOG_EMPTY, id="empty"),
        pytest.param(b"\xef\xbb\xbf", Reason.LOG_EMPTY, id="only a byte order mark"),
        pytest.param(b" \n\r\n\t\n", Reason.LOG_EMPTY, id="blank"),
        pytest.param(b"\n" * 100_000, Reason.LOG_EMPTY, id="blank for long"),
        pytest.param("INFO a\n".encode("utf-16")[:-1], Reason.LOG_DAMAGED, id="half a character"),
    ],
)
def test_what_is_not_text_is_refused(tmp_path: Path, log: bytes, code: Reason, wording: Callable[[str], None]) -> None:
    with pytest.raises(LogUnreadableError) as refusal:
        read(tmp_path, log)

    assert refusal.value.reason is code
    assert WHERE in refusal.value.what
    wording(str(refusal.value))


@pytest.mark.parametrize(
    ("limits", "log", "code", "limit"),
    [
        pytest.param(
            Limits(line=3 << 20),
            b"INFO a\nINFO " + b"a" * (4 << 20),
            Reason.LOG_LINE_TOO_LONG,
            "3,145,728 bytes",
            id="long line",
        ),
        pytest.param(
            Limits(size=1 << 20),
            gzip.compress(b"INFO a\n" * 500_000),
            Reason.LOG_TOO_LARGE,
            "1,048,576 bytes",
            id="packed bomb",
        ),
        pytest.param(
            Limits(lines=2),
            b"INFO a\n" * 3,
            Reason.LOG_TOO_MANY_LINES,
            "2 lines",
            id="many lines",
        ),
    ],
)
def test_what_exceeds_a_limit_is_refused_and_never_cut(
    tmp_path: Path, limits: Limits, log: bytes, code: Reason, limit: str, wording: Callable[[str], None]
) -> None:
    (tmp_path / "log").write_bytes(log)

    with pytest.raises(LogUnreadableError) as refusal:
        read_log(tmp_path / "log", location=WHERE, limits=limits)

    assert refusal.value.reason is code
    assert WHERE in refusal.value.what
    assert limit in refusal.value.what
    wording(str(refusal.value))


@pytest.mark.wide
def test_a_line_of_50_mb_is_read(tmp_path: Path) -> None:
    assert counts(read(tmp_path, b"INFO a\nERROR " + b"a" * (50 << 20) + b"\nINFO b\n").statistics) == {
        "lines": 3,
        "entry": 1,
        "informational": 2,
    }
