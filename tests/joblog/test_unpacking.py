"""Packed logs: either all of the file is read, or it is refused with a code that says why."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.archives import Part, zip_of, zip_with_directory
from tests.findings.package.samples import ARTICLES, article, one_a_line
from tests.support import CLEAN_LOG, LOG

Gate = Callable[..., pytest.RunResult]
CLEAN, BAD = CLEAN_LOG.encode(), LOG.encode()
UNSUPPORTED, AMBIGUOUS, DAMAGED = "packing-unsupported", "packing-ambiguous", "packing-damaged"


def zipped(
    data: bytes = CLEAN, method: int = zipfile.ZIP_DEFLATED, name: str = "log.txt", comment: bytes = b""
) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr(name, data)
        archive.comment = comment
    return packed.getvalue()


def zip_of_two() -> bytes:
    packed = io.BytesIO(zipped())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("more.txt", BAD)
    return packed.getvalue()


def tarred(mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]
        member = tarfile.TarInfo("log.txt")
        member.size = len(CLEAN)
        archive.addfile(member, io.BytesIO(CLEAN))
    return packed.getvalue()


class _Unseekable(io.RawIOBase):
    """The output of a program that packs into a pipe: sizes and checksum follow the data."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.data += data
        return len(data)


def streamed_zip(data: bytes) -> bytes:
    target = _Unseekable()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.txt", data)
    return bytes(target.data)


def zip64(data: bytes) -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("log.txt", "w", force_zip64=True) as member,
    ):
        member.write(data)
    return packed.getvalue()


