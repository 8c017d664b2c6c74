"""The made-up articles, each with the fate that the votes of the example will give it."""

from dataclasses import dataclass, field
from random import Random

from pypinyin import lazy_pinyin

from screening.example import words
from screening.example.article_templates import Telling, tell
from screening.example.words import Term

#: Keys of the five reasons at full text, in the protocol's order.
FULL_TEXT_REASONS = ("exposure", "outcome", "type", "quality", "suitability")


@dataclass(slots=True)
class Article:
    """One made-up report. `origin` is the language it is written in; `fate` ta_exclude,
    not_retrieved, included or a reason.

    `found_in` are the searches that found it.
    `people` are pairs of the Chinese and the Latin form of a name.
    """

    number: int
    kind: str
    origin: str
    fate: str
    telling: Telling
    people: list[Term]
    year: int
    journal: Term
    volume: int
    issue: int
    page: int
    pages: int
    doi: str
    pmid: str
    type: str = "article"
    university: Term = words.UNIVERSITIES[0]
    abstract: bool = True
    notice: bool = False
    online_first: bool = False
    found_in: list[str] = field(default_factory=list)

    @property
    def page_range(self) -> str:
        """First and last page as printed."""
        return f"{self.page}-{self.page + self.pages}"


KINDS_EXCLUDED = {
    "tumour": 92,
    "stem": 92,
    "muscle": 84,
    "exercise": 86,
    "carrier": 72,
    "diagnosis": 62,
}
FATES_READ = {
    "not_retrieved": 7,
    "exposure": 11,
    "outcome": 12,
    "type": 8,
    "quality": 7,
    "suitability": 6,
    "included": 81,
}
KIND_OF_FATE = {"exposure": "stem", "outcome": "muscle"}


def write_articles(seed: int = 81) -> list[Article]:
    """All articles of the example, in an order that mixes kinds and fates;
    the same for the same seed.
    """
    chance = Random(seed)  # noqa: S311 - a story, not a secret
    plan = [(kind, "ta_exclude") for kind, n in KINDS_EXCLUDED.items() for _ in range(n)]
    plan += [
        (KIND_OF_FATE.get(fate, "relevant"), fate)
        for fate, n in FATES_READ.items()
        for _ in range(n)
    ]
    chance.shuffle(plan)
    titles: set[str] = set()
    articles = [
        _write(number, kind, fate, chance, titles) for number, (kind, fate) in enumerate(plan, 1)
    ]
    _spread(articles, chance)
    return articles


def _write(number: int, kind: str, fate: str, chance: Random, titles: set[str]) -> Article:
    telling = tell(kind, chance)
    while telling.title.en in titles:
        telling = tell(kind, chance)
    titles.add(telling.title.en)
    origin = "zh" if chance.random() < 0.42 else "en"
    return Article(
        number=number,
        kind=kind,
        origin=origin,
        fate=fate,
        telling=telling,
        people=[_person(origin, chance) for _ in range(chance.randint(2, 6))],
        year=chance.choices(range(2012, 2025), weights=range(1, 14))[0],
        journal=chance.choice(words.JOURNALS),
        volume=chance.randint(8, 60),
        issue=chance.randint(1, 12),
        page=chance.randint(101, 4200),
        pages=chance.randint(4, 12),
        doi=f"10.5555/example.{10000 + number}",
        pmid=str(98_000_000 + number * 37),
        type="review" if telling.review else "article",
        university=chance.choice(words.UNIVERSITIES),
    )


def _person(origin: str, chance: Random) -> Term:
    if origin == "en" and chance.random() < 0.7:
        name = chance.choice(words.WESTERN)
        return Term(name, name)
    compound = chance.random() < 0.04
    family = chance.choice(words.COMPOUND_SURNAMES) if compound else chance.choice(words.SURNAMES)
    given = chance.choice(words.GIVEN)
    latin = ["".join(lazy_pinyin(part)).capitalize() for part in (family, given)]
    return Term(", ".join(latin), family + given)


def _spread(articles: list[Article], chance: Random) -> None:
    """Decides which searches find an article,
    and strews the things that real results bring with them.
    """
    for article in articles:
        late = article.year == 2024 and chance.random() < 0.35
        home = "cnki" if article.origin == "zh" else "pubmed"
        article.found_in = [f"{home}_update" if late else home]
        if article.origin == "zh" and chance.random() < 0.09:
            article.found_in.append("pubmed")
        article.abstract = chance.random() > 0.03
    _theses([a for a in articles if a.fate == "type" and a.origin == "zh"], articles)
    retracted = next(a for a in articles if a.fate == "type" and a.origin == "en")
    retracted.notice, retracted.abstract = True, True
    _abstracts([a for a in articles if a.fate == "type" and a.origin == "en"][1:3], articles)
    repeated = [a for a in articles if a.found_in == ["cnki"] and a.type != "thesis"]
    for article in chance.sample(repeated, 18):
        article.found_in.append("cnki_update")
    for article in chance.sample([a for a in articles if a.found_in == ["pubmed"]], 26):
        article.found_in.append("pubmed_update")
    for article in [a for a in articles if len(a.found_in) > 1][::3]:
        article.online_first = True
    cited = [
        a for a in articles if a.fate == "included" and a.origin == "en" and len(a.found_in) == 1
    ]
    cited[0].found_in = ["citation"]
    for article in cited[1:5]:
        article.found_in.append("citation")


def _theses(theses: list[Article], articles: list[Article]) -> None:
    """Chinese reports excluded for their type are theses;
    each became one of the included articles a year later.
    """
    papers = [
        a for a in articles if a.fate == "included" and a.origin == "zh" and a.type == "article"
    ]
    for thesis, paper in zip(theses, papers, strict=False):
        title = Term(f"{paper.telling.title.en}: a thesis", f"{paper.telling.title.zh}的研究")
        thesis.telling = paper.telling._replace(title=title)
        thesis.type, thesis.year, thesis.people = "thesis", paper.year - 1, paper.people[:1]
        thesis.found_in = ["cnki"]


def _abstracts(abstracts: list[Article], articles: list[Article]) -> None:
    """Conference abstracts: the first news of two of the included articles."""
    papers = [
        a for a in articles if a.fate == "included" and a.origin == "en" and a.type == "article"
    ]
    for early, paper in zip(abstracts, papers, strict=False):
        title = paper.telling.title
        early.telling = paper.telling._replace(
            title=Term(f"{title.en}: first results", f"{title.zh}：初步结果")
        )
        early.type, early.year, early.people = "conference", paper.year - 1, paper.people[:]
        early.pages, early.found_in = 1, ["pubmed"]
