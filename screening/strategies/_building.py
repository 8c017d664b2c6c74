"""From concepts and their synonyms to lines: each term a line, each concept an OR,
the whole an AND.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screening.records.text import has_han
from screening.strategies._syntax import Fields, Syntax

_HEADING = re.compile(r"(?i)^(?:mesh|emtree|主题词)\s*[:：]\s*(.+)$")


@dataclass(frozen=True, slots=True)
class Term:
    """A synonym: a word or phrase, perhaps cut with *, or a subject heading."""

    text: str
    heading: bool = False

    @property
    def chinese(self) -> bool:
        """Whether it is written in Chinese."""
        return has_han(self.text)


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of the question with its synonyms in both languages."""

    name: str
    terms: tuple[Term, ...]


def parse_term(text: str) -> Term:
    """A synonym as people write it: "robot*", "pulmonary nodule", "MeSH: Robotics", 主题词：机器人."""
    text = " ".join(text.split()).strip("\"“”'")
    found = _HEADING.match(text)
    return Term(found[1].strip("\"“”'"), heading=True) if found else Term(text)


def concepts_of(stored: Iterable[dict[str, object]]) -> list[Concept]:
    """Concepts as they are kept: `{"name", "terms": [texts]}`.
    Empty ones and repeated terms are left out.
    """
    made = []
    for each in stored:
        listed = each.get("terms")
        texts = [parse_term(str(text)) for text in (listed if isinstance(listed, list) else [])]
        terms = tuple(dict.fromkeys(term for term in texts if term.text))
        if terms:
            made.append(Concept(str(each.get("name", "")), terms))
    return made


def build(concepts: Sequence[Concept], syntax: Syntax) -> list[str]:
    """The strategy line by line in that syntax;
    [] when no concept has a term that suits the database.

    Where earlier lines can be named, each term is a line, each concept an OR of its lines, and the
    last line an AND of the concepts. Where they cannot, each concept is one line and the last line
    is the whole.
    """
    groups = [terms for concept in concepts if (terms := _suited(concept, syntax))]
    return _whole_lines(groups, syntax) if syntax.one_line else _numbered(groups, syntax)


def _suited(concept: Concept, syntax: Syntax) -> list[Term]:
    """Terms of the database's language first; English ones too in Chinese databases,
    never the other way round.
    """
    usable = [term for term in concept.terms if syntax.chinese or not term.chinese]
    if not syntax.heading:
        # A heading is a word like others there, and perhaps one that is listed already.
        usable = list({term.text.lower(): term for term in map(_as_word, usable)}.values())
    return sorted(usable, key=lambda term: (not term.heading, syntax.chinese and not term.chinese))


def _as_word(term: Term) -> Term:
    return Term(term.text)


def _numbered(groups: Sequence[Sequence[Term]], syntax: Syntax) -> list[str]:
    _and, _or, _not = syntax.operators
    lines: list[str] = []
    combined: list[str] = []
    for terms in groups:
        first = len(lines) + 1
        lines += [write(term, syntax) for term in terms]
        if len(terms) > 1:
            named = [syntax.line % number for number in range(first, len(lines) + 1)]
            lines.append(f" {_or} ".join(named))
        combined.append(syntax.line % len(lines))
    if len(combined) > 1:
        lines.append(f" {_and} ".join(combined))
    return lines


def _whole_lines(groups: Sequence[Sequence[Term]], syntax: Syntax) -> list[str]:
    _and, _or, _not = syntax.operators
    lines = [f" {_or} ".join(write(term, syntax) for term in terms) for terms in groups]
    lines = [
        f"({line})" if len(terms) > 1 else line for line, terms in zip(lines, groups, strict=True)
    ]
    return [*lines, f" {_and} ".join(lines)] if len(lines) > 1 else lines


def write(term: Term, syntax: Syntax) -> str:
    """One term in that syntax."""
    if term.heading and syntax.heading:
        return (syntax.heading_exploded or syntax.heading) % _plain(term.text, syntax)
    text = _quoted(term.text, syntax)
    forms = [_in_field(text, name, syntax) for name in syntax.free]
    return forms[0] if len(forms) == 1 else f"({f' {syntax.operators[1]} '.join(forms)})"


def _in_field(text: str, name: str, syntax: Syntax) -> str:
    match syntax.form:
        case Fields.BRACKETS | Fields.NAMED:
            return f"{text}[{name}]"
        case Fields.COLON:
            return f"{text}:{name}"
        case Fields.DOTS:
            return f"{text}.{name}."
        case Fields.PREFIX:
            return f"{name}({text})"
        case Fields.EQUALS:
            return f"{name}=({text})"
        case Fields.LETTER:
            return f"{name}={text}"


def _quoted(text: str, syntax: Syntax) -> str:
    """A phrase between the database's quotation marks; a word with its sign of truncation,
    which quotes would kill.
    """
    text = _plain(text, syntax)
    phrase = (" " in text or "-" in text) and not syntax.bare_phrases
    if syntax.always_quoted or phrase or not _safe(text, syntax):
        return f"{syntax.quotes[0]}{text}{syntax.quotes[1]}"
    return text


def _plain(text: str, syntax: Syntax) -> str:
    for mark in {*syntax.quotes, '"', "“", "”"}:
        text = text.replace(mark, " ") if mark != "'" or syntax.quotes[0] == "'" else text
    text = text.replace("*", syntax.truncation) if syntax.truncation else text.replace("*", "")
    return " ".join(text.split())


def _safe(text: str, syntax: Syntax) -> bool:
    """Whether the text has no sign that the database would take for its own."""
    words = {word.lower() for word in (*syntax.operators, "and", "or", "not")}
    spoken = words | {"adj", "near", "next"}
    return not re.search(r"[()\[\]=+/:,.#&]", text) and not spoken.intersection(
        text.lower().split()
    )