READ_WHOLE = {
    "gzip": (gzip.compress(CLEAN), 0),
    "gzip of findings": (gzip.compress(BAD), 1),
    "gzip in two members": (gzip.compress(CLEAN) + gzip.compress(BAD), 1),
    "gzip in two members, cut within a line": (gzip.compress(BAD[:200]) + gzip.compress(BAD[200:]), 1),
    "gzip in many members": (b"".join(gzip.compress(line) for line in BAD.splitlines(keepends=True)), 1),
    "gzip with an empty member": (gzip.compress(b"") + gzip.compress(CLEAN), 0),
    "gzip of a long line": (gzip.compress(CLEAN + b" " * 300_000 + b"\n"), 0),
    "zip": (zipped(), 0),
    "zip of findings": (zipped(BAD), 1),
    "zip, stored": (zipped(BAD, zipfile.ZIP_STORED), 1),
    "zip, streamed": (streamed_zip(BAD), 1),
    "zip, with long sizes": (zip64(BAD), 1),
    "zip with a folder": (zip_of(Part("logs/", b"", method=0), Part("logs/log.txt", BAD)), 1),
    "zip, clean, by hand": (zip_of(Part("log.txt", CLEAN)), 0),
}
REFUSED = {
    # A file system that lost the last writes leaves zeros, here in place of a second member.
    "gzip with zeros behind": (gzip.compress(CLEAN) + bytes(512), AMBIGUOUS),
    "gzip with one zero behind": (gzip.compress(CLEAN) + bytes(1), AMBIGUOUS),
    "gzip, zeros, gzip": (gzip.compress(CLEAN) + bytes(9) + gzip.compress(BAD), AMBIGUOUS),
    "gzip with text behind, in the next block": (gzip.compress(CLEAN.ljust(65_512) + b"\n", 0) + BAD, AMBIGUOUS),
    "two zips, one behind the other": (zipped(BAD) + zipped(), AMBIGUOUS),
    "the same, the other way round": (zipped() + zipped(BAD), AMBIGUOUS),
    "a zip within the comment of a zip": (zipped(BAD, comment=zipped()), AMBIGUOUS),
    "zip with a comment": (zipped(comment=BAD), AMBIGUOUS),
    "zip with text behind": (zipped() + BAD, AMBIGUOUS),
    "zip with one byte behind": (zipped() + b"\n", AMBIGUOUS),
    "zip behind a damaged zip": (zipped(BAD)[:-4] + zipped(), AMBIGUOUS),
    "zip of two files": (zip_of_two(), AMBIGUOUS),
    "zip of no file": (zip_of(), AMBIGUOUS),
    "zip that hides a file": (
        zip_with_directory([Part("bad.txt", BAD), Part("log.txt", CLEAN)], listed=[1]),
        AMBIGUOUS,
    ),
    "zip that hides a file at its end": (
        zip_with_directory([Part("log.txt", CLEAN), Part("bad.txt", BAD)], listed=[0]),
        AMBIGUOUS,
    ),
    "zip that lists a file twice": (zip_with_directory([Part("log.txt", CLEAN)], listed=[0, 0]), AMBIGUOUS),
    "zip with bytes before its directory": (zip_of(Part("log.txt", CLEAN), gap=BAD), AMBIGUOUS),
    "zip with bytes between its files": (
        zip_of(Part("logs/", b"", method=0, behind=BAD), Part("logs/log.txt", CLEAN)),
        AMBIGUOUS,
    ),
    "zip, a folder with data": (zip_of(Part("logs/", BAD), Part("logs/log.txt", CLEAN)), AMBIGUOUS),
    "zip, its local name another": (zip_of(Part("log.txt", CLEAN, local_name="bad.txt")), AMBIGUOUS),
    "zip, its local method another": (zip_of(Part("log.txt", CLEAN, local_method=0)), AMBIGUOUS),
    "zip, its size too small": (
        zip_of(Part("log.txt", CLEAN + BAD, size=len(CLEAN), checksum=zlib.crc32(CLEAN))),
        DAMAGED,
    ),
    "zip, its size too great": (zip_of(Part("log.txt", CLEAN, size=len(CLEAN) + 1)), DAMAGED),
    "zip, its checksum another": (zip_of(Part("log.txt", CLEAN, checksum=1)), DAMAGED),
    "zip, bytes behind the packed data": (zip_of(Part("log.txt", CLEAN, packed_tail=BAD)), DAMAGED),
    "zip, stored, its size too small": (
        zip_of(Part("log.txt", CLEAN + BAD, method=0, size=len(CLEAN), checksum=zlib.crc32(CLEAN))),
        DAMAGED,
    ),
    "zip cut off": (zipped(BAD)[:-30], DAMAGED),
    "zip, its data damaged": (zipped(BAD).replace(zlib.compress(BAD)[4:12], b"\xff" * 8), DAMAGED),
    "zip, encrypted": (zip_of(Part("log.txt", CLEAN, flags=1)), UNSUPPORTED),
    "zip by bzip2": (zipped(method=zipfile.ZIP_BZIP2), UNSUPPORTED),
    "zip by LZMA": (zipped(method=zipfile.ZIP_LZMA), UNSUPPORTED),
    "zip by an unknown method": (zip_of(Part("log.txt", CLEAN, method=97, local_method=97)), UNSUPPORTED),
    "zip in parts": (b"PK\x07\x08" + zipped(), UNSUPPORTED),
    "gzip cut off": (gzip.compress(BAD)[:-9], DAMAGED),
    "gzip with text behind": (gzip.compress(CLEAN) + BAD, AMBIGUOUS),
    "gzip with one byte behind": (gzip.compress(CLEAN) + b"\n", AMBIGUOUS),
    "gzip with half a member behind": (gzip.compress(CLEAN) + gzip.compress(BAD)[:20], DAMAGED),
    "gzip with a zip behind": (gzip.compress(CLEAN) + zipped(BAD), AMBIGUOUS),
    "gzip, its checksum another": (gzip.compress(CLEAN)[:-8] + struct.pack("<LL", 1, len(CLEAN)), DAMAGED),
    "gzip within gzip": (gzip.compress(gzip.compress(CLEAN)), UNSUPPORTED),
    "zip within gzip": (gzip.compress(zipped()), UNSUPPORTED),
    "gzip within zip": (zipped(gzip.compress(CLEAN)), UNSUPPORTED),
    "zip within zip": (zipped(zipped()), UNSUPPORTED),
    "tar": (tarred(), UNSUPPORTED),
    "tar.gz": (tarred("w:gz"), UNSUPPORTED),
    "tar within zip": (zipped(tarred()), UNSUPPORTED),
    "xz": (lzma.compress(CLEAN), UNSUPPORTED),
    "lzma": (lzma.compress(CLEAN, lzma.FORMAT_ALONE), UNSUPPORTED),
    "bzip2": (bz2.compress(CLEAN), UNSUPPORTED),
    "bzip2 of nothing": (bz2.compress(b""), UNSUPPORTED),
    "zstd": (b"\x28\xb5\x2f\xfd\x04\x00" + CLEAN, UNSUPPORTED),
    "lz4": (b"\x04\x22\x4d\x18\x64\x40\xa7" + CLEAN, UNSUPPORTED),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04" + CLEAN, UNSUPPORTED),
    "rar": (b"Rar!\x1a\x07\x01\x00" + CLEAN, UNSUPPORTED),
    "compress": (b"\x1f\x9d\x90" + CLEAN, UNSUPPORTED),
    "xz within gzip": (gzip.compress(lzma.compress(CLEAN)), UNSUPPORTED),
    "a log with a gzip behind": (CLEAN + gzip.compress(BAD), "log-not-text"),
    "a log with a zip behind": (CLEAN + zipped(BAD), "log-not-text"),
    "a log with a stored zip behind": (CLEAN + zipped(BAD, zipfile.ZIP_STORED), "log-not-text"),
    "a mark and a zip": (b"\xef\xbb\xbf" + zipped(CLEAN), "log-not-text"),
}


