"""Identifiers of a report or a journal, brought to one form; what is not one becomes ""."""

import re
from urllib.parse import unquote

from screening.records.markup import decoded
from screening.records.text import collapse

# The DOIs of older volumes hold the article's own part between angle brackets:
# "…17:15<1661::AID-SIM968>3.0.CO;2-2".
_DOI = re.compile(
    r"10\.\d{4,9}/(?:[^\s\"<>]|<(?!/|[a-z]{1,9}>)[^\s\"<>]+>(?=[\d;:.]))+", re.IGNORECASE
)
_QUERY = re.compile(r"[?&][A-Za-z_][\w.]*=")
_ISSN = re.compile(r"(?<![0-9Xx])(\d{4})-?(\d{3}[\dXx])(?![0-9Xx-])")
_ISBN = re.compile(
    r"(?<![0-9Xx-])(?:(?:97[89]([- ]))?\d{1,7}([- ])\d{1,7}\2\d{1,7}\2[\dXx]|(?:97[89]-?)?\d{9}[\dXx])(?![0-9Xx-])"
)
#: The registers that feed the WHO's platform, each with the form of its numbers.
_TRIALS = re.compile(
    r"(?<![A-Za-z0-9])("
    r"NCT\d{8}|(?:ChiCTR|ITMCTR|ChiMCTR)[-A-Z]*\d{8,10}|ISRCTN\d{8}|EUCTR\d{4}-\d{6}-\d{2}|CRD\d{11}|ACTRN\d{14}|UMIN\d{9}|"
    r"(?:CTIS\d{4}-\d{6}-\d{2}|CTRI/\d{4}/\d{2,3}/\d{6}|DRKS\d{8}|IRCT\d{8,20}N\d{1,3}|JapicCTI-\d{6}|jRCTs?\d{9,10}|"
    r"KCT\d{7}|LBCTR\d{10}|NTR\d{3,5}|PACTR\d{15,16}|PER-\d{3}-\d{2}|RBR-[0-9a-z]{5,8}|RPCEC\d{8}|"
    r"SLCTR/\d{4}/\d{3}|TCTR\d{11})(?![0-9]))",
    re.IGNORECASE,
)
#: Letters before at least three digits, as every registration has.
_PERHAPS = re.compile(r"[A-Za-z](?=[^A-Za-z]{0,12}\d)[^\n]{0,40}?\d{3}")
#: One of these stands in every registration.
_REGISTERS = (
    "NCT",
    "CHICTR",
    "ISRCTN",
    "CTR",
    "EUDRACT",
    "EUCT",
    "CTIS",
    "CRD",
    "UMIN",
    "DRKS",
    "IRCT",
    "JAPICCTI",
    "JRCT",
    "KCT",
    "NTR",
    "PER-",
    "RBR",
    "RPCEC",
    "EU CT",
)
_DASH = "[-‐‑–— ]"
#: The same numbers with blanks, hyphens, colons or the word "number" between the register's letters
#: and the digits.
_SPELLED = re.compile(
    rf"(?<![A-Za-z0-9])(?:"
    rf"(?P<name>NCT|ISRCTN|ChiCTR{_DASH}?[A-Z]{{0,4}}|ACTRN|UMIN|DRKS|KCT|TCTR|CRD|jRCTs?|PACTR|NTR|ITMCTR|ChiMCTR|"
    rf"RBR|EudraCT|EU ?CTR?|EUCTR|CTIS)"
    rf"(?:\s*(?:No|Nr|Number|Trial|ID|registration)\.?)*\s*[:：#.]?{_DASH}?\s*"
    rf"(?:(?P<eu>\d{{4}}-\d{{6}}-\d{{2}})|(?P<digits>\d{{3,16}})))(?![0-9])",
    re.IGNORECASE,
)
_PMID_MARK = re.compile(
    r"\s*(?:PMID\s*[:：]?|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)",
    re.IGNORECASE,
)

#: The address that Embase writes behind a PubMed number.
_BEHIND = re.compile(r"\s+\((?:https?://[^()]*|\d+/?|PubMed|PMID)\)$", re.IGNORECASE)


def doi(text: str) -> str:
    """The first DOI in the text, lower case, without resolver address and closing punctuation;
    "" if there is none.

    What an address asks for behind it ("?needAccess=true") is no part of it.
    """
    if "&" in text:
        text = decoded(text)
    found = _DOI.search(unquote(text) if "%" in text else text)
    if not found:
        return ""
    value = _QUERY.split(found.group(), maxsplit=1)[0].rstrip(".;,，。；").lower()
    for opening, closing in ("()", "[]", "{}"):
        if value.endswith(closing) and value.count(closing) > value.count(opening):
            value = value[:-1]
    return value.rstrip(".;,")


def pmid(text: str) -> str:
    """A PubMed number of 1 to 8 digits, without leading zeros, or of an address; "" for none."""
    digits = _PMID_MARK.sub("", text, count=1).strip().rstrip("/")
    if digits.endswith(")"):
        digits = _BEHIND.sub("", digits, count=1)
    return digits.lstrip("0") if digits.isascii() and digits.isdigit() and len(digits) <= 9 else ""


