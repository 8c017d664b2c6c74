"""Links to where a full text may be had: the library's resolver, LibKey, CNKI and Wanfang.
Nothing is sent by us.

Sources: ANSI/NISO Z39.88-2004 (OpenURL, KEV journal and book), LibKey linking (Third Iron).
"""

from urllib.parse import quote, urlencode

from screening.records.record import Record


def openurl(base: str, record: Record, *, site: str = "") -> str:
    """The address of the library's resolver for a record; "" without a resolver."""
    if not base.startswith("https://"):
        return ""
    pairs = [
        ("url_ver", "Z39.88-2004"),
        ("ctx_ver", "Z39.88-2004"),
        ("rfr_id", f"info:sid/{site or 'reviewapp'}:reviewapp"),
    ]
    pairs += _book(record) if record.type in ("book", "chapter") else _article(record)
    pairs += [("rft_id", f"info:doi/{record.doi}")] if record.doi else []
    pairs += [("rft_id", f"info:pmid/{record.pmid}")] if record.pmid else []
    return f"{base}{'&' if '?' in base else '?'}{urlencode([pair for pair in pairs if pair[1]])}"


def _article(record: Record) -> list[tuple[str, str]]:
    first, _, last = record.pages.replace("–", "-").partition("-")
    return [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", record.title or record.title_translated),
        ("rft.jtitle", record.journal),
        ("rft.issn", record.issn[0] if record.issn else ""),
        ("rft.date", str(record.year or "")),
        ("rft.volume", record.volume),
        ("rft.issue", record.issue),
        ("rft.spage", first.strip()),
        ("rft.epage", last.strip()),
        ("rft.aulast", _surname(record)),
    ]


def _book(record: Record) -> list[tuple[str, str]]:
    return [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"),
        ("rft.btitle", record.title),
        ("rft.isbn", record.isbn[0] if record.isbn else ""),
        ("rft.date", str(record.year or "")),
        ("rft.aulast", _surname(record)),
    ]


def _surname(record: Record) -> str:
    return record.authors[0].split(",")[0] if record.authors else ""


def libkey(library: str, record: Record) -> str:
    """The LibKey link of a record with a DOI or PMID; "" without."""
    name = record.doi or record.pmid
    if not library.isdecimal() or not name:
        return ""
    return f"https://libkey.io/libraries/{library}/{quote(name, safe='/')}"


def through_proxy(prefix: str, record: Record) -> str:
    """The DOI's address through the library's proxy; "" without a proxy or DOI."""
    if not prefix.startswith("https://") or not record.doi:
        return ""
    return prefix + quote(f"https://doi.org/{record.doi}", safe="")


def cnki(record: Record) -> str:
    """A search of CNKI for the title of a Chinese record; "" for any other."""
    title = record.title if record.language == "zh" else ""
    return f"https://kns.cnki.net/kns8s/search?{urlencode({'kw': title})}" if title else ""


def wanfang(record: Record) -> str:
    """The same at Wanfang."""
    title = record.title if record.language == "zh" else ""
    return f"https://s.wanfangdata.com.cn/paper?{urlencode({'q': title})}" if title else ""
