"""Other people's readers, each brought to the names of our fields:
format → reader → a list of dictionaries.
"""

import io
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from lxml import etree

#: What a reader gives of one record: texts and lists of texts by the names of our fields; no key
#: for what it lacks.
Read = dict[str, Any]

_MODS = {"m": "http://www.loc.gov/mods/v3"}
#: Fields of BibTeX that are used as they stand, never set as LaTeX.
_VERBATIM = ("url", "doi")
_BIBUTILS = {
    "ris": "ris2xml",
    "bibtex": "bib2xml",
    "endnote_tagged": "end2xml",
    "endnote_xml": "endx2xml",
}


def rispy(data: bytes) -> list[Read]:
    """RIS by rispy, its own names of tags."""
    import rispy as library

    found = []
    for entry in library.loads(data.decode("utf-8")):
        first, last = entry.get("start_page", ""), entry.get("end_page", "")
        serial = entry.get("issn", "")
        found.append(
            _filled(
                title=entry.get("title"),
                title_translated=entry.get("translated_title"),
                authors=entry.get("authors"),
                editors=entry.get("secondary_authors") or entry.get("tertiary_authors"),
                translators=entry.get("subsidiary_authors"),
                year=entry.get("year"),
                date=entry.get("date"),
                journal=entry.get("secondary_title"),
                volume=entry.get("volume"),
                issue=entry.get("number"),
                pages=f"{first}-{last}" if last else first,
                doi=entry.get("doi"),
                pmid=entry.get("accession_number"),
                issn=_issns(serial),
                isbn=_isbns(serial),
                language=entry.get("language"),
                abstract=entry.get("abstract"),
                keywords=entry.get("keywords"),
                publisher=entry.get("publisher"),
                place=entry.get("place_published"),
                url=(entry.get("urls") or [""])[0],
                edition=entry.get("edition"),
                accessed=entry.get("access_date"),
                strange=entry.get("unknown_tag"),
            )
        )
    return found


def bibtexparser2(data: bytes) -> list[Read]:
    """BibTeX by bibtexparser 2 with its own LaTeX decoding and name splitting."""
    import bibtexparser as library
    from bibtexparser import middlewares

    layers = [middlewares.SeparateCoAuthors(), middlewares.LatexDecodingMiddleware()]
    text = data.decode("utf-8")
    plain, parsed = library.parse_string(text), library.parse_string(text, append_middleware=layers)
    assert not parsed.failed_blocks
    return [
        bibtex_fields(
            {f.key: f.value for f in entry.fields}
            | {f.key: f.value for f in bare.fields if f.key in _VERBATIM}
        )
        for entry, bare in zip(parsed.entries, plain.entries, strict=True)
    ]


def pybtex(data: bytes) -> list[Read]:
    """BibTeX by pybtex: persons by its own rules, LaTeX as it decodes it."""
    from pybtex.database import parse_string
    from pybtex.richtext import Text

    def plain(text: str) -> str:
        return str(Text.from_latex(text))

    found = []
    for entry in parse_string(data.decode("utf-8"), "bibtex").entries.values():
        fields: dict[str, Any] = {
            name.lower(): plain(value) for name, value in entry.fields.items()
        }
        fields |= {name: entry.fields[name] for name in _VERBATIM if name in entry.fields}
        for role, people in entry.persons.items():
            fields[role] = [_person(person, plain) for person in people]
        found.append(bibtex_fields(fields))
    return found


def _person(person: Any, plain: Callable[[str], str]) -> str:
    family = " ".join((*person.prelast_names, *person.last_names, *person.lineage_names))
    given = " ".join((*person.first_names, *person.middle_names))
    return plain(f"{family}, {given}" if given else family)


