"""The one place where a connection is opened: never to this machine or its neighbours,
however an address is spelt.
"""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

TIMEOUT = httpx2.Timeout(30.0, connect=5.0)


class ForbiddenAddress(httpcore2.ConnectError):
    """The name leads to a private, loopback or link-local address."""


class PublicBackend(httpcore2.NetworkBackend):
    """Looks a name up, refuses it if any of its addresses is not public,
    and connects to the address it has checked.

    So a name that answers differently the second time gains nothing.
    """

    def __init__(self) -> None:
        self._real = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first of its addresses. Raises ForbiddenAddress, ConnectError."""
        address = public_addresses(host, port)[0]
        return self._real.connect_tcp(address, port, timeout, local_address, socket_options)

    def sleep(self, seconds: float) -> None:
        """Waits."""
        self._real.sleep(seconds)


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of a name. Raises ForbiddenAddress when one is not public,
    ConnectError when there is none.
    """
    try:
        found = [
            str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ]
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError(str(error)) from error
    if not found or not all(map(is_public, found)):
        raise ForbiddenAddress(f"{host} is no public address")
    return found


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None) or found
    return bool(mapped.is_global and not mapped.is_multicast)


def open_client(*, agent: str, proxy: str, guarded: bool) -> httpx2.Client:
    """A client that follows no redirect by itself and takes nothing from the environment.

    `guarded` refuses addresses that are not public;
    through a proxy or a gateway that one resolves the names.
    """
    transport = httpx2.HTTPTransport(proxy=proxy or None, trust_env=False)
    if guarded and not proxy:
        context = httpx2.create_ssl_context(trust_env=False)
        transport._pool = httpcore2.ConnectionPool(
            ssl_context=context, max_connections=4, network_backend=PublicBackend()
        )
    return httpx2.Client(
        transport=transport,
        timeout=TIMEOUT,
        headers={"User-Agent": agent},
        follow_redirects=False,
        trust_env=False,
    )
