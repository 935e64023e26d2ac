"""A secret that is broken over the ends of lines is hidden, and what stands in the next line of a log is not."""

from __future__ import annotations

import re
import textwrap

import pytest
from pydantic import SecretStr

from pytest_contentjobs.boundary.redaction import Redactor, redact_parts

SIGNATURE = "5f2c9a7be1d04c63aa91b07f3c5d8e2246ab"
SECURITY = "IQoJb3JpZ2luX2VjEAAaCXVzLWVhc3QtMSJHMEUCIQDq" * 12
ADDRESS = f"https://b.example/a?X-Amz-Expires=60&X-Amz-Signature={SIGNATURE}&X-Amz-Date=20261126"
# A part of a secret that is shorter than this is of no use to anybody.
_SHORT = 16


def find_rests(secret: str, text: str) -> list[str]:
    """Return the parts of a secret that are readable in a text."""
    parts = (secret[start : start + _SHORT] for start in range(len(secret) - _SHORT + 1))
    return [part for part in parts if part in text]


@pytest.mark.parametrize("place", range(len("https://b"), len(ADDRESS)))
@pytest.mark.parametrize("end", ["\n", "  \n    "])
def test_address_is_broken_anywhere(place: int, end: str) -> None:
    text = f"2026-11-26 ERROR cannot fetch {ADDRESS[:place]}{end}{ADDRESS[place:]}\n2026-11-26 ERROR A-1 x"

    redacted = Redactor()(text)

    assert not find_rests(SIGNATURE, redacted)
    assert redacted.endswith("\n2026-11-26 ERROR A-1 x")
    assert redacted.count("\n") == 2


TOKEN = "canarybearer8Jd02kfQx7"
BEARER = f"hook answered 401 to Authorization: Bearer {TOKEN}"


@pytest.mark.parametrize("place", range(BEARER.index("Bearer"), len(BEARER)))
@pytest.mark.parametrize("end", ["\n", "  \n    "])
@pytest.mark.parametrize("behind", ["", ", and more", ";", "]"])
def test_short_token_is_broken_anywhere(place: int, end: str, behind: str) -> None:
    redacted = Redactor()(f"{BEARER[:place]}{end}{BEARER[place:]}{behind}\n2026-11-26 ERROR A-1 x")

    assert TOKEN[:12] not in redacted
    assert not find_rests(TOKEN, redacted)
    assert redacted.endswith("\n2026-11-26 ERROR A-1 x")


@pytest.mark.parametrize("above", ["hook sent Authorization: Bearer token", "no Bearer"])
@pytest.mark.parametrize(
    "line", ["2026-11-26T10:00:00Z ERROR A-1 x", "Article12Fees3 is empty", "ERROR kb/Report2024.html"]
)
def test_entry_behind_a_token_stays(above: str, line: str) -> None:
    assert Redactor()(f"{above}\n{line}").endswith(f"\n{line}")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize(
    "text",
    [
        f"GET https://b.example/a?X-Amz-Security-Token={SECURITY}&X-Amz-Signature={SIGNATURE}",
        f"X-Amz-Security-Token: {SECURITY}",
        f"Authorization: Bearer {SECURITY}",
        f'{{"client_secret": "{SECURITY}"}}',
    ],
)
def test_long_token_takes_many_lines(text: str, width: int) -> None:
    redacted = Redactor()("\n".join(textwrap.wrap(text, width, break_on_hyphens=False)))

    assert not find_rests(SECURITY, redacted)
    assert not find_rests(SIGNATURE, redacted)


def test_private_key_is_hidden() -> None:
    lines = textwrap.wrap(SECURITY, 64)

    redacted = Redactor()(
        "\n".join(["-----BEGIN RSA PRIVATE KEY-----", *lines, "-----END RSA PRIVATE KEY-----", "ERROR x"])
    )

    assert not find_rests(SECURITY, redacted)
    assert redacted.endswith("\n-----END RSA PRIVATE KEY-----\nERROR x")


@pytest.mark.parametrize("place", range(1, 20))
def test_known_secret_is_broken_anywhere(place: int) -> None:
    secret = "canary of a password"

    redacted = Redactor([SecretStr(secret)])(f"logged in with {secret[:place]}\n{secret[place:]} today")

    assert redacted == "logged in with …\n today"


@pytest.mark.parametrize(
    "line",
    [
        "ERROR A-1 no title",
        "2026-11-26T10:00:00.123Z ERROR A-1 no title",
        "content/a1b2c3d4e5f6a7b8.xml:12:3: error: no title",
        "12,ART-104,error,article,a1,b2,c3",
        "7a84b875-6f75-4c7b-b137-0632b62db0bd ERROR no title",
        "level=error msg=x",
        '{"level": "error", "id": "a1b2c3d4e5f6a7b8"}',
        "[ERROR] no title",
        "<error>no title</error>",
        "",
    ],
)
@pytest.mark.parametrize(
    "above", [ADDRESS, ADDRESS[: ADDRESS.index("&X-Amz-D")], "https://b.example/a?id=7", "Authorization:"]
)
def test_entry_behind_an_address_stays(above: str, line: str) -> None:
    redacted = Redactor()(f"ERROR cannot fetch {above}\n{line}\n")

    assert redacted.split("\n")[1:] == [line, ""]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_parts_are_redacted_as_the_whole(size: int) -> None:
    text = "\n".join(
        [*textwrap.wrap(ADDRESS, 60, break_on_hyphens=False), "ERROR A-1 x", f"password={SIGNATURE}", "INFO", ""]
    )
    lines = re.findall(r".*\n", text) * 3
    parts = ["".join(lines[start : start + size]) for start in range(0, len(lines), size)]
    redact = Redactor()

    redacted = list(redact_parts(parts, redact))

    assert "".join(redacted) == redact("".join(parts))
    assert [part.count("\n") for part in redacted] == [part.count("\n") for part in parts]


@pytest.mark.parametrize(
    "piece", ["://", "?a", "://a\n", "…\n", "… \n", "bearer\n", "?a\n   ", f"{ADDRESS}\n", "authorization:\n"]
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (200_000 // len(piece)) + "\n"

    # What would look at each part of it from each place of it would never end.
    assert Redactor([SecretStr("canary/known+secret")])(text).count("\n") == text.count("\n")


@pytest.mark.parametrize("place", range(1, 20))
def test_no_half_of_a_known_secret_stands_in_the_next_part(place: int) -> None:
    secret = "canary of a password"
    parts = [f"INFO a\nlogged in with {secret[:place]}\n", f"{secret[place:]} today\nERROR A-1 x\n"]

    assert list(redact_parts(parts, Redactor([SecretStr(secret)])))[1] == " today\nERROR A-1 x\n"
