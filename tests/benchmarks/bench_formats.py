"""Records a second for each format, beside the public readers that are installed,
on the same text in the same run.

Ours give finished records (names, years, identifiers, languages, both titles, raw text, checks)
from bytes; rispy, Bio.Medline and the like give raw strings by tag from text that is already
decoded. `tags/s` is that same work done by ours: entries and their values by tag, from decoded
text.
"""

import importlib
import io
import time
from collections.abc import Callable
from pathlib import Path

from screening.formats import FORMATS, _nbib_mapping, _ris_entries, parse, pubmed_nbib
from screening.formats._decoding import decode
from tests.formats.samples import DATA
from tests.shared import SHARED

SIZE = 3_000_000
FILES = {
    "ris": "ris/zotero__asysd.ris",
    "pubmed_nbib": "pubmed-nbib/blue-light.nbib",
    "refworks": "cnki-refworks/cross-reality_CNKI.txt",
    "noteexpress": "wanfang-noteexpress/demo_wanfang_202101.NET",
    "endnote_tagged": "cnki-endnote/cnki-converter_demo.txt",
    "cnki_estudy": "cnki-estudy/demo_cnki_202101.txt",
    "cssci": "cssci/paper-longtail_DataSet_CSSCI.txt",
    "wos_plaintext": "wos-plaintext/zoorec.txt",
    "ovid_tagged": "ovid-tagged/zotero_tc_ovid_00.txt",
    "bibtex": "bibtex/zotero__asysd.bib",
    "csv": "csv/zotero_asysd.csv",
}


def rispy(text: str) -> int:
    return len(importlib.import_module("rispy").loads(text))


def rispy_wok(text: str) -> int:
    module = importlib.import_module("rispy")
    return len(module.loads(text, implementation=module.WokParser))


def medline(text: str) -> int:
    return sum(1 for _ in importlib.import_module("Bio.Medline").parse(io.StringIO(text)))


def bibtexparser(text: str) -> int:
    return len(importlib.import_module("bibtexparser").parse_string(text, parse_stack=[]).entries)


OTHERS: dict[str, tuple[str, Callable[[str], int]]] = {
    "ris": ("rispy", rispy),
    "wos_plaintext": ("rispy WokParser", rispy_wok),
    "pubmed_nbib": ("Bio.Medline", medline),
    "bibtex": ("bibtexparser 2, no middleware", bibtexparser),
}


def ris_tags(text: str) -> int:
    return sum(1 for _ in _ris_entries.split(text))


def nbib_tags(text: str) -> int:
    return sum(bool(_nbib_mapping.values(entry)) for entry in pubmed_nbib.split(text))


TAGS: dict[str, Callable[[str], int]] = {"ris": ris_tags, "pubmed_nbib": nbib_tags}


def material(key: str, name: str) -> bytes:
    """Some megabytes of a real export, or of our sample where there is none;
    the repeats stand one behind the other.
    """
    real = SHARED / "data" / "exports" / name
    path = real if real.is_file() else next(iter(sorted((DATA / key).iterdir())), Path("absent"))
    data = path.read_bytes() if path.is_file() else b""
    if key == "csv" or not data:
        return data
    return (data.removeprefix(b"\xef\xbb\xbf") + b"\n\n") * max(1, SIZE // len(data))


def rate(work: Callable[[], int]) -> float:
    """Things a second of processor time, the better of two runs."""
    best = 0.0
    for _ in range(2):
        start = time.process_time()
        count = work()
        best = max(best, count / max(time.process_time() - start, 1e-6))
    return best


def main() -> None:
    """Prints a table."""
    print(f"{'format':16} {'records':>8} {'MB/s':>6} {'ours/s':>8} {'tags/s':>8}   other/s")
    for key, name in FILES.items():
        data = material(key, name)
        if key not in FORMATS or not data:
            continue
        found = len(parse(data, format_key=key).records)
        ours = rate(lambda: len(parse(data, format_key=key).records))  # noqa: B023
        told = tags = ""
        text = decode(data)[0]
        if key in TAGS:
            tags = f"{rate(lambda: TAGS[key](text)):.0f}"  # noqa: B023
        if key in OTHERS:
            label, other = OTHERS[key]
            try:
                told = f"{rate(lambda: other(text)):8.0f} {label}"  # noqa: B023
            except ImportError:
                told = f"{label} is not installed"
            except Exception as error:
                told = f"{label} fails on it: {type(error).__name__} {error}"
        print(
            f"{key:16} {found:8} {ours * len(data) / found / 1e6:6.1f} {ours:8.0f} {tags:>8}   {told}"
        )


if __name__ == "__main__":
    main()
