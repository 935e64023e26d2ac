from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from pytest_contentjobs.cli.doctor import CheckName, Outcome, Result, command, diagnose
from tests.cli.doctor.support import Diagnosis, Doctor


@pytest.fixture
def doctor(contentjobs: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """Run the command on a terminal so wide that no line is wrapped, and assert that it shows each result, in order."""
    monkeypatch.setenv("COLUMNS", "2000")

    def run(*arguments: str) -> Diagnosis:
        results: dict[str, Result] = {}

        def observe(
            option: Callable[[str], object], environment: Mapping[str, str], job: str | None, folders: Sequence[Path]
        ) -> Iterator[Result]:
            for result in diagnose(option, environment, job, folders=folders):
                results[result.name] = result
                yield result

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(command, "diagnose", observe)
            status, out, errors = contentjobs("doctor", *arguments)
        assert errors == ""
        shown = [line for line in out.splitlines()[:-2] if not line.startswith("    ")]
        assert list(results) == list(CheckName)
        assert [line.split(": ")[:2] for line in shown] == [[each.outcome, each.name] for each in results.values()]
        problems = [each for each in results.values() if each.outcome is Outcome.PROBLEM]
        assert [line for line in shown if line.endswith(")") and line.startswith("problem")] == [
            f"problem: {each.name}: {each.what} ({each.reason})" for each in problems
        ]
        assert status == (10 if problems else 0)
        return Diagnosis(status, results, out)

    return run
