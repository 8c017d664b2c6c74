"""The full-text index: the search tokens of each record,
in FTS5 on SQLite and a GIN-indexed tsvector on PostgreSQL.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler


class TokenField(models.TextField):
    """Tokens with blanks between them; each is a word of letters and digits.
    What comes back is of no use.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """A tsvector where there is one."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(
        self, value: Any, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> str:
        """The tokens as they are, without the parser of the database,
        which splits Chinese in its own way.
        """
        return (
            "array_to_tsvector(string_to_array(%s, ' '))"
            if connection.vendor == "postgresql"
            else "%s"
        )


@TokenField.register_lookup
class Holds(Lookup):  # type: ignore[type-arg]
    """Whether all the tokens of a list are there;
    one that ends in "*" stands for every word that begins so.
    """

    lookup_name = "holds"

    def get_prep_lookup(self) -> list[str]:
        """The list as it is."""
        return list(self.rhs)

    def get_db_prep_lookup(
        self, value: list[str], connection: BaseDatabaseWrapper
    ) -> tuple[str, list[str]]:
        """The tokens as a query of the database; they are letters and digits,
        and quoted all the same.
        """
        postgres = connection.vendor == "postgresql"
        quote, prefix, joint = ("'", ":*", " & ") if postgres else ('"', "*", " AND ")
        parts = (
            f"{quote}{_bare(token)}{quote}{prefix if token.endswith('*') else ''}"
            for token in value
        )
        return "%s", [joint.join(parts)]

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """FTS5 asks the whole table, which has its own name as a hidden column."""
        _, params = self.get_db_prep_lookup(self.rhs, connection)
        name = compiler.quote_name_unless_alias
        alias = name(self.lhs.alias)
        if connection.vendor == "postgresql":
            return f"{alias}.{name('words')} @@ %s::tsquery", params
        return f"{alias}.{connection.ops.quote_name(RecordWords._meta.db_table)} MATCH %s", params


def _bare(token: str) -> str:
    return "".join(char for char in token if char.isalnum())


class RecordWords(models.Model):
    """The tokens of one record. The key is called rowid as that is what FTS5 knows."""

    record = models.OneToOneField(
        "screening.Record", models.CASCADE, primary_key=True, db_column="rowid", related_name="+"
    )
    words = TokenField()

    def __str__(self) -> str:
        return str(self.record_id)
