"""Sending one message to an address that a stranger may have chosen.

Its name is resolved once, every address it stands for is looked at, and the connection goes to one
of those, so that no second answer of a name server leads elsewhere. Redirects are not followed,
certificates are checked, and after a while the line is cut, whatever the other side does.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from screening.actions.refusal import Refusal

#: All that one try may take.
SECONDS = 15
CONNECT_SECONDS = 5
USER_AGENT = "reviewapp-webhooks/1"
#: IPv6 addresses that stand for IPv4 ones behind them.
TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))


class AddressRefused(Refusal):
    """An address that is not written to. `code`: scheme, host, private."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try: the status, or 0 and what went wrong;
    seconds that the receiver asks to wait.
    """

    status: int
    error: str = ""
    wait: int = 0


def is_public(address: str) -> bool:
    """Whether it is an address of the open internet,
    and so none of the network that this server stands in.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if found.version == 6:
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if any(found in network for network in TRANSLATED):
            return False
    return found.is_global and not found.is_multicast


def checked(url: str) -> tuple[str, int, list[str]]:
    """Host, port and addresses of a url. Raises AddressRefused,
    or OSError for a name that nobody knows.
    """
    parts = urlsplit(url)
    private = settings.WEBHOOKS_TO_PRIVATE_ADDRESSES
    if (
        parts.scheme not in ({"https", "http"} if private else {"https"})
        or parts.username is not None
    ):
        raise AddressRefused("scheme")
    try:
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise AddressRefused("host") from None
    if not host:
        raise AddressRefused("host")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise AddressRefused("host") from None
    addresses = [str(one[4][0]) for one in found]
    if not private and not all(is_public(address) for address in addresses):
        raise AddressRefused("private")
    return host, port, addresses


class _Connection(http.client.HTTPConnection):
    """A connection to one of the addresses that were looked at, under the name that was asked for."""

    def __init__(self, host: str, port: int, addresses: list[str], *, safe: bool) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self.addresses, self.safe = addresses, safe

    def connect(self) -> None:
        """To the first address that answers."""
        failed: OSError | None = None
        for address in self.addresses[:3]:
            try:
                line = socket.create_connection((address, self.port), self.timeout)
            except OSError as error:
                failed = error
                continue
            line.settimeout(SECONDS)
            self.sock = (
                ssl.create_default_context().wrap_socket(line, server_hostname=self.host)
                if self.safe
                else line
            )
            return
        raise failed or OSError("no address")


def post(url: str, body: bytes, headers: dict[str, str]) -> Outcome:
    """Sends the message once."""
    try:
        host, port, addresses = checked(url)
    except AddressRefused as refused:
        return Outcome(0, f"address refused: {refused.code}")
    except OSError:
        return Outcome(0, "the name is not known")
    line = _Connection(host, port, addresses, safe=urlsplit(url).scheme == "https")
    cut = Timer(SECONDS, _cut, (line,))
    cut.start()
    try:
        return _asked(line, url, body, headers)
    except ssl.SSLCertVerificationError:
        return Outcome(0, "the certificate is not valid")
    except TimeoutError:
        return Outcome(0, "no answer in time")
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        return Outcome(0, type(error).__name__)
    finally:
        cut.cancel()
        line.close()


def _asked(line: _Connection, url: str, body: bytes, headers: dict[str, str]) -> Outcome:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    told = {"Content-Type": "application/json", "User-Agent": USER_AGENT, "Connection": "close"}
    line.request("POST", target, body, told | headers)
    answer = line.getresponse()
    return Outcome(answer.status, wait=_seconds(answer.headers.get("Retry-After", "")))


def _seconds(text: str) -> int:
    return min(int(text), 24 * 3600) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _cut(line: Any) -> None:
    """Whoever answers a letter a second is not waited for."""
    sock = line.sock
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
