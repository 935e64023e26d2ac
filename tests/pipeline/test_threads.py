"""Waiting for several tasks: an interrupt stays an interrupt, in whatever moment it comes."""

from __future__ import annotations

import threading

import pytest

from pytest_contentjobs.boundary.signals import TerminatedError
from pytest_contentjobs.pipeline.threads import Stop, StoppedError, run_all


def start_and_lose_the_lock(_thread: threading.Thread) -> None:
    try:
        raise TerminatedError("ended by SIGTERM")
    finally:
        raise RuntimeError("release unlocked lock")


def test_a_signal_that_comes_while_a_thread_starts_is_raised_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    # The moment is too short to be met by a real signal on purpose.
    monkeypatch.setattr(threading.Thread, "start", start_and_lose_the_lock)
    stop = Stop()

    with pytest.raises(TerminatedError):
        run_all([lambda: 1], stop)

    with pytest.raises(StoppedError):
        stop.sleep(0)


def test_another_error_of_a_thread_is_raised_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", fail)

    with pytest.raises(RuntimeError, match="new thread"):
        run_all([lambda: 1], Stop())
