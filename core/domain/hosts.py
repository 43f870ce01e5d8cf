"""Public hosts: which names and addresses a person may be sent to, in the one form that every browser agrees on."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

import idna

_LAST_LABEL = re.compile(r"(?!xn--$)[a-z][a-z0-9-]*[a-z0-9]")
"""Browsers read hosts such as 127.0.0.0x1 as addresses (WHATWG URL, host parsing); a name's last label is a word."""
_SPECIAL = frozenset({"alt", "internal", "invalid", "lan", "local", "localhost", "onion", "test"})
"""Last labels that no public name has (IANA, Special-Use Domain Names), and one that home routers use."""
_HOME = ".home.arpa"
_SPACES = re.compile(r"[\s\u115f\u1160\u2800\u3164\uffa0]")
_WELL_KNOWN = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses that translators make of those of IPv4, whose four bytes are the last ones (RFC 6052)."""
_ASSIGNED = ipaddress.IPv6Network("2000::/3")
"""All that IPv6 calls global unicast (IANA, Global Unicast Address Assignments); no public host lies elsewhere."""
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""What stands before the four bytes of IPv4 in an address of a tunnel inside one site (RFC 5214, 6.1)."""
_ONE_SITE = (
    ipaddress.ip_network("3fff::/20"),
    ipaddress.ip_network("192.0.0.0/24"),
    ipaddress.ip_network("192.88.99.0/24"),
    ipaddress.ip_network("168.63.129.16/32"),
)
"""Addresses that mean something inside one network only, or nothing, and which ``ipaddress`` calls global, wholly or
in some versions: documentation (RFC 9637), IETF protocols (RFC 6890), 6to4 relays (RFC 7526), Azure's host agent."""


class BadHost(ValueError):
    """This is no public host; ``code`` says why: ``no_host``, ``unreadable_host`` or ``private_host``."""

    def __init__(self, code: str, host: str) -> None:
        self.code = code
        self.host = host
        super().__init__(f"{code}: {host!r}")


def public_host(host: str) -> str:
    """Return a host in lower case and punycode, an IPv6 address in brackets; raises BadHost.

    Names follow UTS 46, non-transitional and with STD3 rules, as browsers do: the ``ß`` of ``faß.de`` is not
    ``ss``. A host is judged as it is shown after that, so that no other way to write an address slips by.
    """
    if not host or not host.strip("[]. "):
        raise BadHost("no_host", host)
    if _SPACES.search(host) or "%" in host:
        raise BadHost("unreadable_host", host)
    if ":" in host:
        return f"[{_public_address(host.strip('[]'), host)}]"
    try:
        name = idna.encode(host, uts46=True, std3_rules=True, transitional=False).decode("ascii").rstrip(".")
    except (idna.IDNAError, UnicodeError):
        raise BadHost("unreadable_host", host) from None
    if re.fullmatch(r"[\d.]+", name):
        return _public_address(name, host)
    last = name.rsplit(".", 1)[-1]
    if "." not in name or last in _SPECIAL or f".{name}".endswith(_HOME):
        raise BadHost("private_host", name)
    if not _LAST_LABEL.fullmatch(last):
        raise BadHost("unreadable_host", name)
    return name


def _public_address(text: str, host: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        raise BadHost("unreadable_host", host) from None
    if not all(map(_is_public, _reached(address))):
        raise BadHost("private_host", host)
    return str(address)


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and not (
        address in _ASSIGNED or address in _WELL_KNOWN or address.ipv4_mapped
    ):
        return False
    one_site = any(address in network for network in _ONE_SITE if network.version == address.version)
    return address.is_global and not address.is_multicast and not one_site


def _reached(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> Iterator[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """Yield an address and those of IPv4 that it stands for: a translator would carry us there."""
    yield address
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    yield from address.teredo or ()
    if address in _WELL_KNOWN or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
