"""ClinicalTrials.gov's JSON: a list of studies, one study,
or an answer of its interface with "studies" in it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from screening.formats import _json_items as json_items
from screening.formats._draft import Draft
from screening.formats._format import Format, Problem, Source
from screening.formats._json_items import text_of
from screening.formats._leftovers import plain
from screening.records import identifiers
from screening.records.messages import gettext_noop
from screening.records.record import Record

_READ = frozenset(
    f"{module}.{name}"
    for module, names in {
        "identificationModule": "nctId orgStudyIdInfo secondaryIdInfos officialTitle briefTitle",
        "statusModule": "studyFirstSubmitDate",
        "descriptionModule": "briefSummary",
        "conditionsModule": "conditions keywords",
        "contactsLocationsModule": "overallOfficials",
        "sponsorCollaboratorsModule": "leadSponsor",
    }.items()
    for name in names.split()
)
_SITE = "https://clinicaltrials.gov/study/"


def sniff(head: str) -> float:
    """1 for JSON with a protocol section and a registration number in it."""
    if head.lstrip()[:1] not in ("[", "{"):
        return 0.0
    return 1.0 if '"protocolSection"' in head and '"nctId"' in head else 0.0


def read(source: Source) -> Iterator[Record | Problem]:
    """Records and problems in file order."""
    for item in json_items.items(source.text):
        if isinstance(item, Problem):
            yield item
        elif not isinstance(item.value.get("protocolSection"), dict):
            yield json_items.not_a_reference(item)
        else:
            draft = _draft(item.value["protocolSection"])
            draft.raw, draft.line = item.raw, item.line
            yield draft.record()
            source.leftovers.judge(_left(item.value), item.line)


def _left(study: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is not taken over, named by module and field."""
    for section, modules in study.items():
        for module, fields in _dict(modules).items():
            for name, value in _dict(fields).items():
                if f"{module}.{name}" not in _READ and value not in (None, "", [], {}, False):
                    yield (
                        f"{section}.{module}.{name}"
                        if section != "protocolSection"
                        else f"{module}.{name}",
                        plain(value),
                    )


def count(source: Source) -> int:
    """Objects of the list."""
    return json_items.count(source.text)


def _draft(study: Mapping[str, Any]) -> Draft:
    named, state = _module(study, "identificationModule"), _module(study, "statusModule")
    about, asked = _module(study, "descriptionModule"), _module(study, "conditionsModule")
    number = text_of(named.get("nctId"))
    others = [text_of(each.get("id")) for each in _dicts(named.get("secondaryIdInfos"))]
    trials = identifiers.trials(
        " ".join((number, text_of(_dict(named.get("orgStudyIdInfo")).get("id")), *others))
    )
    official, brief = text_of(named.get("officialTitle")), text_of(named.get("briefTitle"))
    people = _dicts(_module(study, "contactsLocationsModule").get("overallOfficials"))
    sponsor = _dict(_module(study, "sponsorCollaboratorsModule").get("leadSponsor"))
    return Draft(
        title=official or brief,
        authors=tuple(name for person in people if (name := text_of(person.get("name")))),
        date=text_of(state.get("studyFirstSubmitDate"))
        or text_of(_dict(state.get("startDateStruct")).get("date")),
        abstract=text_of(about.get("briefSummary")) or text_of(about.get("detailedDescription")),
        keywords=tuple(
            dict.fromkeys(_texts(asked.get("conditions")) + _texts(asked.get("keywords")))
        ),
        type="trial",
        url=f"{_SITE}{number}" if number else "",
        publisher=text_of(sponsor.get("name")),
        source_database="ClinicalTrials.gov",
        notes=brief if official and brief != official else "",
        identifiers=[
            (value.rstrip("0123456789-").split("-")[0].lower(), value) for value in trials
        ],
    )


def _module(study: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return _dict(study.get(name))


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [text for each in value if (text := text_of(each))] if isinstance(value, list) else []


FORMAT = Format(
    key="ctgov_json",
    label=gettext_noop("ClinicalTrials.gov (JSON)"),
    sniff=sniff,
    read=read,
    count=count,
    extension="json",
    content_type="application/json",
)
