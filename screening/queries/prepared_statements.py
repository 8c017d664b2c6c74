"""Reads whose SQL is made once a process, for the request that must stay fast:
building it costs more than running it.

    @prepared
    def votes_on(record: Any = ID, stage: Any = TEXT) -> QuerySet[Vote]:
        return Vote.objects.filter(record=record, stage=stage)

    votes_on(record=7, stage="full-text")    # a list of Vote

The function is called once, with a placeholder for each argument;
what it builds must not depend on their values.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    CharField,
    Expression,
    Field,
    Model,
    QuerySet,
    UUIDField,
)
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value goes, among the parameters of the statement."""

    name: str
    field: Any


class Given(Expression):
    """A value that is known when the statement is run, of that field's type."""

    def __init__(self, field: "Field[Any, Any]", name: str = "") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """A parameter whose value is still to come."""
        return "%s", [_Place(self.name, self.output_field)]


ID, TEXT, KEY = Given(BigIntegerField()), Given(CharField()), Given(UUIDField())


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement, and how its rows become objects. Never changed, so that threads share it."""

    sql: str
    params: tuple[Any, ...]
    model: type[Model]
    columns: slice
    names: list[str]
    annotations: dict[str, int]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]
    related: list[Any]


class Prepared(Generic[Row]):
    """The read that a function describes, see `prepared`."""

    def __init__(self, build: Callable[..., QuerySet[Row]]) -> None:
        self.__doc__, self._build, self._plans = build.__doc__, build, dict[str, _Plan]()
        self._places = {
            name: Given(parameter.default.output_field, name)
            for name, parameter in inspect.signature(build).parameters.items()
        }

    def __call__(self, **values: Any) -> list[Row]:
        """The rows, as objects. All arguments are wanted, by name; raises KeyError without one."""
        plan = self._plans.get(connection.vendor) or self._plans.setdefault(
            connection.vendor, self._plan()
        )
        params = [
            p.field.get_db_prep_value(values[p.name], connection) if isinstance(p, _Place) else p
            for p in plan.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, params)
            rows = cursor.fetchall()
        return [_made(plan, list(row)) for row in rows]

    def _plan(self) -> _Plan:
        queryset = self._build(**self._places)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        klass, select = compiler.klass_info or {}, compiler.select
        first, last = klass["select_fields"][0], klass["select_fields"][-1] + 1
        found = compiler.get_converters([expression for expression, _, _ in select])
        return _Plan(
            sql=sql,
            params=tuple(params),
            model=klass["model"],
            columns=slice(first, last),
            names=[expression.target.attname for expression, _, _ in select[first:last]],
            annotations=dict(compiler.annotation_col_map or {}),
            converters=[
                (place, list(steps), expression) for place, (steps, expression) in found.items()
            ],
            related=get_related_populators(klass, select, queryset.db),
        )


def _made(plan: _Plan, row: list[Any]) -> Any:
    for place, steps, expression in plan.converters:
        for step in steps:
            row[place] = step(row[place], expression, connection)
    made = plan.model.from_db(connection.alias, plan.names, row[plan.columns])
    for populator in plan.related:
        populator.populate(row, made)
    for name, place in plan.annotations.items():
        setattr(made, name, row[place])
    return made


def prepared(build: Callable[..., QuerySet[Row]]) -> Prepared[Row]:
    """Makes the function that describes a read into one that runs it."""
    return Prepared(build)
