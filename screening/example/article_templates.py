"""What the made-up articles are about: title patterns and abstracts, always in both languages."""

from random import Random
from typing import NamedTuple

from screening.example import words
from screening.example.words import Term


class Plot(NamedTuple):
    """One kind of article. Patterns name the slots that `SLOTS` fills;
    `keywords` are slots whose words become keywords.
    """

    en: str
    zh: str
    keywords: tuple[str, ...]
    review: bool = False


SLOTS = {
    "vesicle": words.VESICLES,
    "cargo": words.CARGO,
    "pathway": words.PATHWAYS,
    "bone": words.BONE,
    "body": words.BODIES,
    "training": words.TRAINING,
    "tumour": words.TUMOURS,
    "stem": words.STEM_CELLS,
    "end": words.OTHER_ENDS,
    "muscle": words.MUSCLE_ENDS,
    "carrier": words.CARRIERS,
}

PLOTS: dict[str, tuple[Plot, ...]] = {
    "relevant": (
        Plot(
            "{vesicle} carrying {cargo} promote {bone} through {pathway} signalling in {body}",
            "{body}中{vesicle}携带{cargo}经{pathway}信号通路促进{bone}",
            ("vesicle", "cargo", "pathway", "bone"),
        ),
        Plot(
            "{training} raises {cargo} in {vesicle} and improves {bone} in {body}",
            "{training}上调{vesicle}中{cargo}并改善{body}{bone}",
            ("training", "vesicle", "cargo", "bone"),
        ),
        Plot(
            "{cargo} in {vesicle} mediates the effect of {training} on {bone} in {body}",
            "{vesicle}中{cargo}介导{training}对{body}{bone}的作用",
            ("cargo", "vesicle", "training", "bone"),
        ),
        Plot(
            "{vesicle} and {bone}: {pathway} signalling and what {training} changes, a review",
            "{vesicle}与{bone}：{pathway}信号通路及{training}的影响综述",
            ("vesicle", "bone", "pathway", "training"),
            review=True,
        ),
        Plot(
            "Loss of {cargo} from {vesicle} impairs {bone} in {body} by way of {pathway}",
            "{vesicle}中{cargo}缺失经{pathway}抑制{body}{bone}",
            ("cargo", "vesicle", "bone", "pathway"),
        ),
    ),
    "tumour": (
        Plot(
            "Exosomal {cargo} as a marker of progression in {tumour}: a study in {n} patients",
            "外泌体{cargo}作为{tumour}进展标志物：{n}例患者研究",
            ("cargo", "tumour"),
        ),
        Plot(
            "{tumour} exosomes reshape the niche through {pathway} and {cargo}",
            "{tumour}外泌体经{pathway}与{cargo}重塑微环境",
            ("tumour", "pathway", "cargo"),
        ),
    ),
    "stem": (
        Plot(
            "Exosomes from {stem} loaded with {cargo} for {end}",
            "负载{cargo}的{stem}外泌体治疗{end}",
            ("stem", "cargo", "end"),
        ),
        Plot(
            "Exosomes of {stem} act on {end} through {pathway}: an animal experiment",
            "{stem}外泌体经{pathway}作用于{end}的动物实验",
            ("stem", "end", "pathway"),
        ),
    ),
    "muscle": (
        Plot(
            "{vesicle} and {muscle} in {body}: the part of {cargo}",
            "{vesicle}与{body}{muscle}：{cargo}的作用",
            ("vesicle", "muscle", "cargo"),
        ),
        Plot(
            "{training} changes {cargo} and {muscle} in {body}",
            "{training}对{body}{cargo}及{muscle}的影响",
            ("training", "cargo", "muscle"),
        ),
    ),
    "exercise": (
        Plot(
            "{training} and {bone} in {body}: dose and duration over {n} weeks",
            "{n}周{training}的剂量与时长对{body}{bone}的影响",
            ("training", "bone"),
        ),
        Plot(
            "{pathway} signalling after {training} in {body}",
            "{training}后{body}{pathway}信号通路的变化",
            ("pathway", "training"),
        ),
    ),
    "carrier": (
        Plot(
            "{carrier}s for release of {cargo} in {end} ({n} nm)",
            "用于{end}的{cargo}缓释{carrier}（{n} nm）",
            ("carrier", "cargo", "end"),
        ),
    ),
    "diagnosis": (
        Plot(
            "Isolation and sizing of plasma exosomes in {end}: {n} samples compared",
            "{end}血浆外泌体分离与粒径测定：{n}份样本比较",
            ("end",),
        ),
    ),
}


