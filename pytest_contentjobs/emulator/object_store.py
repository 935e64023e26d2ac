"""The S3 part: a bucket for each service, and reading content packages from any bucket."""

import io
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from pytest_contentjobs.emulator.content_package import FileTree

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import ObjectIdentifierTypeDef

ACCESS_KEY_ID = "contentjobs"
SECRET_ACCESS_KEY = "contentjobs-secret"  # noqa: S105 -- the loopback S3 accepts any pair of keys
REGION = "us-east-1"
_DELETE_LIMIT = 1000
"""The most objects that one S3 request may delete."""

_UNREADABLE_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
"""What zipfile raises for broken, unsupported and encrypted archives."""


class SourceError(Exception):
    """The content package cannot be read; `retryable` says whether another attempt may succeed."""

    def __init__(self, message: str, *, retryable: bool) -> None:
        super().__init__(message)
        self.retryable = retryable


class ObjectStore:
    """Objects of the S3 at `endpoint`, with `bucket` as the place for packages and logs; close it after use.

    `stopping` is called before each object of a package is read; reading ends if it returns True.
    """

    def __init__(self, endpoint: str, bucket: str, stopping: Callable[[], bool] = lambda: False) -> None:
        self.bucket = bucket
        self._stopping = stopping
        self._client: S3Client = boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id=ACCESS_KEY_ID,
            aws_secret_access_key=SECRET_ACCESS_KEY,
            region_name=REGION,
            # The environment's proxy is not for requests to this process.
            config=Config(
                proxies={},
                s3={"addressing_style": "path"},
                retries={"total_max_attempts": 1},
                max_pool_connections=20,
            ),
        )

    def create_bucket(self) -> None:
        """Create the store's own bucket."""
        self._client.create_bucket(Bucket=self.bucket)

    def put(self, key: str, body: bytes) -> str:
        """Store `body` in the own bucket and return its `s3://` URI."""
        self._client.put_object(Bucket=self.bucket, Key=key, Body=body)
        return f"s3://{self.bucket}/{key}"

    def delete(self, prefix: str) -> None:
        """Delete the objects of the own bucket whose key begins with `prefix`."""
        keys = self._keys(self.bucket, prefix)
        for first in range(0, len(keys), _DELETE_LIMIT):
            entries: list[ObjectIdentifierTypeDef] = [{"Key": key} for key in keys[first : first + _DELETE_LIMIT]]
            self._client.delete_objects(Bucket=self.bucket, Delete={"Objects": entries, "Quiet": True})

    def close(self) -> None:
        """Remove the own bucket with all that it holds and close the connections."""
        # The bucket is gone if moto's memory was cleared.
        with suppress(ClientError):
            self.delete("")
            self._client.delete_bucket(Bucket=self.bucket)
        self._client.close()

    def upload(self, path: Path, name: str) -> str:
        """Store a content package, a folder or a zip archive, and return its URI.

        A package of the same name is replaced as a whole. Raises FileNotFoundError if there is nothing at `path`.
        """
        if path.is_file():
            return self.put(f"packages/{name}.zip", path.read_bytes())
        if not path.is_dir():
            raise FileNotFoundError(f"no content package at {path}")
        prefix = f"packages/{name}/"
        self.delete(prefix)
        for file in sorted(path.rglob("*")):
            if file.is_file():
                self.put(prefix + file.relative_to(path).as_posix(), file.read_bytes())
        return f"s3://{self.bucket}/{prefix}"

    def open_package(self, uri: str) -> FileTree:
        """Open the package at `s3://bucket/prefix/` or `s3://bucket/name.zip` for reading.

        Raises SourceError when there is nothing to read; reading a file of the tree raises it as well.
        """
        scheme, _, location = uri.partition("://")
        bucket, _, key = location.partition("/")
        if scheme.lower() != "s3" or not bucket:
            raise SourceError(f"the emulator reads s3://bucket/prefix/ only, not {uri}", retryable=False)
        try:
            if key.lower().endswith(".zip"):
                return _open_zip(self._read(bucket, key))
            prefix = key if key.endswith("/") or not key else f"{key}/"
            names = [found.removeprefix(prefix) for found in self._keys(bucket, prefix)]
        except (BotoCoreError, ClientError) as error:
            raise SourceError(f"cannot read {uri}: {error}", retryable=True) from error
        if not names:
            raise SourceError(f"no object at {uri}", retryable=True)
        return FileTree(frozenset(names), lambda name: self._read_file(bucket, prefix + name))

    def _keys(self, bucket: str, prefix: str) -> list[str]:
        """List the keys of `bucket` that begin with `prefix`."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        return [found["Key"] for page in pages for found in page.get("Contents", [])]

    def _read(self, bucket: str, key: str) -> bytes:
        """Return the bytes of an object; botocore's errors pass through."""
        return self._client.get_object(Bucket=bucket, Key=key)["Body"].read()

    def _read_file(self, bucket: str, key: str) -> bytes:
        """Return the bytes of a file of a package; raises SourceError."""
        if self._stopping():
            raise SourceError("the service is being stopped", retryable=True)
        try:
            return self._read(bucket, key)
        except (BotoCoreError, ClientError) as error:
            raise SourceError(f"cannot read s3://{bucket}/{key}: {error}", retryable=True) from error


def _open_zip(body: bytes) -> FileTree:
    """Open a zip archive whose package lies at its root or in its only folder; raises SourceError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except _UNREADABLE_ZIP as error:
        raise SourceError(f"not a readable zip archive: {error}", retryable=False) from error
    names = [name for name in archive.namelist() if not name.endswith("/")]
    folders = {name.partition("/")[0] for name in names}
    root = f"{folders.pop()}/" if len(folders) == 1 and all("/" in name for name in names) else ""
    if root == "knowledgehub/":
        root = ""

    def read(name: str) -> bytes:
        try:
            return archive.read(root + name)
        except _UNREADABLE_ZIP as error:
            raise SourceError(f"cannot read {name} of the zip archive: {error}", retryable=False) from error

    return FileTree(frozenset(name.removeprefix(root) for name in names), read)
