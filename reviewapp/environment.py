"""Typed readers of environment variables that refuse nonsense,
with a message that names the variable.
"""

import os
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def text(name: str, default: str) -> str:
    """The variable's value without surrounding blanks, or the default when unset or empty."""
    return os.environ.get(name, "").strip() or default


def boolean(name: str, default: bool) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off;
    raises ImproperlyConfigured on anything else.
    """
    value = text(name, "").lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: expected 1, true, yes, on or 0, false, no, off")


def number(name: str, default: int, *, least: int) -> int:
    """A whole number of at least `least`; raises ImproperlyConfigured otherwise."""
    value = text(name, str(default))
    try:
        result = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: expected a whole number") from None
    if result < least:
        raise ImproperlyConfigured(f"{name}={result}: expected at least {least}")
    return result


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated list without empty items."""
    value = text(name, "")
    return [item.strip() for item in value.split(",") if item.strip()] if value else default


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """A comma-separated list as 10.0.0.0/8; raises ImproperlyConfigured on what is no network."""
    try:
        return [ip_network(item) for item in words(name, [])]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from None


def choice(name: str, default: str, allowed: Sequence[str]) -> str:
    """One of the allowed values; raises ImproperlyConfigured that lists them."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r}: expected one of {', '.join(allowed)}")
    return value


def make_folder(path: Path) -> Path:
    """The folder, made where it is missing. Raises ImproperlyConfigured, with the remedy,
    when it cannot be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        writable = os.access(path, os.W_OK | os.X_OK)
    except OSError as error:
        raise ImproperlyConfigured(_cannot_write(path, error.strerror)) from None
    if not writable:
        raise ImproperlyConfigured(_cannot_write(path, "not permitted"))
    return path


def _cannot_write(path: Path, why: str | None) -> str:
    return f"the data folder {path} cannot be written ({why}); set DATA_DIR to a folder that can"


def keep_secret(path: Path) -> str:
    """A secret made once and kept in a file that only its owner can read.

    Raises ImproperlyConfigured, with the remedy, when the folder cannot be written.
    """
    try:
        return path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise ImproperlyConfigured(f"cannot read {path}: {error.strerror}") from None
    make_folder(path.parent)
    secret = get_random_secret_key()
    own = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secret)
        try:
            os.link(own, path)  # whole or not at all, and only the first of several processes
        except FileExistsError:
            secret = path.read_text(encoding="ascii").strip()
        finally:
            own.unlink()
    except OSError as error:
        raise ImproperlyConfigured(_cannot_write(path.parent, error.strerror)) from None
    return secret
