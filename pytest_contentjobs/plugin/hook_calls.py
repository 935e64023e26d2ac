"""Calls the hooks that users implement. A hook that fails is reported by name and never hides the verdict."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Sequence

import pytest

from pytest_contentjobs.boundary.sanitize import sanitize_line
from pytest_contentjobs.errors import HookError
from pytest_contentjobs.findings.enrich import FINDING_HOOK, Revise
from pytest_contentjobs.model import ContentRun, Finding

__all__ = ["call_judged_hook", "make_reviser"]


def make_reviser(config: pytest.Config) -> Revise | None:
    """Return the user's hook for findings as a function, or None if there is none, which is faster."""
    hook = config.hook.pytest_contentjobs_finding
    implementations = hook.get_hookimpls()
    if not implementations:
        return None
    # The logs of several jobs are read in threads, which a user's code rarely expects.
    lock = threading.Lock()
    where = ", ".join(str(implementation.plugin_name) for implementation in reversed(implementations))

    def revise(finding: Finding) -> object:
        try:
            with lock:
                return hook(finding=finding, config=config)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise HookError(_describe_fault(error), next_step=f"Fix {FINDING_HOOK} (in {where}).") from error

    return revise


def call_judged_hook(config: pytest.Config, runs: Sequence[ContentRun], exitstatus: int) -> str | None:
    """Call the user's hook after judging. Return a safe line about its failure, or None if it did not fail."""
    try:
        config.hook.pytest_contentjobs_judged(runs=runs, exitstatus=exitstatus, config=config)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - pytest.exit and sys.exit(0) would turn red into green
        return sanitize_line(f"The hook pytest_contentjobs_judged failed: {_describe_fault(error)} Fix it.")
    return None


def _describe_fault(error: BaseException) -> str:
    """Return what was raised, and the nearest place in the user's code."""
    frames = traceback.extract_tb(error.__traceback__)
    # Frames of pytest and pluggy are not the user's.
    own = [frame for frame in frames if not {"_pytest", "pluggy"} & set(frame.filename.replace("\\", "/").split("/"))]
    place = f" ({own[-1].filename}:{own[-1].lineno})" if len(own) > 1 else ""
    return f"{type(error).__name__}: {error}{place}."
