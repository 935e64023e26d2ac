"""Where pytest's root folder is must not depend on where content lies. The only user of how pytest looks for its ini file.

pytest looks for it from the paths among its arguments, before it knows the options of plugins: a value that stands apart from
its option, as in ``--content-package DIR``, is taken for a path of tests. A folder that was fetched or unpacked could so bring
settings and a policy of its own.
"""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from _pytest.config.findpaths import determine_setup

__all__ = ["OWN_ROOT", "require_own_root"]

#: In a configuration's stash once its root folder and its ini file are known to be those of the tests.
OWN_ROOT = pytest.StashKey[bool]()


def require_own_root(config: pytest.Config) -> None:
    """Refuse a root folder or an ini file that pytest has found by anything but the paths of tests, and ``-c`` or ``--rootdir``.

    Raises:
        pytest.UsageError: there is another than by those alone.
    """
    if (config.rootpath, config.inipath) == _found_by_tests(config):
        return
    where = f"the ini file {str(config.inipath)!r}" if config.inipath else f"the root folder {str(config.rootpath)!r}"
    raise pytest.UsageError(
        f"pytest took {where} from a path that stands apart from its option, and what is there would decide what passes. Write "
        "options with '=', as in --content-package=DIR and --content-log=FILE, or name the ini file with -c FILE."
    )


def _found_by_tests(config: pytest.Config) -> tuple[Path, Path | None]:
    given = config.known_args_namespace
    named = {
        "inifile": given.inifilename,
        "override_ini": None,
        "args": [str(path) for path in given.file_or_dir],
        "rootdir_cmd_arg": given.rootdir,
        "invocation_dir": config.invocation_params.dir,
    }
    # The versions of pytest differ in what they take beside.
    known = inspect.signature(determine_setup).parameters
    root, ini, *_ = determine_setup(**{name: value for name, value in named.items() if name in known})
    return root, ini
