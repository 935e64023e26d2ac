"""Which addresses a log may be fetched from, whatever name leads there."""

from __future__ import annotations

import ipaddress
from enum import IntEnum

__all__ = ["Reach", "refusal"]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Where AWS keeps on IPv6 what lies at the link-local 169.254.169.254.
_METADATA = ipaddress.IPv6Network("fd00:ec2::/32")
_V4_COMPATIBLE = ipaddress.IPv6Network("::/96")


class Reach(IntEnum):
    """How far a download may go; each includes those before it.

    ``ANYWHERE`` is for what a user asked for. All others leave out link-local addresses, where clouds keep the
    credentials of a machine, and multicast, reserved and unspecified ones.
    """

    PUBLIC = 0
    PRIVATE = 1
    LOOPBACK = 2
    ANYWHERE = 3


def refusal(address: str, reach: Reach) -> str | None:
    """Say what kind of address this is where ``reach`` leaves it out, and None where it may be connected to."""
    if reach is Reach.ANYWHERE:
        return None
    kind, needed = _kind(address)
    return None if needed is not None and reach >= needed else kind


def _kind(text: str) -> tuple[str, Reach | None]:
    """Return an address's kind in words, and the least reach that includes it."""
    try:
        address = _embedded(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return "unknown", None
    if address.is_loopback:
        return "loopback", Reach.LOOPBACK
    if address.is_link_local or address in _METADATA:
        return "link-local", None
    if address.is_multicast:
        return "multicast", None
    if address.is_unspecified or (isinstance(address, ipaddress.IPv4Address) and address.is_reserved):
        return "reserved", None
    return ("public", Reach.PUBLIC) if address.is_global else ("private", Reach.PRIVATE)


def _embedded(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the IPv4 address that an IPv6 one leads to, or else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    compatible = address in _V4_COMPATIBLE and int(address) > 1
    if address in _NAT64 or compatible:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address
