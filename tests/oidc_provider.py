"""A small OpenID Connect provider for tests: says what it is told to say,
and checks what a relying party must send.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "reviewapp", "a secret of the two"


class Provider:
    """`person` signs in there; `claims` overrides parts of the id token;
    `seen` are the parameters that were sent.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.person: dict[str, Any] = {"sub": "0000-0002-1825-0097", "name": "林若溪"}
        self.claims: dict[str, Any] = {}
        self.refuses = False
        self.seen: dict[str, str] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.complaints: list[str] = []

    def configuration(self) -> dict[str, Any]:
        """The discovery document, as ORCID has it, with this server's addresses."""
        ways = {
            f"{name}_endpoint": f"{self.url}/{name}"
            for name in ("authorization", "token", "userinfo")
        }
        return ways | {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/jwks",
            "scopes_supported": ["openid"],
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }

    def authorize(self, sent: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        self.seen = sent
        if self.refuses:
            return f"{sent['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': sent['state']})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = sent
        return f"{sent['redirect_uri']}?{urlencode({'code': code, 'state': sent['state']})}"

    def token(self, sent: dict[str, str], basic: str) -> dict[str, Any] | None:
        """The tokens for a code, once, for the client it was given to (RFC 6749, RFC 7636)."""
        asked = self.codes.pop(sent.get("code", ""), None)
        client, _, secret = basic.partition(":")
        client, secret = (
            client or sent.get("client_id", ""),
            secret or sent.get("client_secret", ""),
        )
        known = (
            asked is not None
            and client == asked["client_id"]
            and client.startswith(CLIENT)
            and secret == SECRET
        )
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or not known or asked.get("code_challenge") != proof:
            self.complaints.append(f"code {asked is not None}, client {known}, proof {proof}")
            return None
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": client,
            "iat": now,
            "exp": now + 600,
            **self.person,
            **self.claims,
        }
        key = "x" * 32
        return {
            "access_token": "t",
            "token_type": "Bearer",
            "id_token": jwt.encode(claims, key, algorithm="HS256"),
        }


@contextmanager
def oidc_provider() -> Iterator[Provider]:
    """The provider on a free port, for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            sent = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path.endswith("/.well-known/openid-configuration"):
                self.answer(provider.configuration())
            elif parts.path == "/authorization":
                self.send_response(302)
                self.send_header("Location", provider.authorize(sent))
                self.end_headers()
            elif parts.path == "/userinfo":
                self.answer(provider.person)
            else:
                self.answer({"keys": []})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            kind, _, value = self.headers.get("Authorization", "").partition(" ")
            tokens = provider.token(
                sent, base64.b64decode(value).decode() if kind == "Basic" else ""
            )
            self.answer(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)

        def answer(self, data: dict[str, Any], status: int = 200) -> None:
            text = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
