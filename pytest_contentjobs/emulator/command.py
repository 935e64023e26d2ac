"""``contentjobs emulator`` and ``python -m pytest_contentjobs.emulator``: start the emulator and print what a client needs."""

from __future__ import annotations

import math
import os
import shlex
import signal
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pytest_contentjobs.emulator.sample_packages import SAMPLES, find_sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
@click.option(
    "--sample", "samples", type=click.Choice(SAMPLES), multiple=True, help="upload this sample package; repeatable"
)
@click.option(
    "--env-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="write the variables to this file instead, and remove it at the end",
)
def emulator(
    *,
    speed: float,
    log_format: str,
    count_by: CountBy,
    api_port: int,
    s3_port: int,
    packages: tuple[Path, ...],
    samples: tuple[str, ...],
    env_file: Path | None,
) -> None:
    """Emulate eGain's content manager API v4 import operations, and S3, on 127.0.0.1.

    The operations follow the vendor's OpenAPI description. The validation rules and the layout of the log are our own, because
    the vendor's are not published: they show how a gate works, not what the vendor's service would find or write.

    Prints the environment that a client needs as shell `export` lines. Ctrl-C or SIGTERM stops the emulator.
    With --env-file they are in that file, and what is printed are the commands for another shell.
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
    found = [*packages, *map(find_sample, samples)]
    with service, _export(service, env_file):
        click.echo(_describe(service, found, env_file))
        # A signal that reaches another thread does not wake a lock that this one waits for, so no Event here.
        while not received:
            time.sleep(_SIGNAL_SECONDS)


@contextmanager
def _export(service: ContentService, file: Path | None) -> Iterator[None]:
    """Write the variables to a file that only its owner can read, and remove it at the end."""
    if file is None:
        yield
        return
    try:
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as written:
            written.write("\n".join([*_list_exports(service), ""]))
    except OSError as error:
        raise click.ClickException(f"{str(file)!r} cannot be written: {error.strerror}.") from error
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _list_exports(service: ContentService) -> list[str]:
    return [f"export {name}={value}" for name, value in service.environment.items()]


def _describe(service: ContentService, packages: Sequence[Path], file: Path | None) -> str:
    """Upload the packages and return what to print: lines that a shell can execute."""
    lines = _list_exports(service) if file is None else []
    # A shell looks for a name without a folder elsewhere.
    sourced = f". {shlex.quote(str(file.absolute()))} && " if file is not None else ""
    for path in packages:
        uri = service.upload_package(path)
        name = path.resolve().name.removesuffix(".zip")
        lines += [
            f"# package {name}: {uri}",
            f"# validate it and gate it: {sourced}contentjobs validate {shlex.quote(f'{name}={uri}')}",
        ]
    if file is not None:
        lines.append(f"# running; the variables are in {str(file)!r} until it stops with Ctrl-C")
    else:
        lines.append("# running; set the variables in another shell, stop with Ctrl-C")
    return "\n".join(lines)
