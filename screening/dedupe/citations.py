"""A place written into the name of the journal: "Neuroscience.275 ()(pp 12-21)",
"中华护理杂志,2015,50(3):12-15".
"""

import re
from functools import lru_cache
from typing import NamedTuple

_DASH = r"[-\u2010-\u2015\u2212~～－]"
_PAGES = rf"(?P<pages>[A-Za-z]{{0,3}}\d+(?:{_DASH}{{1,2}}[A-Za-z]{{0,3}}\d+)?)"
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:{_YEAR}(?:[ /.-]?\w{{0,9}}[ .]?\d{{0,2}})?)"
_END = r"(?:[\s.,;+\d]*(?:页|p)?[\s.,;]*)$"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # Embase: "Neuroscience.275 ()(pp 12-21) 2014.Date of Publication: 05 Sep 2014."
        rf"^(?P<journal>\D.*?)[. ]+(?P<volume>\d+) ?(?:\((?P<issue>[^()]*)\) ?)?"
        rf"(?:\(\) ?)?\((?:pp?\.? ?{_PAGES}|no pagination)\)",
        # Vancouver: "J Clin Nurs. 2015 Jan;24(3-4):12-20."
        rf"^(?P<journal>\D.*?)[.,;: ]+{_DATE}[;,.] ?(?P<volume>\d+) ?(?:\((?P<issue>[^()]*)\))?"
        rf" ?[:：,.] ?{_PAGES}{_END}",
        # Harvard: "J Clin Nurs 24(3):12-20, 2015"; without year: "J Clin Nurs, 24 (3), 12-20"
        rf"^(?P<journal>\D.*?)[.,;: ]+(?P<volume>\d+) ?\((?P<issue>[^()]*)\) ?[:：,.] ?{_PAGES}"
        rf"(?:[,;. ]*\(?{_YEAR}\)?)?{_END}",
        # Words: "J Clin Nurs, vol. 24, no. 3, pp. 12-20, 2015"
        rf"(?i:^(?P<journal>\D.*?)[.,;: ]+vol(?:ume)?\.? ?(?P<volume>\d+)(?:[,;. ]+(?:no|issue|iss|nr|n)\.? ?"
        rf"(?P<issue>[\w/-]+))?[,;. ]+(?:pages?|pp?)\.? ?{_PAGES})",
        # Chinese words: "中华护理杂志 2015年第50卷第3期 12-15页"
        rf"^(?P<journal>\D.*?)[.,;:，。； ]*(?:{_YEAR} ?年?[,， ]*)?第? ?(?P<volume>\d+) ?卷[,， ]*"
        rf"(?:第? ?(?P<issue>[\w/-]+?) ?期)?"
        rf"[:：,， ]*(?:第 ?|pp?\.? ?)?{_PAGES}",
    )
)
_DIGIT = re.compile(r"\d")
_PUBLICATION_DATE = re.compile(r"(?i)\W*Date of Publication:.*$")


class Citation(NamedTuple):
    """The journal alone and the place that stood behind it, each "" when it did not say."""

    journal: str
    volume: str
    issue: str
    pages: str


@lru_cache(maxsize=16384)
def read_citation(text: str) -> Citation:
    """What the field of the journal says; the text itself as journal where it is only a name."""
    if not _DIGIT.search(text):
        return Citation(text, "", "", "")
    text = _PUBLICATION_DATE.sub("", text.strip())
    for pattern in _PATTERNS:
        found = pattern.match(text)
        if found:
            part = found.groupdict()
            return Citation(
                part["journal"].strip(" .,;:，"),
                part["volume"],
                part["issue"] or "",
                part["pages"] or "",
            )
    return Citation(text, "", "", "")
