"""Where the content of a new job is: in an S3 bucket or on an SFTP server.

The forms are those of ``dataSource`` in the vendor's OpenAPI description of the content manager API v4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import SecretStr

from pytest_contentjobs.boundary.urls import has_user_info, split_url
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.options import Option
from pytest_contentjobs.settings.options.jobs import SOURCE_REGION
from pytest_contentjobs.settings.parsing import refuse

__all__ = ["DataSource", "read_data_source"]

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
    """A source of content. ``uri`` contains no secret; ``credentials`` are by the service's names."""

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


def read_data_source(text: str, option: Option, region: str | None, environment: Mapping[str, str]) -> DataSource:
    """Read an ``s3://bucket/path`` or ``sftp://host/path``, with credentials from the environment.

    Without credentials the request has none, since a tenant may have configured them in the service.

    Raises:
        SettingsError: the address is malformed, or one half of the credentials is missing.
    """
    next_step = f"Set {option.name} to an address like s3://bucket/folder/ or sftp://host/folder/."
    address = text.strip()
    if has_user_info(address):
        # The text is not repeated: it may contain a password.
        raise SettingsError(
            f"The address in {option.name} contains a user name or password.",
            next_step=f"Set {' and '.join(CREDENTIALS['sftp'])} instead.",
            reason=Reason.SECRET_IN_ADDRESS,
        )
    parts = split_url(address)
    scheme = parts.scheme if parts else ""
    is_plain = parts and parts.hostname and not parts.query and not parts.fragment and address.isprintable()
    if scheme not in _TYPES or not is_plain:
        raise refuse(f"{address.partition('?')[0]!r} is not a valid address of a data source.", next_step)
    if len(address) > _MAXIMUM_PATH:
        raise refuse(
            f"The address in {option.name} has {len(address)} characters; the service accepts at most {_MAXIMUM_PATH}.",
            next_step,
        )
    if region and not re.fullmatch(rf"[A-Za-z0-9-]{{1,{_MAXIMUM_REGION}}}", region):
        raise refuse(
            f"{region!r} is not a valid AWS region.", f"Set {SOURCE_REGION.places} to a region like us-east-1."
        )
    uri = f"{scheme}://{address.partition('://')[2]}"
    return DataSource(uri=uri, region=region, credentials=_credentials(scheme, environment))


def _credentials(scheme: str, environment: Mapping[str, str]) -> dict[str, SecretStr]:
    names = CREDENTIALS[scheme]
    given = {variable: environment[variable] for variable in names if environment.get(variable)}
    missing = [variable for variable in names if variable not in given]
    if given and missing:
        raise SettingsError(
            f"{missing[0]} is not set, but {next(iter(given))} is.",
            next_step="Set both for the data source, or neither if the service has its own credentials for it.",
            reason=Reason.SETTING_MISSING,
        )
    return {names[variable]: SecretStr(value) for variable, value in given.items()}
