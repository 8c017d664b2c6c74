"""The identities of the specification, checked on what the model counts."""

from tests.specification.model import OTHER_KINDS


def broken(found):
    """The identities that do not hold, with both sides."""
    n = found.counts
    reasons = {lane: sum(n[f"{lane}_excluded"].values()) for lane in ("dbr", "other")}
    removed = n["duplicates"] + n["excluded_automatic"] + n["excluded_other"]
    net = sum(n[box] for box in OTHER_KINDS.values()) + n["other_reassessed"]
    included = n["dbr_included_reports"] + n["other_included_reports"]
    identified = n["database_results"] + n["register_results"]
    sides = {
        "I1": (sum(n["sources"].values()), identified),
        "I2": (identified, removed + n["records_screened"] + n["records_awaiting_screening"]),
        "I3": (n["records_screened"], n["records_excluded"] + n["dbr_sought_reports"]),
        "O1": (n["other_raw"] + n["other_reassessed"], net + n["other_duplicates"]),
        "O2": (
            net,
            n["other_pre_excluded"] + n["other_awaiting_screening"] + n["other_sought_reports"],
        ),
        "N1": (included, n["new_reports"] + n["new_reports_of_previous_studies"]),
        "T1'": (n["total_studies"], kept_of(n, "studies") + n["new_studies"]),
        "T2'": (
            n["total_reports"],
            kept_of(n, "reports") + n["new_reports"] + n["new_reports_of_previous_studies"],
        ),
        "U1": (
            (n["total_studies"], n["total_reports"]),
            (
                len(found.studies) + found.numbers["studies"],
                len(found.reports) + found.hand_reports,
            ),
        ),
    }
    for lane in ("dbr", "other"):
        on_the_way = ("notretrieved_reports", "awaiting_retrieval", "awaiting_assessment")
        sides[f"I4 {lane}"] = (
            n[f"{lane}_sought_reports"],
            sum(n[f"{lane}_{box}"] for box in (*on_the_way, "assessed")),
        )
        sides[f"I5 {lane}"] = (
            n[f"{lane}_assessed"],
            reasons[lane] + n[f"{lane}_included_reports"],
        )
    return {name: pair for name, pair in sides.items() if pair[0] != pair[1]}


def kept_of(n, what):
    gone = ("removed", "awaiting", "joined")
    return n[f"previous_{what}"] - sum(n[f"previous_{one}_{what}"] for one in gone)
