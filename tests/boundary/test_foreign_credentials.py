"""Credentials that are not known in advance are hidden by their form, and nothing else is."""

from __future__ import annotations

import html
import itertools
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from pytest_contentjobs.boundary.redaction import Redactor

SIGNATURE = "3f9a0c51d7e84b26a1c0"
WEB_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4fwpM"
#: What is written, with what stays of it.
HIDDEN = {
    "https://b/k?X-Amz-Date=1&X-Amz-Signature=abc1&x=2": "https://b/k?X-Amz-Date=1&X-Amz-Signature=…&x=2",
    "https://b/k?AWSAccessKeyId=AKIA1&Expires=1&Signature=a%2Fb%3D": "https://b/k?AWSAccessKeyId=…&Expires=1&Signature=…",
    "?X-Amz-Security-Token=IQoJ/+=": "?X-Amz-Security-Token=…",
    "?x-amz-credential=AKIA%2Fx": "?x-amz-credential=…",
    "?X-Goog-Credential=a%40b&X-Goog-Signature=00ff": "?X-Goog-Credential=…&X-Goog-Signature=…",
    f"?Policy=x&Signature={SIGNATURE}&Key-Pair-Id=APKA1": "?Policy=x&Signature=…&Key-Pair-Id=…",
    "https://a/b?sv=2024&se=2027-01-01T00%3A00Z&sp=r&sig=ab%2B%3D": "https://a/b?…",
    "https://a/b?id=7&sig=ab%2B%3D&se=2027&sp=r&lang=en": "https://a/b?id=7&sig=…&lang=en",
    f"https://a/b?sig={SIGNATURE}": "https://a/b?sig=…",
    "?token=abcdefgh&id=7": "?token=…&id=7",
    "?access_token=abcd": "?access_token=…",
    "?api_key=abcd, ?apikey=abcd, ?api-key=abcd": "?api_key=…, ?apikey=…, ?api-key=…",
    f"?key={SIGNATURE}&code=4%2F0{SIGNATURE}": "?key=…&code=…",
    "password=hunter2&client_secret=abcd&secret=efgh": "password=…&client_secret=…&secret=…",
    "connect with user=x password='hunter2' failed": "connect with user=x password='…' failed",
    "bearer abcdefghijklmnop": "bearer …",
    "Authorization: Bearer ab1.cd-ef": "Authorization: Bearer …",
    "https://b.example/a?X-Amz-Signature\x1d5f2c9a7be1d04c63aa": "https://b.example/a?X-Amz-Signature\x1d…",
    "client_secret\0hunter2hunter2": "client_secret\0…",
    "https://b.example/a?X-Amz-Expires=60&X-Amz-Sigoature=5f2c9a7be1d04c63aa": "https://b.example/a?X-Amz-Expires=60&X-Amz-Sigoature=…",
    "https://b.example/a?SOgnature=5f2c9a7be1d04c63aa&X-Amz-Expires=60": "https://b.example/a?SOgnature=…&X-Amz-Expires=60",
    "authorization:Bearer ab1.cd-ef": "authorization:Bearer …",
    "Authorization: NTLM TlRMTVNTUAABAAAAB4IIogAAAA": "Authorization: NTLM …",
    "Authorization: SharedKey acct:Zm9vYmFyYmF6Zm9vYmFy": "Authorization: SharedKey …",
    '{"authorization": "ApiToken 93jfJd9Kd03jdKs"}': '{"authorization": "ApiToken …"}',
    "Proxy-Authorization: Bea\0rer canary8Jd02kfQx7": "Proxy-Authorization: Bea\0rer …",
    "Authorization: Basic dXNlcjpwYXNz": "Authorization: Basic …",
    "proxy said Basic dXNlcjpwYXNzd29yZA== is wrong": "proxy said Basic … is wrong",
    "Authorization: AWS4-HMAC-SHA256 Credential=AK/x, SignedHeaders=host, Signature=ab12": (
        "Authorization: … Credential=…, SignedHeaders=host, Signature=…"
    ),
    "X-Amz-Security-Token: IQoJb3JpZ2luX2Vj": "X-Amz-Security-Token: …",
    "x-amz-security-token:IQoJb3JpZ2luX2Vj": "x-amz-security-token:…",
    "X-Api-Key: abc123def": "X-Api-Key: …",
    "Ocp-Apim-Subscription-Key: 0123456789": "Ocp-Apim-Subscription-Key: …",
    "Cookie: session=abc; theme=dark": "Cookie: …",
    "Set-Cookie: sid=abc; Path=/": "Set-Cookie: …",
    "sftp://user:pa%40ss@host/x": "sftp://…@host/x",
    "https://token@host": "https://…@host",
    "https://u:p@ss@host/x?y@z": "https://…@host/x?y@z",
    r"https:\/\/u:p@host\/x": r"https:\/\/…@host\/x",
    "https%3A%2F%2Fu%3Ap%40host%2Fx": "https%3A%2F%2F…%40host%2Fx",
    f"token {WEB_TOKEN}.": "token …",
    f'"{WEB_TOKEN}"': '"…"',
    '{"password": "hunter2", "user": "x"}': '{"password": "…", "user": "x"}',
    "{'client_secret': 'abcd'}": "{'client_secret': '…'}",
    r'{"a": "{\"accessToken\":\"abcd\"}"}': r'{"a": "{\"accessToken\":\"…\"}"}',
    "<SecretAccessKey>abcd</SecretAccessKey>": "<SecretAccessKey>…</SecretAccessKey>",
    r"https:\/\/b\/k?a=1\u0026Signature=ab\/cd": r"https:\/\/b\/k?a=1\u0026Signature=…",
    r"k?a=1\u0026sig\u003d" + SIGNATURE: r"k?a=1\u0026sig\u003d…",
    "k?a=1&amp;Signature=abcd&amp;b=2": "k?a=1&amp;Signature=…&amp;b=2",
    "k?a=1&amp;Signature&#61;abcd": "k?a=1&amp;Signature&#61;…",
    "k?a=1&amp;Signature&#x3D;abcd": "k?a=1&amp;Signature&#x3D;…",
    "k%3Fa%3D1%26Signature%3Dabcd%26b%3D2": "k%3Fa%3D1%26Signature%3D…%26b%3D2",
    "k%253Fa%253D1%2526Signature%253Dabcd%2526b": "k%253Fa%253D1%2526Signature%253D…%2526b",
    "İ?Signature=abcd": "İ?Signature=…",
}
ORDINARY = [
    "token 'x' is missing",
    "key: value, code: ART-104, secret: none",
    "article 'What is ?code=ART-104' has no title",
    "?code=ART-104&key=articles/12&token=ART-7",
    "?key=how-to-reset-your-hub-2024-5g-vs-4g",
    "?key=7a84b875-6f75-4c7b-b137-0632b62db0bd",
    "rule=ART-104 code=E1234 key=article-17 sig=none token=3",
    "password=missing, password=*****, password=…",
    "password: must have 8 characters",
    "Password: required. Secret: ART-104 is unknown",
    '{"password": "is too short", "token": "missing", "key": "ART-104", "code": "400-101"}',
    "Signature: does not match",
    "Authorization: see the handbook",
    "Bearer authentication is required; the bearer token is missing",
    "Authorization: is missing in article 'How to get a refund'",
    "https://b.example/a?id=5f2c9a7be1d04c63aa is missing, and https://b.example/b?X-Amz-Expires=60 too",
    "authorization: see ART-104 for the editors' rights",
    "Basic authentication, Basic Internet/Setup, BASIC Mobile",
    "Cookie: what it is and how to delete it",
    "https://medium.com/@user/x, a@b.example, s3://bucket/a@b, //x@y",
    "<Password>is empty</Password><key>ART-104</key>",
    "?se=12&sp=3&lang=en",
    "primary_key=articles.id monkey=banana",
    "eyJ is how it begins; eyJhbGci ends early",
    "version=1.2 location=Internet/Setup action=validate database=main mode=fast keyboard=en",
    "2026-11-23 10:00:01,123 ERROR [worker-1] a.b - ART-104 article 'A/B' (articles[12]): content file 'c/x.html' does not exist",
]
ENCODERS: dict[str, Callable[[str], str]] = {
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON with letters of all kinds": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "JSON with slashes": lambda text: text.replace("\\", "\\\\").replace('"', '\\"').replace("/", "\\/"),
    "HTML": html.escape,
    "HTML, hexadecimal": lambda text: "".join(c if c.isascii() and c.isalnum() else f"&#x{ord(c):X};" for c in text),
    "HTML, decimal": lambda text: "".join(c if c.isascii() and c.isalnum() else f"&#{ord(c)};" for c in text),
    "URL": lambda text: quote(text, safe=""),
    "form": quote_plus,
}
KNOWN = ["cänary client&secret='\"<%41>;\\n/+", "canary/source+secret==雪", "x/y\\z&amp;%2F", "\U0001f511 key=1"]


