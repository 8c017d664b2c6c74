"""Works, articles and studies of the recorded answers,
handed out in the shapes that the services have.
"""

import gzip
import json
import re
from typing import Any
from urllib.parse import unquote

from lxml import etree

from tests.connectors.replies import SERVICES, Reply, json_reply, recorded, recorded_reply

PMID = b"<PMID"


class Library:
    """All that the recorded answers hold, by id, and the services that hand it out."""

    def __init__(self) -> None:
        self.articles: dict[str, bytes] = {}
        self.europepmc: list[dict[str, Any]] = []
        self.openalex: dict[str, dict[str, Any]] = {}
        self.crossref: dict[str, dict[str, Any]] = {}
        self.studies: list[dict[str, Any]] = []
        self.links: dict[tuple[str, str], list[str]] = {}
        self.unpaywall: dict[str, dict[str, Any]] = {}
        self.day: dict[str, str] = {}
        """The day on which a PubMed article came in, where a test says so: "YYYY/MM/DD"."""
        self.pages = {"ebi": 10, "openalex": 7, "crossref": None, "ctgov": 3}
        self._gather()

    def _gather(self) -> None:
        for folder in sorted(SERVICES.glob("ncbi/efetch_*")):
            if "pmc_fulltext" in folder.name or "html" in folder.name:
                continue
            body = next(folder.glob("body.*")).read_bytes()
            try:
                root = etree.fromstring(
                    body, etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
                )
            except etree.XMLSyntaxError:
                continue
            for article in root.iterfind("PubmedArticle"):
                self.articles.setdefault(
                    article.findtext("MedlineCitation/PMID"), etree.tostring(article)
                )
        for name in ("search_core_abstracts",):
            self.europepmc += json.loads(recorded("europepmc", name))["resultList"]["result"]
        for folder in sorted(SERVICES.glob("openalex/*")):
            for work in _works(next(folder.glob("body.*")), "results"):
                if work.get("id") and work.get("title"):
                    self.openalex.setdefault(work["id"].rpartition("/")[2], work)
        for folder in sorted(SERVICES.glob("crossref/*")):
            for work in _works(next(folder.glob("body.*")), "items"):
                if work.get("DOI") and work.get("title") and "type" in work:
                    self.crossref.setdefault(work["DOI"].lower(), work)
        seen = set()
        for folder in sorted(SERVICES.glob("clinicaltrials/*")):
            for study in _works(next(folder.glob("body.*")), "studies"):
                number = (
                    study.get("protocolSection", {}).get("identificationModule", {}).get("nctId")
                )
                if number and number not in seen:
                    seen.add(number)
                    self.studies.append(study)
        for folder in sorted(SERVICES.glob("unpaywall/doi_*")):
            told = json.loads(next(folder.glob("body.*")).read_text())
            self.unpaywall[told["doi"]] = told

    def routes(self) -> dict[str, Any]:
        return {
            "eutils.ncbi.nlm.nih.gov": self.eutils,
            "www.ebi.ac.uk": self.ebi,
            "api.openalex.org": self.openalex_api,
            "api.crossref.org": self.crossref_api,
            "clinicaltrials.gov": self.ctgov,
            "api.unpaywall.org": self.unpaywall_api,
            "gitlab.com": lambda path, query, body: Reply(
                200,
                recorded("retraction_watch", "csv_sample"),
                {"Content-Type": "text/plain; charset=utf-8"},
            ),
            "api.semanticscholar.org": self.scholar,
            "pmc-oa-opendata.s3.amazonaws.com": self.s3,
        }

    def eutils(self, path: str, query: dict[str, list[str]], body: str) -> Reply:
        tool = path.rpartition("/")[2]
        if tool == "esearch.fcgi":
            return self._esearch({name: values[0] for name, values in query.items()})
        if tool == "efetch.fcgi":
            ids = query["id"][0].split(",")
            found = b"".join(self.articles[pmid] for pmid in ids if pmid in self.articles)
            text = b'<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN"'
            text += (
                b' "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>'
            )
            return Reply(
                200,
                text + found + b"</PubmedArticleSet>",
                {"Content-Type": "text/xml; charset=UTF-8"},
            )
        if tool == "elink.fcgi":
            return self._elink(query)
        return Reply(400, b"no such tool")

    def _esearch(self, given: dict[str, str]) -> Reply:
        found = list(self.articles)
        doi = re.fullmatch(r'"(10\..*)"\[doi\]', given["term"])
        if doi:
            found = [
                pmid
                for pmid in found
                if f">{doi[1].lower()}<".encode() in self.articles[pmid].lower()
            ]
        since = re.search(r'"(\d{4}/\d\d/\d\d)"\[crdt\]', given["term"])
        first, last = (
            given.get("mindate", since[1] if since else ""),
            given.get("maxdate", "9999/12/31"),
        )
        found = [pmid for pmid in found if first <= self.day.get(pmid, "2020/01/01") <= last]
        result = {
            "count": str(len(found)),
            "retmax": given["retmax"],
            "retstart": "0",
            "translationset": [],
            "idlist": found[: min(int(given["retmax"]), 9999)],
            "querytranslation": f"{given['term']}[All Fields]",
        }
        if "asdfgh" in given["term"]:
            result |= {"errorlist": {"phrasesnotfound": ["asdfgh"], "fieldsnotfound": []}}
        return json_reply(
            {"header": {"type": "esearch", "version": "0.3"}, "esearchresult": result}
        )

    def _elink(self, query: dict[str, list[str]]) -> Reply:
        link, sets = query["linkname"][0], ""
        for pmid in query["id"]:
            found = "".join(
                f"<Link><Id>{each}</Id></Link>" for each in self.links.get((link, pmid), ())
            )
            sets += f"<LinkSet><DbFrom>pubmed</DbFrom><IdList><Id>{pmid}</Id></IdList>"
            sets += f"<LinkSetDb><DbTo>pubmed</DbTo><LinkName>{link}</LinkName>{found}</LinkSetDb></LinkSet>"
        return Reply(
            200, f"<eLinkResult>{sets}</eLinkResult>".encode(), {"Content-Type": "text/xml"}
        )

    def ebi(self, path: str, query: dict[str, list[str]], body: str) -> Reply:
        text, size = query["query"][0], int(query.get("pageSize", ["25"])[0])
        assert query["synonym"] == ["false"]
        found = self.europepmc
        named = (
            set(re.findall(r"EXT_ID:(\d+)", text)),
            {d.lower() for d in re.findall(r'DOI:"([^"]+)"', text)},
        )
        if named[0] or named[1]:
            found = [
                r
                for r in found
                if r.get("pmid") in named[0] or r.get("doi", "").lower() in named[1]
            ]
        answer: dict[str, Any] = {
            "version": "6.9",
            "hitCount": len(found),
            "request": {"queryString": text},
        }
        if query.get("resultType") == ["idlist"]:
            return json_reply(
                answer
                | {
                    "resultList": {
                        "result": [{"id": r["id"], "source": r["source"]} for r in found[:size]]
                    }
                }
            )
        cursor = query.get("cursorMark", ["*"])[0]
        size = min(size, self.pages["ebi"] or size) if "cursorMark" in query else size
        start = 0 if cursor == "*" else int(cursor.partition("=")[2])
        shown = found[start : start + size]
        if found:
            # It stands still at the end.
            answer["nextCursorMark"] = f"AoI+/={start + len(shown)}" if shown else cursor
        return json_reply(answer | {"resultList": {"result": shown}})

    def openalex_api(self, path: str, query: dict[str, list[str]], body: str) -> Reply:
        name = unquote(path).removeprefix("/works").lstrip("/")
        if name:
            return self._openalex_single(name)
        wanted = query["filter"][0]
        chased = re.fullmatch(r"(cites|cited_by):(W\d+)", wanted)
        found = list(self.openalex.values())
        if chased:
            ids = self.links.get((chased[1], chased[2]))
            if ids is None and chased[1] == "cited_by":
                ids = [
                    u.rpartition("/")[2]
                    for u in self.openalex.get(chased[2], {}).get("referenced_works", ())
                ]
            elif ids is None:
                ids = [
                    k
                    for k, w in self.openalex.items()
                    if f"https://openalex.org/{chased[2]}" in w.get("referenced_works", ())
                ]
            found = [self.openalex[each] for each in ids if each in self.openalex]
        size = min(int(query["per_page"][0]), self.pages["openalex"] or 100)
        cursor = query.get("cursor", ["*"])[0]
        start = 0 if cursor == "*" else int(cursor)
        shown = found[start : start + size]
        following = str(start + size) if shown else None
        return json_reply(
            {"meta": {"count": len(found), "next_cursor": following}, "results": shown}
        )

    def _openalex_single(self, name: str) -> Reply:
        for work in self.openalex.values():
            ids = work.get("ids") or {}
            doi = (work.get("doi") or "").removeprefix("https://doi.org/").lower()
            if name.lower() in (f"doi:{doi}", f"pmid:{(ids.get('pmid') or '').rpartition('/')[2]}"):
                return json_reply(work)
        return recorded_reply("openalex", "work_404_html")

    def crossref_api(self, path: str, query: dict[str, list[str]], body: str) -> Reply:
        doi = unquote(path).removeprefix("/works").lstrip("/").lower()
        if doi:
            work = self.crossref.get(doi)
            return (
                json_reply({"status": "ok", "message-type": "work", "message": work})
                if work
                else Reply(404, b"Resource not found.", {"Content-Type": "text/plain"})
            )
        found = list(self.crossref.values())
        filters = query.get("filter", [""])[0]
        if "doi:" in filters:
            named = {each.partition(":")[2] for each in filters.split(",")}
            found = [work for key, work in self.crossref.items() if key in named]
        elif words := query.get("query.bibliographic", [""])[0].lower():
            found.sort(key=lambda w: -_likeness(words, (w["title"] or [""])[0].lower()))
        start = int(query["cursor"][0]) if query.get("cursor", ["*"])[0] != "*" else 0
        rows = int(query.get("rows", ["20"])[0])
        shown = found[start : start + rows]
        message = {"total-results": len(found), "items-per-page": rows, "items": shown}
        if "cursor" in query:
            message["next-cursor"] = str(start + rows)  # always there
        return json_reply(
            {"status": "ok", "message-type": "work-list", "message": message},
            **{"X-Rate-Limit-Limit": "500", "X-Rate-Limit-Interval": "1s"},
        )

    def ctgov(self, path: str, query: dict[str, list[str]], body: str) -> Reply:
        size = min(int(query["pageSize"][0]), self.pages["ctgov"] or 100)
        start = int(query.get("pageToken", ["0"])[0])
        shown = self.studies[start : start + size]
        answer: dict[str, Any] = {"studies": shown}
        if start == 0:
            answer["totalCount"] = len(self.studies)
        if start + size < len(self.studies):
            answer["nextPageToken"] = str(start + size)
        return json_reply(answer)

    def unpaywall_api(self, path: str, query: dict[str, list[str]], body: str) -> Reply:
        doi = unquote(path).removeprefix("/v2/").lower()
        if not query.get("email"):
            return json_reply({"error": True, "message": "email required"}, 422)
        told = self.unpaywall.get(doi)
        return (
            json_reply(told)
            if told
            else json_reply({"error": True, "message": f"{doi!r} isn't in Unpaywall"}, 404)
        )

    def scholar(self, path: str, query: dict[str, list[str]], body: str) -> Reply:
        name = (
            "references_with_null_paper"
            if path.endswith("/references")
            else "citations_with_contexts"
        )
        return recorded_reply("semantic_scholar", name)

    def s3(self, path: str, query: dict[str, list[str]], body: str) -> Reply:
        if path == "/":
            names = {"PMC3040717.": "s3_list_versions", "PMC9984800.": "s3_list_versions_b"}
            return recorded_reply("pmc_oa", names.get(query["prefix"][0], "s3_list_versions"))
        if path.endswith("PMC9984800.1.json"):
            return recorded_reply("pmc_oa", "s3_metadata")
        if path.endswith("PMC3040717.1.json"):
            return recorded_reply("pmc_oa", "s3_metadata_author_manuscript")
        return Reply(404, b"<Error/>", {"Content-Type": "application/xml"})


def _likeness(one: str, other: str) -> float:
    first, second = set(one.split()), set(other.split())
    return len(first & second) / (len(first | second) or 1)


def _works(path: Any, name: str) -> list[dict[str, Any]]:
    raw = path.read_bytes()
    try:
        found = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    except ValueError:
        return []
    if not isinstance(found, dict):
        return []
    found = found.get("message", found) if isinstance(found.get("message"), dict) else found
    listed = found.get(name)
    return (
        [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else [found]
    )
