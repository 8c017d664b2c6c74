"""Whether two lists of authors are one: first author, shared surnames, spellings of Chinese names."""

from rapidfuzz import fuzz

from screening.dedupe.features import Prepared
from screening.dedupe.levels import AuthorLevel
from screening.dedupe.romanisation import is_surname, spellings
from screening.dedupe.scripts import is_heard


def compare_authors(a: Prepared, b: Prepared) -> AuthorLevel:
    """same, first, shared, inverted, namesake, differs or unknown.

    "same": the first author agrees and most of the shorter list is found in the other; "first":
    only the first author; "shared": half of the shorter list, another first author; "inverted":
    given names and surnames are exchanged; "namesake": the surname with other initials.
    """
    if not a.surnames or not b.surnames:
        return "unknown"
    if bool(a.sounds) != bool(b.sounds):
        return _compare_by_sound(a, b) if a.sounds else _compare_by_sound(b, a)
    if _no_name_shared(a, b):
        alone = 1 in (len(a.people), len(b.people))
        return "namesake" if alone and a.surnames[0] == b.surnames[0] else "differs"
    if a.surnames == b.surnames and a.initials == b.initials:
        return "same"
    spelt = bool(a.people) != bool(b.people) or (
        is_surname(a.surnames[0]) != is_surname(b.surnames[0])
    )
    shorter, longer = (a, b) if len(a.surnames) <= len(b.surnames) else (b, a)
    share = _share(shorter.surnames, longer.surnames, spelt)
    if same_surname(a.surnames[0], b.surnames[0], spelt):
        if share < 0.6 or (len(shorter.surnames) == 1 and len(longer.surnames) > 3):
            return "first" if _same_given(a, b) else "namesake"
        if len(shorter.surnames) == 1 and not _same_given(a, b):
            return "namesake"
        return "same"
    if share >= 0.5:
        return "shared"
    return "inverted" if _are_inverted(a, b) else "differs"


def _are_inverted(a: Prepared, b: Prepared) -> bool:
    """Whether given names stand for surnames on one side: "Andrea, C.; Lorenzo, N." for "Carignani,
    A.; Negri, L.".

    By first letters, in the order of the list: of the first author, and of two or more that are
    most of the shorter list. One author alone could be anybody.
    """
    crossed = [
        bool(x and y) and x[0] == other[0] and y[0] == one[0]
        for one, x, other, y in zip(a.surnames, a.initials, b.surnames, b.initials, strict=False)
    ]
    return crossed[0] and sum(crossed) >= max(2, 0.6 * len(crossed))


def _compare_by_sound(heard: Prepared, spelt: Prepared) -> AuthorLevel:
    """Names of another script against names in Latin letters;
    one name that is not recognised says nothing.
    """
    first = is_heard(spelt.surnames[0], heard.sounds[0])
    everybody = frozenset().union(*heard.sounds)
    size = min(len(heard.sounds), len(spelt.surnames))
    share = sum(1 for surname in spelt.surnames[:MOST_NAMES] if is_heard(surname, everybody)) / max(
        size, 1
    )
    if first:
        return "same" if share >= 0.6 else "first"
    if share >= 0.5:
        return "shared"
    return "differs" if size > 1 and not share else "unknown"


MOST_NAMES = 12


def _no_name_shared(a: Prepared, b: Prepared) -> bool:
    """All names stand in Han characters on both sides and not one is the same:
    even alike in pinyin, other people.

    One slip of a character among several names leaves the others in common;
    of a single name it may be one.
    """
    if len(a.people) < len(a.surnames) or len(b.people) < len(b.surnames):
        return False
    return set(a.people).isdisjoint(b.people)


def _share(shorter: tuple[str, ...], longer: tuple[str, ...], spelt: bool) -> float:
    pool = set(longer)
    found = sum(1 for s in shorter if s in pool or any(same_surname(s, t, spelt) for t in longer))
    return found / len(shorter)


def same_surname(a: str, b: str, spelt: bool = False) -> bool:
    """Equal, one the end of the other ("van der Berg"), a typing slip,
    or (`spelt`) romanised another way.
    """
    if a == b:
        return True
    if (
        len(a) >= 4
        and len(b) >= 4
        and (a.endswith(b) or b.endswith(a) or a.startswith(b) or b.startswith(a))
    ):
        return True
    if spelt and (b in spellings(a) or a in spellings(b)):
        return True
    return len(a) >= 5 and len(b) >= 5 and fuzz.ratio(a, b, score_cutoff=83) >= 83


def _same_given(a: Prepared, b: Prepared) -> bool:
    """Initials of the first authors; where the surnames are not spelt alike,
    given names may have slipped into them.
    """
    one, two = a.initials[0], b.initials[0]
    if same_initials(one, two):
        return True
    if a.surnames[0] == b.surnames[0]:
        return False
    return not set(one).isdisjoint(two) or same_initials(
        one.translate(_LOOSE), two.translate(_LOOSE)
    )


#: First letters that Wade–Giles writes otherwise than pinyin.
_LOOSE = str.maketrans("zjqrxbdg", "cccchptk")


def same_initials(a: str, b: str) -> bool:
    """Whether the first initials agree, the same ones stand in another order,
    or one side is unknown.
    """
    return not a or not b or a[0] == b[0] or sorted(a) == sorted(b)
