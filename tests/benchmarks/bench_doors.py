"""Whether tries at passwords are slowed behind nginx as documented, and whether anybody can lock
somebody else out: `deploy/nginx.conf` in front of the web server, both real, on this machine.

    python -m tests.benchmarks.bench_doors [--tries 1000] [--accounts 60] [--nginx PROGRAM]

One address tries wrong passwords at the accounts in turn, each time with another forged
`X-Forwarded-For`, as in an hour: after each quarter of the tries the log of the door is moved a
quarter of an hour into the past. Then strangers at 12 addresses try at one account, and its owner
signs in, in the browser they know and in a new one. Prints one JSON line each; ends with 1 when a
password was looked at 20 times an hour or an owner was kept out.
"""

import argparse
import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmarks.bench_votes import ROOT, wait_for
from tests.servers import free_port

#: Passwords that may be looked at in an hour for one account from one address.
MOST = 20
QUARTERS = 4
ATTACKER, OWNER, ELSEWHERE = "127.0.0.9", "127.0.0.7", "127.0.0.8"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """One at an address of its own, which keeps its cookies."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self.address = port, address
        self.cookies: dict[str, str] = {}
        self.token = ""

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """Status and text of the answer."""
        trust = ssl._create_unverified_context()
        line = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=60, source_address=(self.address, 0), context=trust
        )
        told = {
            "Host": "127.0.0.1",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Referer": "https://127.0.0.1/sign-in/",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line.request(method, path, body, told | headers)
        answer = line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        text = answer.read().decode(errors="replace")
        line.close()
        return answer.status, text

    def sign_in(self, email: str, password: str, **headers: str) -> int:
        """302 for a right password, 200 for a wrong one, 429 where nobody has looked at it."""
        if not self.token:
            found = TOKEN.search(self.ask("GET", "/sign-in/")[1])
            self.token = found[1] if found else ""
        sent = {"login": email, "password": password, "csrfmiddlewaretoken": self.token}
        return self.ask("POST", "/sign-in/", urlencode(sent), **headers)[0]

    def sign_out(self) -> None:
        """Looks at a page first, as people do: that is where a browser becomes known."""
        found = TOKEN.search(self.ask("GET", "/account/")[1])
        self.ask(
            "POST", "/sign-out/", urlencode({"csrfmiddlewaretoken": found[1] if found else ""})
        )
        self.token = ""


def configuration(folder: Path, port: int, upstream: int) -> str:
    """What is documented, with ports and a certificate of this run."""
    told = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    changes = {
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "reviews.example.org": "127.0.0.1",
        "/etc/ssl/reviewapp/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/ssl/reviewapp/privkey.pem": f"{folder}/key.pem",
    }
    for documented, here in changes.items():
        assert documented in told, documented
        told = told.replace(documented, here)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"pid {folder}/pid; error_log {folder}/error.log; daemon off;\n"
        f"events {{}}\nhttp {{ access_log off;\n{temporary}{told}}}\n"
    )


@contextmanager
def site(nginx: str, folder: Path) -> Iterator[int]:
    """The web server behind nginx; the port of nginx."""
    port, upstream = free_port(), free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1",
         "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    (folder / "nginx.conf").write_text(configuration(folder, port, upstream), encoding="utf-8")
    server = subprocess.Popen(
        [sys.executable, "-m", "reviewapp.web_server", "--port", str(upstream)], cwd=ROOT
    )
    proxy = subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
    try:
        wait_for(upstream)
        yield port
    finally:
        for process in (proxy, server):
            process.terminate()
            process.wait(20)


def thousand(port: int, tries: int, accounts: int) -> dict[str, object]:
    """One address against all accounts, as in an hour."""
    from django.db.models import F

    from screening.models import SignInAttempt

    browser, answers = Browser(port, ATTACKER), Counter[int]()
    for n in range(tries):
        if n and n % (tries // QUARTERS) == 0:
            quarter = timedelta(hours=1) / QUARTERS
            SignInAttempt.objects.update(at=F("at") - quarter)
        forged = {"X-Forwarded-For": f"203.0.113.{n % 250}", "Forwarded": f"for=203.0.113.{n}"}
        answers[browser.sign_in(f"p{n % accounts}@example.org", "wrong", **forged)] += 1
    looked_at = SignInAttempt.objects.filter(outcome=SignInAttempt.WRONG)
    each = Counter(looked_at.values_list("email", flat=True))
    return {
        "trial": "one address",
        "tries": tries,
        "accounts": accounts,
        "answers": dict(answers),
        "looked_at": looked_at.count(),
        "most_at_one_account": max(each.values(), default=0),
        "addresses_seen": sorted(set(SignInAttempt.objects.values_list("address", flat=True))),
    }


def strangers(port: int) -> dict[str, object]:
    """Twelve addresses against one account, whose owner signs in all the same."""
    from tests.builders import PASSWORD

    email, known = "owner@example.org", Browser(port, OWNER)
    first = known.sign_in(email, PASSWORD)
    known.sign_out()
    answers = Counter[int]()
    for n in range(12):
        stranger = Browser(port, f"127.0.1.{n + 1}")
        answers.update(stranger.sign_in(email, "wrong") for _ in range(6))
    return {
        "trial": "strangers at one account",
        "answers": dict(answers),
        "owner_first": first,
        "owner_known": known.sign_in(email, PASSWORD),
        "owner_elsewhere": Browser(port, ELSEWHERE).sign_in(email, PASSWORD),
        "right_password_from_a_slowed_place": Browser(port, "127.0.1.1").sign_in(email, PASSWORD),
    }


def main() -> int:
    """Measures; 1 when something did not hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--accounts", type=int, default=60)
    parser.add_argument("--nginx", default=shutil.which("nginx"))
    asked = parser.parse_args()
    if not asked.nginx:
        raise SystemExit("nginx is not installed: sudo apt-get install nginx-light")
    folder = Path(tempfile.mkdtemp(prefix="bench-doors-"))
    os.environ |= {
        "DATA_DIR": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "reviewapp.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
        "CSRF_TRUSTED_ORIGINS": "https://127.0.0.1",
        "HTTPS": "1",
        "BEHIND_PROXY": "1",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.builders import make_user

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for name in (*(f"P{n}" for n in range(asked.accounts)), "Owner"):
        make_user(name)
    connection.close()
    try:
        with site(asked.nginx, folder) as port:
            one, many = thousand(port, asked.tries, asked.accounts), strangers(port)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(one), json.dumps(many), sep="\n")
    held = int(str(one["most_at_one_account"])) < MOST and one["addresses_seen"] == [ATTACKER]
    return int(not held or (many["owner_known"], many["owner_elsewhere"]) != (302, 302))


if __name__ == "__main__":
    sys.exit(main())
