"""Secrets of webhooks, kept encrypted, and the signatures made with them (Standard Webhooks 1.0)."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from screening.models import Webhook

PREFIX = "whsec_"
#: Length of a secret; the specification wants 24 to 64.
BYTES = 32


def new_secret() -> str:
    """A secret as the receiver is given it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def sealed(secret: str) -> str:
    """The secret as it is kept."""
    return _box().encrypt(secret.encode()).decode()


def opened(kept: str) -> str:
    """The secret that was kept; "" where the site's SECRET_KEY is another one since."""
    try:
        return _box().decrypt(kept.encode()).decode()
    except InvalidToken:
        return ""


def _box() -> Fernet:
    key = hashlib.sha256(b"screening.webhooks " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def signature(secret: str, message: str, at: int, body: bytes) -> str:
    """The signature of one message at one moment: "v1," and the HMAC-SHA256 of id, time and body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    made = hmac.new(key, f"{message}.{at}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode()


def headers(webhook: Webhook, message: str, now: datetime, body: bytes) -> dict[str, str]:
    """The heads of a message, signed with the secret,
    and for a day after a change with the one before as well.
    """
    kept = [webhook.secret]
    if webhook.secret_before and webhook.secret_before_until and webhook.secret_before_until > now:
        kept.append(webhook.secret_before)
    at = int(now.timestamp())
    signed = [signature(secret, message, at, body) for one in kept if (secret := opened(one))]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signed),
    }
