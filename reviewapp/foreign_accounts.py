"""Where people may sign in with an account they have elsewhere: an institution, by OpenID Connect, and ORCID."""

from typing import Any
from urllib.parse import urlsplit

from reviewapp.environment import boolean, text

ORCID = "https://orcid.org"


def foreign_accounts() -> list[dict[str, Any]]:
    """One entry for each that the environment names, as django-allauth wants them.

    OIDC_SERVER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME for an institution; OIDC_TRUST_ADDRESS=1 when it vouches
    for its people's e-mail addresses, so that they find their account by them. ORCID_CLIENT_ID and ORCID_CLIENT_SECRET;
    ORCID tells no address, so it is connected to an account first.
    """
    found = []
    if text("OIDC_CLIENT_ID", ""):
        vouches = boolean("OIDC_TRUST_ADDRESS", False)
        found.append(
            _app(
                "institution", text("OIDC_NAME", "Institution"), text("OIDC_SERVER", ""), "OIDC", vouches=vouches,
            )
        )  # fmt: skip
    if text("ORCID_CLIENT_ID", ""):
        found.append(_app("orcid", "ORCID", text("ORCID_SERVER", ORCID), "ORCID", vouches=False))
    return found


def origins(accounts: list[dict[str, Any]]) -> list[str]:
    """Where forms that begin a sign-in may lead: the scheme, host and port of each provider."""
    parts = [urlsplit(account["settings"]["server_url"]) for account in accounts]
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts if part.netloc})


def _app(key: str, name: str, server: str, prefix: str, *, vouches: bool) -> dict[str, Any]:
    return {
        "provider_id": key, "name": name, "client_id": text(f"{prefix}_CLIENT_ID", ""),
        "secret": text(f"{prefix}_CLIENT_SECRET", ""),
        "settings": {
            "server_url": server, "email_authentication": vouches, "verified_email": False,
            "scope": ["openid", "profile", "email"] if key == "institution" else ["openid"],
        },
    }  # fmt: skip
