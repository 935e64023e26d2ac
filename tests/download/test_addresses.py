"""Which addresses a job's log may be fetched from, whatever a name server says."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.download.addresses import Reach, find_forbidden_kind
from pytest_contentjobs.download.fetch import fetch
from pytest_contentjobs.download.location import HttpLocation
from pytest_contentjobs.download.remote_file import Patience
from pytest_contentjobs.errors import LogLocationError
from pytest_contentjobs.model.reason import Reason

#: No log is fetched from these, not even for a host that the user allowed.
NOWHERE = [
    "169.254.169.254",  # AWS, Azure, Google and others
    "168.63.129.16",  # Azure's own server
    "192.0.0.192",  # Oracle
    "100.100.100.200",  # Alibaba
    "fd00:ec2::254",  # AWS
    "fd20:ce::254",  # Google
    "fd00:42::42",  # Scaleway
    "fe80::a9fe:a9fe",
    "fe80::1%eth0",
    "::ffff:168.63.129.16",
    "::ffff:169.254.169.254",
    "::ffff:0:169.254.169.254",  # translated, RFC 2765
    "::169.254.169.254",
    "64:ff9b::169.254.169.254",
    "64:ff9b::a83f:8110",
    "64:ff9b:1::1",
    "64:ff9b:1:ffff::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "2002:a83f:8110::",
    "2001:0:4136:e378:8000:63bf:5601:5601",  # Teredo, the client's address inverted
    "2001:0:a9fe:a9fe:8000:63bf:3fff:fdd2",  # Teredo, the server's
    "0.0.0.0",  # noqa: S104 - to be refused
    "0.1.2.3",
    "::",
    "224.0.0.1",
    "239.255.255.250",
    "ff02::1",
    "ff0e::1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.0.8",
    "not an address",
]
#: Only on a host that the user allowed.
PRIVATE = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "198.18.0.1",
    "fd12:3456::1",
    "fc00::1",
    "fec0::1",
    "feff::1",
    "::ffff:10.0.0.1",
    "::ffff:100.64.0.1",
    "::10.0.0.1",
    "64:ff9b::10.0.0.1",
    "2002:0a00:0001::1",
    "2002:c0a8:0101::",
    "2001:0:0a00:1:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "100::1",
    "4000::1",
    "192.0.2.1",
    "192.88.99.1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]
PUBLIC = [
    "8.8.8.8",
    "52.216.0.1",
    "2a05:d018::1",
    "2600:1fa0::1",
    "64:ff9b::8.8.8.8",
    "::ffff:8.8.8.8",
    "2002:808:808::1",
]


def is_refused(monkeypatch: pytest.MonkeyPatch, address: str, reach: Reach) -> bool:
    """Fetch from a name with this address, without a connection to anything else."""
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    with (
        pytest.raises(LogLocationError) as error,
        fetch(HttpLocation("https://logs.example/log", reach), patience=Patience(sleep=lambda _: None)),
    ):
        pass
    return error.value.reason == Reason.LOG_ADDRESS_UNTRUSTED


@pytest.mark.parametrize("address", NOWHERE)
def test_no_log_is_fetched_from_metadata_or_reserved_addresses(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert is_refused(monkeypatch, address, Reach.LOOPBACK)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_for_hosts_that_were_allowed(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert is_refused(monkeypatch, address, Reach.PUBLIC)
    assert find_forbidden_kind(address, Reach.PRIVATE) is None


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_connected_to(address: str) -> None:
    assert find_forbidden_kind(address, Reach.PUBLIC) is None


@pytest.mark.parametrize("address", ["127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "64:ff9b::127.0.0.1"])
def test_loopback_is_for_the_users_own(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    assert is_refused(monkeypatch, address, Reach.PRIVATE)
    assert find_forbidden_kind(address, Reach.LOOPBACK) is None


@given(st.ip_addresses(v=6).filter(lambda address: address.packed[0] >> 5 != 1))
def test_on_ipv6_only_global_unicast_or_an_embedded_public_address_is_public(address: object) -> None:
    is_embedding = str(address).startswith(("::", "64:ff9b::"))

    assert is_embedding or find_forbidden_kind(str(address), Reach.PUBLIC) is not None
