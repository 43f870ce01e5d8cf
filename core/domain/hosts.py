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
_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
"""Addresses whose last four bytes are one of IPv4 (RFC 6052; RFC 4291, section 2.5.5.1)."""
_ONE_SITE = (ipaddress.IPv6Network("64:ff9b:1::/48"), ipaddress.IPv6Network("fec0::/10"))
"""Addresses that mean something inside one network only (RFC 8215, RFC 3879), which ``ipaddress`` calls global."""


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
    if not all(one.is_global and not one.is_multicast for one in _reached(address)):
        raise BadHost("private_host", host)
    if any(address in network for network in _ONE_SITE if network.version == address.version):
        raise BadHost("private_host", host)
    return str(address)


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
    if any(address in network for network in _TRANSLATED):
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
