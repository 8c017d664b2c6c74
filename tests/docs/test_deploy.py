"""The files for containers, Kubernetes, systemd and proxies name settings,
commands and addresses that there are.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from django.core.management import get_commands

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
OF_OTHERS = re.compile(
    r"POSTGRES_|RABBITMQ_|PYTHON|NET_BIND|SITE$|DATABASE_PASSWORD|BROKER_PASSWORD|PATH$|ALL$|BASE$"
)
SHOUTED = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\b(?:HTTPS|HOST|PORT)\b(?=[:=])")


def files():
    return [path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".py"]


def test_every_setting_is_one():
    table = (
        (ROOT / "docs/administration.md")
        .read_text(encoding="utf-8")
        .partition("## All settings")[2]
    )
    known = set(re.findall(r"`([A-Z0-9_]+)`", table))
    named = {name for path in files() for name in SHOUTED.findall(path.read_text(encoding="utf-8"))}
    named = {name for name in named if not OF_OTHERS.search(name)}
    assert {"DATABASE_URL", "FILES_BUCKET", "BEHIND_PROXY"} <= named
    assert named - known - {"UPLOAD_LIMIT_MB", "AF_INET", "AF_INET6", "AF_UNIX"} == set()


def test_every_command_is_one():
    told = "".join(path.read_text(encoding="utf-8") for path in files())
    commands = set(re.findall(r"bin/reviewapp (\w+)", told)) | set(
        re.findall(r"(?:command|args|CMD).{0,3}\[\"?(\w+)", told)
    )
    commands -= {"python"}
    assert {"serve", "backup"} <= commands <= set(get_commands())


def test_health_addresses_are_there(client):
    told = "".join(path.read_text(encoding="utf-8") for path in files())
    addresses = set(re.findall(r"/health/\w+/", told))
    assert addresses == {"/health/live/", "/health/ready/"}
    assert client.get("/health/live/").status_code == 200


def test_the_list_of_components_names_every_package_with_its_version():
    made = subprocess.run(
        [sys.executable, DEPLOY / "sbom.py"], capture_output=True, text=True, check=True
    )
    listed = json.loads(made.stdout)
    assert listed["bomFormat"] == "CycloneDX"
    assert {"name": "Django", "purl": "pkg:pypi/django@5.2.19"}.items() <= next(
        part for part in listed["components"] if part["name"] == "Django"
    ).items()
