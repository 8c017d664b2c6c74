"""CNKI 中国知网, 专业检索. Source: 知网专业检索说明 (SU, TKA, TI, KY, AB, FT, AU …; SU='a' and …)."""

from screening.strategies._syntax import NO_LINES, Fields, Syntax

SYNTAX = Syntax(
    key="cnki",
    label="CNKI 专业检索",
    form=Fields.LETTER,
    free=("TKA",),
    fields=frozenset(
        [
            "su",
            "tka",
            "ti",
            "ky",
            "ab",
            "co",
            "ft",
            "au",
            "fi",
            "rp",
            "af",
            "lbc",
            "jn",
            "rf",
            "rt",
            "ye",
            "fu",
            "clc",
            "sn",
            "cn",
            "ib",
            "cf",
        ]
    ),
    operators=("AND", "OR", "NOT"),
    quotes=("'", "'"),
    truncation="",
    chinese=True,
    always_quoted=True,
    one_line=True,
    note=NO_LINES,
)
