"""Authors: one string or many, run together or not, to surnames and initials that can be compared."""

import re
import unicodedata
from functools import lru_cache

from screening.dedupe.romanisation import is_surname, romanise
from screening.records.text import HAN, has_han, only_han

#: Authors beyond this many are not looked at.
MOST = 30

_SEPARATOR = re.compile(r"\s*(?:;|；|\n|\||、|\s+and\s+|\s+&\s+)\s*")
_COMMA = re.compile(r"\s*[,，]\s*")
_INITIALS = re.compile(r"(?:[A-Z]\.?[- ]?){1,4}$")
_RUN_TOGETHER = re.compile(
    r"(?<= [A-Z])(?=[A-Z][a-z]{2})|(?<= [A-Z]{2})(?=[A-Z][a-z]{2})|(?<= [A-Z]{3})(?=[A-Z][a-z]{2})|"
    r"(?<=[a-z]\.)(?=[A-Z][a-z])|(?<= [A-Z]\.)(?=[^\W\d_]['’]?[^\W\d_])|(?<!Mc)(?<!Mac)(?<![ .]De)(?<![ .]La)"
    r"(?<=[^\W\d_A-Z.])(?=[A-Z][^\W\d_A-Z])"
)
_NOT_LETTER = re.compile(r"[\W\d_]+")
_GIVEN_PART = re.compile(r"[^\W\d_]+")
#: The second line: CENTRAL gives the register as the author of an entry ("Nct").
_NOT_A_PERSON = frozenset(
    {
        "anonymous",
        "anon",
        "noauthor",
        "noauthorlisted",
        "notavailable",
        "na",
        "佚名",
        "etal",
        "等",
        "",
    }
    | {
        "nct",
        "isrctn",
        "euctr",
        "actrn",
        "ctri",
        "chictr",
        "drks",
        "irct",
        "jprn",
        "kct",
        "pactr",
        "tctr",
        "slctr",
    }
)


def letters(text: str) -> str:
    """The letters alone, lower case, without accents: "O'Brien-Łuk" gives "obrienluk"."""
    if not text.isascii():
        text = (
            text.replace("ł", "l")
            .replace("Ł", "L")
            .replace("ø", "o")
            .replace("Ø", "O")
            .replace("ß", "ss")
        )
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    return _NOT_LETTER.sub("", text).casefold()


_BODIES = frozenset(
    "organisation organization ministry committee commission agency department institute institutes association "  # noqa: SIM905
    "associations society group consortium council center centers centre centres bank office university authority "
    "federation foundation bureau nations union network collaboration programme unicef unesco unaids".split()
)
_HAN_BODY = re.compile(
    "委员会|组织|协会|学会|学组|中心|研究[所院]|出版社|编写组|课题组|办公室|统计局|卫生[部厅局]|人民政府|大学|医院|联盟|基金会"
)


@lru_cache(maxsize=65536)
def is_body(name: str) -> bool:
    """Whether a name is that of a body: a ministry, a committee, 委员会."""
    if not name.isascii() and _HAN_BODY.search(name):
        return True
    return not _BODIES.isdisjoint(_NOT_LETTER.sub(" ", name.casefold()).split())


def split_authors(text: str) -> tuple[str, ...]:
    """The names in one author field, whichever separator it uses;
    run-together names are cut at the seams.
    """
    parts = [p for p in _SEPARATOR.split(text.strip()) if p]
    if len(parts) != 1:
        return tuple(parts)
    pieces = [p for p in _COMMA.split(parts[0]) if p]
    if len(pieces) > 1:
        if all(only_han(p) for p in pieces) or all(
            _INITIALS.search(p) and " " in p for p in pieces
        ):
            return tuple(pieces)
        return tuple(_in_pairs(pieces)) if len(pieces) > 2 else (parts[0],)
    if only_han(parts[0]) and " " in parts[0]:
        return tuple(parts[0].split())
    return tuple(p.strip() for p in _RUN_TOGETHER.split(parts[0]) if p.strip())


def _in_pairs(pieces: list[str]) -> list[str]:
    """Names from "Smith, J., Jones, K.": every second piece is initials;
    otherwise each piece is a name.
    """
    if len(pieces) % 2 == 0 and all(len(letters(p)) <= 3 for p in pieces[1::2]):
        return [f"{a}, {b}" for a, b in zip(pieces[::2], pieces[1::2], strict=True)]
    return pieces


def person(name: str) -> tuple[str, str]:
    """Surname (letters only) and initials of one name; ("", "") for anonymous.
    Han names come in pinyin.
    """
    if not name.isascii() and has_han(name):
        return _chinese_person(name)
    family, comma, given = name.partition(",")
    if not comma:
        family, given = _without_comma(name)
    surname = letters(family)
    if surname in _NOT_A_PERSON:
        return "", ""
    return surname, _initials(given)


_HAN_PART = re.compile(f"[{HAN}·]+")


def _chinese_person(name: str) -> tuple[str, str]:
    """The Han part of "高亚1" or "高亚 (Gao Ya)"; a lone character is none."""
    if name.strip() in _NOT_A_PERSON:
        return "", ""
    if only_han(name):
        return romanise(name)
    parts = [p for p in _HAN_PART.findall(name) if len(p) > 1]
    return romanise(parts[0]) if parts else person(_HAN_PART.sub("", name))


def _without_comma(name: str) -> tuple[str, str]:
    words = name.replace(".", ". ").split()
    if len(words) < 2:
        return name, ""
    if len(words) > 2 and name.isupper() and len(words[1]) > 4:
        return words[0], words[1]
    head = len(words)
    while head > 1 and (
        _INITIALS.match(words[head - 1]) or words[head - 1] in {"Jr.", "Jr", "Sr", "III"}
    ):
        head -= 1
    if head < len(words):
        return " ".join(words[:head]), " ".join(words[head:])
    if _INITIALS.match(words[0]) and not is_surname(words[0]):
        return words[-1], " ".join(words[:-1])
    if is_surname(words[-1]) and not is_surname(words[0]):
        return words[-1], " ".join(words[:-1])
    return words[0], " ".join(words[1:])


def _initials(given: str) -> str:
    parts = _GIVEN_PART.findall(given)
    if not parts:
        return ""
    if parts[0].isupper() and len(parts[0]) <= 3:
        return letters("".join(parts))[:3]
    return letters("".join(p[0] for p in parts))[:3]