def bibtex_fields(fields: Read) -> Read:
    """The fields of a BibTeX entry by the names of ours; people may be a list or one name."""

    def people(name: str) -> list[str]:
        given = fields.get(name) or []
        return [_unbraced(each) for each in ([given] if isinstance(given, str) else given)]

    authors, cut = people("author"), False
    if authors and authors[-1] == "others":
        authors, cut = authors[:-1], True
    words = fields.get("keywords", "")
    return _filled(
        title=_unbraced(fields.get("title", "")),
        authors=authors,
        authors_incomplete=cut,
        editors=people("editor"),
        translators=people("translator"),
        year=fields.get("year"),
        journal=_unbraced(fields.get("journal") or fields.get("booktitle") or ""),
        volume=fields.get("volume"),
        issue=fields.get("number"),
        pages=str(fields.get("pages", "")).replace("--", "-").replace("–", "-"),
        doi=fields.get("doi"),
        pmid=fields.get("pmid"),
        issn=_issns(fields.get("issn", "")),
        isbn=_isbns(fields.get("isbn", "")),
        language=fields.get("language"),
        abstract=fields.get("abstract"),
        keywords=[
            _unbraced(word.strip())
            for word in re.split("[;]" if ";" in words else "[,]", words)
            if word
        ],
        publisher=fields.get("publisher") or fields.get("school") or fields.get("institution"),
        place=fields.get("address"),
        url=fields.get("url"),
        edition=fields.get("edition"),
        accessed=fields.get("urldate"),
    )


def _unbraced(text: str) -> str:
    return text[1:-1] if text[:1] == "{" and text[-1:] == "}" else text


def medline(data: bytes) -> list[Read]:
    """MEDLINE by Biopython, its own rules for lines that go on."""
    from Bio import Medline

    found = []
    for entry in Medline.parse(io.StringIO(data.decode("utf-8"))):
        dois = [
            part.removesuffix(" [doi]")
            for part in [entry.get("LID", "")]
            if part.endswith(" [doi]")
        ]
        translated, title = entry.get("TT"), entry.get("TI", "")
        found.append(
            _filled(
                title=translated if translated and title.startswith("[") else title,
                authors=entry.get("FAU") or entry.get("AU"),
                groups=entry.get("CN"),
                editors=entry.get("FED"),
                year=entry.get("DP", "")[:4],
                date=entry.get("DP"),
                journal=entry.get("JT"),
                volume=entry.get("VI"),
                issue=entry.get("IP"),
                pages=entry.get("PG"),
                doi=dois[0] if dois else "",
                pmid=entry.get("PMID"),
                issn=_issns(entry.get("IS", "")),
                isbn=entry.get("ISBN"),
                language=(entry.get("LA") or [""])[0],
                abstract=entry.get("AB"),
                keywords=entry.get("OT"),
                place=entry.get("PL"),
                edition=" ".join(entry.get("EN", [])),
                publisher=" ".join(entry.get("PB", [])),
                url=" ".join(entry.get("URL", [])),
            )
        )
    return found


def citeproc(data: bytes) -> list[Read]:
    """CSL-JSON as citeproc-py takes it in."""
    from citeproc.source.json import CiteProcJSON

    source = CiteProcJSON(json.loads(data))
    found = []
    for entry in source.values():

        def text(name: str, entry: Any = entry) -> str:
            return str(entry.get(name, ""))

        def people(name: str, entry: Any = entry) -> list[str]:
            return [_csl_name(each) for each in entry.get(name, [])]

        def day(name: str, entry: Any = entry) -> str:
            date = entry.get(name)
            parts = (
                [date.get(part) for part in ("year", "month", "day")]
                if hasattr(date, "get")
                else []
            )
            return "-".join(f"{int(part):02d}" for part in parts if part)

        page = entry.get("page", "")
        found.append(
            _filled(
                title=text("title"),
                authors=people("author"),
                editors=people("editor") or people("container_author"),
                translators=people("translator"),
                year=day("issued")[:4],
                date=day("issued"),
                journal=text("container_title"),
                volume=text("volume"),
                issue=text("issue"),
                pages=str(page).replace("–", "-"),
                doi=text("DOI"),
                pmid=text("PMID"),
                issn=_issns(text("ISSN")),
                isbn=_isbns(text("ISBN")),
                language=text("language"),
                abstract=text("abstract"),
                keywords=[word.strip() for word in text("keyword").split(",") if word.strip()],
                url=text("URL"),
                publisher=text("publisher"),
                place=text("publisher_place"),
                edition=text("edition"),
                accessed=day("accessed"),
            )
        )
    return found


