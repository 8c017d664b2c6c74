"""What is said when a vote, a settlement or a note may not be: what happened, that nothing was lost, what to do."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "closed": _("This stage is closed, so the vote was not stored. The lead can open it again."),
    "member": _("You no longer screen in this review, so the vote was not stored."),
    "verdict": _("This verdict does not exist at this stage. Nothing was stored."),
    "reason": _("An exclusion here needs one of the protocol's reasons. Choose one and vote again."),
    "record": _("This record no longer waits at this stage: it was merged, removed or moved on. Nothing was stored."),
    "dealt": _("This record is for other people to screen. Nothing was stored; the next one is ready."),
    "full": _("Enough people have already voted on this record. Yours was not needed and was not stored."),
    "settled": _("This record has been decided, so the vote stays as it was."),
    "unblinded": _(
        "Open votes of others on this record were shown to you, so you cannot vote on it. Somebody else has to."
    ),
    "elsewhere": _("You voted on this record in another tab or on another device. It stands until you change it."),
    "other": _("These votes belong to another account. Sign in with the account that cast them."),
    "not_in_conflict": _("This conflict has been settled already, or is none any more. Nothing was changed."),
    "own_vote": _("You voted on this record yourself; this review wants somebody else to settle it."),
    "undecided": _("Comments open once everybody who screens this record has decided."),
    "empty": _("Nothing was written."),
    "slip_record": _("That settlement is gone already, or somebody else's. Nothing was changed."),
    "slip_settled": _("Too much time has passed, or something rests on it by now. Re-open the report and say why."),
    "invalid": _("The request was incomplete. Nothing was stored; load the page again."),
}  # fmt: skip
"""Code of a refusal → sentence for people."""


def refusal_text(code: str) -> str:
    """The sentence of a refusal, in the reader's language."""
    return str(REFUSALS.get(code, REFUSALS["invalid"]))


REOPENING_REFUSALS = {
    "reason": _("Give a reason; it is kept in the history. Nothing was changed."),
    "choice": _("Choose what happens to the votes. Nothing was changed."),
    "record": _("There is nothing like that in this review. Nothing was changed."),
    "undecided": _("This report is not decided at this stage as far as you may see. There is nothing to re-open."),
    "no_settlement": _("The votes agree, so there is no settlement to withdraw: have all vote again."),
    "undone": _("That was answered or taken back already. Nothing was changed."),
    "built_upon": _(
        "Somebody has voted, settled, merged or published since, so this cannot be taken back. Re-open the report anew."
    ),
    "open": _("You can still change your vote yourself, or have not voted on this report."),
}


def reopening_refusal(code: str) -> str:
    """Why a re-opening was refused, in the reader's language."""
    return str(REOPENING_REFUSALS.get(code, REOPENING_REFUSALS["record"]))


MERGE_REFUSALS = {
    "records": _("These two cannot be joined. Nothing was changed."),
    "same_report": _("These two are one report already. To keep them apart, undo that merge under Merged."),
    "kept_apart": _(
        "Somebody found records of these two reports to be different, so they were not merged. If that was wrong, "
        "choose “Check again” under Kept apart first."
    ),
    "undone": _("This merge was undone already."),
    "built_upon": _("Later merges build upon this one. Undo them together, or leave all as it is."),
}


def merge_refusal(code: str) -> str:
    """Why a merge or its undoing was refused, in the reader's language."""
    return str(MERGE_REFUSALS.get(code, MERGE_REFUSALS["records"]))
