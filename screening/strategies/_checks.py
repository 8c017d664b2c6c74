"""What is wrong with lines that a person has written, before a database is asked: brackets, fields,
AND before OR.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from screening.records.messages import Message, gettext_noop
from screening.strategies._parsing import Node, StrategyError, _Reader
from screening.strategies._syntax import Syntax

MIXED = gettext_noop(
    "Line %(line)s mixes %(and)s and %(or)s without brackets: databases read that in different ways. Put brackets"
    " around what belongs together."
)
UNUSED = gettext_noop("Line %(line)s is not used by any later line.")
EMPTY = gettext_noop("Line %(line)s is empty.")
NO_FIELD = gettext_noop(
    "Line %(line)s: “%(term)s” names no field, so that the database looks everywhere."
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong at a line (counted from 1); `wrong` if the database could not run it,
    else it is only doubtful.
    """

    line: int
    message: Message
    wrong: bool = True


def check(lines: Sequence[str], syntax: Syntax) -> list[Complaint]:
    """All complaints about the lines, in their order; [] for lines that can be run as they are."""
    trees: list[Node] = []
    found: list[Complaint] = []
    used: set[int] = set()
    for number, line in enumerate(lines, 1):
        tree = Node("term", "?")
        if not line.strip():
            found.append(Complaint(number, Message(EMPTY, {"line": number})))
        else:
            try:
                reader = _Reader(line, number, syntax, trees)
                used |= {int(token.text) for token in reader.tokens if token.kind == "line"}
                tree = reader.whole()
                found += _doubts(tree, number, syntax, [token.kind for token in reader.tokens])
            except StrategyError as error:
                found.append(Complaint(number, error.message))
        trees.append(tree)
    if not syntax.one_line:
        last = len(lines)
        found += [
            Complaint(number, Message(UNUSED, {"line": number}), wrong=False)
            for number in range(1, last)
            if number not in used
        ]
    return sorted(found, key=lambda one: (one.line, not one.wrong))


def _doubts(tree: Node, number: int, syntax: Syntax, kinds: Sequence[str]) -> list[Complaint]:
    found = []
    if _mixed(tree) and "operator" in kinds:
        values = {"line": number, "and": syntax.operators[0], "or": syntax.operators[1]}
        found.append(Complaint(number, Message(MIXED, values)))
    if "line" not in kinds:
        bare = [term for term in tree.terms() if term.kind == "term" and not term.fields]
        found += [
            Complaint(
                number, Message(NO_FIELD, {"line": number, "term": term.text[:60]}), wrong=False
            )
            for term in bare[:1]
        ]
    return found


def _mixed(node: Node) -> bool:
    return node.mixed or any(_mixed(part) for part in node.parts)
