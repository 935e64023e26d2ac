"""The body of an error response, read softly: what is not there is None."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from pytest_contentjobs.model.job import Text

__all__ = ["ErrorBody", "read_error_body"]


class ErrorBody(BaseModel):
    """The vendor's error body: a code like ``400-101`` whose first part is the HTTP status, and texts."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)

    code: Text = None
    developer_message: Text = None
    user_message: Text = None


def read_error_body(document: object) -> ErrorBody:
    """Read a decoded JSON document as an error body; every field is None if it is not one."""
    return ErrorBody.model_validate(document) if isinstance(document, Mapping) else ErrorBody()
