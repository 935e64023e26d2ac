"""The emulator of the content manager's import operations, for demos and tests.

It needs the extra `emulator`; nothing else of this package imports it. The names are loaded on first use, so that
`python -m pytest_contentjobs.emulator` can say in one line that the extra is missing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_contentjobs.emulator.api import RecordedRequest
    from pytest_contentjobs.emulator.content_service import ContentService
    from pytest_contentjobs.emulator.responses import RawResponse, vendor_error

__all__ = ["ContentService", "RawResponse", "RecordedRequest", "vendor_error"]


def __getattr__(name: str) -> Any:
    """Load a public name; raises ModuleNotFoundError with the remedy when the extra is missing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from pytest_contentjobs.emulator import api, content_service, responses  # noqa: PLC0415 -- on first use, see above
    except ModuleNotFoundError as error:
        message = "the emulator needs more packages: install the wheel or clone with [emulator], as in pip install '.[emulator]'"
        raise ModuleNotFoundError(message, name=error.name) from error
    found = {
        "RawResponse": responses.RawResponse,
        "ContentService": content_service.ContentService,
        "RecordedRequest": api.RecordedRequest,
        "vendor_error": responses.vendor_error,
    }
    return found[name]
