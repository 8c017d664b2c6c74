"""Reading lines of a strategy back into a tree: terms with their fields, operators,
and lines named by number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from screening.records.messages import Message, gettext_noop
from screening.strategies._syntax import Fields, Syntax

UNBALANCED = gettext_noop(
    "Line %(line)s: a bracket is opened and not closed, or closed and not opened."
)
UNQUOTED = gettext_noop("Line %(line)s: a quotation mark is missing.")
EXPECTED = gettext_noop("Line %(line)s: something is missing after “%(after)s”.")
NO_LINE = gettext_noop("Line %(line)s names line %(named)s, which does not come before it.")
FIELD = gettext_noop("Line %(line)s: the field “%(field)s” is not one of %(database)s.")
SIDE = gettext_noop("Line %(line)s: an operator is missing before “%(before)s”.")


class StrategyError(Exception):
    """A line that the database could not read; `message` says where and why, `line` counts from 1."""

    def __init__(self, text: str, line: int, **values: object) -> None:
        self.message, self.line = Message(text, {"line": line} | values), line
        super().__init__(str(self.message))


@dataclass(frozen=True, slots=True)
class Node:
    """A term (`kind` term or heading, with `text` and `fields`), or AND, OR, NOT, NEAR of `parts`."""

    kind: str
    text: str = ""
    fields: tuple[str, ...] = ()
    parts: tuple["Node", ...] = field(default_factory=tuple)
    #: Whether AND and OR stood side by side without brackets.
    mixed: bool = False

    def terms(self) -> Iterator["Node"]:
        """All terms under this node, in order."""
        if self.kind in ("term", "heading"):
            yield self
        for part in self.parts:
            yield from part.terms()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line: open, close, operator, near, line, term or heading."""

    kind: str
    text: str
    fields: tuple[str, ...] = ()


def read(lines: Sequence[str], syntax: Syntax) -> Node:
    """The tree of the last line, with the lines it names. Raises StrategyError;
    ValueError for no line at all.
    """
    trees: list[Node] = []
    for number, line in enumerate(lines, 1):
        trees.append(_Reader(line, number, syntax, trees).whole())
    if not trees:
        raise ValueError("a strategy has at least one line")
    return trees[-1]


class _Reader:
    """One line."""

    def __init__(self, line: str, number: int, syntax: Syntax, before: Sequence[Node]) -> None:
        self.number, self.syntax, self.before = number, syntax, before
        self.tokens = list(tokens(line, number, syntax))
        self.at = 0

    def whole(self) -> Node:
        if not self.tokens:
            raise StrategyError(EXPECTED, self.number, after="")
        found = self._any()
        if self.at < len(self.tokens):
            token = self.tokens[self.at]
            raise StrategyError(
                UNBALANCED if token.kind == "close" else SIDE, self.number, before=token.text
            )
        return found

    def _any(self) -> Node:
        """Operators from left to right as they stand;
        `mixed` where AND and OR are not kept apart by brackets.
        """
        found = self._one()
        kinds: set[str] = set()
        while self.at < len(self.tokens) and self.tokens[self.at].kind in ("operator", "near"):
            token = self.tokens[self.at]
            self.at += 1
            right = self._one(after=token.text)
            name = token.text if token.kind == "operator" else "NEAR"
            kinds.add(name)
            same = found.kind == name and name in ("AND", "OR") and not found.text
            parts = (*found.parts, right) if same and self._open(found) else (found, right)
            found = Node(name, parts=parts, mixed={"AND", "OR"} <= kinds)
            self._last = found
        return found

    _last: Node | None = None

    def _open(self, node: Node) -> bool:
        """Whether the node was made in this very run, and is no bracket of its own."""
        return self._last is node

    def _one(self, after: str = "") -> Node:
        if self.at >= len(self.tokens):
            raise StrategyError(EXPECTED, self.number, after=after)
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "open":
            return self._bracket(token)
        if token.kind in ("term", "heading"):
            return Node(token.kind, token.text, token.fields)
        if token.kind == "line":
            return self._named(int(token.text))
        if token.kind == "operator" and token.text == "NOT":
            return Node("NOT", parts=(self._one(after=token.text),))
        raise StrategyError(
            EXPECTED if token.kind != "close" else UNBALANCED,
            self.number,
            after=after or token.text,
        )

    def _bracket(self, token: Token) -> Node:
        last, self._last = self._last, None
        inside = self._any()
        self._last = last
        if self.at >= len(self.tokens) or self.tokens[self.at].kind != "close":
            raise StrategyError(UNBALANCED, self.number)
        closing = self.tokens[self.at]
        self.at += 1
        fields = token.fields or closing.fields
        return _fielded(inside, fields) if fields else inside

    def _named(self, number: int) -> Node:
        if not 1 <= number <= len(self.before):
            raise StrategyError(NO_LINE, self.number, named=number)
        return self.before[number - 1]


