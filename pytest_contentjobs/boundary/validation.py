"""What pydantic found wrong in the content of a file, as one safe sentence."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from pytest_contentjobs.boundary.sanitize import sanitize_line

__all__ = ["Fault", "first_fault"]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first error of a validation: keys and indexes that lead to its place, pydantic's type of error, and what it says."""

    location: tuple[int | str, ...]
    kind: str
    what: str

    def describe(self, whole: str) -> str:
        """Return place and error; ``whole`` names the place of an error that concerns the whole document."""
        # The keys of a document are chosen by its author, and so may contain anything.
        return f"{sanitize_line('.'.join(map(str, self.location))) or whole}: {self.what}"


def first_fault(error: ValidationError) -> Fault:
    """Return the first error of a validation, without the input, which may contain secrets."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    what = sanitize_line(first["msg"].removeprefix("Value error, "))
    return Fault(first["loc"], first["type"], what[:1].lower() + what[1:])
