"""How to get a bearer token: read only from the environment, and kept as plain data.

Nothing here has an option or an ini key, so that secrets stay out of process lists and files.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr

from pytest_contentjobs.boundary.urls import has_user_info, is_clear_text, split_url
from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason

__all__ = [
    "APP_SCOPE",
    "TOKEN_VARIABLES",
    "USER_SCOPE",
    "VARIABLES",
    "ClientCredentials",
    "Credentials",
    "OnBehalf",
    "StaticToken",
    "TokenCommand",
    "TokenFile",
    "is_bearer",
    "read_credentials",
]

TOKEN_VARIABLES = ("CONTENTJOBS_ACCESS_TOKEN", "EGAIN_ACCESS_TOKEN")
#: The scopes in the vendor's authentication guides; tenants may prefix them.
USER_SCOPE = "knowledge.contentmgr.manage"
APP_SCOPE = "app.knowledge.contentmgr.manage"

_FILE = "CONTENTJOBS_TOKEN_FILE"
_COMMAND = "CONTENTJOBS_TOKEN_COMMAND"
_URL = "CONTENTJOBS_TOKEN_URL"
_CLIENT_ID = "CONTENTJOBS_CLIENT_ID"
_CLIENT_SECRET = "CONTENTJOBS_CLIENT_SECRET"  # noqa: S105 - a name
_SCOPE = "CONTENTJOBS_SCOPE"
_SUBJECTS = {
    "subject_username": "CONTENTJOBS_SUBJECT_USERNAME",
    "subject_userid": "CONTENTJOBS_SUBJECT_USERID",
}
#: All variables that say how to get a token.
VARIABLES = (*TOKEN_VARIABLES, _FILE, _COMMAND, _URL, _CLIENT_ID, _CLIENT_SECRET, _SCOPE, *_SUBJECTS.values())


@dataclass(frozen=True, slots=True)
class StaticToken:
    """A token given in ``variable``, which cannot be renewed."""

    token: SecretStr
    variable: str


@dataclass(frozen=True, slots=True)
class TokenFile:
    """A file that contains a token, which another program renews."""

    path: Path


@dataclass(frozen=True, slots=True)
class TokenCommand:
    """A command that prints a token. Its arguments may contain secrets, so that its ``repr`` hides them."""

    argv: tuple[str, ...] = field(repr=False)

    @property
    def name(self) -> str:
        """The command's first word."""
        return self.argv[0]


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """The OAuth grant ``client_credentials``: an application on its own behalf."""

    token_url: str
    client_id: str
    client_secret: SecretStr
    scope: str


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """The vendor's grant for an application on behalf of a user, without that user's password.

    ``subject_field`` is ``subject_username`` or ``subject_userid``, and ``subject`` its value.
    """

    token_url: str
    client_id: str
    client_secret: SecretStr
    scope: str
    subject_field: str
    subject: str


Credentials = StaticToken | TokenFile | TokenCommand | ClientCredentials | OnBehalf


def read_credentials(environment: Mapping[str, str]) -> Credentials:
    """Return the first credentials that are set: a token, a file, a command, OAuth, and last the token of the vendor's SDKs.

    Raises:
        SettingsError: nothing is set, a value is malformed, or a part of the OAuth settings is missing, even if other
            credentials come before them.
    """
    own, vendors = TOKEN_VARIABLES
    oauth = _oauth(environment)
    found = (
        _static(environment, own)
        or _file(environment)
        or _command(environment)
        or oauth
        or _static(environment, vendors)
    )
    if found is None:
        raise SettingsError(
            "The access token is not set.",
            next_step=f"Set the variable {own} or {vendors}; since it is a secret, it has no option and no ini key. To have it "
            f"fetched instead, set {_FILE}, {_COMMAND}, or {_URL} with {_CLIENT_ID} and {_CLIENT_SECRET}.",
            reason=Reason.SETTING_MISSING,
        )
    return found


