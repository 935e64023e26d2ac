from __future__ import annotations

import threading

import pytest

from pytest_contentjobs.boundary.time_limit import TimedCalls


def test_result_and_error_are_those_of_the_call() -> None:
    with TimedCalls(10) as calls:
        assert calls.call(lambda: 7) == 7
        with pytest.raises(ZeroDivisionError):
            calls.call(lambda: 1 // 0)
        assert calls.call(lambda: 8) == 8


def test_call_that_takes_too_long_is_abandoned() -> None:
    released, closed = threading.Event(), threading.Event()
    with TimedCalls(0.05) as calls:
        with pytest.raises(TimeoutError):
            calls.call(lambda: released.wait(10))
        calls.call_later(closed.set)
        assert not closed.is_set()
        released.set()

        assert closed.wait(10)


def test_without_time_left_a_call_ends_at_once() -> None:
    released = threading.Event()
    with TimedCalls(-1) as calls, pytest.raises(TimeoutError):
        calls.call(lambda: released.wait(10))
    released.set()


def test_errors_of_later_calls_are_ignored() -> None:
    def fail() -> None:
        raise OSError("closed already")

    with TimedCalls(10) as calls:
        calls.call_later(fail)
        assert calls.call(lambda: 9) == 9
