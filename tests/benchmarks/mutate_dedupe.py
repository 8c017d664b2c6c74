"""How well the tables of cases pin the engine: `python -m tests.benchmarks.mutate_dedupe`.

Each rule is switched off, each weight of the card moved half a bit up and down, each threshold one
step, and each comparison of the rules is turned round. A mutant that no case and no row of levels
or rules notices survives and is printed; with a survivor the run fails.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import Any

from screening.dedupe import compare, decide, issues, rules, title_kinds, weights
from screening.dedupe.rules import (
    each_issue,
    letters_under_heading,
    other_issue,
    same_abstract,
    same_pages,
)
from tests.dedupe.cases import Case, read_cases
from tests.dedupe.test_cases import outcome
from tests.dedupe.test_rules import wrong_rows as wrong_rules
from tests.dedupe.test_thresholds import CHECKS
from tests.dedupe.test_weights import wrong_rows

#: Thresholds and the step that has to be noticed in both directions.
STEPS: tuple[tuple[ModuleType, str, float], ...] = (
    (weights, "MERGE", 0.5),
    (weights, "ASK", 0.5),
    (compare, "NEAR", 1.0),
    (compare, "CLOSE", 1.0),
    (compare, "ALIKE", 1.0),
    (compare, "SAME_ABSTRACT", 1.0),
    (compare, "SHORTEST_PART", 1),
    (title_kinds, "TELLING", 1),
    (issues, "MOST_IN_A_VOLUME", 8),
    (issues, "LEAST_TO_TELL", 1),
    (other_issue, "PAGED_THROUGH", 1),
    (each_issue, "PAGED_ON", 1),
    (same_pages, "LEAST", 1),
    (same_pages, "MOST", 1),
    (letters_under_heading, "HEADING", 1),
    (same_abstract, "LEAST", 1),
)

CASES = read_cases()
FLIPS = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


def noticed(cases: list[Case]) -> str:
    """The first case that comes out otherwise than expected, row that does, or error;
    "" where none does.
    """
    try:
        return _first_wrong(cases)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return repr(error)


def _first_wrong(cases: list[Case]) -> str:
    for wrong in (wrong_rows, wrong_rules):
        if rows := wrong():
            return rows[0]
    for name, holds in CHECKS:
        if not holds():
            return name
    for case in cases:
        if outcome(case.records) not in case.expected:
            cases.remove(case)
            cases.insert(0, case)  # who noticed one mutant often notices the next
            return case.name
    return ""


@contextmanager
def with_rules(changed: dict[str, Any]) -> Iterator[None]:
    """The judge with other rules."""
    before, bridges = decide.RULES, decide._BRIDGES
    decide.RULES = changed
    decide._BRIDGES = tuple(
        r for r in changed.values() if r.effect in (rules.BRIDGE, rules.LIKELY, rules.DESPITE)
    )
    try:
        yield
    finally:
        decide.RULES, decide._BRIDGES = before, bridges


@contextmanager
def with_value(module: ModuleType, name: str, value: Any) -> Iterator[None]:
    """A constant of a module changed there and in the modules that imported it."""
    before = getattr(module, name)
    holders = [
        m
        for n, m in sys.modules.items()
        if n.startswith("screening.dedupe") and getattr(m, name, None) is before
    ]
    for holder in holders:
        setattr(holder, name, value)
    try:
        yield
    finally:
        for holder in holders:
            setattr(holder, name, before)


@contextmanager
def with_weight(feature: str, level: str, step: float) -> Iterator[None]:
    before = weights.CARD[feature][level]
    weights.CARD[feature][level] = (before[0] + step, before[1])
    try:
        yield
    finally:
        weights.CARD[feature][level] = before


def rules_off() -> Iterator[tuple[str, Any]]:
    for key in rules.RULES:
        yield f"rule {key} off", with_rules({k: r for k, r in rules.RULES.items() if k != key})


def levels_moved() -> Iterator[tuple[str, Any]]:
    for feature, levels in weights.CARD.items():
        for level in levels:
            for step in (0.5, -0.5):
                yield f"level {feature} {level} {step:+}", with_weight(feature, level, step)


def thresholds_moved() -> Iterator[tuple[str, Any]]:
    for module, name, step in STEPS:
        for signed in (step, -step):
            value = getattr(module, name) + signed
            yield (
                f"threshold {module.__name__.rsplit('.', 1)[-1]}.{name} {signed:+}",
                with_value(module, name, value),
            )


def comparisons_flipped() -> Iterator[tuple[str, Any]]:
    for key, rule in rules.RULES.items():
        module = sys.modules[rule.applies.__module__]
        source = inspect.getsource(module)
        places = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Compare)]
        for at in range(len(places)):
            yield (
                f"comparison {at + 1} of {key} flipped",
                with_rules(dict(rules.RULES) | {key: flipped(rule, source, at)}),
            )


def flipped(rule: Any, source: str, at: int) -> Any:
    """The rule with its comparison number `at` turned round."""
    tree = ast.parse(source)
    node = [n for n in ast.walk(tree) if isinstance(n, ast.Compare)][at]
    node.ops[-1] = FLIPS[type(node.ops[-1])]()
    made: dict[str, Any] = {"__name__": "flipped"}
    exec(compile(ast.fix_missing_locations(tree), "flipped", "exec"), made)
    return replace(rule, applies=made["applies"])


def survivors(kind: str, mutants: Callable[[], Iterator[tuple[str, Any]]]) -> int:
    count, left = 0, []
    cases = list(CASES)
    for name, changed in mutants():
        with changed:
            count += 1
            if not noticed(cases):
                left.append(name)
    print(f"{kind}: {count} mutants, {len(left)} survive", flush=True)
    for name in left:
        print(f"  {name}")
    return len(left)


def main() -> int:
    """1 where a rule, a level, a threshold or a comparison may change unnoticed."""
    assert not noticed(list(CASES)), "the cases must hold before anything is changed"
    found = survivors("rules off", rules_off) + survivors("levels moved", levels_moved)
    found += survivors("thresholds moved", thresholds_moved)
    found += survivors("comparisons flipped", comparisons_flipped)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