def _fielded(node: Node, fields: tuple[str, ...]) -> Node:
    if node.kind == "term" and not node.fields:
        return Node("term", node.text, fields)
    return Node(
        node.kind,
        node.text,
        node.fields,
        tuple(_fielded(part, fields) for part in node.parts),
        node.mixed,
    )


_OPERATORS = {
    "and": "AND",
    "or": "OR",
    "not": "NOT",
    "andnot": "NOT",
    "*": "AND",
    "+": "OR",
    "-": "NOT",
    "与": "AND",
    "或": "OR",
    "非": "NOT",
}


def tokens(line: str, number: int, syntax: Syntax) -> Iterator[Token]:
    """The pieces of a line. Raises StrategyError for a missing quotation mark or a wrong field."""
    at = 0
    while at < len(line):
        if line[at].isspace() or line[at] == "　":
            at += 1
            continue
        token, at = _next(line, at, number, syntax)
        yield token


def _next(line: str, at: int, number: int, syntax: Syntax) -> tuple[Token, int]:
    for matcher in (_heading, _line_name, _prefixed, _operator, _bracket_token):
        if found := matcher(line, at, number, syntax):
            return found
    return _term(line, at, number, syntax)


def _heading(line: str, at: int, number: int, syntax: Syntax) -> tuple[Token, int] | None:
    for pattern in filter(None, (syntax.heading_exploded, syntax.heading)):
        before, after = pattern.split("%s")
        found = re.compile(f"(?i){re.escape(before)}(.+?){re.escape(after)}(?=[\\s)]|$)").match(
            line, at
        )
        if found and not re.search(r"[\"'()]", found[1]):
            return Token("heading", found[1]), found.end()
    return None


def _line_name(line: str, at: int, number: int, syntax: Syntax) -> tuple[Token, int] | None:
    mark = re.escape(syntax.line.removesuffix("%s"))
    found = re.compile(f"{mark}(\\d+)(?![\\w.*-])").match(line, at)
    return (Token("line", found[1]), found.end()) if found else None


def _prefixed(line: str, at: int, number: int, syntax: Syntax) -> tuple[Token, int] | None:
    """The name of a field before its bracket or term: TITLE-ABS-KEY(…, TS=(…, TI=…"""
    if syntax.form not in (Fields.PREFIX, Fields.EQUALS, Fields.LETTER):
        return None
    if syntax.form is Fields.PREFIX:
        found = re.compile(r"([A-Za-z][A-Za-z-]*)\s*\(").match(line, at)
        if not found or found[1].lower() in _OPERATORS or re.match(r"(?i)(?:W|PRE)$", found[1]):
            return None
        return Token("open", "(", (_known(found[1], number, syntax),)), found.end()
    found = re.compile(r"([A-Za-z一-鿿]+)\s*[=%]\s*(\(?)").match(line, at)
    if not found:
        return None
    name = (_known(found[1], number, syntax),)
    if found[2]:
        return Token("open", "(", name), found.end()
    inner, end = _term(line, found.end(), number, syntax)
    return Token("term", inner.text, name), end


def _known(name: str, number: int, syntax: Syntax) -> str:
    if name.strip().lower() not in syntax.fields:
        raise StrategyError(FIELD, number, field=name, database=syntax.label)
    return name.strip()


