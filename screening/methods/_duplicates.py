"""How often the program was wrong about duplicates, as a sample has shown:
the sentences of both languages.
"""

from collections.abc import Iterable

from screening.records.snapshot import ErrorFacts

_CHINESE = {
    "Arabic": "阿拉伯文",
    "Chinese": "中文",
    "Czech": "捷克文",
    "Dutch": "荷兰文",
    "English": "英文",
    "French": "法文",
    "German": "德文",
    "Greek": "希腊文",
    "Hebrew": "希伯来文",
    "Hindi": "印地文",
    "Hungarian": "匈牙利文",
    "Indonesian": "印尼文",
    "Italian": "意大利文",
    "Japanese": "日文",
    "Korean": "韩文",
    "Persian": "波斯文",
    "Polish": "波兰文",
    "Portuguese": "葡萄牙文",
    "Russian": "俄文",
    "Spanish": "西班牙文",
    "Swedish": "瑞典文",
    "Thai": "泰文",
    "Turkish": "土耳其文",
    "Ukrainian": "乌克兰文",
    "Vietnamese": "越南文",
    "another language": "其他语言",
}


def errors_in_english(errors: Iterable[ErrorFacts]) -> Iterable[str]:
    """One sentence on the sample, "" parts left out; nothing where no sample was evaluated."""
    parts = [_english(one) for one in errors if one.drawn]
    if parts:
        yield (
            "To learn how often the program errs, pairs drawn at random from those that it had merged and from those "
            "that it had compared and kept apart were judged by reviewers who could not tell them from open questions: "
            f"{'; '.join(parts)} (exact 95% confidence intervals, Clopper–Pearson)."
        )


def _english(one: ErrorFacts) -> str:
    kind = "merged" if one.merged else "kept apart"
    languages = "–".join(one.languages.split("|"))
    return (
        f"of {one.drawn} pairs {kind} ({languages}), {one.wrong} {'was' if one.wrong == 1 else 'were'} wrong "
        f"({_percent(one.wrong / one.drawn)}, {_percent(one.low)} to {_percent(one.high)})"
    )


def errors_in_chinese(errors: Iterable[ErrorFacts]) -> Iterable[str]:
    """The same in Chinese."""
    parts = [_chinese(one) for one in errors if one.drawn]
    if parts:
        yield (
            "为评估软件去重的错误率，从软件自动合并及比较后判为不同的文献对中随机抽样，混入待核对文献对中由评审员判断"
            f"（评审员无法分辨抽样与待核对者）：{'；'.join(parts)}（括号内为95%精确置信区间，Clopper–Pearson法）。"
        )


def _chinese(one: ErrorFacts) -> str:
    kind = "自动合并" if one.merged else "判为不同"
    languages = "–".join(_CHINESE.get(name, name) for name in one.languages.split("|"))
    return (
        f"{kind}的文献对（{languages}）{one.drawn}对中错误{one.wrong}对，错误率{_percent(one.wrong / one.drawn)}"
        f"（{_percent(one.low)}～{_percent(one.high)}）"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
