from __future__ import annotations

import pytest

from pytest_contentjobs.emulator.responses import RawResponse, RequestRefusedError, vendor_error
from pytest_contentjobs.emulator.token_endpoint import MANAGE_SCOPE, TokenIssuer

DENIED = vendor_error("403-197")


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def form(issuer: TokenIssuer, **fields: str) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": issuer.client_id,
        "client_secret": issuer.client_secret,
        **fields,
    }


def access_token(response: RawResponse) -> str:
    assert isinstance(response.body, dict)
    return str(response.body["access_token"])


def refused(issuer: TokenIssuer, authorization: str | None) -> RawResponse:
    with pytest.raises(RequestRefusedError) as caught:
        issuer.check(authorization, DENIED)
    return caught.value.response


def test_a_token_is_accepted_until_it_expires() -> None:
    seconds = Seconds()
    issuer = TokenIssuer(90.5, seconds)
    response = issuer.issue(form(issuer))
    token = access_token(response)
    assert (response.status, response.headers, response.body) == (
        200,
        {"Cache-Control": "no-store"},
        {"access_token": token, "token_type": "Bearer", "expires_in": 90, "scope": "knowledge.contentmgr.manage"},
    )
    seconds.now = 90.4
    issuer.check(f"bearer  {token}", DENIED)
    seconds.now = 90.5
    assert refused(issuer, f"Bearer {token}") == vendor_error("401-101")
    issuer.check(f"Bearer {issuer.token}", DENIED)


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer wrong", "Basic wrong", "Bearer tök€n"])
def test_other_tokens_are_refused(authorization: str | None) -> None:
    assert refused(TokenIssuer(60), authorization) == vendor_error("401-101")


def test_an_issued_token_counts_as_bearer_only() -> None:
    issuer = TokenIssuer(60)
    assert refused(issuer, f"Basic {access_token(issuer.issue(form(issuer)))}") == vendor_error("401-101")


@pytest.mark.parametrize("scope", [f"app.{MANAGE_SCOPE}", f"openid https://tenant.test/{MANAGE_SCOPE}"])
def test_tenants_may_prefix_the_scope(scope: str) -> None:
    issuer = TokenIssuer(60)
    issuer.check(f"Bearer {access_token(issuer.issue(form(issuer, scope=scope)))}", DENIED)


def test_another_scope_does_not_do() -> None:
    issuer = TokenIssuer(60)
    response = issuer.issue(form(issuer, scope="knowledge.portalmgr.manage"))
    assert refused(issuer, f"Bearer {access_token(response)}") == DENIED


@pytest.mark.parametrize("subject", ["subject_username", "subject_userid"])
def test_a_token_on_behalf_of_a_user(subject: str) -> None:
    issuer = TokenIssuer(60)
    assert issuer.issue(form(issuer, grant_type="password") | {subject: "jdoe"}).status == 200


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({"grant_type": "authorization_code"}, 400, "unsupported_grant_type"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "invalid_request"),
    ],
)
def test_what_the_token_endpoint_refuses(fields: dict[str, str], status: int, error: str) -> None:
    issuer = TokenIssuer(60)
    response = issuer.issue(form(issuer, **fields))
    assert isinstance(response.body, dict)
    assert (response.status, response.body["error"]) == (status, error)


def test_a_grant_must_be_named() -> None:
    response = TokenIssuer(60).issue({})
    assert (response.status, response.body) == (
        400,
        {"error": "invalid_request", "error_description": "grant_type is missing"},
    )
