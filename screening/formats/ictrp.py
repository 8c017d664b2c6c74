"""Trials of the WHO's registry platform (ICTRP), as XML."""

from collections.abc import Iterator, Mapping

from screening.formats import _labelled_xml as labelled
from screening.formats import _xml
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.records import identifiers, markup
from screening.records.messages import gettext_noop
from screening.records.record import Record

#: The values that are taken over.
READ = frozenset(
    {
        "public_title",
        "scientific_title",
        "primary_objective",
        "condition",
        "intervention",
        "study_design",
        "primary_outcome",
        "inclusion_criteria",
        "exclusion_criteria",
        "trialid",
        "secondary_ids",
        "date_registration3",
        "date_registration",
        "web_address",
        "url",
        "source_register",
        "primary_sponsor",
    }
)


def sniff(head: str) -> float:
    """1 for the root of an ICTRP download, 0.8 for trials with its names."""
    if _xml.root(head).casefold() == "trials_downloaded_from_ictrp":
        return 1.0
    return 0.8 if "<Trial>" in head and ("<Public_title>" in head or "<TrialID>" in head) else 0.0


def _draft(node: _xml.Node) -> Draft:
    return draft_of(labelled.by_name(node))


def draft_of(told: Mapping[str, str]) -> Draft:
    """A draft of a trial from its values by name, in lower case with underscores,
    whatever file they stood in.
    """
    public, scientific = (
        _clean(told.get(name, "")) for name in ("public_title", "scientific_title")
    )
    parts = (
        ("Objective", told.get("primary_objective", "")),
        ("Condition", told.get("condition", "")),
        ("Intervention", told.get("intervention", "")),
        ("Study design", told.get("study_design", "")),
        ("Primary outcome", told.get("primary_outcome", "")),
        ("Inclusion criteria", told.get("inclusion_criteria", "")),
        ("Exclusion criteria", told.get("exclusion_criteria", "")),
    )
    numbers = identifiers.registrations(
        f"{told.get('trialid', '')} {told.get('secondary_ids', '')}"
    )
    draft = Draft(
        title=scientific or public,
        date=told.get("date_registration3") or told.get("date_registration", ""),
        abstract=" ".join(f"{name}: {_clean(text)}" for name, text in parts if text),
        keywords=tuple(markup.keywords(_clean(told.get("condition", "")))),
        type="trial",
        url=told.get("web_address", "") or told.get("url", ""),
        source_database=f"ICTRP ({told['source_register']})"
        if told.get("source_register")
        else "ICTRP",
        notes=f"Public title: {public}" if public and scientific and public != scientific else "",
        publisher=_clean(told.get("primary_sponsor", "")),
        identifiers=list(numbers),
    )
    if not numbers and told.get("trialid"):
        draft.identifiers.append(("trial", told["trialid"]))
    return draft


def _clean(text: str) -> str:
    return markup.plain(text.replace("\r", " "))


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    return labelled.read(source, ("Trial",), _draft)


def count(source: Source) -> int:
    """Start tags of trials."""
    return _xml.count(source, "Trial")


FORMAT = Format(
    key="ictrp",
    label=gettext_noop("WHO ICTRP (XML)"),
    sniff=sniff,
    read=read,
    count=count,
    original=False,
    extension="xml",
    content_type="application/xml",
)
