"""Responses of the service: raw ones for scripts, and the errors in the vendor's OpenAPI description."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

_SUBJECT_LIMIT = 150

_ERROR_TEXTS = {
    "400-101": "Unsupported query parameter(s) supplied: '{subject}'.",
    "400-152": "Invalid value is provided in the request body for the following attribute:'{subject}'.",
    "400-10424": "Limit exceeded. The allowed limit for '{subject}' is '{limit}'.",
    "401-101": "Invalid or expired 'Authorization' header provided. New login is required.",
    "403-178": "User is not allowed to perform the following action: {subject}.",
    "403-197": "Not authorized to perform this action.",
    "404-100": "The following IDs supplied in the URI path were not found: '{subject}'.",
    "406-100": "The 'Accept-Language' header value is invalid.",
    "412-100": "Precondition failed: {subject}.",
    "500-100": "System is unable to process this request. Please contact your administrator.",
}
"""Code and developer message of every error, from the examples of the vendor's OpenAPI description."""


@dataclass(frozen=True)
class RawResponse:
    """One HTTP response that is sent exactly as it is.

    `body` is sent as given; a mapping is sent as JSON with the content type `application/json`.
    `headers` override what the server would set.
    """

    status: int
    body: bytes | str | Mapping[str, object] = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def payload(self) -> bytes:
        """The bytes of the body; text is UTF-8."""
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str):
            return self.body.encode()
        return json.dumps(self.body).encode()

    @property
    def content_type(self) -> str | None:
        """The content type that the body suggests, None for a body of bytes."""
        if isinstance(self.body, bytes):
            return None
        return "text/plain; charset=utf-8" if isinstance(self.body, str) else "application/json"


class RequestRefusedError(Exception):
    """The request was refused; `response` is what the client gets."""

    def __init__(self, response: RawResponse) -> None:
        super().__init__(f"refused with status {response.status}")
        self.response = response


def vendor_error(code: str, subject: str = "", limit: int = 0) -> RawResponse:
    """Make the documented error response for `code`, such as `404-100`; the code begins with the HTTP status.

    `subject` fills the text's placeholder and is cut where the description limits the text's length, `limit`
    is used only by `400-10424`. Raises KeyError for a code that the description does not list.
    """
    text = _ERROR_TEXTS[code].format(subject=subject[:_SUBJECT_LIMIT], limit=limit)
    return RawResponse(int(code.partition("-")[0]), {"code": code, "developerMessage": text})
