"""What is said when a vote, a settlement or a note may not be: what happened,
that nothing was lost, what to do.
"""

from django.utils.translation import gettext_lazy as _

#: Code of a refusal → sentence for people.
REFUSALS = {
    "closed": _("This stage is closed, so the vote was not stored. The lead can reopen it."),
    "member": _("You no longer screen in this review, so the vote was not stored."),
    "verdict": _("This verdict is not available at this stage. Nothing was stored."),
    "reason": _("An exclusion at this stage needs one of the protocol's reasons. Choose one and vote "
                "again."),
    "record": _("This record is no longer at this stage: it was merged, removed or moved on. Nothing "
                "was stored."),
    "dealt": _("This record is assigned to other people. Nothing was stored; the next record is ready."),
    "full": _("Enough people have already voted on this record. Yours was not needed and was not stored."),
    "settled": _("This record has been decided, so your vote was not changed."),
    "unblinded": _(
        "Open votes of others on this record were shown to you, so you cannot vote on it. Somebody else has to."
    ),
    "elsewhere": _("You have already voted on this record in another tab or on another device. That vote "
                   "stands until you change it."),
    "other": _("These votes belong to another account. Sign in with the account that cast them."),
    "not_in_conflict": _("This conflict has already been resolved, or no longer exists. Nothing was changed."),
    "own_vote": _("You voted on this record yourself; in this review somebody else must resolve it."),
    "undecided": _("Comments become available once everybody who screens this record has decided."),
    "empty": _("Nothing was entered."),
    "slip_record": _("That resolution no longer exists, or is somebody else's. Nothing was changed."),
    "slip_settled": _("This can no longer be undone. Re-open the report and give a reason."),
    "invalid": _("The request was incomplete. Nothing was stored; reload the page."),
}  # fmt: skip


def refusal_text(code: str) -> str:
    """The sentence of a refusal, in the reader's language."""
    return str(REFUSALS.get(code, REFUSALS["invalid"]))


REOPENING_REFUSALS = {
    "reason": _("Give a reason; it is kept in the history. Nothing was changed."),
    "choice": _("Choose what happens to the votes. Nothing was changed."),
    "record": _("This was not found in the review. Nothing was changed."),
    "undecided": _(
        "As far as you can see, this report is not decided at this stage. There is nothing to re-open."
    ),
    "no_settlement": _(
        "The votes agree, so there is no resolution to withdraw. Ask everybody to vote again instead."
    ),
    "undone": _("That has already been answered or undone. Nothing was changed."),
    "built_upon": _(
        "Somebody has since voted, resolved, merged or published, so this cannot be undone. Re-open the report again."
    ),
    "open": _("You can still change your vote yourself, or have not voted on this report."),
}


def reopening_refusal(code: str) -> str:
    """Why a re-opening was refused, in the reader's language."""
    return str(REOPENING_REFUSALS.get(code, REOPENING_REFUSALS["record"]))


MERGE_REFUSALS = {
    "records": _("These two records cannot be merged. Nothing was changed."),
    "same_report": _(
        "These two records are already one report. To separate them, undo that merge under Merged."
    ),
    "kept_apart": _(
        "Somebody decided that records of these two reports are different, so they were not "
        "merged. If that was wrong, first choose “Check again” under Not duplicates."
    ),
    "undone": _("This merge has already been undone."),
    "built_upon": _("Later merges depend on this one. Undo them together, or keep them all."),
    "sample_runs": _("A sample is already being checked. Nothing was changed."),
    "sample_none": _("No sample is being checked. Nothing was changed."),
    "sample_empty": _(
        "There is nothing to draw: no records were compared yet, or people have seen every pair."
    ),
    "sample_waiting": _(
        "Not every pair of the sample has an answer yet. First answer the pairs under To check."
    ),
    "sample_size": _("Enter a whole number from 1 to 500. Nothing was changed."),
    "sample_reason": _("Give a reason. Nothing was changed."),
}


def merge_refusal(code: str) -> str:
    """Why a merge or its undoing was refused, in the reader's language."""
    return str(MERGE_REFUSALS.get(code, MERGE_REFUSALS["records"]))
