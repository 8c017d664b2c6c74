"""Where people may sign in with an account they have elsewhere: an institution, by OpenID Connect,
and ORCID.
"""

from typing import Any
from urllib.parse import urlsplit

from reviewapp.environment import boolean, text

ORCID = "https://orcid.org"


def foreign_accounts() -> list[dict[str, Any]]:
    """One entry for each that the environment names, as django-allauth wants them.

    OIDC_SERVER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME for an institution;
    OIDC_TRUST_ADDRESS=1 when it vouches for its people's e-mail addresses, so that they find their
    account by them. ORCID_CLIENT_ID and ORCID_CLIENT_SECRET; ORCID tells no address, so it is
    connected to an account first.
    """
    found = []
    if client := text("OIDC_CLIENT_ID", ""):
        server, vouches = text("OIDC_SERVER", ""), boolean("OIDC_TRUST_ADDRESS", False)
        app = _app(
            "institution",
            text("OIDC_NAME", "Institution"),
            server,
            ["openid", "profile", "email"],
            vouches,
        )
        found.append(app | {"client_id": client, "secret": text("OIDC_CLIENT_SECRET", "")})
    if client := text("ORCID_CLIENT_ID", ""):
        app = _app("orcid", "ORCID", text("ORCID_SERVER", ORCID), ["openid"], False)
        found.append(app | {"client_id": client, "secret": text("ORCID_CLIENT_SECRET", "")})
    return found


def origins(accounts: list[dict[str, Any]]) -> list[str]:
    """Where forms that begin a sign-in may lead: the scheme, host and port of each provider."""
    parts = [urlsplit(account["settings"]["server_url"]) for account in accounts]
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts if part.netloc})


def _app(key: str, name: str, server: str, scope: list[str], vouches: bool) -> dict[str, Any]:
    trust = {"email_authentication": vouches, "verified_email": False}
    return {
        "provider_id": key,
        "name": name,
        "settings": {"server_url": server, "scope": scope, **trust},
    }
