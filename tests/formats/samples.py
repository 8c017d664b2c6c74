"""The sample files written for these tests, with the format each is in."""

from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
TAGGED = (
    "ris",
    "pubmed_nbib",
    "refworks",
    "endnote_tagged",
    "noteexpress",
    "cnki_estudy",
    "cssci",
    "vip_text",
    "sinomed",
    "wos_plaintext",
    "ovid_tagged",
    "gbt7714",
    "cochrane_text",
    "host_text",
)
SAMPLES = [(path, key) for key in TAGGED for path in sorted((DATA / key).iterdir())]
