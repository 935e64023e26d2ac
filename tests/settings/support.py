"""What the tests of the settings share: resolving options, and what a refusal says."""

from __future__ import annotations

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.settings.resolve import Settings, resolve

ID = "7A84B875-6F75-4C7B-B137-0632B62DB0BD"
JOB_ENVIRONMENT = {"CONTENTJOBS_API_DOMAIN": "api.example", "CONTENTJOBS_ACCESS_TOKEN": "token"}


def resolved(
    option: dict[str, object] | None = None,
    environment: dict[str, str] | None = None,
    ini: dict[str, str] | None = None,
) -> Settings:
    """Resolve settings; options and ini keys are given without their prefix ``content_``."""
    options = {f"content_{key}": value for key, value in (option or {}).items()}
    keys = {f"content_{key}": value for key, value in (ini or {}).items()}
    return resolve(options.get, environment or {}, lambda key: keys.get(key, ""))


def refusal(
    option: dict[str, object] | None = None,
    environment: dict[str, str] | None = None,
    ini: dict[str, str] | None = None,
) -> SettingsError:
    with pytest.raises(SettingsError) as refused:
        resolved(option, environment, ini)
    return refused.value


def refuses(error: SettingsError, reason: Reason, *names: str) -> bool:
    """Whether an error has this reason, and names these things in its text."""
    return error.reason is reason and all(name in str(error) for name in names)