def _operator(line: str, at: int, number: int, syntax: Syntax) -> tuple[Token, int] | None:
    for near in syntax.near:
        if found := re.compile(rf"(?i){near}(?=[\s(])").match(line, at):
            return Token("near", found.group()), found.end()
    words = r"ANDNOT|AND\s+NOT|AND|OR|NOT"
    signs = r"[*+-]" if syntax.operators[0] == "*" else r"(?!)"
    found = re.compile(rf"(?i)(?:{words})(?=[\s(\"'“（]|$)|{signs}|[与或非](?=\s)").match(line, at)
    if not found:
        return None
    name = _OPERATORS["".join(found.group().lower().split())]
    return Token("operator", name), found.end()


_OPEN, _CLOSE = "(（", ")）"


def _bracket_token(line: str, at: int, number: int, syntax: Syntax) -> tuple[Token, int] | None:
    if line[at] in _OPEN:
        return Token("open", "("), at + 1
    if line[at] in _CLOSE:
        fields, end = _suffix(line, at + 1, number, syntax)
        return Token("close", ")", fields), end
    return None


def _suffix(line: str, at: int, number: int, syntax: Syntax) -> tuple[tuple[str, ...], int]:
    """The field behind a term or bracket: [tiab], :ti,ab, .tw."""
    patterns = {
        Fields.BRACKETS: r"\s*\[([^\]]+)\]",
        Fields.NAMED: r"\s*\[([^\]]+)\]",
        Fields.COLON: r":([A-Za-z,]+)",
        Fields.DOTS: r"\.([A-Za-z,]+)\.",
    }
    pattern = patterns.get(syntax.form)
    found = re.compile(pattern).match(line, at) if pattern else None
    if not found:
        return (), at
    if syntax.form in (Fields.BRACKETS, Fields.NAMED):
        return (_known(found[1], number, syntax),), found.end()
    return tuple(_known(name, number, syntax) for name in found[1].split(",")), found.end()


_QUOTES = {'"': '"', "'": "'", "“": "”", "{": "}"}


def _term(line: str, at: int, number: int, syntax: Syntax) -> tuple[Token, int]:
    mark = line[at]
    if mark in _QUOTES and (mark != "'" or syntax.quotes[0] == "'"):
        end = line.find(_QUOTES[mark], at + 1)
        if end < 0:
            raise StrategyError(UNQUOTED, number)
        fields, after = _suffix(line, end + 1, number, syntax)
        return Token("term", line[at + 1 : end], fields), after
    stop = r"\s()（）\[\]\"“”"
    stop += ":" if syntax.form is Fields.COLON else ""
    stop += r"+*" if syntax.operators[0] == "*" else ""
    found = re.compile(rf"[^{stop}]+").match(line, at)
    if not found:
        raise StrategyError(UNBALANCED, number)
    text, end = found.group(), found.end()
    if syntax.form is Fields.DOTS and (dotted := re.compile(r"(.+?)\.([A-Za-z,]+)\.$").match(text)):
        fields = tuple(_known(name, number, syntax) for name in dotted[2].split(","))
        return Token("term", dotted[1], fields), end
    fields, after = _suffix(line, end, number, syntax)
    if fields or syntax.form not in (Fields.BRACKETS, Fields.COLON, Fields.DOTS, Fields.NAMED):
        return Token("term", text, fields), after
    return _phrase(line, at, end, number, syntax)


def _phrase(line: str, at: int, end: int, number: int, syntax: Syntax) -> tuple[Token, int]:
    """Words side by side without quotation marks are one phrase where the field stands behind the
    last of them.
    """
    while True:
        following = re.compile(
            r"\s+(?!(?:AND|OR|NOT)\b)([^\s()（）\[\]\"“”:]+)", re.IGNORECASE
        ).match(line, end)
        if not following or (
            re.match(re.escape(syntax.line.removesuffix("%s")) + r"\d", following[1] or "")
            and "#" in syntax.line
        ):
            break
        end = following.end()
        text = line[at:end]
        if syntax.form is Fields.DOTS and (
            dotted := re.compile(r"(.+?)\.([A-Za-z,]+)\.$").match(text)
        ):
            fields = tuple(_known(name, number, syntax) for name in dotted[2].split(","))
            return Token("term", " ".join(dotted[1].split()), fields), end
        fields, after = _suffix(line, end, number, syntax)
        if fields:
            return Token("term", " ".join(text.split()), fields), after
    return Token("term", " ".join(line[at:end].split())), end
