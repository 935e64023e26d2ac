"""Small content packages for tests, as folders and zip files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

ARTICLES = "knowledgehub/articles/articles.json"
HUB = "knowledgehub/knowledgehub.json"
OLDER_HUB = "knowledgehub/knowledge.json"
CONTENT = "knowledgehub/articles/content/"


def article(name: object, folder: object = "Billing", content: object = None) -> dict[str, object]:
    return {"name": name, "folder": {"path": folder}, **({} if content is None else {"content": content})}


def one_a_line(key: str, *elements: object) -> str:
    """Write a list under a key so that element N is on line N + 2, in column 1."""
    return f'{{"{key}": [\n' + ",\n".join(json.dumps(element) for element in elements) + "\n]}\n"


def folder_with(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def zip_with(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