def is_bearer(token: str) -> bool:
    """Whether a text can follow ``Bearer`` in a header."""
    return bool(token) and token.isascii() and token.isprintable() and " " not in token


def _value(environment: Mapping[str, str], variable: str) -> str:
    return environment.get(variable, "").strip()


def _static(environment: Mapping[str, str], variable: str) -> StaticToken | None:
    token = _value(environment, variable)
    if not token:
        return None
    if not is_bearer(token):
        raise SettingsError(
            f"The access token in {variable} contains characters that are not allowed in a header.",
            next_step="Set it to the token only, without 'Bearer', quotes or line breaks.",
            reason=Reason.VALUE_INVALID,
        )
    return StaticToken(SecretStr(token), variable)


def _file(environment: Mapping[str, str]) -> TokenFile | None:
    path = _value(environment, _FILE)
    return TokenFile(Path(path)) if path else None


def _command(environment: Mapping[str, str]) -> TokenCommand | None:
    text = _value(environment, _COMMAND)
    if not text:
        return None
    try:
        argv = shlex.split(text)
    except ValueError as error:
        # The text is not repeated: it may contain a secret.
        raise SettingsError(
            f"{_COMMAND} cannot be split into words: {error}.",
            next_step="Check its quotes and backslashes.",
            reason=Reason.VALUE_INVALID,
        ) from None
    if not argv or not argv[0] or "\0" in text:
        raise SettingsError(
            f"{_COMMAND} is not a valid command.",
            next_step="Set it to a command that prints the token.",
            reason=Reason.VALUE_INVALID,
        )
    return TokenCommand(tuple(argv))


def _oauth(environment: Mapping[str, str]) -> ClientCredentials | OnBehalf | None:
    needed = (_URL, _CLIENT_ID, _CLIENT_SECRET)
    given = [variable for variable in (*needed, _SCOPE, *_SUBJECTS.values()) if _value(environment, variable)]
    if not given:
        return None
    missing = [variable for variable in needed if variable not in given]
    if missing:
        raise SettingsError(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing.",
            next_step=f"Set {' and '.join(missing)} too, or unset {' and '.join(given)}.",
            reason=Reason.SETTING_MISSING,
        )
    subjects = [(name, _value(environment, variable)) for name, variable in _SUBJECTS.items() if variable in given]
    if len(subjects) > 1:
        raise SettingsError(
            f"{' and '.join(_SUBJECTS.values())} are both set.",
            next_step="Unset one of them.",
            reason=Reason.SETTINGS_CONFLICT,
        )
    url = _token_url(_value(environment, _URL))
    client_id, client_secret = _value(environment, _CLIENT_ID), SecretStr(_value(environment, _CLIENT_SECRET))
    scope = _value(environment, _SCOPE)
    if subjects:
        return OnBehalf(url, client_id, client_secret, scope or USER_SCOPE, *subjects[0])
    return ClientCredentials(url, client_id, client_secret, scope or APP_SCOPE)


def _token_url(url: str) -> str:
    """Check the URL of the token endpoint. Errors do not repeat it, since it may contain a password."""

    def refuse(why: str, reason: Reason = Reason.VALUE_INVALID) -> SettingsError:
        return SettingsError(
            f"{_URL} {why}.",
            next_step="Set it to the tenant's token endpoint, https://host/…/oauth2/token.",
            reason=reason,
        )

    parts = split_url(url)
    if parts is None:
        raise refuse("is not a valid URL")
    host = parts.hostname
    if has_user_info(url):
        raise refuse("contains a user name or password", Reason.SECRET_IN_ADDRESS)
    if parts.scheme not in {"http", "https"} or not host or not url.isascii() or not url.isprintable() or " " in url:
        raise refuse("is not a valid https:// URL")
    if parts.query or parts.fragment:
        raise refuse("has a query or fragment")
    if is_clear_text(parts.scheme, host):
        raise refuse(
            "would send the client secret in the clear: http:// is only for loopback addresses", Reason.ADDRESS_INSECURE
        )
    return url
