"""How much of what we write other people's readers give back: a table of format, reader and field.

Beside the readers of `tests/readers` it asks two that cannot be installed beside them: bibtexparser
1, in an environment of its own, and Citation.js, by node. Zotero's own translators are in no
package registry, so they are not asked. One that cannot be had is named and left out.
"""

import json
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from screening.formats import FORMATS
from tests.benchmarks.own_environment import NotThere, python_with, run_alone
from tests.readers.comparison import FIELDS, Outcome, compare
from tests.readers.outside import READERS, Read, bibtex_fields, csl_fields, has_bibutils
from tests.readers.records import records

OLD_BIBTEXPARSER = """
import json, sys, bibtexparser
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import convert_to_unicode, getnames
parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
parser.customization = convert_to_unicode
found = bibtexparser.loads(open(sys.argv[1], encoding="utf-8").read(), parser).entries
for entry in found:
    for role in ("author", "editor", "translator"):
        if role in entry:
            entry[role] = [part.strip() for part in entry[role].replace("\\n", " ").split(" and ")]
print(json.dumps(found))
"""
CITATION_JS = """
const { Cite } = require('@citation-js/core')
require('@citation-js/plugin-ris'); require('@citation-js/plugin-bibtex')
const text = require('fs').readFileSync(process.argv[2], 'utf8')
console.log(JSON.stringify(new Cite(text, { forceType: process.argv[3] }).data.map(({ _graph, ...item }) => item)))
"""
NODE_PACKAGES = tuple(
    f"@citation-js/{name}@0.7.21" for name in ("core", "plugin-ris", "plugin-bibtex")
)


def bibtexparser1(data: bytes) -> list[Read]:
    """BibTeX by bibtexparser 1.4.4, LaTeX to Unicode by its own customization. Raises NotThere."""
    python = python_with("bibtexparser", "1.4.4")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.bib"
        path.write_bytes(data)
        return [
            bibtex_fields(entry)
            for entry in json.loads(_said([python, "-c", OLD_BIBTEXPARSER, path]))
        ]


def citation_js(kind: str) -> Callable[[bytes], list[Read]]:
    """RIS or BibTeX by Citation.js, which gives CSL-JSON. Raises NotThere."""

    def read(data: bytes) -> list[Read]:
        if not (shutil.which("node") and shutil.which("npm")):
            raise NotThere("node and npm are not installed")
        home = Path(tempfile.gettempdir()) / "reviewapp-bench-citation-js"
        if not (home / "installed").exists():
            run_alone(
                [
                    "npm",
                    "install",
                    "--silent",
                    "--no-audit",
                    "--no-fund",
                    "--prefix",
                    home,
                    *NODE_PACKAGES,
                ]
            )
            (home / "installed").touch()
        (home / "read.js").write_text(CITATION_JS, encoding="utf-8")
        (home / "records").write_bytes(data)
        return [
            csl_fields(item)
            for item in json.loads(_said(["node", home / "read.js", home / "records", kind]))
        ]

    return read


def _said(command: list[Any]) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        raise NotThere((done.stderr.strip().splitlines() or ["no reason given"])[-1])
    return done.stdout


ALL = READERS | {
    ("bibtex", "bibtexparser 1"): bibtexparser1,
    ("bibtex", "Citation.js"): citation_js("@bibtex/text"),
    ("ris", "Citation.js"): citation_js("@ris/file"),
}


def main() -> None:
    """Prints for each reader the records in which a field was kept, of those that have it."""
    warnings.simplefilter("ignore")
    written = records()
    rows: list[tuple[str, str, Outcome]] = []
    for (format_key, reader), read in sorted(ALL.items()):
        if reader == "bibutils" and not has_bibutils():
            print(f"{format_key}, {reader}: not installed")
            continue
        try:
            found = read(b"".join(FORMATS[format_key].write(written)))
        except NotThere as reason:
            print(f"{format_key}, {reader}: {reason}")
            continue
        rows.append((format_key, reader, compare(written, found)))
    for name in FIELDS:
        print(f"\n{name}")
        for format_key, reader, outcome in rows:
            kept, lost, damaged = outcome.kept[name], outcome.lost[name], outcome.damaged[name]
            print(
                f"  {format_key:15}{reader:16}{kept:4} of {kept + lost + damaged:3}, lost {lost:3}, damaged {damaged:3}"
            )
    print()
    for format_key, reader, outcome in rows:
        kept, lost, damaged = (c.total() for c in (outcome.kept, outcome.lost, outcome.damaged))
        print(f"{format_key:15}{reader:16}kept {kept:4}, lost {lost:4}, damaged {damaged:4}")


if __name__ == "__main__":
    main()