def judged(pytester: pytest.Pytester, gate: Gate, log: bytes) -> tuple[int, list[str]]:
    """Judge only a log; return the exit status and the codes."""
    (pytester.path / "log.bin").write_bytes(log)
    result = gate("--content-log=log.bin", "--content-json=c.json")
    assert "Traceback" not in result.stdout.str() + result.stderr.str()
    (run,) = json.loads((pytester.path / "c.json").read_text(encoding="utf-8"))["runs"]
    return int(result.ret), run["judgement"]["codes"]


@pytest.mark.grid
@pytest.mark.parametrize("name", READ_WHOLE)
def test_what_is_packed_is_read_whole(pytester: pytest.Pytester, gate: Gate, name: str) -> None:
    log, status = READ_WHOLE[name]

    assert judged(pytester, gate, log) == (status, ["findings"] if status else [])


@pytest.mark.grid
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_whole_is_refused(pytester: pytest.Pytester, gate: Gate, name: str) -> None:
    log, code = REFUSED[name]

    status, codes = judged(pytester, gate, log)

    assert status == 10
    assert code in codes


LIMITED = """
import resource, sys
from pathlib import Path
import pytest_contentjobs.plugin.session
from pytest_contentjobs.cli import main
# So much more than the program itself takes.
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
limit = taken + (int(sys.argv[1]) << 20)
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
main(sys.argv[2:])
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is looked up as on Linux")


def report_in_little_memory(folder: Path, mebibytes: int, *arguments: str) -> tuple[int, str]:
    """Run ``contentjobs report`` with limited memory; return its status and its output."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(mebibytes), "report", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def codes_of(folder: Path) -> list[str]:
    (run,) = json.loads((folder / "c.json").read_text(encoding="utf-8"))["runs"]
    codes: list[str] = run["judgement"]["codes"]
    return codes


def bomb(path: Path, method: int, name: str, size: int) -> None:
    piece = b"\n" * (1 << 20)
    with zipfile.ZipFile(path, "w", method) as archive, archive.open(name, "w", force_zip64=True) as member:
        for _ in range(size >> 20):
            member.write(piece)


