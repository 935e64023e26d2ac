"""Real S3 servers as processes: SeaweedFS, which checks credentials and ranges, and rclone, which does ranges its own way."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

ACCESS_KEY, SECRET_KEY = "reader", "reader-secret"
BUCKET = "logs"
_START_SECONDS = 60


@dataclass(frozen=True)
class RealS3:
    """A running server; ``address`` is host:port."""

    address: str

    @property
    def environment(self) -> dict[str, str]:
        """What a client that may read needs."""
        return {
            "AWS_ENDPOINT_URL_S3": f"http://{self.address}",
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    @contextmanager
    def client(self) -> Iterator[S3Client]:
        made = boto3.Session().client(
            "s3",
            endpoint_url=f"http://{self.address}",
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=SECRET_KEY,
            region_name="us-east-1",
            config=Config(proxies={}, signature_version="s3v4", retries={"mode": "standard", "total_max_attempts": 10}),
        )
        try:
            yield made
        finally:
            made.close()

    def put(self, key: str, data: bytes, encoding: str = "") -> None:
        with self.client() as client:
            client.put_object(Bucket=BUCKET, Key=key, Body=data, ContentEncoding=encoding)

    def pre_signed(self, key: str, seconds: int = 600) -> str:
        with self.client() as client:
            return client.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=seconds)


def program(name: str) -> str | None:
    """Return the path of a program that a package installed beside this Python, None where it is not for this platform."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


@contextmanager
def seaweedfs(folder: Path) -> Iterator[RealS3]:
    """Run SeaweedFS in ``folder``, with one bucket."""
    keys = {"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}
    identity = {"name": "reader", "credentials": [keys], "actions": ["Admin"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}), encoding="utf-8")
    (folder / "data").mkdir()
    ports = _free_ports(8)
    arguments = [f"-dir={folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3"]
    arguments += [
        f"-s3.config={folder / 's3.json'}",
        "-master.telemetry=false",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
    ]
    for position, part in enumerate(("master", "volume", "filer", "s3")):
        arguments += [f"-{part}.port={ports[position]}", f"-{part}.port.grpc={ports[position + 4]}"]
    with ExitStack() as stack:
        for part in ("master", "volume", "filer", "s3"):
            for port in ports:
                for name in (f"{part}-grpc-{port}", f"{part}-{port}"):
                    stack.callback(Path(f"/tmp/seaweedfs-{name}.sock").unlink, missing_ok=True)  # noqa: S108 - its own choice
        stack.enter_context(_running(["weed", "server", *arguments], r"Start Seaweed S3 API Server", folder))
        server = RealS3(f"127.0.0.1:{ports[3]}")
        with server.client() as client:
            client.create_bucket(Bucket=BUCKET)
        yield server


@contextmanager
def rclone(folder: Path) -> Iterator[RealS3]:
    """Run rclone's S3 for the folders in ``folder``, with one bucket."""
    (folder / BUCKET).mkdir()
    command = ["rclone", "--config", "", "serve", "s3", "--addr", "127.0.0.1:0"]
    command += ["--auth-key", f"{ACCESS_KEY},{SECRET_KEY}", str(folder)]
    with _running(command, r"Starting s3 server on \[http://([^/]+)/\]", folder) as match:
        yield RealS3(match[1])


@contextmanager
def _running(command: Sequence[str], ready: str, folder: Path) -> Iterator[re.Match[str]]:
    """Run a program until the end of the context, which begins when it has written ``ready``."""
    path = program(command[0])
    assert path is not None
    said: list[str] = []
    found: list[re.Match[str]] = []
    is_ready = threading.Event()

    def listen(output: IO[str]) -> None:
        for line in output:
            said.append(line)
            if match := re.search(ready, line):
                found.append(match)
                is_ready.set()
        is_ready.set()

    with subprocess.Popen(
        [path, *command[1:]], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None
        listener = threading.Thread(target=listen, args=(process.stdout,), daemon=True)
        listener.start()
        try:
            is_ready.wait(_START_SECONDS)
            assert found, "".join(said[-20:])
            yield found[0]
        finally:
            # Its data go with it: nothing needs an orderly end, which takes seconds.
            process.kill()
            listener.join(5)


def _free_ports(count: int) -> list[int]:
    """Return free ports that are not one another."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [taken.getsockname()[1] for taken in sockets]
