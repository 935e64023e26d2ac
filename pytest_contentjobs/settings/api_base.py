"""The address of a tenant's API, from what the user calls its domain."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pytest_contentjobs.boundary.network import is_loopback
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.settings.credentials import TOKEN_VARIABLES
from pytest_contentjobs.settings.options import API_DOMAIN

__all__ = ["API_PATH", "as_api_base"]

API_PATH = "/knowledge/contentmgr/v4"


def as_api_base(text: str) -> str:
    """Return the API's URL for the tenant's domain, with the API's path and without a trailing slash.

    Raises:
        SettingsError: it is malformed, or would send the token in the clear.
    """

    def refuse(why: str) -> SettingsError:
        return SettingsError(
            f"The API domain {text!r} {why}.",
            next_step=f"Set {API_DOMAIN.places} to host[:port] or https://host[:port].",
        )

    url = text.strip()
    if "@" in url:
        # The text is not repeated: there is a password in it.
        raise SettingsError(
            "The API domain has a user name or password in it.",
            next_step=f"Set {API_DOMAIN.places} to the host alone; the token comes from {TOKEN_VARIABLES[0]}.",
        )
    if "://" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise refuse("cannot be read as a host or URL") from error
    if not host or not re.fullmatch(r"[A-Za-z0-9._:-]+", host):
        raise refuse("has no valid host")
    if parts.query or parts.fragment:
        raise refuse("has a query or fragment")
    if parts.scheme.lower() not in {"http", "https"}:
        raise refuse("is neither https nor http")
    if parts.scheme.lower() == "http" and not is_loopback(host):
        raise refuse("is http://, which would send the token in the clear; http is for loopback addresses alone")
    path = "/" + "/".join(part for part in parts.path.split("/") if part)
    if not path.endswith(API_PATH):
        path = path.rstrip("/") + API_PATH
    netloc = f"[{host}]" if ":" in host else host
    return f"{parts.scheme.lower()}://{netloc}{f':{port}' if port is not None else ''}{path}"
