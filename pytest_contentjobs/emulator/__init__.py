"""The embedded service: a stand-in for the content manager's import operations, for demos and tests.

It needs the extra `emulator`; nothing else of this package imports it. The names are loaded on first use, so that
`python -m pytest_contentjobs.emulator` can say in one line that the extra is missing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_contentjobs.emulator.answers import Answer, vendor_error
    from pytest_contentjobs.emulator.api import RecordedRequest
    from pytest_contentjobs.emulator.service import ContentService

__all__ = ["Answer", "ContentService", "RecordedRequest", "vendor_error"]


def __getattr__(name: str) -> Any:
    """Load a public name; raises ModuleNotFoundError with the remedy when the extra is missing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from pytest_contentjobs.emulator import answers, api, service  # noqa: PLC0415 -- on first use, see above
    except ModuleNotFoundError as error:
        message = "the embedded service needs more packages: pip install 'pytest-contentjobs[emulator]'"
        raise ModuleNotFoundError(message, name=error.name) from error
    found = {
        "Answer": answers.Answer,
        "ContentService": service.ContentService,
        "RecordedRequest": api.RecordedRequest,
        "vendor_error": answers.vendor_error,
    }
    return found[name]
