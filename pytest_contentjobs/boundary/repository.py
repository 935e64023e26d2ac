"""Finds the repository that a run belongs to."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["find_repository"]


def find_repository(folder: Path) -> Path | None:
    """Return the root of the Git repository that a folder is in; None if it is in none."""
    try:
        folder = folder.absolute()
    except OSError:
        # The current folder was removed.
        return None
    # In a work tree or a submodule it is a file. Unlike ``Path.exists``, this also passes over a folder that may not be read.
    return next((parent for parent in (folder, *folder.parents) if os.path.lexists(parent / ".git")), None)
