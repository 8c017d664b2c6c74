"""What queries and indexes have to say in exactly the same words,
so that the database sees that one serves the other.

A value that is handed over beside the query is unknown when the plan is made;
here it stands in the text itself.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Lookup
from django.db.models.sql.compiler import SQLCompiler

#: Characters of a text that an index holds: PostgreSQL refuses rows of an index longer than 2,700
#: bytes.
BEGINNING = 200


class Beginning(Func):
    """The first characters of a text, to sort by before the text itself."""

    template = f"SUBSTR(%(expressions)s, 1, {BEGINNING})"
    arity = 1
    output_field = models.TextField()


class Aside(Func):
    """A column, not to be looked for by an index:
    SQLite cannot tell a rare value from one that half of the rows have.

    PostgreSQL can, and gets the bare column.
    """

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        """With a plus, which changes nothing else."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class Empty(Lookup):  # type: ignore[type-arg]
    """Whether a text is "", or a list []: `abstract__empty=True`."""

    lookup_name = "empty"
    nothing = "''"

    def get_prep_lookup(self) -> bool:
        """True or False."""
        return bool(self.rhs)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """The comparison with the empty value written out."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} {'=' if self.rhs else '<>'} {self.nothing}", list(params)


@models.JSONField.register_lookup
class EmptyList(Empty):
    """For lists."""

    nothing = "'[]'"


models.CharField.register_lookup(Empty)
models.TextField.register_lookup(Empty)
