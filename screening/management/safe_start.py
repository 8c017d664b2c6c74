"""What `serve` looks at before it lets other machines in."""

import ipaddress
import re
from collections.abc import Iterator

SHORTEST_SECRET, FEWEST_SIGNS = 32, 10
PLACEHOLDER = re.compile(
    "change|secret|insecure|example|password|placeholder|default", re.IGNORECASE
)


def is_public(host: str) -> bool:
    """Whether other machines reach a server that listens there;
    a name that is no address counts as reachable.
    """
    if host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return True


def is_weak(secret: str) -> bool:
    """Whether somebody might guess it: too short, too few different signs,
    or the placeholder of an instruction.
    """
    return (
        len(secret) < SHORTEST_SECRET
        or len(set(secret)) < FEWEST_SIGNS
        or bool(PLACEHOLDER.search(secret))
    )


def refusals(host: str, *, debug: bool, secret: str) -> Iterator[str]:
    """Reasons not to start, each with its remedy."""
    if debug and is_public(host):
        yield (
            f"DEBUG shows settings and program to whoever meets an error, and HOST={host} lets other machines in; "
            "unset DEBUG, or set HOST=127.0.0.1"
        )
    if is_weak(secret):
        yield (
            f"SECRET_KEY can be guessed: it needs at least {SHORTEST_SECRET} random characters. Leave it unset to have "
            "one made, or take the output of: openssl rand -base64 48"
        )


def warnings(host: str, *, https: bool) -> Iterator[str]:
    """What is dangerous and may be meant."""
    if is_public(host) and not https:
        yield (
            f"Warning: HOST={host} lets other machines in without https, so that passwords and votes can be read on "
            "the way. Put a proxy with https in front and set HTTPS=1 (docs/administration.md)."
        )
