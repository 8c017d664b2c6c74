"""VIP 维普, 检索式检索. Source: 维普期刊检索式说明 (M=题名或关键词, K=, T=, R=, U=任意字段)."""

from screening.strategies._syntax import NO_LINES, Fields, Syntax

SYNTAX = Syntax(
    key="vip",
    label="VIP 维普",
    form=Fields.LETTER,
    free=("M", "R"),
    fields=frozenset(["u", "m", "k", "a", "c", "s", "j", "f", "t", "r"]),
    operators=("AND", "OR", "NOT"),
    truncation="",
    chinese=True,
    always_quoted=True,
    one_line=True,
    note=NO_LINES,
)