def issns(text: str) -> tuple[str, ...]:
    """Every ISSN in the text as "1234-567X", in order, each once; ISBNs are not mistaken for them."""
    return tuple(
        dict.fromkeys(
            f"{a}-{b.upper()}" for a, b in _ISSN.findall(text) if a != "0000" or b != "0000"
        )
    )


_CROSSED = re.compile(
    r"\b(PUBMED|MEDLINE|PMID|EMBASE|mdl(?=-))\s*[:-]?\s*(\d{4,})(?!\d)", re.IGNORECASE
)
_BRACKETED = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{3,7})\s*\[(?:pmid|pubmed)\]", re.IGNORECASE)
#: How the numbers look that databases give to their records.
_ACCESSIONS = (
    ("cochrane", re.compile(r"(?<![A-Za-z0-9])CN-\d{6,}")),
    ("embase", re.compile(r"(?<![A-Za-z0-9])L\d{6,}(?![0-9])")),
    (
        "wos",
        re.compile(
            r"(?<![A-Za-z0-9])(?:WOS|MEDLINE|BCI|CCC|KJD|SCIELO|RSCI|CSCD|CABI|BIOSIS|PQDT|ZOOREC):\w+"
        ),
    ),
    ("dimensions", re.compile(r"(?<![A-Za-z0-9])pub\.\d{6,}")),
    ("openalex", re.compile(r"(?<![A-Za-z0-9])W\d{6,12}(?![0-9A-Za-z])")),
    ("lens", re.compile(r"(?<![0-9-])\d{3}-\d{3}-\d{3}-\d{3}-\d{2}[0-9X](?![0-9-])")),
    ("lilacs", re.compile(r"(?<![A-Za-z0-9])(?:biblio|lil|psa|ibc|cub|sec)-\d{4,}")),
)


#: What every one of them has, to pass over all other texts at once.
_ACCESSION = re.compile(
    r"[A-Z]-?\d{6}|[A-Z]:\w|pub\.\d|\d-\d{3}-\d{3}|[a-z]-\d{4}|(?i:PUBMED|EMBASE|MEDLINE)"
)


def crossed_pmid(text: str) -> str:
    """The PubMed number in a list like "PUBMED 21314913,EMBASE 361439571", as Cochrane writes it,
    or "12; PMID: 3".
    """
    found = next(
        (pmid(number) for name, number in _CROSSED.findall(text) if name.upper() != "EMBASE"), ""
    )
    return found or (
        bracketed.group(1) if "[" in text and (bracketed := _BRACKETED.search(text)) else ""
    )


def accessions(text: str) -> list[tuple[str, str]]:
    """(scheme, number) of every record number of a database in the text, each once;
    other numbers are none.
    """
    if not _ACCESSION.search(text):
        return []
    found = [(scheme, each) for scheme, pattern in _ACCESSIONS for each in pattern.findall(text)]
    found += [
        ("embase", f"L{number}")
        for name, number in _CROSSED.findall(text)
        if name.upper() == "EMBASE"
    ]
    return list(dict.fromkeys(found))


def registrations(text: str) -> list[tuple[str, str]]:
    """(scheme, number) of every registration in the text; the scheme is the register's own letters,
    lower case.
    """
    return [(re.split(r"[-/\d]", number, maxsplit=1)[0].lower(), number) for number in trials(text)]


def isbns(text: str, *, strict: bool = False) -> tuple[str, ...]:
    """Every ISBN in the text, groups as given but parted by hyphens, in order, each once.

    A field of ISBNs that holds none is kept as it is, in one part,
    unless `strict` (where the field holds ISSNs, too).
    """
    found = (each.group().replace(" ", "-") for each in _ISBN.finditer(text))
    numbers = tuple(
        dict.fromkeys(number for number in found if len(number.replace("-", "")) in (10, 13))
    )
    return numbers if numbers or strict else tuple(filter(None, (collapse(text),)))


def trials(text: str) -> tuple[str, ...]:
    """Registration numbers of trials and reviews (NCT, ChiCTR, ISRCTN, …) in the text, upper case,
    each once.

    However they are spelled: "NCT 0123 4567", "NCT-01234567", "ChiCTR：2000029544", "EudraCT No.
    2010-012345-12", "JPRN-UMIN000012345" are the same as without blanks and names.
    """
    if not _PERHAPS.search(text):
        return ()
    folded = text.upper()
    if not any(name in folded for name in _REGISTERS):
        return ()
    found = list(_TRIALS.finditer(text))
    spoken = [
        (match.start(), number) for match in _SPELLED.finditer(text) if (number := _spelled(match))
    ]
    inside = {place for match in found for place in range(match.start(), match.end())}
    every = [(match.start(), match.group().upper()) for match in found]
    every += [(place, number) for place, number in spoken if place not in inside]
    numbers = dict.fromkeys(number for _place, number in sorted(every))
    return tuple(numbers)


def _spelled(match: re.Match[str]) -> str:
    """The number in its usual form; "" where it is not as long as the register's are."""
    name = match.group("name").upper().replace(" ", "")
    digits = match.group("digits") or ""
    if number := match.group("eu"):
        return f"{'CTIS' if name in ('CTIS', 'EUCT') else 'EUCTR'}{number}"
    return name + digits if _TRIALS.fullmatch(name + digits) else ""
