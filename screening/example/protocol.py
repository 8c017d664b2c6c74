"""The example's question, searches, criteria, reasons and highlight lists, in both languages."""

from typing import Any, NamedTuple

from screening.example.words import Term

TITLE = Term(
    "Skeletal muscle-derived exosomes in the regulation of bone formation, and the role of exercise",
    "骨骼肌源性外泌体调控骨形成及运动干预的作用",
)
PRACTICE_TITLE = Term(
    "Practice: the same question, not screened yet",
    "练习项目：同一研究问题，尚未筛选",
)
QUESTION = Term(
    "What do exosomes released by skeletal muscle do in bone formation, by which mechanisms, and how does exercise change "
    "that?",
    "骨骼肌释放的外泌体在骨形成中起什么作用、通过何种机制，运动又如何改变这种作用？",
)
BACKGROUND = (
    "示例数据，非真实文献 / made-up records. The question, databases, terms and the number of included articles follow a "
    "published review (doi 10.12307/2026.340); every record here is invented."
)


class Wanted(NamedTuple):
    """A criterion: stage, kind, whether it includes, and its text."""

    stage: str
    kind: str
    inclusion: bool
    text: Term


CRITERIA = (
    Wanted(
        "title-abstract",
        "relevance",
        True,
        Term(
            "Exosomes or other small vesicles released by skeletal muscle, or changed by exercise",
            "涉及骨骼肌释放的、或受运动影响的外泌体等小细胞外囊泡",
        ),
    ),
    Wanted(
        "title-abstract",
        "relevance",
        True,
        Term(
            "Bone formation, osteoblasts or disorders of bone formation",
            "涉及骨形成、成骨细胞或骨形成障碍性疾病",
        ),
    ),
    Wanted(
        "title-abstract",
        "suitability",
        True,
        Term("Original study or review, in Chinese or English", "中文或英文的原始研究或综述"),
    ),
    Wanted(
        "title-abstract",
        "relevance",
        False,
        Term(
            "Tumour exosomes, stem-cell exosomes without muscle, or exercise without exosomes",
            "肿瘤外泌体、与骨骼肌无关的干细胞外泌体，或仅研究运动而不涉及外泌体",
        ),
    ),
    Wanted(
        "full-text",
        "relevance",
        True,
        Term(
            "The effect of muscle-derived vesicles on bone formation is studied or reviewed",
            "研究或综述骨骼肌源性囊泡对骨形成的作用",
        ),
    ),
    Wanted(
        "full-text",
        "quality",
        True,
        Term(
            "Origin of the vesicles shown; groups and measures described well enough to judge",
            "囊泡来源明确，分组与检测方法描述充分、可供评价",
        ),
    ),
    Wanted(
        "full-text",
        "suitability",
        True,
        Term(
            "Content suits the question: mechanism, or what exercise changes",
            "研究内容适宜：涉及作用机制或运动的影响",
        ),
    ),
)

REASONS: dict[str, tuple[tuple[str, Term], ...]] = {
    "title-abstract": (
        ("no_muscle", Term("No vesicles of muscle", "非骨骼肌来源的囊泡")),
        ("no_bone", Term("No bone formation", "未涉及骨形成")),
        ("no_vesicles", Term("No exosomes", "未涉及外泌体")),
    ),
    "full-text": (
        ("exposure", Term("Vesicles not derived from muscle", "囊泡非骨骼肌来源")),
        ("outcome", Term("No outcome of bone formation", "无骨形成相关结局指标")),
        ("type", Term("Unsuitable type of publication", "文献类型不符")),
        ("quality", Term("Quality too low to judge", "研究质量不足")),
        ("suitability", Term("Content does not suit the question", "研究内容不适宜")),
    ),
}

HIGHLIGHTS = (
    (
        Term("Exosomes and muscle", "外泌体与骨骼肌"),
        "green",
        ["exosom*", "vesicle*", "skeletal muscle", "myo*", "外泌体", "骨骼肌", "肌管"],
    ),
    (
        Term("Bone formation", "骨形成"),
        "blue",
        ["osteo*", "bone formation", "minerali*", "骨形成", "成骨", "矿化"],
    ),
    (Term("Exercise", "运动"), "violet", ["exercise", "training", "running", "运动", "训练"]),
    (
        Term("Signs of exclusion", "排除线索"),
        "red",
        ["carcinoma", "cancer", "glioma", "stem cell*", "癌", "间充质干细胞", "水凝胶"],
    ),
)

METHODS = {
    "quality_tool_zh": "按研究方案自拟的质量标准（囊泡来源、分组、检测方法描述）逐篇评价",
    "quality_tool_en": "the quality criterion of the protocol (origin of the vesicles, groups, measures)",
    "quality_by": "陈思远, Maria Keller",
    "extraction_tool_zh": "使用预先设计的表格提取研究对象、干预方式、外泌体来源与骨形成指标",
    "extraction_tool_en": "a form made beforehand (subjects, exercise, origin of the exosomes, measures of bone formation)",
    "extraction_by": "陈思远, Maria Keller",
    "contacts_en": "authors of reports that could not be retrieved were written to / 向无法获取全文的作者去信",
    "prior_work_en": "none / 无",
    "peer_review_en": "the strategies were read by the adjudicator before they were run / 检索式经仲裁者核对",
}

CNKI_STRATEGY = "#1 SU=外泌体 OR SU=骨骼肌源性外泌体\n#2 SU=骨形成 OR SU=成骨细胞\n#3 SU=运动\n#4 #1 AND (#2 OR #3)"
PUBMED_STRATEGY = "#1 exosome OR skeletal muscle-derived exosomes\n#2 bone formation OR osteoblast\n#3 exercise\n#4 #1 AND (#2 OR #3)"

SEARCHES: dict[str, dict[str, Any]] = {
    "cnki": {
        "kind": "database",
        "name": "中国知网（CNKI）",
        "platform": "kns.cnki.net",
        "date_run": "2024-11-10",
        "coverage": "建库至2024-11",
        "strategy": CNKI_STRATEGY,
        "limits": "中文；期刊、学位论文、会议论文",
    },
    "pubmed": {
        "kind": "database",
        "name": "PubMed",
        "platform": "National Library of Medicine",
        "date_run": "2024-11-10",
        "coverage": "inception to 2024-11",
        "strategy": PUBMED_STRATEGY,
        "limits": "English or Chinese / 英文或中文",
    },
    "cnki_update": {
        "kind": "database",
        "name": "中国知网（CNKI）",
        "platform": "kns.cnki.net",
        "date_run": "2024-11-28",
        "coverage": "2024-11-10 至 2024-11-28",
        "strategy": CNKI_STRATEGY,
        "limits": "中文；期刊",
    },
    "pubmed_update": {
        "kind": "database",
        "name": "PubMed",
        "platform": "National Library of Medicine",
        "date_run": "2024-11-28",
        "coverage": "2024-11-10 to 2024-11-28",
        "strategy": PUBMED_STRATEGY,
        "limits": "English or Chinese / 英文或中文",
    },
    "citation": {
        "kind": "citation",
        "name": "Reference lists / 参考文献追溯",
        "date_run": "2024-11-29",
        "strategy": "Reference lists of the included reviews were read / 查阅纳入综述的参考文献",
    },
    "portal": {
        "kind": "database",
        "name": "Sample library portal / 示例图书馆检索平台",
        "date_run": "2024-12-02",
        "strategy": "exosom* AND bone / 外泌体 AND 骨",
        "limits": "中文、英文；预印本、会议论文 / preprints and congresses too",
    },
}
