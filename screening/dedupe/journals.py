"""Journal names: folded, abbreviations recognised, Chinese names known under their English ones."""

import re
from functools import cache, lru_cache
from importlib import resources

from screening.dedupe.meetings import may_be_one
from screening.dedupe.pinyin import syllables
from screening.records.text import fold, has_han

_STOP = frozenset(
    [
        "the",
        "of",
        "and",
        "for",
        "in",
        "on",
        "a",
        "an",
        "d",
        "l",
        "de",
        "la",
        "le",
        "les",
        "der",
        "die",
        "das",
        "des",
        "und",
        "et",
        "du",
        "e",
        "del",
        "di",
        "della",
        "fur",
        "to",
        "suppl",
        "supplement",
        "supplements",
        "supplementum",
    ]
)
_AFTER = re.compile(
    r"(?i)\s*(?:[.:;]\s*(?:conference|abstracts?|meeting|suppl|official|an international|section|series).*|"
    r"\(.*?\)|（.*?）|=.*)$"
)


@cache
def aliases() -> dict[str, tuple[str, frozenset[str]]]:
    """Folded name to (the journal's own key, its ISSNs), from tables/journals.tsv."""
    table: dict[str, tuple[str, frozenset[str]]] = {}
    source = resources.files("screening.dedupe") / "tables" / "journals.tsv"
    for line in source.read_text(encoding="utf-8").splitlines()[1:]:
        chinese, english, others, issns = (*line.split("\t"), "", "", "")[:4]
        key = fold(chinese).replace(" ", "")
        for name in (chinese, english, *others.split("|")):
            if fold(name):
                table[fold(name).replace(" ", "")] = (key, frozenset(issns.split()))
    return table


@lru_cache(maxsize=65536)
def read_journal(name: str, translated: str = "") -> tuple[str, str, frozenset[str]]:
    """(folded name, key to find it by, ISSNs known for it); key "" when the name is unknown.

    The key is the same for a Chinese journal's Chinese, English and short name when the table has
    it; otherwise the initials of the first two words, so that full and abbreviated names fall
    together.
    """
    folded = fold(name if has_han(name) else _AFTER.sub("", name) or name)
    for text in (folded, fold(translated)):
        known = aliases().get(text.replace(" ", ""))
        if known:
            return folded, known[0], known[1]
    words = words_of(folded)
    return folded, "".join(w[:1] for w in words[:2]), frozenset()


@lru_cache(maxsize=65536)
def words_of(folded: str) -> tuple[str, ...]:
    """The words of a folded journal name that count."""
    return tuple(w for w in folded.split() if w not in _STOP)


@lru_cache(maxsize=65536)
def same_journal(a: str, b: str) -> bool:
    """Whether two folded names may be one journal: equal, an abbreviation, an acronym,
    or one begins the other.

    One word alone begins nothing: "Circulation Research" is not "Circulation".
    """
    if a == b:
        return True
    if may_be_one(a, b):
        return True
    if has_han(a) or has_han(b):
        return _same_chinese(a.replace(" ", ""), b.replace(" ", ""))
    short, long = sorted((words_of(a), words_of(b)), key=lambda w: (sum(map(len, w)), w))
    if not short or not long:
        return False
    if len(short) == 1 and len(long) > 1:
        initials = "".join(w[0] for w in long)
        return short[0] == initials or (short[0] == long[0] and _ADDITIONS.issuperset(long[1:]))
    return all(_abbreviates(s, w) for s, w in zip(short, long, strict=False))


def _same_chinese(a: str, b: str) -> bool:
    """Equal, one the other's beginning (not its electronic or English edition),
    or the name in pinyin.
    """
    if has_han(a) and has_han(b):
        short, long = sorted((a, b), key=len)
        return (
            len(short) >= 4 and long.startswith(short) and not _EDITION.search(long[len(short) :])
        )
    chinese, latin = (a, b) if has_han(a) else (b, a)
    spelt = "".join(syllables(chinese))
    return len(chinese) >= 4 and (
        spelt == latin or (spelt.startswith(latin) and len(latin) >= len(spelt) * 0.8)
    )


_EDITION = re.compile("电子|网络|英文")
_ADDITIONS = frozenset(
    ["journal", "magazine", "online", "print", "electronic", "resource", "usa", "london", "england"]
)


#: Abbreviations of ISO 4 whose second letter is not that of the word.
_CONTRACTED = {"dtsch": "deutsch", "jpn": "japan", "mschr": "monatsschrift", "zbl": "zentralblatt"}


def _abbreviates(short: str, long: str) -> bool:
    """ "j" for "journal", "natl" for "national": first letters agree and the rest appears in order."""
    short = _CONTRACTED.get(short, short)
    if long.startswith(short) or short.startswith(long):
        return True
    if len(short) < 3 or short[:2] != long[:2]:
        return False
    rest = iter(long)
    return all(c in rest for c in short)