class Telling(NamedTuple):
    """An article's texts in both languages."""

    title: Term
    abstract: Term
    keywords: tuple[Term, ...]
    review: bool


def capital(text: str) -> str:
    """The text with a capital first letter; names such as miR-206 stay as they are."""
    return text if text.startswith("miR") else text[:1].upper() + text[1:]


def tell(kind: str, chance: Random) -> Telling:
    """Composes one article of a kind: title, structured abstract and keywords."""
    plot = chance.choice(PLOTS[kind])
    terms = {slot: chance.choice(choices) for slot, choices in SLOTS.items()}
    if kind in {"tumour", "diagnosis"}:
        terms["body"] = Term("patients", "患者")
    number = chance.randint(6, 148)
    title = Term(
        capital(plot.en.format(n=number, **{k: t.en for k, t in terms.items()})),
        plot.zh.format(n=number, **{k: t.zh for k, t in terms.items()}),
    )
    keywords = tuple(terms[slot] for slot in plot.keywords)
    make = _review_abstract if plot.review else _trial_abstract
    return Telling(title, make(terms, keywords, chance), keywords, plot.review)


def _trial_abstract(terms: dict[str, Term], keywords: tuple[Term, ...], chance: Random) -> Term:
    groups, each, weeks = chance.randint(2, 5), chance.randint(6, 24), chance.choice((4, 6, 8, 12))
    change, p = chance.randint(11, 68), chance.choice(("0.05", "0.01", "0.001"))
    first, last, body = keywords[0], keywords[-1], terms["body"]
    return Term(
        f"OBJECTIVE: To examine the effect of {first.en} on {last.en}. METHODS: {capital(body.en)} were divided at random "
        f"into {groups} groups of {each} and followed for {weeks} weeks; {terms['cargo'].en} was measured by RT-qPCR and "
        f"vesicles were sized by nanoparticle tracking (30-150 nm). RESULTS: Against control, the measure of {last.en} "
        f"changed by {change}% (p < {p}); blocking {terms['pathway'].en} removed the difference. CONCLUSION: "
        f"{capital(first.en)} may act on {last.en} by way of {terms['pathway'].en}. {words.MADE_UP.en}",
        f"目的：探讨{first.zh}对{last.zh}的影响。方法：将{body.zh}随机分为{groups}组，每组{each}例，干预{weeks}周；采用RT-qPCR检测"
        f"{terms['cargo'].zh}，以纳米颗粒跟踪法测定囊泡粒径（30～150 nm）。结果：与对照组相比，{last.zh}相关指标变化{change}%"
        f"（P < {p}）；阻断{terms['pathway'].zh}后差异消失。结论：{first.zh}可能经{terms['pathway'].zh}影响{last.zh}。{words.MADE_UP.zh}",
    )


def _review_abstract(terms: dict[str, Term], keywords: tuple[Term, ...], chance: Random) -> Term:
    read = chance.randint(48, 130)
    return Term(
        f"BACKGROUND: Muscle and bone talk to each other through vesicles. OBJECTIVE: To review what {keywords[0].en} "
        f"do for {keywords[1].en} and what {terms['training'].en} changes. METHODS: {read} articles were read. RESULTS AND "
        f"CONCLUSION: {capital(terms['cargo'].en)} and {terms['pathway'].en} recur; intensity and duration of exercise "
        f"decide the direction. {words.MADE_UP.en}",
        f"背景：骨骼肌与骨之间可通过囊泡进行信息交流。目的：综述{keywords[0].zh}对{keywords[1].zh}的作用及{terms['training'].zh}的影响。"
        f"方法：阅读文献{read}篇。结果与结论：{terms['cargo'].zh}与{terms['pathway'].zh}反复出现；运动强度与持续时间决定其作用方向。"
        f"{words.MADE_UP.zh}",
    )
