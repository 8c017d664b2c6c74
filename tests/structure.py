"""The shape of the code in numbers: `python -m tests.structure`.
Exit code 1 when a number is beyond its limit.

With `--held`: only the limits that have once been reached can fail;
a change must not lose them again.
"""

import ast
import io
import re
import sys
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import mean, median

from tests.test_floors import FLOORS, ROOT, imports, place, upwards

PROJECT = ROOT.parent
#: Lines of code in a row that count as written twice when they stand in a second place.
SAME_LINES = 6


@dataclass(frozen=True, slots=True)
class Limit:
    """One number, how large (or, with `least`, how small) it may be,
    and whether it has been reached.
    """

    name: str
    value: float
    bound: float
    held: bool = True
    least: bool = False

    @property
    def is_kept(self) -> bool:
        return self.value >= self.bound if self.least else self.value <= self.bound


@dataclass(frozen=True)
class Source:
    """One file of Python with what is counted in it."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        return str(self.path.relative_to(PROJECT))

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def functions(self) -> Iterator[tuple[str, int]]:
        """(name, lines) of each function, decorators left out."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (
                    f"{self.name}:{node.lineno} {node.name}",
                    (node.end_lineno or node.lineno) - node.lineno + 1,
                )

    def comments(self) -> list[str]:
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return [token.string for token in tokens if token.type == tokenize.COMMENT]

    def code(self) -> list[tuple[int, str]]:
        """(number, text) of the lines that do something: no blank ones, comments,
        imports and lone brackets.
        """
        passed = {
            number
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
        }
        numbered = enumerate((line.strip() for line in self.lines), start=1)
        return [
            (n, line)
            for n, line in numbered
            if n not in passed and re.search(r"\w", line) and line[0] != "#"
        ]


def sources() -> list[Source]:
    """Every file of the program but migrations, and but those that are empty."""
    files = [p for top in (ROOT, PROJECT / "reviewapp") for p in sorted(top.rglob("*.py"))]
    read = [
        Source(path, path.read_text(encoding="utf-8"))
        for path in files
        if "migrations" not in path.parts
    ]
    return [source for source in read if source.text.strip()]


def cycles(modules: Sequence[Source]) -> list[list[str]]:
    """Groups of modules that import each other, by Tarjan's algorithm on imports at any depth."""
    names = {
        ".".join(s.path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__"): s
        for s in modules
    }
    # Whatever lies in a package imports it: only what is imported by name counts.
    graph = {
        name: {
            m for m in imports(s.path) if m in names and m != name and not name.startswith(f"{m}.")
        }
        for name, s in names.items()
    }
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in graph[name]:
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            at = stack.index(name)
            group, stack[at:] = stack[at:], []
            if len(group) > 1:
                found.append(sorted(group))

    for name in graph:
        if name not in index:
            visit(name)
    return found


def imports_upwards(modules: Sequence[Source]) -> list[str]:
    """Imports from a floor that is not below; the floors' test says the same."""
    found = []
    for source in modules:
        if ROOT not in source.path.parents or source.path == ROOT / "__init__.py":
            continue
        here = place(source.path)
        for module in imports(source.path):
            there = module.split(".")[1] if module.startswith("screening.") else ""
            if there in FLOORS and there != here and FLOORS[there] >= FLOORS[here]:
                found.append(f"{source.name} imports {module}")
    return found


def written_twice(modules: Sequence[Source]) -> list[str]:
    """Places of SAME_LINES lines or more that stand elsewhere as well, each run of them once."""
    windows: dict[tuple[str, ...], list[tuple[Source, int]]] = defaultdict(list)
    for source in modules:
        code = source.code()
        for at in range(len(code) - SAME_LINES + 1):
            windows[tuple(line for _, line in code[at : at + SAME_LINES])].append((source, at))
    repeated = sorted(
        {
            (source.name, at)
            for places in windows.values()
            if len(places) > 1
            for source, at in places
        }
    )
    return [
        f"{name}"
        for i, (name, at) in enumerate(repeated)
        if (name, at - 1) not in repeated[max(i - 1, 0) : i]
    ]


def measured() -> tuple[list[Limit], dict[str, list[str]]]:
    """Every number with its limit, and the places behind those that are beyond it."""
    modules = sources()
    functions = [pair for source in modules for pair in source.functions()]
    lengths = [lines for _, lines in functions]
    files = [(source.name, len(source.lines)) for source in modules]
    lines = [line for source in modules for line in source.lines if line.strip()]
    said = sum(len(source.comments()) for source in modules)
    skips = [
        s.name
        for s in modules
        for comment in s.comments()
        if "fmt: skip" in comment or "fmt: off" in comment
    ]
    pages = [
        (p, line)
        for p in sorted((PROJECT / "templates").rglob("*.html"))
        for line in p.read_text().splitlines()
    ]
    long_lines = [str(p.relative_to(PROJECT)) for p, line in pages if len(line) > 120]
    in_circles, up, twice = cycles(modules), imports_upwards(modules), written_twice(modules)
    limits = [
        Limit("function, lines, median", median(lengths), 7),
        Limit("function, lines, most", max(lengths), 50),
        Limit("file, lines, median", median(n for _, n in files), 90),
        Limit("file, lines, most", max(n for _, n in files), 350),
        Limit("line, letters, mean", mean(map(len, lines)), 44),
        Limit("fmt: skip", len(skips), 20),
        Limit("template lines over 120, percent", 100 * len(long_lines) / len(pages), 2),
        Limit("comment lines, percent", 100 * said / len(lines), 2, least=True),
        Limit("import cycles", len(in_circles), 0),
        Limit("imports upwards", len(up), 0),
        Limit("imports against the order of rooms", len(upwards()), 12),
        Limit(f"runs of {SAME_LINES} lines written twice", len(twice), 23),
    ]
    places = {
        "function, lines, most": [f"{name}: {n}" for name, n in functions if n > 50],
        "file, lines, most": [f"{name}: {n}" for name, n in files if n > 350],
        "fmt: skip": most_of(skips),
        "template lines over 120, percent": most_of(long_lines),
        "import cycles": [" ".join(group) for group in in_circles],
        "imports upwards": up,
        f"runs of {SAME_LINES} lines written twice": most_of(twice),
    }
    return limits, places


def most_of(names: Sequence[str], show: int = 10) -> list[str]:
    """The names that appear most often, with how often."""
    counted = sorted(((names.count(name), name) for name in set(names)), reverse=True)
    return [f"{name}: {count}" for count, name in counted[:show]]


def main(arguments: Sequence[str]) -> int:
    """Prints the numbers; 1 when one that counts is beyond its limit."""
    limits, places = measured()
    failed = [
        limit for limit in limits if not limit.is_kept and (limit.held or "--held" not in arguments)
    ]
    for limit in limits:
        sign = "≥" if limit.least else "≤"
        state = "ok" if limit.is_kept else "BEYOND" if limit.held else "not yet"
        print(f"{state:8}{limit.name:40}{limit.value:10.1f}  {sign} {limit.bound:g}")
        if limit in failed:
            print("".join(f"          {where}\n" for where in places.get(limit.name, ())), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
