"""Where a webhook may lead: to the public internet, and to networks that the operator names."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from geodata.errors import InvalidInputError
from webgis.config import Network

MAX_URL_CHARS = 1000

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedAddressError(Exception):
    """The address leads where nothing may be sent."""


@dataclass(frozen=True)
class Target:
    """An address that was resolved once and judged: connect to ``ip`` and nowhere else."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str


def check_url(url: str, allowed: Sequence[Network]) -> None:
    """Raise InvalidInputError unless a webhook may have this URL, as far as it tells by itself.

    What a name resolves to is judged at every attempt, for it can change.
    """
    try:
        scheme, host, _port, _path = _parts(url)
        literal = _literal(host)
        if literal is not None:
            _judge(literal, scheme, allowed)
    except RefusedAddressError as error:
        raise InvalidInputError(str(error), field="url") from error


def resolve(url: str, allowed: Sequence[Network]) -> Target:
    """Return where a URL leads now; raises RefusedAddressError and OSError.

    Every address of a name must be allowed: of a mixed answer, nobody knows which one is used.
    """
    scheme, host, port, path = _parts(url)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
    for address in addresses:
        _judge(address, scheme, allowed)
    return Target(scheme, host, port, path, str(addresses[0]))


def _parts(url: str) -> tuple[str, str, int, str]:
    if len(url) > MAX_URL_CHARS or not url.isascii() or not url.isprintable() or " " in url:
        raise RefusedAddressError(f"write a URL of at most {MAX_URL_CHARS} ASCII characters")
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError as error:
        raise RefusedAddressError("this is no URL") from error
    if split.scheme not in ("http", "https") or not split.hostname:
        raise RefusedAddressError("write a URL that begins with https://")
    if split.username is not None or split.password is not None:
        raise RefusedAddressError("no login in the URL; the signature tells who sends")
    path = split.path or "/"
    path += f"?{split.query}" if split.query else ""
    return split.scheme, split.hostname, port or (443 if split.scheme == "https" else 80), path


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _judge(address: Address, scheme: str, allowed: Sequence[Network]) -> None:
    # ::ffff:10.0.0.1 is 10.0.0.1 by another name.
    plain = getattr(address, "ipv4_mapped", None) or address
    if any(plain in network for network in allowed if network.version == plain.version):
        return
    if not plain.is_global or plain.is_multicast or _is_tunnel(plain):
        raise RefusedAddressError(
            f"{plain} is not on the public internet; WEBGIS_WEBHOOK_NETWORKS can allow its network"
        )
    if scheme != "https":
        raise RefusedAddressError("only https:// outside of the networks that are allowed")


def _is_tunnel(address: Address) -> bool:
    # 6to4, Teredo and NAT64 carry an IPv4 address inside, which may be a private one.
    return isinstance(address, ipaddress.IPv6Address) and (
        address.sixtofour is not None
        or address.teredo is not None
        or address in ipaddress.IPv6Network("64:ff9b::/96")
    )
