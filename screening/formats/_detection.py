"""What a file is, told from its content, never from its name;
what cannot hold references is refused and named.
"""

import re
from collections.abc import Mapping

from screening.formats._delimited_layout import WIDEST
from screening.formats._format import Format
from screening.formats._tagged import Tagged
from screening.records.messages import Message, gettext_noop

#: How much of a file the formats get to see, in bytes or characters.
HEAD = 1 << 16

SURE_ENOUGH = 0.2
_SETTLED = 0.9

_PROGRAM = gettext_noop(
    "%(name)s is a program. Upload an export of the search instead: RIS, PubMed (.nbib), BibTeX, NoteExpress or CSV."
)
_PICTURE = gettext_noop(
    "%(name)s is a picture. Upload an export of the search instead: RIS, PubMed (.nbib), BibTeX, NoteExpress or CSV."
)
_PACKED = gettext_noop(
    "%(name)s is an archive of an unsupported type. Upload an export of the search "
    "instead: RIS, PubMed (.nbib), BibTeX, NoteExpress or CSV."
)
_OFFICE = gettext_noop(
    "%(name)s is an Office document. Upload an export of the search instead: RIS, PubMed (.nbib), BibTeX, "
    "NoteExpress or CSV."
)
_MEDIA = gettext_noop(
    "%(name)s is an audio or video file. Upload an export of the search instead: RIS, "
    "PubMed (.nbib), BibTeX, NoteExpress or CSV."
)
_DATABASE = gettext_noop(
    "%(name)s is a database file, perhaps a reference manager's library. Upload an export of the search instead: "
    "RIS, PubMed (.nbib), BibTeX, NoteExpress or CSV."
)
_PDF = gettext_noop(
    "%(name)s is a PDF document. Upload an export of the search instead: RIS, PubMed (.nbib), BibTeX, "
    "NoteExpress or CSV."
)
_SCRIPT = gettext_noop(
    "%(name)s is a script. Upload an export of the search instead: RIS, PubMed (.nbib), BibTeX, NoteExpress or CSV."
)
_RTF = gettext_noop(
    "%(name)s is a rich text (RTF) document. Upload an export of the search instead: RIS, PubMed (.nbib), BibTeX, "
    "NoteExpress or CSV."
)

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", _PDF),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"#!/", _SCRIPT),
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"Rar!\x1a", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"\xfd7zXZ\x00", _PACKED),
    (b"BZh", _PACKED),
    (b"\x28\xb5\x2f\xfd", _PACKED),
    (b"{\\rtf", _RTF),
    (b"SQLite format 3\x00", _DATABASE),
    (b"\xfe\x01", _DATABASE),
    (b"ID3", _MEDIA),
    (b"OggS", _MEDIA),
    (b"RIFF", _MEDIA),
    (b"\x1aE\xdf\xa3", _MEDIA),
)
_WEB_PAGE = gettext_noop(
    "%(name)s is a web page, perhaps a sign-in or error page that was saved instead of the export. Export the search "
    "again as RIS, PubMed (.nbib), BibTeX, NoteExpress or CSV."
)
_ZOTERO_RDF = gettext_noop(
    "%(name)s is a Zotero RDF file. In Zotero choose “Export” and the format RIS or CSL JSON, and upload that file."
)
_CROSSREF_XML = gettext_noop(
    "%(name)s is Crossref XML, which is not supported. Export JSON (api.crossref.org) or RIS from Crossref instead."
)
_DATACITE_XML = gettext_noop(
    "%(name)s is DataCite XML, which is not supported. Export the works as DataCite JSON, RIS or BibTeX instead."
)
_MARC = gettext_noop(
    "%(name)s contains MARC records of a library catalogue, which are not supported. "
    "Export them from the catalogue as RIS, EndNote or BibTeX, or convert them to MODS."
)
_CITAVI = gettext_noop(
    "%(name)s is a Citavi project or its backup. In Citavi choose “File”, “Export” and the format RIS or BibTeX, and "
    "upload that file."
)
_LIBRARY = gettext_noop(
    "%(name)s is the library of a reference manager. Export the references from the program as RIS, EndNote XML or "
    "BibTeX, and upload that file."
)
#: Names of databases whose first bytes tell nothing of the program that they belong to.
_LIBRARIES = (
    (re.compile(r"\.ct[tv]\d?$", re.IGNORECASE), _CITAVI),
    (re.compile(r"\.en[il]$|zotero\.sqlite|\.(?:papers|bookends|bdb)$", re.IGNORECASE), _LIBRARY),
)
#: Files that hold references in a form we do not read, and what to export in its place.
_NAMED = (
    (
        re.compile(
            r"zotero\.org/namespaces/export|<z:Collection|<bib:(?:Article|Book|Journal|Thesis)\b"
        ),
        _ZOTERO_RDF,
    ),
    (
        re.compile(
            r"crossref\.org/(?:xschema|schema|qrschema)|<(?:crossref_result|doi_batch|crossref)\b"
        ),
        _CROSSREF_XML,
    ),
    (re.compile(r"datacite\.org/schema/kernel"), _DATACITE_XML),
    (
        re.compile(
            r"loc\.gov/MARC21/slim|<(?:marc:)?(?:collection|record)\b[^>]*>\s*<(?:marc:)?leader>"
        ),
        _MARC,
    ),
    (re.compile(r"^\d{5}[acdnp][a-z]{2}[a-z ][ a]22\d{5}"), _MARC),
    (re.compile(r"^=LDR  |^\d{9}\s+(?:LDR|00[1-8])\s+L\s", re.MULTILINE), _MARC),
    (re.compile(r"<CitaviExchangeData|<CitaviProject|SwissAcademic\.Citavi"), _CITAVI),
)
_WIDE = gettext_noop(
    "%(name)s is a table with more than %(most)s columns. Keep only the columns of the references and save it again."
)
_ENTITIES = gettext_noop(
    "%(name)s defines XML entities, which no export needs and which can do harm. It was refused."
)
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_OFFICE_PARTS = (b"word/document.xml", b"ppt/presentation.xml", "WordDocument".encode("utf-16-le"))
_HARMLESS = frozenset("\t\n\r\x0b\x0c\x1a\x1c\x1d\x1e\x1f")
_LINE = re.compile(r"\S[^\n]{0,60}")


