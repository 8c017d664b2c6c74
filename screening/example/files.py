"""The example's search results as the files that CNKI and PubMed would have given."""

from collections.abc import Callable
from dataclasses import dataclass

from screening.example import words
from screening.example.articles import Article


@dataclass(frozen=True, slots=True)
class SampleFile:
    """One file of the example: to which search it belongs, its name and its bytes."""

    search: str
    name: str
    data: bytes


def write_files(articles: list[Article]) -> list[SampleFile]:
    """Five sample files: CNKI RefWorks (GB18030), CNKI NoteExpress, two of PubMed, and RIS."""
    found = {key: [a for a in articles if key in a.found_in] for key in SERIALISERS}
    return [
        SampleFile(key, name, "".join(write(a) for a in found[key]).encode(encoding))
        for key, (name, encoding, write) in SERIALISERS.items()
    ]


def _is_first_sight(article: Article, search: str) -> bool:
    """Whether this file holds the online-first form of an article that a later one holds in its
    final form.
    """
    return article.online_first and len(article.found_in) > 1 and article.found_in[0] == search


def _cnki_refworks(article: Article) -> str:
    early = _is_first_sight(article, "cnki")
    kind = {"thesis": "Dissertation/Thesis", "conference": "Conference Proceeding"}.get(
        article.type, "Journal Article"
    )
    lines = [
        f"RT {kind}",
        "SR 1",
        "A1 " + ";".join(p.zh for p in article.people) + ";",
        f"AD {article.university.zh};",
        f"T1 {article.telling.title.zh}",
    ]
    if article.type == "thesis":
        lines += [f"PB {article.university.zh}", f"YR {article.year}", "CL 硕士"]
    else:
        lines += [f"JF {article.journal.zh}", f"YR {article.year}"]
        lines += (
            []
            if early
            else [f"IS {article.issue:02d}", f"vo {article.volume}", f"OP {article.page_range}"]
        )
    lines += ["K1 " + ";".join(k.zh for k in article.telling.keywords)]
    if article.abstract:
        lines += [f"AB {article.telling.abstract.zh}"]
    lines += [f"SN {_issn(article)}", "LA 中文;", "DS CNKI", f"NO {words.MADE_UP.zh}"]
    if article.number % 3:
        lines += [f"LK https://link.cnki.net/doi/{article.doi}", f"DO {article.doi}"]
    return "\r\n".join(lines) + "\r\n\r\n"


def _noteexpress(article: Article) -> str:
    lines = [
        "{Reference Type}: Journal Article",
        "{Title}: " + article.telling.title.zh,
        "{Translated Title}: " + article.telling.title.en,
        "{Author}: " + ";".join(p.zh for p in article.people) + ";",
        "{Author Address}: " + article.university.zh + ";",
        "{Journal}: " + article.journal.zh,
        f"{{Year}}: {article.year}",
        f"{{Volume}}: {article.volume}",
        f"{{Issue}}: {article.issue:02d}",
        f"{{Pages}}: {article.page_range}",
        "{Keywords}: " + ";;".join(k.zh for k in article.telling.keywords),
        "{Abstract}: " + (article.telling.abstract.zh if article.abstract else ""),
        "{ISBN/ISSN}: " + _issn(article),
        "{Notes}: " + words.MADE_UP.zh,
        "{Database Provider}: CNKI",
        "{Language}: 中文;",
    ]
    return "\r\n".join(lines) + "\r\n\r\n"


def _nbib(search: str) -> Callable[[Article], str]:
    def write(article: Article) -> str:
        early = _is_first_sight(article, search)
        translated = article.origin == "zh"
        title = article.telling.title.en
        lines = [
            ("PMID", article.pmid),
            ("OWN", "EXAMPLE"),
            ("STAT", "Publisher" if early else "MEDLINE"),
        ]
        lines += [("IS", f"{_issn(article)} (Electronic)")]
        if not early:
            lines += [("VI", str(article.volume)), ("IP", str(article.issue))]
        lines += [("DP", f"{article.year}")]
        lines += [("TI", f"[{title}]." if translated else f"{title}.")]
        if not early:
            lines += [("PG", article.page_range)]
        if not (translated and article.number % 2):
            lines += [("LID", f"{article.doi} [doi]")]
        if article.abstract:
            lines += [("AB", article.telling.abstract.en)]
        for person in article.people:
            family, _, given = person.en.partition(", ")
            lines += [("FAU", person.en), ("AU", f"{family} {given[:1]}")]
        lines += [("LA", "chi" if translated else "eng"), ("GN", words.MADE_UP.en)]
        lines += [("PT", "Retracted Publication")] if article.notice else []
        lines += [
            (
                "PT",
                {"review": "Review", "conference": "Congress"}.get(article.type, "Journal Article"),
            )
        ]
        if translated and article.number % 4 == 0:
            lines += [("TT", article.telling.title.zh)]
        lines += [("JT", article.journal.en), ("TA", article.journal.en)]
        lines += [("OT", k.en) for k in article.telling.keywords]
        lines += [("RIN", "Specimen Notices. 2024;1:9.")] if article.notice else []
        return "".join(_tagged(tag, value) for tag, value in lines) + "\r\n"

    return write


def _tagged(tag: str, value: str) -> str:
    """A line of the tagged format, wrapped at 80 columns with six blanks before what follows,
    as PubMed does.
    """
    rows, row = [], ""
    for word in value.split(" "):
        if row and len(row) + len(word) > 73:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}" if row else word
    return f"{tag:<4}- " + "\r\n      ".join([*rows, row]) + "\r\n"


def _ris(article: Article) -> str:
    lines = [
        ("TY", "JOUR"),
        ("TI", article.telling.title.en),
        *(("AU", p.en) for p in article.people),
    ]
    lines += [("T2", article.journal.en), ("PY", str(article.year)), ("VL", str(article.volume))]
    lines += [
        ("IS", str(article.issue)),
        ("SP", str(article.page)),
        ("EP", str(article.page + article.pages)),
    ]
    lines += [
        ("DO", article.doi),
        ("AB", article.telling.abstract.en),
        ("N1", words.MADE_UP.en),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)


def _issn(article: Article) -> str:
    return f"9999-{words.JOURNALS.index(article.journal):04d}"


SERIALISERS: dict[str, tuple[str, str, Callable[[Article], str]]] = {
    "cnki": ("CNKI-2024-11-10.txt", "gb18030", _cnki_refworks),
    "pubmed": ("pubmed-2024-11-10.nbib", "utf-8", _nbib("pubmed")),
    "cnki_update": ("CNKI-2024-11-28.net", "utf-8-sig", _noteexpress),
    "pubmed_update": ("pubmed-2024-11-28.nbib", "utf-8", _nbib("pubmed_update")),
    "citation": ("reference-lists.ris", "utf-8", _ris),
}
