"""Web of Science Core Collection. Source: Web of Science field tags, Clarivate."""

from screening.strategies._syntax import Fields, Syntax

SYNTAX = Syntax(
    key="wos",
    label="Web of Science",
    form=Fields.EQUALS,
    free=("TS",),
    fields=frozenset(
        [
            "ts",
            "ti",
            "ab",
            "ak",
            "kp",
            "au",
            "ai",
            "gp",
            "ed",
            "so",
            "do",
            "py",
            "cf",
            "ad",
            "og",
            "oo",
            "sg",
            "sa",
            "ci",
            "ps",
            "cu",
            "zp",
            "fo",
            "fg",
            "ft",
            "su",
            "wc",
            "is",
            "ut",
            "pmid",
            "la",
            "dt",
            "all",
        ]
    ),
    near=(r"NEAR/\d+", "NEAR", "SAME"),
    line="#%s",
)
