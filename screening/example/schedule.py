"""Who votes what in the example: derived from the fate of each article,
with the quarrels that real teams have.
"""

from dataclasses import dataclass

from screening.example.articles import FULL_TEXT_REASONS, Article
from screening.example.words import Term

TA_REASONS = {
    "tumour": "no_muscle",
    "stem": "no_muscle",
    "carrier": "no_muscle",
    "diagnosis": "no_muscle",
    "muscle": "no_bone",
    "exercise": "no_vesicles",
}


NO_WORDS = Term("", "")


@dataclass(frozen=True, slots=True)
class Say:
    """One vote: verdict, key of the reason, judgements by kind of criterion."""

    verdict: str
    reason: str = ""
    judgements: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Both votes on a report at a stage, and the adjudicator's words if they differ."""

    first: Say
    second: Say
    final: Say
    rationale: Term = NO_WORDS

    @property
    def conflict(self) -> bool:
        """Whether the two disagree in a way that needs settling."""
        if "exclude" not in {self.first.verdict, self.second.verdict}:
            return False
        return (self.first.verdict, self.first.reason) != (self.second.verdict, self.second.reason)


def screening_scene(article: Article) -> Scene:
    """Title and abstract: most of it agreed, one in about twenty-five contested,
    now and then a maybe.
    """
    excluded = article.fate == "ta_exclude"
    no = Say("exclude", TA_REASONS.get(article.kind, "no_muscle"))
    yes = Say("include")
    if excluded and article.number % 37 == 0:
        return Scene(
            yes,
            no,
            no,
            Term("The vesicles are not those of muscle.", "囊泡并非骨骼肌来源，予以排除。"),
        )
    if excluded and article.number % 41 == 0:
        return Scene(
            no,
            Say("maybe"),
            no,
            Term("Off the question on a second reading.", "再次阅读后认为与研究问题不符。"),
        )
    if excluded:
        return Scene(no, no, no)
    if article.number % 11 == 0:
        return Scene(
            yes,
            Say("exclude", "no_bone"),
            yes,
            Term(
                "The abstract is thin; the full text has to decide.",
                "摘要信息不足，须阅读全文后判断。",
            ),
        )
    if article.number % 7 == 0:
        return Scene(Say("maybe"), yes, yes)
    return Scene(yes, yes, yes)


def reading_scene(article: Article) -> Scene:
    """Full text: include, or one reason; some contested, in the verdict or only in the reason."""
    if article.fate == "included":
        yes = Say("include", judgements=_judged(article))
        if article.number % 13 == 0:
            no = Say(
                "exclude",
                "quality",
                (("relevance", "met"), ("quality", "not_met"), ("suitability", "met")),
            )
            return Scene(
                yes,
                no,
                yes,
                Term(
                    "Groups are described in the supplement.", "分组信息见补充材料，质量可以接受。"
                ),
            )
        return Scene(yes, yes, yes)
    no = Say("exclude", article.fate, _faults(article.fate))
    if article.number % 8 == 0:
        following = FULL_TEXT_REASONS[
            (FULL_TEXT_REASONS.index(article.fate) + 1) % len(FULL_TEXT_REASONS)
        ]
        other = Say("exclude", following, _faults(following))
        return Scene(
            no,
            other,
            no,
            Term("The first reason of the protocol that applies.", "按方案顺序取首个适用的理由。"),
        )
    if article.number % 9 == 0:
        return Scene(
            Say("include", judgements=_judged(article)),
            no,
            no,
            Term("Criteria of the protocol are not met.", "未满足方案的纳入标准。"),
        )
    return Scene(no, no, no)


def _judged(article: Article) -> tuple[tuple[str, str], ...]:
    quality = "unclear" if article.number % 5 == 0 else "met"
    return (("relevance", "met"), ("quality", quality), ("suitability", "met"))


def _faults(reason: str) -> tuple[tuple[str, str], ...]:
    relevance = "not_met" if reason in {"exposure", "outcome"} else "met"
    quality = "not_met" if reason == "quality" else "met"
    suitability = "not_met" if reason in {"type", "suitability"} else "met"
    return (("relevance", relevance), ("quality", quality), ("suitability", suitability))
