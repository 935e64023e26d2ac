"""Describes the AWS credentials of this machine without any of their values."""

from __future__ import annotations

import re

from pytest_contentjobs.errors import LogUnavailableError
from pytest_contentjobs.model.reason import Reason

__all__ = ["describe_credentials"]

_CODE = re.compile(r"[A-Za-z0-9._-]{1,60}", re.ASCII)
#: botocore's names of the providers in the standard chain, in words.
_PROVIDERS = {
    "env": "from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "shared-credentials-file": "from the shared credentials file",
    "config-file": "from the AWS configuration file",
    "assume-role": "of a role that the profile names",
    "assume-role-with-web-identity": "of a role, through a web identity token",
    "custom-process": "from the command that the profile names",
    "sso": "of a single sign-on session",
    "login": "of a login session",
    "container-role": "of the container's role",
    "iam-role": "of this machine's role",
}


def describe_credentials() -> str:
    """Say in a few words which credentials the standard chain finds, after refreshing those that expire.

    Raises:
        LogUnavailableError: there are no credentials, or they cannot be used.
    """
    import boto3  # noqa: PLC0415 - heavy, and only for logs in S3
    from botocore.exceptions import BotoCoreError, ClientError, ProfileNotFound  # noqa: PLC0415 - as boto3

    reason = Reason.AWS_CREDENTIALS_INVALID
    try:
        found = boto3.Session().get_credentials()
        if found is not None:
            found.get_frozen_credentials()
            return _PROVIDERS.get(found.method, f"of the kind {found.method!r}")
        why, reason = "the standard chain finds none", Reason.AWS_CREDENTIALS_MISSING
    except ProfileNotFound as error:
        why = " ".join(str(error).split()).rstrip(".")
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        why = f"{error.operation_name} was refused, {code if _CODE.fullmatch(code) else 'unknown'}"
    except (BotoCoreError, ValueError, OSError) as error:
        # Their messages may hold the output of a credential program.
        why = type(error).__name__
    raise LogUnavailableError(
        f"No AWS credentials can be used: {why}.",
        next_step="Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role.",
        reason=reason,
    )
