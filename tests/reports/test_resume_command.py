"""The command to go on waiting: the user's own, without what starts or names jobs, and without secrets."""

from __future__ import annotations

import shlex

import pytest
from pydantic import SecretStr

from pytest_contentjobs.boundary.redaction import Redactor
from pytest_contentjobs.reports.resume_command import Invocation, list_arguments, make_resume_command
from tests.builders import JOB_ID

RESUMED = ["--content-job", f"a={JOB_ID}"]


def resumed(*arguments: str) -> list[str]:
    redact = Redactor([SecretStr("the-secret-of-the-test")])
    line = make_resume_command(Invocation(("pytest",), arguments), {"a": JOB_ID}, redact)
    program, *rest = shlex.split(line)
    assert program == "pytest"
    assert rest[:2] == RESUMED
    return rest[2:]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param((), [], id="none"),
        pytest.param(
            ("tests", "-x", "-k", "a and b", "--content-baseline=base line.json"),
            ["tests", "-x", "-k", "a and b", "--content-baseline=base line.json"],
            id="those of the user stay",
        ),
        pytest.param(("--content-validate", "a=s3://b/c", "-v"), ["-v"], id="what starts a job"),
        pytest.param(("--content-validate=a=s3://b/c", "-v"), ["-v"], id="what starts a job, in one argument"),
        pytest.param(("-v", "--content-job", JOB_ID), ["-v"], id="what names a job"),
        pytest.param(
            ("--content-job=x=1", "--content-job", "y=2", "--content-log=l"), ["--content-log=l"], id="several"
        ),
        pytest.param(("-v", "--content-job"), ["-v"], id="without a value"),
        pytest.param(("--word=the-secret-of-the-test", "-v"), ["-v"], id="secret in an option"),
        pytest.param(("--word", "the-secret-of-the-test", "-v"), ["-v"], id="secret behind an option"),
        pytest.param(("the-secret-of-the-test", "-v"), ["-v"], id="secret alone"),
        pytest.param(("--api-token", "q8Zt2Lr0Vx7Kp4Wn9Bd1", "-v"), ["-v"], id="secret by the name of its option"),
        pytest.param(
            ("--content-log=https://h/l?X-Amz-Signature=0123456789abcdef0123456789abcdef", "-v"),
            ["-v"],
            id="signed address",
        ),
        pytest.param(("a\x1b[2J",), [], id="unsafe to show"),
    ],
)
def test_what_is_repeated(arguments: tuple[str, ...], expected: list[str]) -> None:
    assert resumed(*arguments) == expected


def test_several_jobs_in_one_command() -> None:
    line = make_resume_command(Invocation(("contentjobs", "report")), {"a": JOB_ID, "b": JOB_ID}, Redactor())

    assert line == f"contentjobs report --content-job a={JOB_ID} --content-job b={JOB_ID}"


def test_parameters_of_a_command_as_arguments() -> None:
    given = {
        "content_log": ("a=x.txt", "b=y.txt"),
        "content_job": (),
        "content_timeout": "1h",
        "content_update_baseline": "true",
        "content_save": None,
        "another": "z",
    }

    assert sorted(list_arguments(given)) == sorted(
        ["--content-log", "a=x.txt", "--content-log", "b=y.txt", "--content-timeout", "1h", "--content-update-baseline"]
    )
