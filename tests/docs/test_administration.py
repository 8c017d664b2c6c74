"""The table of settings names every variable that is read, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r'\b(?:text|boolean|number|words|choice|networks)\(\s*"([A-Z][A-Z_]+)"')


def test_every_setting_is_in_the_table():
    files = [*(ROOT / "reviewapp").rglob("*.py"), *(ROOT / "screening/management").rglob("*.py")]
    read = {name for path in files for name in READ.findall(path.read_text())}
    table = (
        (ROOT / "docs/administration.md")
        .read_text()
        .partition("## All settings")[2]
        .partition("\n## ")[0]
    )
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)} == read
