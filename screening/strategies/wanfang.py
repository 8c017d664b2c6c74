"""Wanfang 万方数据, 专业检索. Source: 万方专业检索说明 (主题:, 题名或关键词:, 题名:, 摘要: …)."""

from screening.strategies._syntax import NO_LINES, Fields, Syntax

SYNTAX = Syntax(
    key="wanfang",
    label="Wanfang 万方",
    form=Fields.EQUALS,
    free=("主题",),
    fields=frozenset(
        (
            "主题",
            "题名或关键词",
            "题名",
            "第一作者",
            "作者单位",
            "作者",
            "关键词",
            "摘要",
            "doi",
            "期刊",
            "刊名",
            "发表时间",
            "全部",
        )
    ),
    operators=("and", "or", "not"),
    truncation="",
    chinese=True,
    always_quoted=True,
    one_line=True,
    note=NO_LINES,
)
