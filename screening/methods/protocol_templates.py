"""Protocols of common reviews to begin with, in English and Chinese: framework, criteria, reasons,
highlight terms.

The order of the reasons is that in which full texts are checked: what is quickest to see comes
first, as the Cochrane Handbook (4.6.4) recommends.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from screening.records.messages import gettext_noop

#: English and Chinese.
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ProtocolTemplate:
    """What a kind of review usually begins with;
    what stands in brackets is for the team to fill in.
    """

    key: str
    label: str
    framework: str
    inclusion: tuple[Pair, ...]
    exclusion: tuple[Pair, ...]
    reasons: tuple[Pair, ...]


PRIMARY = ("Not primary research (review, editorial, comment)", "非原始研究（综述、述评、评论）")
ABSTRACT = ("Conference abstract without full data", "仅有会议摘要，数据不全")
POPULATION = ("Wrong population", "研究对象不符")
OUTCOME = ("Wrong outcome", "结局指标不符")
DESIGN = ("Wrong study design", "研究设计不符")
DATA = ("Insufficient data", "数据不足")
ANIMALS = ("Animal or in vitro study", "动物或体外研究")

#: Key → template, in the order in which they are offered.
TEMPLATES: Mapping[str, ProtocolTemplate] = MappingProxyType(
    {
        one.key: one
        for one in (
            ProtocolTemplate(
                "intervention",
                gettext_noop("Effects of an intervention"),
                "pico",
                (
                    ("Population: [who, with which condition]", "研究对象：［人群、疾病］"),
                    (
                        "Intervention: [what is given, at which dose, by whom]",
                        "干预措施：［内容、剂量、实施者］",
                    ),
                    (
                        "Comparator: [placebo, usual care, another intervention]",
                        "对照：［安慰剂、常规治疗或其他干预］",
                    ),
                    (
                        "Outcome: [main outcome and time of measurement]",
                        "结局指标：［主要结局及测量时间］",
                    ),
                    ("Randomised controlled trial", "随机对照试验"),
                ),
                (PRIMARY, ANIMALS),
                (
                    PRIMARY,
                    DESIGN,
                    POPULATION,
                    ("Wrong intervention", "干预措施不符"),
                    ("Wrong comparator", "对照不符"),
                    OUTCOME,
                    ABSTRACT,
                    DATA,
                ),
            ),
            ProtocolTemplate(
                "exposure",
                gettext_noop("Risk factors and exposures"),
                "peco",
                (
                    ("Population: [who]", "研究对象：［人群］"),
                    ("Exposure: [what, how it is measured]", "暴露：［内容及测量方法］"),
                    ("Comparator: [no or lower exposure]", "对照：［无暴露或低暴露］"),
                    (
                        "Outcome: [disease or event, how it is confirmed]",
                        "结局：［疾病或事件及其确认方法］",
                    ),
                    ("Cohort or case-control study", "队列研究或病例对照研究"),
                ),
                (PRIMARY, ANIMALS),
                (
                    PRIMARY,
                    DESIGN,
                    POPULATION,
                    ("Wrong exposure", "暴露因素不符"),
                    ("No comparison group", "无对照组"),
                    OUTCOME,
                    ABSTRACT,
                    DATA,
                ),
            ),
            ProtocolTemplate(
                "diagnosis",
                gettext_noop("Diagnostic test accuracy"),
                "pico",
                (
                    (
                        "Population: [people suspected of the condition]",
                        "研究对象：［疑似该病的患者］",
                    ),
                    ("Index test: [test and cut-off]", "待评价试验：［试验及界值］"),
                    ("Reference standard: [test]", "参考标准：［试验］"),
                    (
                        "Sensitivity and specificity can be calculated (2 × 2 table)",
                        "可计算灵敏度和特异度（四格表）",
                    ),
                ),
                (
                    PRIMARY,
                    ("Case report or fewer than 10 participants", "个案报告或受试者少于 10 例"),
                ),
                (
                    PRIMARY,
                    POPULATION,
                    ("Wrong index test", "待评价试验不符"),
                    ("Wrong or no reference standard", "参考标准不符或缺失"),
                    DESIGN,
                    ("2 × 2 table cannot be built", "无法构建四格表"),
                    ABSTRACT,
                ),
            ),
            ProtocolTemplate(
                "prevalence",
                gettext_noop("Prevalence and incidence"),
                "pcc",
                (
                    ("Population: [who, where]", "研究对象：［人群、地区］"),
                    ("Condition: [disease, how it is defined]", "疾病：［名称及诊断标准］"),
                    ("Context: [setting and period]", "背景：［场所与时间］"),
                    (
                        "Cross-sectional or cohort study with a defined sample",
                        "样本来源明确的横断面研究或队列研究",
                    ),
                ),
                (PRIMARY, ("Convenience sample without a sampling frame", "无抽样框的便利样本")),
                (
                    PRIMARY,
                    DESIGN,
                    POPULATION,
                    ("Wrong condition or definition", "疾病或诊断标准不符"),
                    ("Wrong setting or period", "场所或时间不符"),
                    DATA,
                    ABSTRACT,
                ),
            ),
            ProtocolTemplate(
                "qualitative",
                gettext_noop("Qualitative evidence"),
                "spider",
                (
                    ("Sample: [whose experience]", "样本：［何人的经历］"),
                    (
                        "Phenomenon of interest: [experience, view, behaviour]",
                        "研究现象：［经历、观点、行为］",
                    ),
                    ("Qualitative data collection and analysis", "采用质性资料收集与分析方法"),
                    ("Findings supported by quotations or observations", "结果有引文或观察支持"),
                ),
                (PRIMARY, ("Survey with closed questions only", "仅含封闭式问题的问卷调查")),
                (
                    PRIMARY,
                    ("Not qualitative research", "非质性研究"),
                    ("Wrong sample", "样本不符"),
                    ("Wrong phenomenon of interest", "研究现象不符"),
                    ABSTRACT,
                    DATA,
                ),
            ),
            ProtocolTemplate(
                "scoping",
                gettext_noop("Scoping review"),
                "pcc",
                (
                    ("Population: [who]", "研究对象：［人群］"),
                    ("Concept: [what is mapped]", "概念：［所梳理的主题］"),
                    ("Context: [setting, country, discipline]", "背景：［场所、国家、学科］"),
                ),
                (("Opinion piece without data or method", "无数据或方法的观点性文章"),),
                (
                    POPULATION,
                    ("Wrong concept", "概念不符"),
                    ("Wrong context", "背景不符"),
                    ("Opinion piece", "观点性文章"),
                    ABSTRACT,
                ),
            ),
        )
    }
)
