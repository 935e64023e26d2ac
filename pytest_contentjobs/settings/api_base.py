"""The URL of a tenant's API, from the domain that the user gives."""

from __future__ import annotations

import re

from pytest_contentjobs.boundary.urls import is_clear_text, split_url
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.credentials import TOKEN_VARIABLES
from pytest_contentjobs.settings.options.access import API_DOMAIN

__all__ = ["API_PATH", "as_api_base"]

API_PATH = "/knowledge/contentmgr/v4"


def as_api_base(text: str) -> str:
    """Return the URL of the API for a tenant's domain, with the API's path and without a trailing slash.

    Raises:
        SettingsError: the domain is malformed, or the token would be sent in the clear.
    """

    def refuse(why: str, reason: Reason = Reason.VALUE_INVALID) -> SettingsError:
        return SettingsError(
            f"The API domain {text!r} {why}.",
            next_step=f"Set {API_DOMAIN.places} to host[:port] or https://host[:port].",
            reason=reason,
        )

    url = text.strip()
    if "@" in url:
        # The text is not repeated: it contains a password.
        raise SettingsError(
            "The API domain contains a user name or password.",
            next_step=f"Set {API_DOMAIN.places} to the host only; the token comes from {TOKEN_VARIABLES[0]}.",
            reason=Reason.SECRET_IN_ADDRESS,
        )
    if "://" not in url:
        url = f"https://{url}"
    parts = split_url(url)
    if parts is None:
        raise refuse("is not a valid host or URL")
    host, port = parts.hostname, parts.port
    if not host or not re.fullmatch(r"[A-Za-z0-9._:-]+", host):
        raise refuse("has no valid host")
    if parts.query or parts.fragment:
        raise refuse("has a query or fragment")
    if parts.scheme.lower() not in {"http", "https"}:
        raise refuse("is neither https:// nor http://")
    if is_clear_text(parts.scheme, host):
        raise refuse(
            "would send the token in the clear: http:// is only for loopback addresses", Reason.ADDRESS_INSECURE
        )
    path = "/" + "/".join(part for part in parts.path.split("/") if part)
    if not path.endswith(API_PATH):
        path = path.rstrip("/") + API_PATH
    netloc = f"[{host}]" if ":" in host else host
    return f"{parts.scheme.lower()}://{netloc}{f':{port}' if port is not None else ''}{path}"
