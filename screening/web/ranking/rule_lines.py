"""Rules of stopping side by side: how each stands in this review, and what it was worth on finished ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from screening.models import Job
from screening.queries.ranking.stopping_signals import TARGETS, Audited, Outlook
from screening.ranking.rule_figures import WORTH, Worth
from screening.ranking.stopping_rules import ALPHA, LEAST_READ, RUN
from screening.templatetags.screening import number, percent
from screening.templatetags.shares import floor_percent


@dataclass(frozen=True, slots=True)
class Line:
    """A rule: its name, how it stands here, and its worth elsewhere (None where that was not measured)."""

    name: str
    here: str
    worth: Worth | None
    aim: str


def rule_lines(seen: Outlook, check: Job | None, audits: Sequence[Audited]) -> list[Line]:
    """The plain heuristics, the test of Callaghan and Müller-Hansen, and audits, in this order."""
    in_a_row = _("%(run)s in a row") % {"run": number(seen.run)}
    share = percent(seen.screened / seen.total) if seen.total else "–"
    p = ((check.result or {}).get("p", {}) if check else {}).get("0.95")
    claims = [one.claim.recall for one in audits if one.claim]
    claimed = _("at least %(share)s") % {"share": floor_percent(max(claims))} if claims else _("none yet")
    found = _("%(share)s found") % {"share": percent(0.95)}
    return [
        Line(_("%(n)s irrelevant in a row") % {"n": number(RUN)}, in_a_row, WORTH.get("run-50"), found),
        Line(_("%(n)s irrelevant in a row") % {"n": number(2 * RUN)}, in_a_row, WORTH.get("run-100"), found),
        Line(
            _("%(n)s in a row, and %(share)s read") % {"n": number(RUN), "share": percent(LEAST_READ)},
            f"{in_a_row}, {share}", WORTH.get("safe-like"), found,
        ),
        Line(
            _("Callaghan and Müller-Hansen, 95 %%, p below %(alpha)s") % {"alpha": ALPHA},
            _("not computed") if p is None else f"p = {p:.3f}", WORTH.get("callaghan-95"), found,
        ),
        *(_of_audit(share, claimed) for share in TARGETS),
    ]  # fmt: skip


def _of_audit(share: float, claimed: str) -> Line:
    worth = WORTH.get(f"audit-{share * 100:.0f}")
    return Line(_("Audit that claims %(share)s") % {"share": percent(share)}, claimed, worth, _("the claim was true"))
