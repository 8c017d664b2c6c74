"""Records a second for BibTeX, tables, XML and JSON, beside bibtexparser, lxml,
csv and json on the same data.

Ours go from bytes to finished records (names, years, identifiers, both languages, raw text,
checks); the libraries only parse: bibtexparser its default stack, lxml the tree, csv the cells,
json the objects.
"""

import csv
import io
import json
from collections.abc import Callable

import bibtexparser
from lxml import etree

from screening.formats import FORMATS, parse
from screening.records.record import Record
from tests.benchmarks.bench_formats import rate
from tests.shared import SHARED

EXPORTS = SHARED / "data" / "exports"


def entries(data: bytes) -> int:
    return len(bibtexparser.parse_string(data.decode("utf-8-sig")).entries)


def elements(tag: str) -> Callable[[bytes], int]:
    return lambda data: sum(1 for _ in etree.fromstring(data).iter(tag))


def rows(data: bytes) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) - 1


def objects(data: bytes) -> int:
    return len(json.loads(data))


def repeated(name: str, tag: bytes, times: int) -> bytes:
    """A real XML file with its records repeated."""
    data = (EXPORTS / name).read_bytes()
    start, end = data.index(b"<" + tag + b">"), data.rindex(b"</" + tag + b">") + len(tag) + 3
    return data[:start] + data[start:end] * times + data[end:]


def cases() -> list[tuple[str, bytes, str, Callable[[bytes], int]]]:
    bib = (EXPORTS / "bibtex" / "zotero__asysd.bib").read_bytes()
    table = (EXPORTS / "csv" / "zotero_asysd.csv").read_bytes()
    items = (
        json.loads(
            (EXPORTS / "csl-json" / "zotero-chinese_apa-data.json").read_text(encoding="utf-8")
        )
        * 10
    )
    return [
        ("bibtex", bib, "bibtexparser 2.1", entries),
        (
            "pubmed_xml",
            repeated("pubmed-xml/biopython_pubmed2.xml", b"PubmedArticle", 500),
            "lxml",
            elements("PubmedArticle"),
        ),
        (
            "endnote_xml",
            repeated("endnote-xml/blue-light.xml", b"record", 20),
            "lxml",
            elements("record"),
        ),
        ("csv", table, "csv", rows),
        ("csl_json", json.dumps(items).encode(), "json", objects),
    ]


def main() -> None:
    """Prints a table of reading and one of writing."""
    print(f"{'format':12} {'records':>8} {'ours/s':>8}   other/s")
    kept: list[Record] = []
    for key, data, label, other in cases():
        records = parse(data, format_key=key).records
        kept = records if key == "bibtex" else kept
        ours = rate(lambda: len(parse(data, format_key=key).records))  # noqa: B023
        print(f"{key:12} {len(records):8} {ours:8.0f} {rate(lambda: other(data)):9.0f} {label}")  # noqa: B023
    for key in ("bibtex", "csv", "xlsx", "csl_json", "endnote_xml"):
        write = FORMATS[key].write
        assert write is not None
        speed = rate(lambda: len(kept) * bool(b"".join(write(kept))))  # noqa: B023
        print(f"{key:12} {len(kept):8} {speed:8.0f} written")


if __name__ == "__main__":
    main()