def _csl_name(name: Any) -> str:
    family = " ".join(
        str(part) for part in (name.get("non-dropping-particle"), name.get("family")) if part
    )
    given = str(name.get("given") or "")
    return (
        f"{family}, {given}"
        if given
        else family or str(getattr(name, "literal", "") or name.get("literal", ""))
    )


def csl_fields(item: Read) -> Read:
    """The fields of an item of CSL-JSON by the names of ours."""

    def day(name: str) -> str:
        parts = ((item.get(name) or {}).get("date-parts") or [[]])[0]
        return "-".join(f"{int(part):02d}" for part in parts)

    return _filled(
        title=item.get("title"),
        authors=[_csl_name(each) for each in item.get("author", [])],
        editors=[_csl_name(each) for each in item.get("editor", [])],
        translators=[_csl_name(each) for each in item.get("translator", [])],
        year=day("issued")[:4],
        journal=item.get("container-title"),
        volume=item.get("volume"),
        issue=item.get("issue"),
        pages=item.get("page"),
        doi=item.get("DOI"),
        pmid=item.get("PMID"),
        issn=_issns(item.get("ISSN", "")),
        isbn=_isbns(item.get("ISBN", "")),
        language=item.get("language"),
        abstract=item.get("abstract"),
        keywords=[
            word.strip() for word in re.split("[,;]", item.get("keyword", "")) if word.strip()
        ],
        publisher=item.get("publisher"),
        place=item.get("publisher-place"),
        url=item.get("URL"),
        edition=item.get("edition"),
        accessed=day("accessed"),
    )


def pandas(data: bytes, *, excel: bool = False) -> list[Read]:
    """CSV or XLSX by pandas, every cell as a text."""
    import pandas as library

    read: Any = library.read_excel if excel else library.read_csv
    engine = {"engine": "openpyxl"} if excel else {}
    table = read(io.BytesIO(data), dtype=str, keep_default_na=False, na_filter=False, **engine)
    return [_row(row) for row in table.to_dict("records")]


def excel_by_pandas(data: bytes) -> list[Read]:
    """XLSX by pandas."""
    return pandas(data, excel=True)


def openpyxl(data: bytes) -> list[Read]:
    """XLSX by openpyxl, values as a spreadsheet would show them."""
    import openpyxl as library

    rows = library.load_workbook(io.BytesIO(data), read_only=True, data_only=True).active.iter_rows(
        values_only=True
    )
    header = [str(name) for name in next(rows)]
    return [
        _row({name: "" if v is None else str(v) for name, v in zip(header, row, strict=False)})
        for row in rows
    ]


def _row(row: dict[Any, Any]) -> Read:
    several = {
        "authors",
        "authors_translated",
        "editors",
        "translators",
        "keywords",
        "issn",
        "isbn",
    }
    values: Read = {}
    for name, cell in row.items():
        text = cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell
        values[name] = (
            [part.strip() for part in text.split(";") if part.strip()] if name in several else text
        )
    values["authors_incomplete"] = values.get("authors_incomplete") == "yes"
    return _filled(**values)


def bibutils(key: str) -> Callable[[bytes], list[Read]]:
    """The reader of a format that turns it into MODS by bibutils."""
    program = _BIBUTILS[key]

    def read(data: bytes) -> list[Read]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "records"
            path.write_bytes(data)
            done = subprocess.run(
                [program, "-i", "utf8", "-un", "-nt", path],
                capture_output=True,
                check=True,
                timeout=60,
            )
        return [_mods(node) for node in etree.fromstring(done.stdout).iterfind("m:mods", _MODS)]

    return read


def has_bibutils() -> bool:
    """Whether the programs are there."""
    return shutil.which("ris2xml") is not None


