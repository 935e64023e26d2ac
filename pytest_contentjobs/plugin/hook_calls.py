"""The hooks that users implement, called so that whatever they do the verdict is seen, and the fault is theirs by name."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Sequence

import pytest

from pytest_contentjobs.boundary.sanitize import safe_line
from pytest_contentjobs.errors import HookError
from pytest_contentjobs.findings.enrich import FINDING_HOOK, Revise
from pytest_contentjobs.model import ContentRun, Finding

__all__ = ["revision", "tell_judged"]


def revision(config: pytest.Config) -> Revise | None:
    """Return the user's hook for findings, None where there is none, which is faster."""
    hook = config.hook.pytest_contentjobs_finding
    implementations = hook.get_hookimpls()
    if not implementations:
        return None
    # Several jobs are read in threads, and a user's code rarely expects that.
    lock = threading.Lock()
    where = ", ".join(str(implementation.plugin_name) for implementation in reversed(implementations))

    def revise(finding: Finding) -> object:
        try:
            with lock:
                return hook(finding=finding, config=config)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise HookError(_fault(error), next_step=f"Mend {FINDING_HOOK} (in {where}).") from error

    return revise


def tell_judged(config: pytest.Config, runs: Sequence[ContentRun], exitstatus: int) -> str | None:
    """Call the user's hook after judging, and return what went wrong in it in a safe line, None where nothing did."""
    try:
        config.hook.pytest_contentjobs_judged(runs=runs, exitstatus=exitstatus, config=config)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - pytest.exit and sys.exit(0) would turn red into green
        return safe_line(
            f"The hook pytest_contentjobs_judged failed: {_fault(error)} Mend it there; the verdict stands."
        )
    return None


def _fault(error: BaseException) -> str:
    """Return what was raised, and the place in the user's code nearest to it."""
    frames = traceback.extract_tb(error.__traceback__)
    # What pytest and pluggy have around and below it is nobody's fault.
    own = [frame for frame in frames if not {"_pytest", "pluggy"} & set(frame.filename.replace("\\", "/").split("/"))]
    place = f" ({own[-1].filename}:{own[-1].lineno})" if len(own) > 1 else ""
    return f"{type(error).__name__}: {error}{place}."