@pytest.mark.parametrize(("text", "left"), HIDDEN.items())
def test_credentials_are_known_by_name_and_shape(text: str, left: str) -> None:
    assert Redactor()(text) == left
    assert Redactor()(f"{text}\n{text}") == f"{left}\n{left}"


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_content_stays_readable(text: str) -> None:
    assert Redactor()(text) == text


@pytest.mark.grid
@pytest.mark.parametrize("secret", KNOWN)
@pytest.mark.parametrize("names", [*itertools.product(ENCODERS, repeat=1), *itertools.product(ENCODERS, repeat=2)])
def test_known_secret_is_found_in_escapes_of_escapes(secret: str, names: tuple[str, ...]) -> None:
    text = secret
    for name in names:
        text = ENCODERS[name](text)

    assert Redactor([SecretStr(secret)])(f"<<{text}>> and <<{text}>>") == "<<…>> and <<…>>"


@pytest.mark.parametrize(
    "text", ["a%2Fb%2Fc-long", r"a\/b\/c-long", "a&#x2F;b&#47;c-long", "a%252Fb/c-long", r"a\u002fb\\\/c-long"]
)
def test_escapes_may_be_mixed(text: str) -> None:
    assert Redactor([SecretStr("a/b/c-long")])(f"x={text};") == "x=…;"


