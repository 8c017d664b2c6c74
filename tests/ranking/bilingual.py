"""A made-up bilingual review with labels: the question of the worked example,
half of the records Chinese.

A record is relevant when vesicles of muscle (or changed by exercise) and bone formation are what it
studies. The others come near from every side: vesicles of other cells and bone, vesicles of muscle
and other ends, exercise and bone without vesicles; and most records name, in passing, something
they do not study. Both languages are drawn alike. As in exports of CNKI, some Chinese records bring
an English title, few an English abstract.
"""

from random import Random
from typing import NamedTuple

from screening.example import words
from screening.example.protocol import CRITERIA, HIGHLIGHTS, QUESTION, TITLE
from screening.example.words import Term
from screening.ranking.documents import Document

EXERCISE = (
    Term("{training}", "{training}"),
    Term("a programme of {training}", "{training}方案"),
    Term("twelve weeks of {training}", "12周{training}"),
)
MUSCLE = (
    *words.VESICLES,
    Term("vesicles that working muscle sends out", "肌肉收缩时分泌的囊泡"),
    Term("myokine-laden exosomes", "富含肌因子的外泌体"),
)
BONE = (
    *words.BONE,
    Term("repair of cranial defects", "颅骨缺损修复"),
    Term("alkaline phosphatase and Runx2", "碱性磷酸酶与Runx2表达"),
)
STRANGE = (
    *(Term(f"exosomes of {cell.en}", f"{cell.zh}外泌体") for cell in words.STEM_CELLS),
    *(Term(f"exosomes of {tumour.en} cells", f"{tumour.zh}细胞外泌体") for tumour in words.TUMOURS),
    *words.CARRIERS,
)
ENDS = (*words.OTHER_ENDS, *words.MUSCLE_ENDS)
SIDES = {
    "relevant": (MUSCLE, BONE),
    "other cells": (STRANGE, BONE),
    "other ends": (MUSCLE, ENDS),
    "exercise": (EXERCISE, BONE),
    "exercise only": (EXERCISE, words.MUSCLE_ENDS),
    "far": (STRANGE, ENDS),
}
PER_LANGUAGE = {
    "relevant": 24,
    "other cells": 52,
    "other ends": 52,
    "exercise": 46,
    "exercise only": 36,
    "far": 30,
}
TITLES = (
    Term("{a} and {b} in {body}", "{body}中{a}与{b}"),
    Term("Effect of {a} on {b}", "{a}对{b}的影响"),
    Term("{b}: what do {a} add? A study in {body}", "{a}能否改善{b}？基于{body}的研究"),
    Term("{a} act on {b} through {pathway}", "{a}经{pathway}通路作用于{b}"),
    Term("The part of {cargo} in {b}", "{cargo}在{b}中的作用"),
    Term("{pathway} signalling, {cargo} and {body}", "{pathway}信号、{cargo}与{body}"),
)
OPENINGS = (
    Term("Interest in {x} has grown.", "近年来{x}备受关注。"),
    Term("{y} is a burden in an ageing society.", "{y}是老龄化社会的一大负担。"),
    Term("Unlike {x}, much of this is unknown.", "与{x}不同，其机制尚不清楚。"),
    Term("Earlier work of ours dealt with {y}.", "课题组前期研究了{y}。"),
)
AIMS = (
    Term("We asked what {a} do in {b}.", "本研究探讨{a}在{b}中的作用。"),
    Term("To study {b} under {a}.", "目的：观察{a}干预下{b}的变化。"),
    Term("The aim was to relate {a} to {b}.", "旨在分析{a}与{b}的关系。"),
)
METHODS = (
    Term("{body} were divided at random into {n} groups.", "将{body}随机分为{n}组。"),
    Term("{cargo} was measured by RT-qPCR in {body}.", "采用RT-qPCR检测{body}{cargo}水平。"),
    Term("Particles were sized and {cargo} was blotted.", "测定粒径并以蛋白印迹检测{cargo}。"),
    Term("Samples of {body} were taken after {n} weeks.", "{n}周后采集{body}样本。"),
)
RESULTS = (
    Term("{b} changed by {n}0% and {pathway} was active.", "{b}变化{n}0%，{pathway}被激活。"),
    Term("Blocking {pathway} undid the change.", "阻断{pathway}后差异消失。"),
    Term("{cargo} rose {n}-fold; {b} followed.", "{cargo}升高{n}倍，{b}随之改变。"),
    Term("No difference was seen for {y}.", "{y}未见差异。"),
)
ENGLISH_TITLE, ENGLISH_ABSTRACT = 0.5, 0.1


class Labelled(NamedTuple):
    """A record of the made-up review."""

    document: Document
    relevant: bool
    chinese: bool


def review(seed: int = 1) -> list[Labelled]:
    """480 records in mixed order, 240 of them Chinese, 24 relevant in each language;
    the same for the same seed.
    """
    chance = Random(seed)
    records = [
        Labelled(_write(kind, chinese, chance), kind == "relevant", chinese)
        for chinese in (True, False)
        for kind, size in PER_LANGUAGE.items()
        for _ in range(size)
    ]
    chance.shuffle(records)
    return records


def protocol() -> list[str]:
    """The texts of the worked example's protocol in both languages: question, what is included,
    terms; not the exclusions.
    """
    pairs = [
        TITLE,
        QUESTION,
        *(c.text for c in CRITERIA if c.inclusion and c.stage == "title-abstract"),
    ]
    terms = [
        text.rstrip("*") for _, colour, found in HIGHLIGHTS if colour != "red" for text in found
    ]
    return [text for pair in pairs for text in pair] + terms


def _write(kind: str, chinese: bool, chance: Random) -> Document:
    first, second = SIDES[kind]
    a, b = chance.choice(first), chance.choice(second)
    slots = {
        "a": a,
        "b": b,
        "body": chance.choice(words.BODIES),
        "pathway": chance.choice(words.PATHWAYS),
        "cargo": chance.choice(words.CARGO),
        "training": chance.choice(words.TRAINING),
        "x": chance.choice((*MUSCLE, *STRANGE)),
        "y": chance.choice((*BONE, *ENDS)),
        "n": Term(*[str(chance.randint(2, 9))] * 2),
    }
    title = _say([chance.choice(TITLES)], slots)
    sentences = [
        chance.choice(OPENINGS),
        chance.choice(AIMS),
        *chance.sample(METHODS, 2),
        *chance.sample(RESULTS, 2),
    ]
    abstract = _say(sentences, slots)
    keywords = chance.sample([a, b, slots["cargo"], slots["pathway"], slots["body"]], 3)
    shown = tuple(_say([k], slots) for k in keywords)
    if not chinese:
        return Document((title.en,), (abstract.en,), tuple(k.en for k in shown))
    titles = (title.zh, title.en) if chance.random() < ENGLISH_TITLE else (title.zh,)
    abstracts = (abstract.zh, abstract.en) if chance.random() < ENGLISH_ABSTRACT else (abstract.zh,)
    return Document(titles, abstracts, tuple(k.zh for k in shown))


def _say(sentences: list[Term], slots: dict[str, Term]) -> Term:
    english, chinese = " ".join(s.en for s in sentences), "".join(s.zh for s in sentences)
    for _ in range(2):  # a slot may hold a slot
        english = english.format(**{k: t.en for k, t in slots.items()})
        chinese = chinese.format(**{k: t.zh for k, t in slots.items()})
    return Term(english[:1].upper() + english[1:], chinese)
