"""``contentjobs demo``: the whole way on this machine, from a content package to failing tests.

It starts the emulator, uploads a sample package, starts a validation, gates it with pytest, and stops the emulator.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from pytest_contentjobs.emulator.sample_packages import SAMPLES, find_sample

__all__ = ["demo"]

# A validation that takes minutes ends after seconds.
_SPEED = 40.0
_CLEAN, _FINDINGS = 0, 1
_INI = """[pytest]
content_poll_interval = 0.5s
content_junit = reports/content.xml
"""


@click.command("demo", short_help="Show the gate on this machine, with an emulator and a sample package.")
@click.option("--package", type=click.Choice(SAMPLES), default=SAMPLES[0], show_default=True, help="sample to validate")
@click.option(
    "--speed",
    type=click.FloatRange(1),
    default=_SPEED,
    show_default=True,
    metavar="N",
    help="divides the times of jobs",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("contentjobs-demo"),
    show_default=True,
    help="where to run pytest, and to leave its reports",
)
def demo(*, package: str, speed: float, folder: Path) -> None:
    """Show the gate on this machine: emulator, sample package, validation, and pytest with its reports.

    The sample support-center has 23 defects, so that pytest ends with failing tests, as it should. The rules of the validation
    and the layout of the log are our own, because the vendor's are not published. Exits with 0 if the gate is right: red for
    the sample with the defects, green for the clean one.
    """
    try:
        from pytest_contentjobs.emulator import ContentService  # noqa: PLC0415 - the extra may not be installed

        sample = find_sample(package)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "pytest.ini").exists():
            (folder / "pytest.ini").write_text(_INI, encoding="utf-8")
    except (ModuleNotFoundError, OSError) as error:
        raise click.ClickException(str(error)) from error
    expected = _CLEAN if package == "clean" else _FINDINGS
    with ContentService(speed=speed) as service:
        click.echo(f"emulator: {service.api_url}, S3: {service.s3_url}")
        uri = service.upload_package(sample)
        click.echo(f"package uploaded: {uri}")
        job = service.start_validation(uri)
        command = ["pytest", "--content-job", f"validation={job}", "--junit-xml", "reports/junit.xml"]
        click.echo(f"validation started; gating it in the folder {folder}:")
        click.echo(f"$ {' '.join(command)}")
        sys.stdout.flush()
        gate = subprocess.run(  # noqa: S603 - this Python, with arguments of our own
            [sys.executable, "-m", *command], cwd=folder, env={**os.environ, **service.environment}, check=False
        )
    reports = folder / "reports"
    click.echo(f"emulator stopped; JUnit reports: {reports / 'junit.xml'} and {reports / 'content.xml'}")
    if gate.returncode != expected:
        click.echo(f"The gate exited with {gate.returncode} instead of {expected}.", err=True)
        sys.exit(1)
    click.echo(f"The gate exited with {gate.returncode}, as it should for this package.")
