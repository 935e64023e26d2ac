from __future__ import annotations

import base64
import json
import logging
from contextlib import ExitStack
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from pytest_contentjobs.boundary.redaction import Redactor, redact_logging

SECRETS = st.text(st.characters(exclude_categories=["Cs"]), min_size=6, max_size=40)


@pytest.mark.parametrize(
    ("secret", "text", "expected"),
    [
        ("pass+word/1", "it is pass+word/1.", "it is …."),
        ("pass+word/1", "?p=pass%2Bword%2F1&q", "?p=…&q"),
        ("pass+word/1", "?p=pass%2bword%2f1&q", "?p=…&q"),
        ("pass word", "p=pass+word and pass%20word", "p=… and …"),
        ('say "it"', r'{"p": "say \"it\""}', '{"p": "…"}'),
        ("p\u00e4ss", r'{"p": "p\u00e4ss"}', '{"p": "…"}'),
        ("abc", "abc is too short to be one", "abc is too short to be one"),
        ("secret-one", "nothing here", "nothing here"),
        ("aaaa", "aaaaa", "…a"),
    ],
)
def test_each_spelling_is_hidden(secret: str, text: str, expected: str) -> None:
    assert Redactor([SecretStr(secret)])(text) == expected


@given(secret=SECRETS, before=st.binary(max_size=4), behind=st.binary(max_size=4))
def test_it_is_hidden_within_base64(secret: str, before: bytes, behind: bytes) -> None:
    data = secret.encode()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        text = encode(before + data + behind).decode()

        left = Redactor([SecretStr(secret)])(text)

        # What remains are the characters that contain bits of the surrounding bytes.
        assert "…" in left
        assert len(left) <= len(text) - (len(data) * 8 // 6 - 2)


@given(secret=SECRETS, before=st.text(max_size=5), behind=st.text(max_size=5))
def test_no_plain_or_encoded_spelling_is_left(secret: str, before: str, behind: str) -> None:
    redact = Redactor([SecretStr(secret)])

    for form in (secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]):
        assert form not in redact(f"{before}{form}{behind}").replace(before, "", 1)


def test_a_secret_that_is_a_part_of_another_does_not_uncover_it() -> None:
    redact = Redactor([SecretStr("token"), SecretStr("token-and-more")])

    assert redact("token-and-more, token") == "…, …"


def test_secrets_come_up_later() -> None:
    redact = Redactor()
    redact.add(SecretStr("renewed-token"))

    assert redact("renewed-token") == "…"


def test_what_libraries_log_is_redacted_and_what_others_log_is_not(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with redact_logging(Redactor([SecretStr("hidden-token")])):
        for name in ("httpx", "httpcore.http11", "botocore.auth", "urllib3.connectionpool", "httpx2", "mine"):
            logging.getLogger(name).warning("%s says %r", name, "hidden-token")
    logging.getLogger("httpx").warning("hidden-token")

    assert caplog.messages == [
        "httpx says '…'",
        "httpcore.http11 says '…'",
        "botocore.auth says '…'",
        "urllib3.connectionpool says '…'",
        "httpx2 says 'hidden-token'",
        "mine says 'hidden-token'",
        "hidden-token",
    ]


def test_what_aws_libraries_say_in_detail_is_hidden_whichever_logger_the_user_turned_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, logger="botocore.auth")
    with redact_logging(Redactor()):
        logging.getLogger("botocore.auth").debug("Signature: %s", "a-signature-of-theirs")
        logging.getLogger("botocore.auth").warning("credentials end soon")

    assert caplog.messages == ["…", "credentials end soon"]


@pytest.mark.parametrize("first", [0, 1], ids=["the outer one ends first", "the inner one ends first"])
def test_runs_at_the_same_time_hide_their_own_secrets_and_leave_nothing(
    caplog: pytest.LogCaptureFixture, first: int
) -> None:
    before = logging.getLogRecordFactory()
    runs = [ExitStack(), ExitStack()]
    for run, secret in zip(runs, ("secret-of-one", "secret-of-two"), strict=True):
        run.enter_context(redact_logging(Redactor([SecretStr(secret)])))

    logging.getLogger("httpx").warning("secret-of-one secret-of-two")
    runs[first].close()
    logging.getLogger("httpx").warning("secret-of-one secret-of-two")
    runs[1 - first].close()

    assert caplog.messages == ["… …", ("secret-of-one …", "… secret-of-two")[first]]
    assert logging.getLogRecordFactory() is before


def test_a_factory_of_others_that_came_meanwhile_stays(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "_logRecordFactory", logging.getLogRecordFactory())
    with redact_logging(Redactor([SecretStr("hidden-token")])):
        behind = logging.getLogRecordFactory()

        def theirs(*arguments: object, **named: object) -> logging.LogRecord:
            record = behind(*arguments, **named)
            record.msg = f"theirs: {record.msg}"
            return record

        logging.setLogRecordFactory(theirs)
        logging.getLogger("httpx").warning("hidden-token")
    logging.getLogger("httpx").warning("no secret any more")

    assert caplog.messages == ["theirs: …", "theirs: no secret any more"]


def test_a_record_that_cannot_be_written_breaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with redact_logging(Redactor()):
        logging.getLogger("httpx").warning("%d", "no number")

    assert caplog.messages == ["…"]