def refusal(data: bytes, name: str) -> Message | None:
    """Why these bytes cannot be a list of references, saying what they are and what to do;
    None if they may be.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        empty = gettext_noop("%(name)s is empty. Export the search again and upload the new file.")
        return Message(empty, {"name": name})
    start = data.lstrip(b" \t\r\n")  # programs that make PDFs may leave blank lines before the mark
    kind = next((kind for magic, kind in _MAGIC if start.startswith(magic)), "")
    if kind == _DATABASE and b"SQLite" in data[:16]:
        tables = data.lower()
        if b"citavi" in tables or b"knowledgeitem" in tables:
            kind = _CITAVI
        elif (
            b"itemdata" in tables
            or b"collections" in tables
            or b"refs_search" in tables
            or b"enl_refs" in tables
        ):
            kind = _LIBRARY
        else:
            kind = next((known for ending, known in _LIBRARIES if ending.search(name)), kind)
    if not kind and data[4:8] == b"ftyp":
        kind = _MEDIA
    if (
        not kind
        and data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
        and any(part in data for part in _OFFICE_PARTS)
    ):
        kind = _OFFICE
    return Message(kind, {"name": name}) if kind else None


def elsewhere(head: str, name: str) -> Message | None:
    """What to say of a library or catalogue file that is known by name but not read;
    None for any other.
    """
    kind = next((kind for pattern, kind in _NAMED if pattern.search(head)), "")
    return Message(kind, {"name": name}) if kind else None


def is_binary(text: str) -> bool:
    """Whether decoded text is full of control characters, as no text file is."""
    head = text[:HEAD]
    controls = sum(1 for char in head if (char < " " and char not in _HARMLESS) or char == "\ufffd")
    return controls > max(8, len(head) // 20)


def best(formats: Mapping[str, Format], head: str, *, binary: bool) -> Format | None:
    """The format of that kind that is surest about the head of a file;
    None when none is sure enough.

    The tagged texts are asked first: their marks at line starts settle the matter at little cost.
    """
    asked = sorted(
        (each for each in formats.values() if each.binary == binary),
        key=lambda each: not _is_tagged(each),
    )
    found: Format | None = None
    surest = 0.0
    for candidate in asked:
        if surest >= _SETTLED and not _is_tagged(candidate):
            break
        sure = candidate.sniff(head)
        if sure > surest:
            found, surest = candidate, sure
    return found if surest >= SURE_ENOUGH else None


def as_table(formats: Mapping[str, Format], head: str, name: str) -> Format | None:
    """The CSV reader for a text that no format knows,
    whose name and first line say that it is a table.

    Its rows may not fit its header, so that the content alone decides nothing;
    a person gives its columns a meaning.
    """
    first = head.lstrip().partition("\n")[0]
    named = name.lower().endswith((".csv", ".tsv", ".tab"))
    return (
        formats["csv"]
        if named and 0 < max(first.count(mark) for mark in ",;\t|") < WIDEST
        else None
    )


def _is_tagged(each: Format) -> bool:
    return isinstance(each, Tagged)


def unknown(head: str, name: str) -> Message:
    """What to say of a text that no format knows: what it is or its first line, and what to do."""
    if _HTML.match(head):
        return Message(_WEB_PAGE, {"name": name})
    if head.lstrip()[:1] == "<" and "<!ENTITY" in head:
        return Message(_ENTITIES, {"name": name})
    first = head.partition("\n")[0]
    if max(first.count(mark) for mark in ",;\t|") >= WIDEST:
        return Message(_WIDE, {"name": name, "most": WIDEST})
    line = _LINE.search(head)
    text = gettext_noop(
        "%(name)s is text in an unknown format; it begins with “%(line)s”. Choose the format "
        "manually, or export the search again as RIS, PubMed (.nbib), BibTeX, NoteExpress or "
        "CSV."
    )
    return Message(text, {"name": name, "line": line.group().strip() if line else ""})


def unreadable(name: str) -> Message:
    """What to say of bytes that are no text and no known binary format."""
    text = gettext_noop(
        "%(name)s is neither text nor a supported table. Export the search results as RIS, "
        "PubMed (.nbib), BibTeX, NoteExpress or CSV from the database and upload that file."
    )
    return Message(text, {"name": name})
