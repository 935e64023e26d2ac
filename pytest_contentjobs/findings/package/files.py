"""The files of a content package, in a folder or a zip file, regardless of their contents."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pytest_contentjobs.boundary.archives import ArchiveError, MemberReader, require_readable
from pytest_contentjobs.boundary.atomic_write import require_regular
from pytest_contentjobs.errors import PackageError
from pytest_contentjobs.model.reason import Reason

__all__ = ["ARTICLES", "MAXIMUM_JSON", "PackageFiles", "open_package", "package_error", "show_path"]

#: The largest file that is read, in bytes: ten times the likely size for a job of 100,000 articles, the largest.
MAXIMUM_JSON = 512 << 20
#: The file that every package has, in its folder ``knowledgehub``.
ARTICLES = "articles/articles.json"
HUB_FOLDER = "knowledgehub/"
_PACK_AGAIN = "Pack it again, or pass the unpacked folder."


@dataclass(frozen=True, slots=True)
class PackageFiles:
    """The names of a package's files, relative to its root and joined by ``/``, and a function that reads one.

    ``hub`` is the path of the folder ``knowledgehub``, empty or ending with ``/``. ``root`` is the folder as the user gave it,
    None for a zip file.
    """

    root: str | None
    hub: str
    names: frozenset[str]
    read: Callable[[str], bytes]


@contextmanager
def open_package(path: Path) -> Iterator[PackageFiles]:
    """Open a package: its folder, that folder's ``knowledgehub``, a folder around it, or a zip file of any of these.

    Raises:
        PackageError: the package does not exist, is damaged, or has names that lead outside of it.
    """
    try:
        if path.is_dir():
            yield _list_folder(path)
        else:
            require_regular(path)
            with path.open("rb") as file, zipfile.ZipFile(file) as archive:
                yield _list_archive(archive, file, path)
    except OSError as error:
        why = f"cannot be read: {error.strerror or error}"
        raise package_error(path, why, "Check the path.", Reason.FILE_UNREADABLE) from error
    except PackageError:
        raise
    except ArchiveError as error:
        raise package_error(path, f"has a file that {error}", _PACK_AGAIN, Reason.PACKAGE_DAMAGED) from error
    except Exception as error:
        # zipfile documents no closed set of errors: BadZipFile, zlib.error, EOFError, RuntimeError for a password, and others.
        why = f"is neither a folder nor an intact zip file: {error}"
        raise package_error(path, why, _PACK_AGAIN, Reason.PACKAGE_DAMAGED) from error


def package_error(path: Path, why: str, next_step: str, reason: Reason) -> PackageError:
    """Return the error that says why a package cannot be used."""
    return PackageError(f"The content package {show_path(path)!r} {why}.", next_step=next_step, reason=reason)


def show_path(path: Path) -> str:
    """Return a path as text that every report and process accepts."""
    # A path on this machine may contain bytes that are not text.
    return str(path).encode("utf-8", "replace").decode()


def _list_folder(path: Path) -> PackageFiles:
    hubs = [hub for hub in (path / HUB_FOLDER, path) if (hub / ARTICLES).is_file()][:1]
    hubs = hubs or [found.parent.parent for found in sorted(path.glob(f"*/{HUB_FOLDER}{ARTICLES}"))]
    hub = _require_one_hub(["" if hub == path else f"{hub.relative_to(path).as_posix()}/" for hub in hubs], path)
    names = {entry.name for entry in path.iterdir() if entry.is_file()}
    # Links to folders are not followed, and files outside of the package are not listed.
    for folder, _, files in os.walk(path / hub):
        inside = Path(folder).relative_to(path).as_posix()
        regular = [file for file in files if (Path(folder) / file).is_file()]
        names.update(regular if inside == "." else (f"{inside}/{file}" for file in regular))

    def read(name: str) -> bytes:
        with (path / name).open("rb") as file:
            return _limit_size(file.read(MAXIMUM_JSON + 1), name, path)

    return PackageFiles(show_path(path), hub, frozenset(names), read)


def _list_archive(archive: zipfile.ZipFile, file: BinaryIO, path: Path) -> PackageFiles:
    # Some packers write the separator of Windows.
    members = [(info.filename.replace("\\", "/"), info) for info in archive.infolist() if not info.is_dir()]
    for name, _ in members:
        if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
            why = f"has a file name that leads outside of it: {name!r}"
            raise package_error(path, why, _PACK_AGAIN, Reason.PACKAGE_DAMAGED)
    twice = [name for name, number in Counter(name for name, _ in members).items() if number > 1]
    if twice:
        raise package_error(path, f"has two files named {twice[0]!r}", _PACK_AGAIN, Reason.PACKAGE_DAMAGED)
    by_name = dict(members)

    def read(name: str) -> bytes:
        member = by_name[name]
        require_readable(member)
        if member.file_size > MAXIMUM_JSON:
            raise _size_error(name, path)
        # The reader returns at most the size that was just checked, and raises an error if there is more.
        return MemberReader(file, member).read(member.file_size + 1)

    return PackageFiles(None, _require_one_hub(_find_hubs(by_name), path), frozenset(by_name), read)


def _find_hubs(names: Iterable[str]) -> Sequence[str]:
    """Return the paths of ``knowledgehub`` in an archive: at its root, the root itself, or one folder down."""
    hubs = {name.removesuffix(ARTICLES) for name in names if name.endswith(ARTICLES)}
    for hub in (HUB_FOLDER, ""):
        if hub in hubs:
            return [hub]
    return sorted(hub for hub in hubs if hub.count("/") == 2 and hub.endswith(f"/{HUB_FOLDER}"))  # noqa: PLR2004 - parts


def _require_one_hub(hubs: Sequence[str], path: Path) -> str:
    if not hubs:
        raise package_error(
            path,
            f"has no {HUB_FOLDER}{ARTICLES}",
            f"Pass the folder that contains {HUB_FOLDER}{ARTICLES}, or a zip file of it.",
            Reason.PACKAGE_NOT_FOUND,
        )
    if len(hubs) > 1:
        names = ", ".join(repr(hub.removesuffix(f"/{HUB_FOLDER}")) for hub in hubs[:2])
        why = f"contains {len(hubs)} packages, such as {names}"
        raise package_error(path, why, "Pass one of them.", Reason.PACKAGE_AMBIGUOUS)
    return hubs[0]


def _limit_size(data: bytes, name: str, path: Path) -> bytes:
    if len(data) > MAXIMUM_JSON:
        raise _size_error(name, path)
    return data


def _size_error(name: str, path: Path) -> PackageError:
    why = f"has a {name} of more than {MAXIMUM_JSON >> 20} MiB"
    return package_error(path, why, "Pass a smaller package.", Reason.PACKAGE_TOO_LARGE)