def _mods(node: Any) -> Read:
    host = node.find("m:relatedItem[@type='host']", _MODS)
    both = [node] if host is None else [node, host]

    def one(path: str, where: Iterable[Any] = both) -> str:
        return next(
            (text for n in where if (text := (n.findtext(path, "", _MODS) or "").strip())), ""
        )

    def every(path: str, where: Iterable[Any] = both) -> list[str]:
        return [each.text or "" for n in where for each in n.iterfind(path, _MODS)]

    def people(role: str, where: Iterable[Any]) -> list[str]:
        found = [n for each in where for n in each.iterfind("m:name", _MODS)]
        return [_mods_name(n) for n in found if n.findtext("m:role/m:roleTerm", "", _MODS) == role]

    # Those who made the host are its editors, whatever bibutils calls them.
    hosts = [] if host is None else [host]
    serial = " ".join(every("m:identifier[@type='serial number']"))
    numbers = [*every("m:identifier[@type='issn']"), *every("m:identifier[@type='isbn']"), serial]
    told = next((note[6:] for note in every("m:note") if note.startswith("PMID: ")), "")

    start, end = one("m:part/m:extent/m:start"), one("m:part/m:extent/m:end")
    return _filled(
        title=one("m:titleInfo/m:title", [node]),
        authors=people("author", [node]),
        editors=people("editor", both) + people("author", hosts),
        translators=people("translator", both),
        year=(one("m:originInfo/m:dateIssued") or one("m:part/m:date"))[:4],
        journal=one("m:titleInfo/m:title", [host]) or _abbreviated(host)
        if host is not None
        else "",
        volume=one("m:part/m:detail[@type='volume']/m:number"),
        issue=one("m:part/m:detail[@type='issue']/m:number"),
        pages=f"{start}-{end}"
        if end
        else start or one("m:part/m:extent/m:total") or one("m:part/m:extent/m:list"),
        doi=one("m:identifier[@type='doi']"),
        issn=_issns(" ".join(numbers)),
        pmid=one("m:identifier[@type='pubmed']") or one("m:identifier[@type='accessnum']") or told,
        isbn=_isbns(" ".join([*numbers, *every("m:identifier[@type='isbn13']")])),
        language=one("m:language/m:languageTerm"),
        abstract=one("m:abstract"),
        keywords=every("m:subject/m:topic"),
        publisher=one("m:originInfo/m:publisher"),
        place=one("m:originInfo/m:place/m:placeTerm"),
        url=one("m:location/m:url"),
        edition=one("m:originInfo/m:edition"),
    )


def _abbreviated(host: Any) -> str:
    return next((t.text for t in host.iterfind("m:titleInfo/m:title", _MODS) if t.text), "")


def _mods_name(node: Any) -> str:
    parts = {"family": [], "given": [], "": []}  # type: dict[str, list[str]]
    for each in node.iterfind("m:namePart", _MODS):
        parts.setdefault(each.get("type") or "", []).append(each.text or "")
    family, given = " ".join(parts["family"]), " ".join(parts["given"])
    return f"{family}, {given}" if family and given else family or " ".join(parts[""]) or given


def _issns(text: Any) -> list[str]:
    return re.findall(r"(?<![\d-])\d{4}-\d{3}[\dX](?![\d-])", str(text))


def _isbns(text: Any) -> list[str]:
    return re.findall(r"(?<![\d-])(?:97[89]-)?\d-\d+-\d+-[\dX](?![\d-])", str(text))


def _filled(**values: Any) -> Read:
    return {name: value for name, value in values.items() if value not in (None, "", [], False)}


#: The readers by format and name.
READERS: dict[tuple[str, str], Callable[[bytes], list[Read]]] = {
    ("ris", "rispy"): rispy,
    ("ris", "bibutils"): bibutils("ris"),
    ("bibtex", "bibtexparser 2"): bibtexparser2,
    ("bibtex", "pybtex"): pybtex,
    ("bibtex", "bibutils"): bibutils("bibtex"),
    ("endnote_xml", "bibutils"): bibutils("endnote_xml"),
    ("endnote_tagged", "bibutils"): bibutils("endnote_tagged"),
    ("pubmed_nbib", "Biopython"): medline,
    ("csl_json", "citeproc-py"): citeproc,
    ("csv", "pandas"): pandas,
    ("xlsx", "pandas"): excel_by_pandas,
    ("xlsx", "openpyxl"): openpyxl,
}
