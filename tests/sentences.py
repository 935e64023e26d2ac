"""Count the sentences of the product that tests repeat, so that the wording can be improved in one place.

``python -m tests.sentences`` prints their number, and ``--show`` each of them. A literal of a test repeats a sentence if it
shares four words in a row, letters only, with a literal of the package. Docstrings, snapshots and what only the emulator
says are left out: its messages are data.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_PACKAGE = ROOT / "pytest_contentjobs"
_WORDS_IN_A_ROW = 4
_SNAPSHOTS = "__snapshots__"
_WORD = re.compile(r"[A-Za-z_][\w'-]*|\{\}")


@dataclass(frozen=True, slots=True)
class Repeated:
    """A literal of a test that repeats the product's words, and where it stands."""

    file: str
    line: int
    text: str


def _texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give the literals that are no docstrings, an f-string as one with ``{}`` for its fields."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inner = {id(part) for node in joined for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else " {} " for part in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner | docstrings:
            yield node.lineno, node.value


def _rows(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text)
    rows = (tuple(words[start : start + _WORDS_IN_A_ROW]) for start in range(len(words) - _WORDS_IN_A_ROW + 1))
    # Single letters in a row are those of a regular expression.
    return {row for row in rows if "{}" not in row and sum(len(word) > 1 for word in row) >= _WORDS_IN_A_ROW - 1}


def repeated() -> list[Repeated]:
    """Return what the tests repeat, in the order of files and lines."""
    own: set[tuple[str, ...]] = set()
    for file in _PACKAGE.rglob("*.py"):
        if "emulator" not in file.relative_to(_PACKAGE).parts:
            own.update(*(_rows(text) for _, text in _texts(ast.parse(file.read_text(encoding="utf-8")))))
    found = []
    for file in sorted((ROOT / "tests").rglob("*.py")):
        if _SNAPSHOTS in file.parts or file == Path(__file__).resolve():
            continue
        name = file.relative_to(ROOT).as_posix()
        tree = ast.parse(file.read_text(encoding="utf-8", errors="surrogateescape"))
        found += [Repeated(name, line, text) for line, text in _texts(tree) if _rows(text) & own]
    return found


def main() -> None:
    """Print how many there are, in how many files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print each")
    found = repeated()
    if parser.parse_args().show:
        for one in found:
            sys.stdout.write(f"{one.file}:{one.line}: {one.text!r}\n")
    files = len({one.file for one in found})
    sys.stdout.write(f"{len(found)} sentences of the product are repeated in {files} files of tests\n")


if __name__ == "__main__":
    main()
