"""``contentjobs import``: imports content only after a clean validation of the same content."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pytest_contentjobs.cli import main
from pytest_contentjobs.emulator import ContentService
from pytest_contentjobs.emulator.responses import RawResponse
from tests.support import CLEAN_LOG, LOG, REPOSITORY, finished, junit_cases, reason_of

PACKAGES = REPOSITORY / "examples" / "packages"
Gate = Callable[..., pytest.RunResult]


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTENTJOBS_POLL_INTERVAL", "0.05")


def contentjobs(*arguments: str) -> Result:
    """Run the command in this process, in pytester's folder."""
    return CliRunner().invoke(main, arguments)


def imports(service: ContentService, since: int) -> list[dict[str, Any]]:
    """Return the bodies of the requests that start an import."""
    return [
        json.loads(request.body)
        for request in service.requests[since:]
        if request.method == "POST" and request.path.endswith("/import/content")
    ]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the run of one validation, started by the first test that needs it."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def validated(pytester: pytest.Pytester, gate: Gate, service: ContentService, kept: Path) -> str:
    """Validate a clean package, keep the run in ``saved``, and return the package's address."""
    if not (kept / "uri").exists():
        uri = service.upload_package(PACKAGES / "clean", "validated")
        assert gate("--content-validate", f"main={uri}", f"--content-save={kept / 'saved'}").ret == 0
        (kept / "uri").write_text(uri, encoding="utf-8")
    shutil.copytree(kept / "saved", pytester.path / "saved")
    return (kept / "uri").read_text(encoding="utf-8")


def change(path: Path, **fields: object) -> None:
    """Change values in the description of a saved run; a key like ``run__source`` stands for a path."""
    document = json.loads(path.read_bytes())
    for key, value in fields.items():
        *keys, last = key.split("__")
        place = document
        for step in keys:
            place = place[step]
        place[last] = value
    path.write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize("operation", ["import", "reimport"])
def test_after_a_clean_validation_of_the_same_source_it_imports_and_waits(
    pytester: pytest.Pytester, service: ContentService, validated: str, operation: str
) -> None:
    since = len(service.requests)

    done = contentjobs("import", validated, "--after=saved", f"--operation={operation}", "--content-junit=c.xml")

    assert (done.exit_code, done.stderr) == (0, "")
    assert imports(service, since) == [
        {"dataSource": {"type": "AWS S3 bucket", "path": validated}, "operation": operation}
    ]
    assert {case.outcome for case in junit_cases(pytester.path / "c.xml")} == {"passed"}


YEAR = timedelta(days=365)


OTHER_JOB = "00000000-6F75-4C7B-B137-0632B62DB0BD"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"run__judgement": {"outcome": "findings"}}, "ticket-not-clean"),
        ({"run__judgement": {"outcome": "not judged"}}, "ticket-not-clean"),
        ({"run__source": "s3://other/package"}, "ticket-source-differs"),
        ({"run__source": None}, "ticket-source-unknown"),
        ({"run__api_base": None}, "ticket-service-unknown"),
        ({"run__api_base": "https://other.example/knowledge/contentmgr/v4"}, "ticket-service-differs"),
        ({"run__job_id": None}, "ticket-job-unknown"),
        ({"run__job_id": OTHER_JOB}, "ticket-job-differs"),
        ({"run__status__log_file_location": f"s3://bucket/import-logs-{OTHER_JOB}.txt"}, "ticket-job-differs"),
        ({"run__status__status": "In Progress"}, "ticket-job-not-successful"),
        ({"run__status__status": "Failed"}, "ticket-job-not-successful"),
        ({"run__status": None}, "ticket-job-not-successful"),
        ({"run__status__job_type": "Import"}, "ticket-job-not-validation"),
        ({"run__status__job_type": None}, "ticket-job-not-validation"),
        ({"saved_at": (datetime.now(UTC) - timedelta(hours=25)).isoformat()}, "ticket-expired"),
        ({"run__status__completion_time": (datetime.now(UTC) - timedelta(hours=25)).isoformat()}, "ticket-expired"),
        ({"saved_at": (datetime.now(UTC) + YEAR).isoformat()}, "ticket-from-future"),
    ],
)
def test_it_refuses(
    pytester: pytest.Pytester, service: ContentService, validated: str, fields: dict[str, object], code: str
) -> None:
    change(pytester.path / "saved/main/run.json", **fields)
    since = len(service.requests)

    done = contentjobs("import", validated, "--after=saved/main")

    assert done.exit_code == 10
    _, reason = done.stderr.splitlines()
    assert reason.endswith(f"({code})")
    assert service.requests[since:] == []


