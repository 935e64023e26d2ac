"""``contentjobs emulator`` and ``python -m pytest_contentjobs.emulator``: start the emulator and print what a client needs."""

from __future__ import annotations

import math
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_contentjobs.emulator import ContentService
    from pytest_contentjobs.emulator.validation import CountBy

__all__ = ["emulator"]

#: The names in `LOG_WRITERS`, which are not loaded for the sake of a help text.
LOG_FORMATS = ("jsonl", "text")
_SIGNAL_SECONDS = 0.1


def _check_speed(_context: click.Context, _parameter: click.Parameter, value: float) -> float:
    if not 0 < value < math.inf:
        raise click.BadParameter(f"{value} is not a finite number above 0.")
    return value


@click.command(
    "emulator",
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
    short_help="Run an emulator of the service on this machine.",
)
@click.option(
    "--speed", type=float, default=60.0, callback=_check_speed, metavar="N", help="divides the durations of jobs"
)
@click.option("--log-format", type=click.Choice(LOG_FORMATS), default="text", help="format of the jobs' logs")
@click.option("--count-by", type=click.Choice(["item", "finding"]), default="item", help="what the results count")
@click.option("--api-port", type=click.IntRange(0, 65535), default=0, metavar="PORT", help="0 takes a free one")
@click.option("--s3-port", type=click.IntRange(0, 65535), default=0, metavar="PORT", help="0 takes a free one")
@click.option(
    "--package",
    "packages",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    metavar="DIR",
    help="upload this content package, a folder or a zip archive; repeatable",
)
def emulator(
    *, speed: float, log_format: str, count_by: CountBy, api_port: int, s3_port: int, packages: tuple[Path, ...]
) -> None:
    """Emulate eGain's content manager API v4 import operations, and S3, on 127.0.0.1.

    The operations follow the vendor's OpenAPI description. The validation rules and the layout of the log are our own, because
    the vendor's are not published: they show how a gate works, not what the vendor's service would find or write.

    Prints the environment that a client needs as shell `export` lines. Ctrl-C or SIGTERM stops the emulator.
    """
    try:
        from pytest_contentjobs.emulator import ContentService  # noqa: PLC0415 - the extra may not be installed
    except ModuleNotFoundError as error:
        raise click.ClickException(str(error)) from error
    received: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: received.append(number))
    service = ContentService(speed=speed, log_format=log_format, count_by=count_by, api_port=api_port, s3_port=s3_port)
    try:
        service.start()
    except OSError as error:
        raise click.ClickException(f"The emulator cannot start: {error}") from error
    with service:
        click.echo(_describe(service, packages))
        # A signal that reaches another thread does not wake a lock that this one waits for, so no Event here.
        while not received:
            time.sleep(_SIGNAL_SECONDS)


def _describe(service: ContentService, packages: Sequence[Path]) -> str:
    """Upload the packages and return what to print: lines that a shell can execute."""
    lines = [f"export {name}={value}" for name, value in service.environment.items()]
    for path in packages:
        uri = service.upload_package(path)
        name = path.resolve().name.removesuffix(".zip")
        body = f'{{"dataSource": {{"type": "AWS S3 bucket", "path": "{uri}"}}}}'
        headers = "-H \"Authorization: Bearer $CONTENTJOBS_ACCESS_TOKEN\" -H 'Content-Type: application/json'"
        url = '"$CONTENTJOBS_API_DOMAIN/knowledge/contentmgr/v4/import/content/validate"'
        lines += [
            f"# package {name}: {uri}",
            f"# validate it: curl -i {headers} -d '{body}' {url}",
            f"# gate it:     pytest --content-job {name}=LOCATION   (the response's location header)",
        ]
    lines.append("# running; set the variables in another shell, stop with Ctrl-C")
    return "\n".join(lines)
