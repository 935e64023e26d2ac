"""The command line of the embedded service: start it, print what a client needs, run until interrupted."""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_contentjobs.emulator import ContentService

_DESCRIPTION = """\
A stand-in for eGain's content manager API v4 import operations, with an S3 of its own, on 127.0.0.1.
Its operations follow the vendor's OpenAPI description. Its validation rules and the layout of its log
are our own, because the vendor's are not published: they show how a gate works, not what the vendor's
service would find or write."""

_EPILOG = """\
The environment that a client needs is printed as shell `export` lines. Ctrl-C or SIGTERM stops the service."""


_SIGNAL_SECONDS = 0.1


def _speed(value: str) -> float:
    """Read a factor above 0; raises argparse.ArgumentTypeError otherwise."""
    try:
        speed = float(value)
    except ValueError:
        speed = 0.0
    if not 0 < speed < float("inf"):
        raise argparse.ArgumentTypeError(f"{value!r} is not a number above 0")
    return speed


def _package(value: str) -> Path:
    """Read the path of an existing package; raises argparse.ArgumentTypeError otherwise."""
    path = Path(value)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is nothing at {value!r}")
    return path


def _parser(program: str) -> argparse.ArgumentParser:
    """Make the parser of the command line; needs the extra, since it offers the known log formats."""
    from pytest_contentjobs.emulator.log_writers import LOG_WRITERS  # noqa: PLC0415 -- see main

    parser = argparse.ArgumentParser(
        prog=program,
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--speed", type=_speed, default=60.0, metavar="N", help="divides the durations of jobs (default: 60)"
    )
    parser.add_argument("--log-format", choices=sorted(LOG_WRITERS), default="text", help="default: text")
    parser.add_argument(
        "--count-by", choices=("item", "finding"), default="item", help="what results count (default: item)"
    )
    parser.add_argument("--api-port", type=int, default=0, metavar="P", help="default: a free one")
    parser.add_argument("--s3-port", type=int, default=0, metavar="P", help="default: a free one")
    parser.add_argument(
        "--package",
        type=_package,
        action="append",
        default=[],
        metavar="DIR",
        help="upload this content package, a folder or a zip archive; repeatable",
    )
    return parser


def _instructions(service: "ContentService", packages: Sequence[Path]) -> str:
    """Upload the packages and return what to print: lines that a shell can read as they are."""
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
            f"# gate it:     pytest --content-job {name}=LOCATION   (the answer's location header)",
        ]
    lines.append("# running; set the variables in another shell, stop with Ctrl-C")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None, *, program: str = "python -m pytest_contentjobs.emulator") -> int:
    """Run the service until SIGINT or SIGTERM and return the exit status 0; the help calls it ``program``.

    Exits with a message of one line when the extra `emulator` is not installed or a port cannot be used.
    """
    try:
        from pytest_contentjobs.emulator import ContentService  # noqa: PLC0415 -- may be missing, see below
    except ModuleNotFoundError as error:
        sys.exit(str(error))
    options = _parser(program).parse_args(arguments)
    received: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: received.append(number))
    service = ContentService(
        speed=options.speed,
        log_format=options.log_format,
        count_by=options.count_by,
        api_port=options.api_port,
        s3_port=options.s3_port,
    )
    try:
        service.start()
    except (OSError, OverflowError) as error:
        sys.exit(f"cannot start the service: {error}")
    with service:
        sys.stdout.write(_instructions(service, options.package) + "\n")
        sys.stdout.flush()
        # A signal that reaches another thread does not wake a lock that this one waits for, so no Event here.
        while not received:
            time.sleep(_SIGNAL_SECONDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