@pytest.mark.parametrize("domain", ["other.example", "localhost:1", "{url}/other"])
def test_what_one_tenant_has_validated_is_not_imported_by_another(
    service: ContentService, validated: str, domain: str
) -> None:
    since = len(service.requests)

    done = contentjobs(
        "import", validated, "--after=saved", f"--content-api-domain={domain.format(url=service.api_url)}"
    )

    assert done.exit_code == 10
    assert done.stderr.rstrip().endswith("(ticket-service-differs)")
    assert service.requests[since:] == []


def test_a_run_keeps_its_service_when_it_is_judged_and_saved_again(gate: Gate, validated: str) -> None:
    assert gate("--content-log=saved", "--content-save=again").ret == 0

    assert contentjobs("import", validated, "--after=again", "--content-api-domain=other.example").exit_code == 10
    assert contentjobs("import", validated, "--after=again").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "status", "shown", "reason"),
    [
        (["{uri}"], 4, "'--after'", None),
        (["{uri}", "--after=nowhere"], 10, "'nowhere'", "saved-run-missing"),
        (["{uri}x", "--after=saved"], 10, "{uri}x", "ticket-source-differs"),
        (["ftp://host/x", "--after=saved"], 4, "'ftp://host/x'", "value-invalid"),
        (["{uri}", "--after=saved", "--max-age=0"], 10, " 0.0 hours ", "ticket-expired"),
        (["{uri}", "--after=saved", "--max-age=soon"], 4, "Set --max-age to", "value-invalid"),
        (["{uri}", "--after=saved", "--name=a b"], 4, "'a b={uri}'", "value-invalid"),
        (["{uri}", "--after=saved", "--operation=delete"], 4, "'--operation'", None),
    ],
)
def test_wrong_usage_starts_nothing(
    service: ContentService, validated: str, arguments: list[str], status: int, shown: str, reason: str | None
) -> None:
    since = len(service.requests)

    done = contentjobs("import", *(argument.format(uri=validated) for argument in arguments))

    assert done.exit_code == status
    assert shown.format(uri=validated) in done.stderr
    assert done.stderr.endswith(f" ({reason})\n") or reason is None
    assert "Traceback" not in done.stderr
    assert service.requests[since:] == []


def test_a_log_that_was_changed_allows_nothing(
    pytester: pytest.Pytester, service: ContentService, validated: str
) -> None:
    (pytester.path / "saved/main/log").write_text(CLEAN_LOG, encoding="utf-8")
    since = len(service.requests)

    done = contentjobs("import", validated, "--after=saved")

    assert done.exit_code == 10
    assert reason_of(done.stderr) == "saved-log-changed"
    assert service.requests[since:] == []


def test_a_run_that_is_judged_again_is_as_old_as_before(
    pytester: pytest.Pytester, gate: Gate, service: ContentService, validated: str
) -> None:
    day_before = (datetime.now(UTC) - timedelta(hours=25)).isoformat()
    change(pytester.path / "saved/main/run.json", saved_at=day_before, run__status__completion_time=None)
    assert gate("--content-log=saved", "--content-save=again").ret == 0
    since = len(service.requests)

    done = contentjobs("import", validated, "--after=again")

    assert done.exit_code == 10
    assert done.stderr.endswith(" (ticket-expired)\n")
    assert " 24.0 hours " in done.stderr
    assert service.requests[since:] == []


def test_several_saved_runs_allow_nothing(pytester: pytest.Pytester, gate: Gate, validated: str) -> None:
    (pytester.path / "log.txt").write_text(CLEAN_LOG, encoding="utf-8")
    gate("--content-log=other=log.txt", "--content-save=saved")

    done = contentjobs("import", validated, "--after=saved")

    assert done.exit_code == 4
    assert reason_of(done.stderr) == "saved-run-ambiguous"
    assert "--after" in done.stderr


@pytest.mark.parametrize(
    ("response", "log", "status", "shown"),
    [
        (finished(2, 1, jobType="Import"), LOG, 1, "E ART-104 "),
        ({"status": "Failed", "error": "disk full"}, None, 10, "disk full"),
    ],
)
def test_findings_and_failures_of_the_import_itself_are_reported(
    service: ContentService,
    validated: str,
    response: dict[str, object],
    log: str | None,
    status: int,
    shown: str,
) -> None:
    job = service.add_job([response], log=log.encode() if log else None)
    service.queue_responses(
        "import", RawResponse(202, "", {"location": f"/knowledge/contentmgr/v4/import/content/{job}/status"})
    )

    done = contentjobs("import", validated, "--after=saved")

    assert done.exit_code == status
    assert shown in done.stdout


def test_the_program_is_installed_and_tells_its_version() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest_contentjobs.cli", "--version"], capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("contentjobs, version ")
