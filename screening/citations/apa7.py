"""APA, 7th edition: author and date; Chinese entries keep their script, without slanted characters."""

from dataclasses import replace

from screening.citations._entry import Facts, facts
from screening.citations._people import Person
from screening.citations._style import Options, Reference, Run, Style
from screening.records.messages import gettext_noop
from screening.records.record import Record

_KIND = {
    "thesis": ("[Thesis, {}]", "[学位论文, {}]"),
    "dataset": ("[Data set]", "[数据集]"),
    "preprint": ("[Preprint]", "[预印本]"),
}
#: Works that are not part of a larger one: the title itself is in italics.
_ALONE = frozenset(
    {
        "book",
        "thesis",
        "report",
        "web",
        "dataset",
        "preprint",
        "standard",
        "patent",
        "trial",
        "other",
    }
)


def _format(record: Record, options: Options, suffix: str) -> Reference:
    f = facts(record)
    people = _people(f)
    date = f"({(f.year or ('无日期' if f.chinese else 'n.d.')) + suffix})"
    alone = record.type in _ALONE or not f.journal
    made = _brackets(_translators(f), _edition(f)) if alone else ""
    title = [Run(f.title, alone and not f.chinese), Run(made), Run(_kind(f)), Run(". ")]
    lead = [Run(f"{people} {date}. "), *title] if people else [*title, Run(f"{date}. ")]
    runs = [run for run in [*lead, *_source(f), *_access(record, options)] if run.text]
    return (*runs[:-1], replace(runs[-1], text=runs[-1].text.rstrip()))


def _people(f: Facts) -> str:
    names = [_name(p) for p in f.people]
    if len(names) > 20:
        names = [*names[:19], f"{'……' if f.chinese else '. . .'} {names[-1]}"]
        return ", ".join(names)
    if f.more and names:
        return ", ".join(names) + ("等." if f.chinese else ", et al.")
    if f.chinese:
        return ", ".join(names) + ("." if names else "")
    joined = f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)
    return joined if joined.endswith(".") or not joined else f"{joined}."


def _name(person: Person) -> str:
    if person.whole:
        return person.whole
    return ", ".join(filter(None, (person.family, person.initials(" ", "-", "."), _suffix(person))))


def _suffix(person: Person) -> str:
    return f"{person.suffix}." if person.suffix.lower() in {"jr", "sr"} else person.suffix


def _kind(f: Facts) -> str:
    if f.record.type not in _KIND:
        return ""
    text = _KIND[f.record.type][f.chinese].format(f.publisher or f.journal)
    return f" {text}".replace(", ]", "]")


def _source(f: Facts) -> list[Run]:
    kind, slanted = f.record.type, not f.chinese
    if kind in {"article", "review", "newspaper"} and f.journal:
        return [Run(f.journal, slanted), *_numbers(f), Run(". ")]
    if kind in {"chapter", "conference"} and f.journal:
        told = f"{'pp' if '-' in f.pages else 'p'}. {_dashed(f.pages)}" if f.pages else ""
        pages = _brackets(_edition(f), told)
        maker = f" {f.publisher}." if f.publisher else ""
        return [
            Run("见 " if f.chinese else "In "),
            Run(_editors(f)),
            Run(f.journal, slanted),
            Run(f"{pages}.{maker} "),
        ]
    maker = "" if kind == "thesis" else f.publisher or f.journal
    return [Run(f"{maker}. ")] if maker else []


def _editors(f: Facts) -> str:
    """The editors of the host, initials first: "E. Editor & B. Lee (Eds.), "."""
    names = [_turned(p) for p in f.editors]
    if not names:
        return ""
    if f.chinese:
        return f"{', '.join(names)} (编), "
    joined = f"{', '.join(names[:-1])} & {names[-1]}" if len(names) > 1 else names[0]
    return f"{joined} ({'Eds.' if len(names) > 1 else 'Ed.'}), "


def _translators(f: Facts) -> str:
    names = [_turned(p) for p in f.translators]
    return f"{', '.join(names)}{', 译' if f.chinese else ', Trans.'}" if names else ""


def _turned(person: Person) -> str:
    return person.whole or " ".join(filter(None, (person.initials(" ", "-", "."), person.family)))


def _edition(f: Facts) -> str:
    return f"{f.edition}." if f.edition.endswith(" ed") else f.edition


def _brackets(*parts: str) -> str:
    told = (
        "; ".join(part for part in parts if part)
        if parts[0].endswith(("译", "Trans."))
        else ", ".join(filter(None, parts))
    )
    return f" ({told})" if told else ""


def _numbers(f: Facts) -> list[Run]:
    runs = []
    if f.volume:
        runs += [Run(", "), Run(f.volume, not f.chinese)]
    if f.issue:
        runs.append(Run(f"({f.issue})" if f.volume else f", ({f.issue})"))
    if f.pages:
        runs.append(Run(f", {_dashed(f.pages)}"))
    return runs


def _dashed(pages: str) -> str:
    return pages.replace("-", "–")


def _access(record: Record, options: Options) -> list[Run]:
    if options.shows_doi(record, usual=True):
        return [Run(f"https://doi.org/{record.doi}")]
    return (
        [Run(record.url)]
        if record.url and record.type in {"web", "preprint", "dataset", "report", "trial"}
        else []
    )


STYLE = Style(
    key="apa7",
    label=gettext_noop("APA, 7th edition"),
    format=_format,
    numbered=False,
    by_author=True,
)
