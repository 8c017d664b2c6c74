"""What a reader gives, guarded against the faults of the reader and told as of the whole file."""

from collections.abc import Iterator
from dataclasses import replace

from screening.formats._format import Format, Problem, Source
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record


def tell(told: dict[str, Problem], *problems: Problem) -> None:
    """Keeps one notice of each kind, with the number of times there was reason for it."""
    for problem in problems:
        known = told.get(problem.message.text)
        told[problem.message.text] = replace(known, times=known.times + 1) if known else problem


def in_file(problem: Problem, name: str) -> Problem:
    if "name" in problem.message.values:
        return problem
    text = gettext_noop("%(name)s: %(problem)s")
    return replace(problem, message=Message(text, {"name": name, "problem": str(problem.message)}))


def moved(item: Record | Problem, lines: int) -> Record | Problem:
    """The item with its line counted from the start of the file."""
    return replace(item, line=item.line + lines) if item.line else item


def counted(chosen: Format, source: Source) -> int:
    try:
        return chosen.count(source)
    except Exception:
        return -1  # shows as a difference, which is what an unreadable file is


def guarded(chosen: Format, source: Source) -> Iterator[Record | Problem]:
    """The reader's items; an error of the reader itself ends the file with a problem instead of a
    traceback.
    """
    try:
        yield from chosen.read(source)
    except MemoryError:
        raise
    except Exception as error:
        text = gettext_noop("The rest of the file could not be read (%(reason)s).")
        yield Problem(Message(text, {"reason": f"{type(error).__name__}: {error}"}), rejected=True)
