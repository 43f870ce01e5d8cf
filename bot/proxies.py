"""Which hosts are reached without the proxy: NO_PROXY as curl and others read it, names and their ends."""

from __future__ import annotations


def goes_direct(host: str, no_proxy: str) -> bool:
    """Say whether ``host`` is among the names of ``no_proxy``: one of them, below one of them, or all are meant (*)."""
    names = [_name(one) for one in no_proxy.lower().split(",")]
    return any(name == "*" or f".{host.lower()}".endswith(f".{name}") for name in names if name)


def _name(written: str) -> str:
    """Return a name without the dot in front, which means the same, and without a port."""
    name, colon, port = written.strip().lstrip(".").rpartition(":")
    return name if colon and port.isdigit() and ":" not in name else written.strip().lstrip(".")
