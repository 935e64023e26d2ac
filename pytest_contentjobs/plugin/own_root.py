"""Makes sure that the root folder and the ini file do not depend on where content is stored.

pytest looks for its ini file from the paths among its arguments, before it knows the options of plugins: it takes a value that is
separate from its option, as in ``--content-package DIR``, for a path of tests. A folder that was downloaded or unpacked could then
bring settings and a policy of its own.

To tell, this module repeats pytest's search with the paths of tests only. ``_pytest.config.findpaths.determine_setup`` is that
search. It is private, but pytest has no public function that takes other paths, and a search of our own would have to follow each
release of pytest. If it is missing or takes other arguments, the gate refuses to run.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options import OPTIONS
from pytest_contentjobs.settings.variables import find_similar

__all__ = ["OWN_ROOT", "require_known_keys", "require_own_root"]

#: In a configuration's stash once its root folder and its ini file are known to be those of the tests.
OWN_ROOT = pytest.StashKey[bool]()
_INI_KEYS = pytest.StashKey[tuple[str, ...]]()
_PREFIX = "content_"


def require_own_root(config: pytest.Config) -> None:
    """Refuse a root folder or an ini file that pytest did not find through the paths of tests, ``-c`` or ``--rootdir``.

    Raises:
        pytest.UsageError: pytest found another one, or this version of pytest does not let us check.
    """
    try:
        found = _search_from_tests(config)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        unknown = SettingsError(
            f"This version of pytest, {pytest.__version__}, does not let the gate check where its ini file comes from ({error}).",
            next_step="Install a version of pytest that pytest-contentjobs supports, or a newer pytest-contentjobs.",
            reason=Reason.PYTEST_UNSUPPORTED,
        )
        raise pytest.UsageError(unknown.explain()) from error
    *place, keys = found
    if [config.rootpath, config.inipath] == place:
        config.stash[_INI_KEYS] = keys
        return
    where = f"the ini file {str(config.inipath)!r}" if config.inipath else f"the root folder {str(config.rootpath)!r}"
    moved = SettingsError(
        f"pytest took {where} from a path that is separate from its option, and what is there would decide what passes.",
        next_step="Write options with '=', as in --content-package=DIR and --content-log=FILE, or name the ini file with -c FILE.",
        reason=Reason.ROOT_MOVED,
    )
    raise pytest.UsageError(moved.explain())


def require_known_keys(config: pytest.Config) -> None:
    """Refuse keys of the ini file that begin like ours and that no plugin knows: pytest would only warn of a misspelt one.

    Raises:
        SettingsError: names the key, and the one that was probably meant.
    """
    for key in config.stash.get(_INI_KEYS, ()):
        if not key.startswith(_PREFIX):
            continue
        try:
            config.getini(key)
        except (ValueError, KeyError) as error:
            known = [option.key for option in OPTIONS if option.has_ini]
            similar = find_similar(key, known)
            raise SettingsError(
                f"The key {key} of {str(config.inipath)!r} is not known.",
                next_step=f"Did you mean {similar}?" if similar else "Remove it, or see the keys in 'pytest --help'.",
                reason=Reason.INI_KEY_UNKNOWN,
            ) from error


def _search_from_tests(config: pytest.Config) -> tuple[Path, Path | None, tuple[str, ...]]:
    """Return the root folder, the ini file that pytest finds from the paths of tests, and its keys.

    Raises:
        ImportError, AttributeError, TypeError, ValueError: pytest's search is missing, or has another signature or result.
    """
    given = config.known_args_namespace
    search: Callable[..., Any] = importlib.import_module("_pytest.config.findpaths").determine_setup
    named = {
        "inifile": given.inifilename,
        "override_ini": None,
        "args": [str(path) for path in given.file_or_dir],
        "rootdir_cmd_arg": given.rootdir,
        "invocation_dir": config.invocation_params.dir,
    }
    # Not all supported versions take "override_ini".
    known = inspect.signature(search).parameters
    if "override_ini" not in known:
        del named["override_ini"]
    root, ini, keys, *_ = search(**named)
    if not isinstance(root, Path) or not isinstance(ini, Path | None):
        raise TypeError("determine_setup returns something else")
    return root, ini, tuple(map(str, keys))