def test_secret_without_letters_is_found_in_its_usual_spellings() -> None:
    redact = Redactor([SecretStr("пароль!")])

    for encode in ENCODERS.values():
        assert redact(f"<{encode('пароль!')}>") == "<…>"


PIECES = st.sampled_from(
    [
        *HIDDEN,
        *ORDINARY,
        "sig=",
        "&",
        "=",
        ":",
        "…",
        "%3d",
        "\\u0026",
        "bearer ",
        "eyJ",
        "password",
        '"',
        " ",
        "\n",
        "://",
        "@",
        "\\",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=8))
def test_what_was_made_safe_stays_as_it_is(pieces: list[str]) -> None:
    redact = Redactor([SecretStr("canary/known+secret")])
    safe = redact("".join(pieces))

    # The log of a saved run is read again, and its findings have to be the same.
    assert redact(safe) == safe


@pytest.mark.parametrize(
    "piece",
    [
        *("eyJ", "eyJ.", "sv=1&", "sig=1&sv=1&", "://", "://a", "password=", "token:", "&amp;", "%25", "\\", "\\u0026"),
        *(
            "bearer ",
            "basic ",
            "=",
            "key=&",
            "cookie: a=b",
            ">",
            "password>",
            '"password":"',
            "%3d",
            "%3A%2F%2Fa",
            "canary/",
        ),
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (300_000 // len(piece))

    # What would look at each part of it from each place of it would never end.
    assert len(Redactor([SecretStr("canary/known+secret")])(text)) <= len(text)
