"""A host is public, and is shown as the one that every browser opens."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.domain.hosts import BadHost, public_host

PUBLIC = {
    "Meet.Example.ORG": "meet.example.org",
    "meet.example.org.": "meet.example.org",
    "faß.de": "xn--fa-hia.de",
    "FASS.de": "fass.de",
    "münchen.de": "xn--mnchen-3ya.de",
    "例え.jp": "xn--r8jz45g.jp",
    "xn--fa-hia.de": "xn--fa-hia.de",
    "meet\u3002example\u3002org": "meet.example.org",
    "exam\u00adple.org": "example.org",
    "\uff18.\uff18.\uff18.\uff18": "8.8.8.8",
    "8.8.8.8": "8.8.8.8",
    "2606:4700:4700::1111": "[2606:4700:4700::1111]",
    "[2606:4700:4700:0::1111]": "[2606:4700:4700::1111]",
    "64:ff9b::808:808": "[64:ff9b::808:808]",
}
REFUSED = {
    "": "no_host",
    ".": "no_host",
    "[]": "no_host",
    "*.com": "unreadable_host",
    "a!b$c.com": "unreadable_host",
    "a_b.com": "unreadable_host",
    "zoom.us%2eevil.example": "unreadable_host",
    "zoom.us%00.org": "unreadable_host",
    "a..b.org": "unreadable_host",
    "-a.org": "unreadable_host",
    "a b.org": "unreadable_host",
    "a\u00a0b.org": "unreadable_host",
    "a\u3164b.org": "unreadable_host",
    "xn--zzzzzz.org": "unreadable_host",
    "a" * 64 + ".org": "unreadable_host",
    "x." + "abcdefgh." * 28 + "org": "unreadable_host",
    "127.0.0.0x1": "unreadable_host",
    "0x7f.1": "unreadable_host",
    "127.1": "unreadable_host",
    "2130706433": "unreadable_host",
    "0177.0.0.1": "unreadable_host",
    "1.2.3.4.5": "unreadable_host",
    "fe80::1%eth0": "unreadable_host",
    "::g": "unreadable_host",
    "localhost": "private_host",
    "intranet": "private_host",
    "printer.local": "private_host",
    "nas.lan": "private_host",
    "box.home.arpa": "private_host",
    "home.arpa": "private_host",
    "api.internal": "private_host",
    "a.localhost.": "private_host",
    "hidden.onion": "private_host",
    "127.0.0.1": "private_host",
    "\uff11\uff12\uff17.0.0.1": "private_host",
    "10.1.2.3": "private_host",
    "192.168.0.1": "private_host",
    "169.254.169.254": "private_host",
    "100.64.0.1": "private_host",
    "0.0.0.0": "private_host",  # noqa: S104 - an address that is refused
    "224.0.0.1": "private_host",
    "255.255.255.255": "private_host",
    "::1": "private_host",
    "::": "private_host",
    "fd00::1": "private_host",
    "fe80::1": "private_host",
    "fec0::1": "private_host",
    "ff0e::1": "private_host",
    "2001:db8::1": "private_host",
    "::ffff:127.0.0.1": "private_host",
    "::127.0.0.1": "private_host",
    "64:ff9b::7f00:1": "private_host",
    "64:ff9b::a01:203": "private_host",
    "64:ff9b:1::808:808": "private_host",
    "2002:7f00:1::": "private_host",
    "2002:a00:1::1": "private_host",
    "192.0.0.9": "private_host",
    "192.88.99.1": "private_host",
    "168.63.129.16": "private_host",
    "::ffff:0:7f00:1": "private_host",
    "2606:4700::5efe:a00:1": "private_host",
    "3fff::1": "private_host",
    "4000::1": "private_host",
}
NOWHERE = ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")
"""What ``ipaddress`` calls global, and nobody's public host is."""


@pytest.mark.parametrize("host", PUBLIC)
def test_a_public_host_is_written_in_one_way(host: str) -> None:
    assert public_host(host) == PUBLIC[host]


@pytest.mark.parametrize("host", REFUSED)
def test_any_other_host_is_refused_with_its_reason(host: str) -> None:
    with pytest.raises(BadHost) as refused:
        public_host(host)
    assert refused.value.code == REFUSED[host]


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_refused_in_every_disguise_or_in_none(address: ipaddress.IPv4Address) -> None:
    nowhere = any(address in ipaddress.ip_network(one) for one in NOWHERE)
    taken = address.is_global and not address.is_multicast and not nowhere
    number = int(address)
    disguises = [
        str(address),
        f"::ffff:{address}",
        str(ipaddress.IPv6Address((0x64FF9B << 96) | number)),
        str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1)),
    ]
    for one in disguises:
        try:
            public_host(one)
        except BadHost:
            assert not taken, one
        else:
            assert taken, one


@given(st.text(max_size=80))
@example("a.ß")
@example("xn--.org")
def test_whatever_is_written_is_refused_or_ascii_and_stays_as_it_is(text: str) -> None:
    try:
        host = public_host(text)
    except BadHost:
        return
    assert host.isascii() and host == host.lower() and not set(host) & set("/?#@\\%*!$ _")
    assert public_host(host) == host