@linux
@pytest.mark.grid
@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_a_small_log_that_unpacks_to_a_large_one_takes_no_memory(tmp_path: Path, method: int) -> None:
    bomb(tmp_path / "log.zip", method, "log.txt", 128 << 20)

    status, _ = report_in_little_memory(
        tmp_path, 100, "--content-log=log.zip", "--content-json=c.json", "--content-max-log-size=64MB"
    )

    assert status == 10
    assert codes_of(tmp_path) == [UNSUPPORTED if method != zipfile.ZIP_DEFLATED else "log-too-large"]


@linux
@pytest.mark.grid
@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_small_package_that_unpacks_to_a_large_one_takes_no_memory(tmp_path: Path, method: int) -> None:
    (tmp_path / "log.txt").write_bytes(BAD)
    bomb(tmp_path / "package.zip", method, ARTICLES, 128 << 20)

    status, output = report_in_little_memory(tmp_path, 100, "--content-log=log.txt", "--content-package=package.zip")

    assert status == 4
    assert "method" in output


@linux
def test_a_package_that_says_that_it_is_too_large_is_not_unpacked(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_bytes(BAD)
    (tmp_path / "package.zip").write_bytes(zip_of(Part(ARTICLES, bytes(128 << 20), size=600 << 20)))

    status, output = report_in_little_memory(tmp_path, 100, "--content-log=log.txt", "--content-package=package.zip")

    assert status == 4
    assert "512 MiB" in output


def test_a_package_whose_size_is_a_lie_is_refused(pytester: pytest.Pytester, gate: Gate) -> None:
    declared = one_a_line("articles", article("A")).encode()
    more = one_a_line("articles", article("B"), article("C")).encode()
    packed = zip_of(Part(ARTICLES, declared + more, size=len(declared), checksum=zlib.crc32(declared)))
    (pytester.path / "package.zip").write_bytes(packed)
    (pytester.path / "log.txt").write_bytes(BAD)

    result = gate("--content-log=log.txt", "--content-package=package.zip")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: The content package 'package.zip' *"])


@pytest.mark.parametrize("size", [4, 7, 21])
def test_an_archive_of_nothing_but_a_part_of_its_end_is_damaged(
    pytester: pytest.Pytester, gate: Gate, size: int
) -> None:
    (pytester.path / "log.txt").write_bytes(b"PK\x05\x06".ljust(22, b"\x00")[:size])

    assert gate("--content-log=log.txt", "--content-json=c.json").ret == 10
    assert codes_of(pytester.path) == ["packing-damaged"]


LINE = "2026-11-23 10:00:00,000 ERROR [w] a.b - ART-104 article 'B/A{}': content file missing\n"
TOO_MANY: dict[str, Callable[[], Iterable[str]]] = {
    "many lines": lambda: (LINE.format(number) for number in range(200_010)),
    "one entry of many lines": lambda: (LINE.format(1), *("    at a.b.c(D.java:1)\n" for _ in range(2_000_000))),
    "one line of many objects": lambda: (
        '{"level": "ERROR", "errors": [',
        *('{"code": "E1", "message": "x"},' for _ in range(1_000_010)),
        '{"code": "E1", "message": "x"}]}\n',
    ),
    "many summaries": lambda: (
        f"2026-11-23 10:00:00,000 ERROR [w] a.b - finished with {number} errors\n" for number in range(1, 300_000)
    ),
}


@linux
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.wide] if name != "one line of many objects" else []) for name in TOO_MANY],
)
def test_more_findings_than_anybody_can_read_are_not_judged_and_take_no_memory(tmp_path: Path, name: str) -> None:
    with gzip.open(tmp_path / "log.gz", "wt", encoding="utf-8") as file:
        file.writelines(TOO_MANY[name]())

    status, _ = report_in_little_memory(tmp_path, 500, "--content-log=log.gz", "--content-json=c.json")

    assert status == 10
    one_record = name == "one line of many objects"
    assert codes_of(tmp_path) == ["log-record-too-large" if one_record else "too-many-findings"]
