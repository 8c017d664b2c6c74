"""PubMed Central's open-access subset, in its public bucket. Source:
https://pmc.ncbi.nlm.nih.gov/tools/pmcaws/.
"""

import re
from collections.abc import Iterator

from screening.connectors._connector import Connector, Copy, Wanted
from screening.connectors._errors import Missing
from screening.connectors._request import Ask, Pace
from screening.connectors._session import Session
from screening.records.messages import gettext_noop

BASE = "https://pmc-oa-opendata.s3.amazonaws.com/"
_VERSION = re.compile(r"\.(\d+)/$")


def copies(session: Session, wanted: Wanted) -> Iterator[Copy]:
    """The PDF of the newest version, with its licence.
    PMC's own pages are for people and not for programs.
    """
    if not re.fullmatch(r"PMC\d+", wanted.pmcid):
        return
    given = {"list-type": "2", "prefix": f"{wanted.pmcid}.", "delimiter": "/"}
    root = session.ask(Ask(BASE, given, expects="xml", keeps=86_400)).xml()
    folders = [found.text or "" for found in root.iterfind(".//{*}CommonPrefixes/{*}Prefix")]
    numbered = [(int(match[1]), name) for name in folders if (match := _VERSION.search(name))]
    if not numbered:
        return
    folder = max(numbered)[1]
    try:
        told = session.ask(Ask(f"{BASE}{folder}{folder.rstrip('/')}.json", keeps=86_400)).json()
    except Missing:
        return
    address = str(told.get("pdf_url") or "") if isinstance(told, dict) else ""
    if address.startswith("s3://pmc-oa-opendata/"):
        path = address.removeprefix("s3://pmc-oa-opendata/").split("?")[0]
        version = "acceptedVersion" if told.get("is_manuscript") else "publishedVersion"
        yield Copy(BASE + path, str(told.get("license_code") or ""), version, "PubMed Central")


CONNECTOR = Connector(
    key="pmc_oa",
    label="PubMed Central (open access)",
    hosts=("pmc-oa-opendata.s3.amazonaws.com",),
    address="https://pmc.ncbi.nlm.nih.gov/tools/openftlist/",
    pace=Pace(5, 1),
    sends=gettext_noop("PMC numbers."),
    terms=gettext_noop("Each copy has a licence of its own, which is kept with the file."),
    copies=copies,
)
