"""Which AWS credentials there are on this machine, in words that hold none of their values."""

from __future__ import annotations

import re

from pytest_contentjobs.errors import LogUnavailableError

__all__ = ["credentials_kind"]

_CODE = re.compile(r"[A-Za-z0-9._-]{1,60}", re.ASCII)
#: The standard chain's names of its ways, in words.
_KINDS = {
    "env": "from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "shared-credentials-file": "from the shared credentials file",
    "config-file": "from the AWS configuration file",
    "assume-role": "of a role that the profile names",
    "assume-role-with-web-identity": "of a role, by a web identity token",
    "custom-process": "from the command that the profile names",
    "sso": "of a login by single sign-on",
    "login": "of a login",
    "container-role": "of the container's role",
    "iam-role": "of this machine's role",
}


def credentials_kind() -> str:
    """Say in a few words which credentials the standard chain finds, after renewing those that can be.

    Raises:
        LogUnavailableError: there are none, or none that can be used.
    """
    import boto3  # noqa: PLC0415 - heavy, and for logs in S3 alone
    from botocore.exceptions import BotoCoreError, ClientError, ProfileNotFound  # noqa: PLC0415 - as boto3

    try:
        found = boto3.Session().get_credentials()
        if found is not None:
            found.get_frozen_credentials()
            return _KINDS.get(found.method, f"of the kind {found.method!r}")
        why = "the standard chain finds none"
    except ProfileNotFound as error:
        why = " ".join(str(error).split()).rstrip(".")
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        why = f"{error.operation_name} was refused, {code if _CODE.fullmatch(code) else 'unknown'}"
    except (BotoCoreError, ValueError, OSError) as error:
        # Their messages may hold what a program for credentials printed.
        why = type(error).__name__
    raise LogUnavailableError(
        f"There are no AWS credentials that can be used: {why}.",
        next_step="Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role.",
    )
