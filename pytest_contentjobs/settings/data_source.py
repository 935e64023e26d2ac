"""Where the content lies that a job is started for: an S3 bucket or an SFTP server.

The forms are those of ``dataSource`` in the vendor's OpenAPI description of the content manager API v4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import SecretStr

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.settings.options import SOURCE_REGION, Option

__all__ = ["DataSource", "data_source"]

_MAXIMUM_PATH = 1024
_MAXIMUM_REGION = 20
_TYPES = {"s3": "AWS S3 bucket", "sftp": "Shared file path"}
#: The environment variables of a source's credentials, and the service's names for them.
CREDENTIALS = {
    "s3": {
        "CONTENTJOBS_SOURCE_ACCESS_KEY_ID": "accessKeyId",
        "CONTENTJOBS_SOURCE_SECRET_ACCESS_KEY": "secretAccessKey",
    },
    "sftp": {"CONTENTJOBS_SOURCE_USERNAME": "username", "CONTENTJOBS_SOURCE_PASSWORD": "password"},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class DataSource:
    """A source of content. ``uri`` has no secret in it and may be shown; ``credentials`` are by the service's names."""

    uri: str
    region: str | None = None
    credentials: Mapping[str, SecretStr] = field(default_factory=dict)

    def body(self) -> dict[str, object]:
        """Return the value of ``dataSource`` in a request; its credentials are still ``SecretStr``."""
        body: dict[str, object] = {"type": _TYPES[self.uri.partition(":")[0]], "path": self.uri}
        if self.region:
            body["region"] = self.region
        if self.credentials:
            body["credentials"] = dict(self.credentials)
        return body


def data_source(text: str, option: Option, region: str | None, environment: Mapping[str, str]) -> DataSource:
    """Read an ``s3://bucket/path`` or ``sftp://host/path``, with credentials from the environment.

    Without credentials the request has none: some tenants keep them on the service's side.

    Raises:
        SettingsError: the address is malformed, or one half of the credentials is missing.
    """
    next_step = f"Give {option.name} an address like s3://bucket/folder/ or sftp://host/folder/."
    address = text.strip()
    if "@" in address.partition("://")[2].partition("/")[0]:
        # The text is not repeated: there may be a password in it.
        raise SettingsError(
            f"The address in {option.name} has a user name or password in it.",
            next_step=f"Set {' and '.join(CREDENTIALS['sftp'])} instead.",
        )
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    scheme = parts.scheme.lower()
    is_plain = not parts.query and not parts.fragment and address.isprintable()
    if scheme not in _TYPES or not host or not is_plain:
        raise SettingsError(f"{address.partition('?')[0]!r} is no address of a data source.", next_step=next_step)
    if len(address) > _MAXIMUM_PATH:
        raise SettingsError(
            f"The address in {option.name} has {len(address)} characters, and the service takes {_MAXIMUM_PATH}.",
            next_step=next_step,
        )
    if region and not re.fullmatch(rf"[A-Za-z0-9-]{{1,{_MAXIMUM_REGION}}}", region):
        raise SettingsError(f"{region!r} is no region.", next_step=f"Set {SOURCE_REGION.places} to one like us-east-1.")
    uri = f"{scheme}://{address.partition('://')[2]}"
    return DataSource(uri=uri, region=region, credentials=_credentials(scheme, environment))


def _credentials(scheme: str, environment: Mapping[str, str]) -> dict[str, SecretStr]:
    names = CREDENTIALS[scheme]
    given = {variable: environment[variable] for variable in names if environment.get(variable)}
    missing = [variable for variable in names if variable not in given]
    if given and missing:
        raise SettingsError(
            f"{missing[0]} is not set, and {next(iter(given))} is.",
            next_step="Set both for the data source, or neither where the service has its own credentials for it.",
        )
    return {names[variable]: SecretStr(value) for variable, value in given.items()}
