"""Embase on embase.com. Source: Embase indexing guide and search fields, Elsevier."""

from screening.strategies._syntax import Fields, Syntax

SYNTAX = Syntax(
    key="embase",
    label="Embase",
    form=Fields.COLON,
    free=("ti,ab,kw",),
    fields=frozenset(
        [
            "ti",
            "ab",
            "kw",
            "de",
            "exp",
            "au",
            "jt",
            "ta",
            "la",
            "it",
            "py",
            "ff",
            "ad",
            "ca",
            "cl",
            "dn",
            "tn",
            "df",
            "mn",
            "rn",
            "oc",
            "tt",
            "lc",
            "ti,ab,kw",
        ]
    ),
    heading="'%s'/de",
    heading_exploded="'%s'/exp",
    near=(r"NEAR/\d+", r"NEXT/\d+"),
    quotes=("'", "'"),
)
