"""Which addresses a log may be fetched from, whatever host name they belong to."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from enum import IntEnum

__all__ = ["Reach", "find_forbidden_kind"]

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Where clouds give a machine's credentials to every client, besides the link-local 169.254.0.0/16: AWS, Google and Scaleway on
# IPv6, Azure's wire server, Oracle, Alibaba.
_METADATA = tuple(
    map(
        ipaddress.ip_network,
        (
            "fd00:ec2::/32",
            "fd20:ce::/64",
            "fd00:42::/64",
            "168.63.129.16/32",
            "192.0.0.192/32",
            "100.100.100.200/32",
        ),
    )
)
# https://www.iana.org/assignments/iana-ipv4-special-registry and its counterpart for IPv6 say what is not global. The
# standard library's list differs between versions; what it may lack is listed here.
_RESERVED = tuple(map(ipaddress.ip_network, ("0.0.0.0/8", "192.0.0.0/24", "240.0.0.0/4")))
_NOT_GLOBAL = tuple(
    map(
        ipaddress.ip_network,
        ("100.64.0.0/10", "192.88.99.0/24", "198.18.0.0/15", "2001::/23", "2001:db8::/32", "3fff::/20"),
    )
)
# All that is assigned for the Internet; the rest of IPv6 is local or unassigned.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# RFC 8215: only the network itself knows where in the address the IPv4 address is.
_OWN_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
_V4_COMPATIBLE = ipaddress.IPv6Network("::/96")
_V4_TRANSLATED = ipaddress.IPv6Network("::ffff:0:0:0/96")


class Reach(IntEnum):
    """Which addresses a download may connect to; each value includes those before it.

    ``ANYWHERE`` is for a location from the user. All others exclude link-local addresses, where clouds keep the credentials of
    a machine, and multicast, reserved and unspecified ones.
    """

    PUBLIC = 0
    PRIVATE = 1
    LOOPBACK = 2
    ANYWHERE = 3


def find_forbidden_kind(address: str, reach: Reach) -> str | None:
    """Return the kind of an address that ``reach`` excludes; None if a download may connect to it."""
    if reach is Reach.ANYWHERE:
        return None
    kind, needed = _kind(address)
    return None if needed is not None and reach >= needed else kind


def _kind(text: str) -> tuple[str, Reach | None]:
    """Return an address's kind in words, and the smallest reach that includes it; None if no reach does."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return "unknown", None
    kinds = [_classify(each) for each in _targets(address)]
    # It is as bad as the worst of its targets.
    return max(kinds, key=lambda kind: Reach.ANYWHERE if kind[1] is None else kind[1])


def _classify(address: _Address) -> tuple[str, Reach | None]:
    if address.is_loopback:
        return "loopback", Reach.LOOPBACK
    if address.is_link_local:
        return "link-local", None
    if _is_in(address, _METADATA):
        return "a cloud's own", None
    if address.is_multicast:
        return "multicast", None
    if address.is_unspecified or _is_in(address, _RESERVED) or address in _OWN_NAT64:
        return "reserved", None
    is_public = address.is_global and not _is_in(address, _NOT_GLOBAL)
    if isinstance(address, ipaddress.IPv6Address):
        is_public = is_public and address in _GLOBAL_UNICAST
    return ("public", Reach.PUBLIC) if is_public else ("private", Reach.PRIVATE)


def _is_in(address: _Address, networks: Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    return any(address in network for network in networks)


def _targets(address: _Address) -> tuple[_Address, ...]:
    """Return the IPv4 addresses that an IPv6 address leads to or through, or else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return (address, *address.teredo)
    is_compatible = address in _V4_COMPATIBLE and int(address) > 1
    if address in _NAT64 or address in _V4_TRANSLATED or is_compatible:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    return (address,)
