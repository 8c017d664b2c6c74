"""Scopus. Source: Scopus search guide, https://dev.elsevier.com/sc_search_tips.html."""

from screening.strategies._syntax import Fields, Syntax

SYNTAX = Syntax(
    key="scopus",
    label="Scopus",
    form=Fields.PREFIX,
    free=("TITLE-ABS-KEY",),
    fields=frozenset(
        [
            "title",
            "abs",
            "key",
            "title-abs",
            "title-abs-key",
            "title-abs-key-auth",
            "auth",
            "authkey",
            "indexterms",
            "all",
            "affil",
            "srctitle",
            "issn",
            "doi",
            "language",
            "doctype",
            "pubyear",
            "pmid",
            "chem",
            "exactsrctitle",
            "limit-to",
            "exclude",
        ]
    ),
    operators=("AND", "OR", "AND NOT"),
    near=(r"W/\d+", r"PRE/\d+"),
    line="#%s",
)
