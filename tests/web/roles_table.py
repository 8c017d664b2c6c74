"""Who gets what at every address: one Row for each.
An address that is missing here fails the suite.

A cell is the expected status for seven people, in this order:

    anonymous  outsider  observer  reviewer  adjudicator  lead  removed member

`GET` and `POST` are given where the address knows the method; HEAD is as GET. Every other method is
refused: 405, and for the anonymous the way to the sign-in (302), unless the page is `public`.
`data` is what is posted, a function of the world (see `tests/world.py`, which also makes what the
path names; a new kind of thing needs a line in its MAKERS or TEXTS). `swaps=False` only where a
thing of another review in the path is no thing of a review.

Patterns used again and again: MEMBERS may all look; LEADS only; JUDGES are all but observers;
VOTERS review.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from screening.actions.records.record_edits import stamp
from screening.dedupe.policy import RELATIONS
from screening.models import Record
from tests.builders import PASSWORD
from tests.world import World

PEOPLE = ("anonymous", "outsider", "observer", "reviewer", "adjudicator", "lead", "removed")
MEMBERS = "302 404 200 200 200 200 404"
LEADS = "302 404 403 403 403 200 404"
JUDGES = "302 404 403 200 200 200 404"
VOTERS = "302 404 403 200 403 403 404"
SETTLERS = "302 404 403 403 200 403 404"
REOPENERS = "302 404 403 403 200 200 404"
SIGNED_IN = "302 200 200 200 200 200 200"
EVERYBODY = "200 200 200 200 200 200 200"
NOBODY = "404 404 404 404 404 404 404"


def then(cells: str, status: int = 302) -> str:
    """The same people, answered with a redirect (or that status) instead of a page."""
    return cells.replace("200", str(status))


def press(world: World) -> dict[str, Any]:
    """One key press on a record."""
    return {"record": world.value("record_id"), "key": str(uuid4())}


@dataclass(frozen=True, slots=True)
class Row:
    """One address."""

    name: str
    GET: str = ""
    POST: str = ""
    data: Callable[[World], dict[str, Any]] = lambda world: {}
    public: bool = False
    swaps: bool = True

    def expected(self, method: str, person: int) -> int:
        """The status that this person gets for this method."""
        cells = {"GET": self.GET, "HEAD": self.GET, "POST": self.POST}.get(method, "")
        if cells:
            return int(cells.split()[person])
        return 302 if person == 0 and not self.public else 405


CRITERION = {"stage": "title-abstract", "inclusion": "True", "kind": "quality", "text_zh": "成人"}
MARKS = {"name_zh": "纳入词", "colour": "green", "terms": "结节\nosteo*"}

ROWS = [
    # People and accounts
    Row("home", GET=then(EVERYBODY), public=True),
    Row("health", GET=EVERYBODY, public=True),
    Row("health-live", GET=EVERYBODY, public=True),
    Row("health-ready", GET=EVERYBODY, public=True),
    Row("metrics", GET=NOBODY, public=True),
    Row("guide", GET=EVERYBODY, public=True),
    Row("key-card", GET=EVERYBODY, public=True),
    Row("tour", GET=MEMBERS),
    Row("manifest", GET=EVERYBODY, public=True),
    Row("service-worker", GET=EVERYBODY, public=True),
    Row("offline", GET=EVERYBODY, public=True),
    Row("sign-in", GET="200 302 302 302 302 302 302", POST="200 302 302 302 302 302 302", public=True),
    Row("sign-out", POST=then(EVERYBODY), public=True),
    Row("sign-up", GET="403 302 302 302 302 302 302", POST="403 302 302 302 302 302 302", public=True),
    Row("first-account", GET=then(EVERYBODY, 410), POST=then(EVERYBODY, 410), public=True),
    Row("join", GET="410 410 410 410 410 410 410", POST="410 410 410 410 410 410 410", public=True),
    Row("invitation", GET=then(EVERYBODY), public=True),
    Row("language", POST=then(EVERYBODY), data=lambda world: {"language": "zh-hans"}, public=True),
    Row("theme", POST=then(EVERYBODY), data=lambda world: {"theme": "dark"}, public=True),
    Row("account_login", GET="200 302 302 302 302 302 302", POST="200 302 302 302 302 302 302", public=True),
    Row("account_logout", POST=then(EVERYBODY), public=True),
    Row("account_signup", GET="403 302 302 302 302 302 302", POST="403 302 302 302 302 302 302", public=True),
    Row("account_inactive", GET=EVERYBODY, POST="405 405 405 405 405 405 405", public=True),
    Row("account_email_verification_sent", GET=EVERYBODY, POST="405 405 405 405 405 405 405", public=True),
    Row("account_confirm_email", GET=EVERYBODY, POST=then(EVERYBODY, 404), public=True),
    Row("mfa_authenticate", GET=then(EVERYBODY), POST=then(EVERYBODY), public=True),
    Row("mfa_login_webauthn", GET=then(EVERYBODY), POST=then(EVERYBODY), public=True),
    Row("openid_connect_login", GET=then(EVERYBODY, 404), POST=then(EVERYBODY, 404), public=True, swaps=False),
    Row("openid_connect_callback", GET=then(EVERYBODY, 404), POST=then(EVERYBODY, 404), public=True, swaps=False),
    Row("socialaccount_login_cancelled", GET=EVERYBODY, public=True),
    Row("socialaccount_login_error", GET=then(EVERYBODY, 401), public=True),
    Row("socialaccount_signup", GET=then(EVERYBODY), POST=then(EVERYBODY), public=True),
    Row("account_reset_password", GET=EVERYBODY, POST=then(EVERYBODY), data=lambda world: {"email": "a@example.org"},
        public=True),
    Row("account_reset_password_done", GET=EVERYBODY, public=True),
    Row("account_reset_password_from_key", GET=EVERYBODY, POST=EVERYBODY, public=True),
    Row("account_reset_password_from_key_done", GET=EVERYBODY, public=True),
    Row("account", GET=SIGNED_IN, POST=then(SIGNED_IN), data=lambda world: {"name": "任"}),
    Row("account-reading", POST=then(SIGNED_IN), data=lambda world: {"text": "l"}),
    Row("account-keys", POST=then(SIGNED_IN), data=lambda world: {"keys": "asreview"}),
    Row("news-choices", GET=SIGNED_IN, POST=then(SIGNED_IN), data=lambda world: {"mention": "daily"}),
    Row("news-off", GET=EVERYBODY, POST=EVERYBODY, public=True),
    Row("account_email", GET=SIGNED_IN, POST=then(SIGNED_IN),
        data=lambda world: {"email": "new@example.org", "action_add": "1"}),
    Row("account_change_password", GET=SIGNED_IN, POST=then(SIGNED_IN), data=lambda world: {
        "oldpassword": PASSWORD, "password1": "another good phrase", "password2": "another good phrase"}),
    Row("account_set_password", GET=then(SIGNED_IN), POST=then(SIGNED_IN)),
    Row("account-data", GET=SIGNED_IN),
    Row("account-close", GET=SIGNED_IN, POST=SIGNED_IN),
    Row("account-tokens", GET=SIGNED_IN, POST=SIGNED_IN,
        data=lambda world: {"name": "导入", "scopes": ["read"], "days": "30"}),
    # One's own only: this one is the lead's.
    Row("account-token-end", POST="302 404 404 404 404 302 404", swaps=False),
    Row("webhooks", GET=LEADS, POST=LEADS, data=lambda world: {"url": "ftp://x", "events": ["stage.opened"]}),
    Row("webhook", GET=LEADS),
    Row("webhook-secret", POST=LEADS),
    Row("webhook-end", POST=then(LEADS)),
    Row("delivery-again", POST=then(LEADS)),
    Row("service-accounts", GET=LEADS, POST=then(LEADS), data=lambda world: {"service_name": "夜间导入"}),
    Row("service-token", POST=LEADS, data=lambda world: {"name": "夜间", "scopes": ["read"], "days": "30"}),
    Row("service-end", POST=then(LEADS)),
    Row("site", GET="302 404 404 404 404 404 404"),
    Row("site-person", POST="302 404 404 404 404 404 404"),
    Row("site-person-close", GET="302 404 404 404 404 404 404", POST="302 404 404 404 404 404 404"),
    Row("site-review", POST="302 404 404 404 404 404 404"),
    Row("site-review-delete", POST="302 404 404 404 404 404 404"),
    Row("site-text", POST="302 404 404 404 404 404 404"),
    Row("imprint", GET=NOBODY, public=True),
    Row("privacy", GET=NOBODY, public=True),
    Row("site-job", POST="302 404 404 404 404 404 404"),
    Row("account-sessions", GET=SIGNED_IN, POST=then(SIGNED_IN)),
    Row("account_reauthenticate", GET=SIGNED_IN, POST=then(SIGNED_IN), data=lambda world: {"password": PASSWORD}),
    Row("mfa_reauthenticate", GET=then(SIGNED_IN), POST=then(SIGNED_IN)),
    Row("mfa_reauthenticate_webauthn", GET=then(SIGNED_IN), POST=then(SIGNED_IN)),
    Row("mfa_index", GET=SIGNED_IN, POST="302 405 405 405 405 405 405"),
    Row("mfa_activate_totp", GET=then(SIGNED_IN), POST=then(SIGNED_IN)),
    Row("mfa_deactivate_totp", GET=then(SIGNED_IN, 404), POST=then(SIGNED_IN, 404)),
    Row("mfa_view_recovery_codes", GET=then(SIGNED_IN, 404), POST="302 405 405 405 405 405 405"),
    Row("mfa_generate_recovery_codes", GET=then(SIGNED_IN), POST=then(SIGNED_IN)),
    Row("mfa_download_recovery_codes", GET=then(SIGNED_IN, 404)),
    Row("mfa_list_webauthn", GET=SIGNED_IN, POST="302 405 405 405 405 405 405"),
    Row("mfa_add_webauthn", GET=then(SIGNED_IN), POST=then(SIGNED_IN)),
    Row("mfa_remove_webauthn", GET=then(SIGNED_IN), POST=then(SIGNED_IN)),
    Row("mfa_edit_webauthn", GET=then(SIGNED_IN), POST=then(SIGNED_IN)),
    Row("socialaccount_connections", GET=SIGNED_IN, POST=SIGNED_IN),
    Row("reviews", GET=SIGNED_IN),
    Row("review-waits", GET=MEMBERS),
    Row("review-new", GET=SIGNED_IN, POST=then(SIGNED_IN), data=lambda world: {"title_zh": "肺结节"}),
    Row("review-end", GET=LEADS, POST=LEADS, data=lambda world: {"title": "not this one"}),
    Row("review-away", POST=then(LEADS)),
    Row("review-back", POST=then(LEADS)),
    Row("reviews-told", POST=then(SIGNED_IN)),
    # Team
    Row("team", GET=MEMBERS),
    Row("invitations", POST=then(LEADS), data=lambda world: {"reviews": "on", "days": "7"}),
    Row("invitation-renew", POST=then(LEADS)),
    Row("invitation-revoke", POST=then(LEADS)),
    Row("team-leave", GET=MEMBERS, POST="302 404 302 302 302 200 404"),
    Row("member", GET=LEADS, POST=then(LEADS), data=lambda world: {"adjudicates": "on"}),
    Row("member-remove", GET=LEADS, POST=then(LEADS), data=lambda world: {"open_votes": "keep"}),
    # Searches, files, imports
    Row("services", GET=MEMBERS, POST=then(LEADS)),
    Row("services-library", POST=then(LEADS)),
    Row("service-search", GET=LEADS, POST=LEADS),
    Row("search-again", POST=then(LEADS)),
    Row("search-schedule", POST=then(LEADS)),
    Row("service-run", GET=MEMBERS),
    Row("service-run-take", POST=then(LEADS)),
    Row("service-run-leave", POST=then(LEADS)),
    Row("service-run-retry", POST=then(LEADS)),
    Row("service-run-undo", POST=then(LEADS)),
    Row("complete", GET=JUDGES, POST=then(LEADS)),
    Row("complete-accept", POST=then(LEADS)),
    Row("works", GET=LEADS, POST=LEADS),
    Row("service-notices", POST=then(JUDGES)),
    Row("citations", GET=LEADS, POST=LEADS),
    Row("service-full-texts", POST=then(JUDGES)),
    Row("order-list", GET=JUDGES),
    Row("strategies", GET=MEMBERS, POST=then(LEADS)),
    Row("strategy", GET=MEMBERS, POST=LEADS),
    Row("strategy-lines", POST=then(LEADS)),
    Row("strategy-delete", POST=then(LEADS)),
    Row("searches", GET=MEMBERS),
    Row("search-new", GET=LEADS, POST=then(LEADS), data=lambda world: {"kind": "database", "name": "CNKI 中国知网"}),
    Row("search", GET=MEMBERS),
    Row("search-edit", GET=LEADS, POST=then(LEADS), data=lambda world: {"kind": "register", "name": "ChiCTR"}),
    Row("search-delete", POST=then(LEADS)),
    Row("files-upload", POST=then(LEADS)),
    Row("files-import", POST=then(LEADS)),
    Row("file", GET=MEMBERS),
    Row("file-state", GET=MEMBERS),
    Row("file-download", GET=MEMBERS),
    Row("file-read", POST=then(LEADS)),
    Row("file-discard", POST=then(LEADS)),
    Row("file-import", POST=then(LEADS)),
    Row("file-cancel", POST=then(LEADS)),
    Row("file-undo", GET=LEADS, POST=then(LEADS)),
    Row("file-decisions", GET=LEADS, POST=LEADS),
    Row("file-rejected", GET=MEMBERS),
    Row("file-sample", GET=MEMBERS),
    Row("entry", GET=MEMBERS, POST=then(LEADS), data=lambda world: {"raw": "TY  - JOUR\nTI  - 题名\nER  - \n"}),
    # One record
    Row("record", GET=MEMBERS),
    Row("record-edit", GET=LEADS, POST=then(LEADS), data=lambda world: {
        "title": "新题名", "type": "article", "seen": stamp(Record.objects.get(pk=world.value("record_id")))}),
    Row("record-new", GET=LEADS, POST=then(LEADS), data=lambda world: {"title": "手工添加", "type": "article"}),
    Row("record-duplicate", POST=then(JUDGES)),
    # Screening
    Row("screen", GET=VOTERS),
    Row("screen-list", GET=VOTERS),
    Row("screen-words", GET=VOTERS),
    Row("screen-cards", GET=VOTERS),
    Row("screen-record", GET=VOTERS),
    Row("my-decisions", GET=VOTERS),
    Row("vote", POST=then(VOTERS), data=lambda world: press(world) | {"verdict": "include"}),
    Row("votes-undo", POST=then("302 404 403 200 403 403 404")),
    Row("votes", POST=then(VOTERS), data=lambda world: {"verdict": "maybe", "records": [world.value("record_id")]}),
    Row("clear-vote", POST=then(VOTERS), data=lambda world: press(world)),
    Row("note", POST=then(VOTERS), data=lambda world: press(world) | {"text": "备注"}),
    Row("labels", POST=then(VOTERS), data=lambda world: press(world) | {"new": "综述"}),
    Row("conflicts", GET=SETTLERS),
    Row("settle", POST=then(SETTLERS), data=lambda world: {"verdict": "include"}),
    Row("settle-many", POST=then(SETTLERS), data=lambda world: {"verdict": "include"}),
    Row("discuss", POST=then(SETTLERS)),
    Row("settled", GET=REOPENERS),
    Row("settle-undo", POST=then(SETTLERS)),
    Row("reopen", GET=then(REOPENERS), POST=then(REOPENERS), data=lambda world: {"votes": "again", "reason": "再看"}),
    Row("reopening-ask", GET=then(VOTERS), POST=then(VOTERS), data=lambda world: {"text": "请再看"}),
    Row("reopening-undo", POST=then(REOPENERS)),
    Row("reopening-decline", POST=then(REOPENERS), data=lambda world: {"reply": "已写明"}),
    # Full texts and studies
    Row("full-texts", GET=MEMBERS),
    Row("full-text-status", POST=then(JUDGES), data=lambda world: {"status": "requested"}),
    Row("full-text-upload", POST=then(JUDGES)),
    Row("full-text-many", GET=JUDGES, POST=then(JUDGES)),
    Row("full-text-match", POST=then(JUDGES)),
    Row("full-text-file", GET=MEMBERS),
    Row("full-text-read", GET=MEMBERS),
    Row("full-text-remove", POST=then(JUDGES)),
    Row("full-text-marks", GET=then(JUDGES), POST=then(JUDGES), data=lambda world: {"page": 2, "note": "样本量小"}),
    # One's own marks only: this one is the reviewer's.
    Row("full-text-unmark", POST="302 404 403 302 404 404 404"),
    Row("studies", GET=MEMBERS),
    Row("study-group", POST=then(JUDGES)),
    Row("study-rename", POST=then(JUDGES), data=lambda world: {"name": "高亚 2024"}),
    Row("study-ungroup", POST=then(JUDGES)),
    Row("stages", GET=LEADS),
    *(Row(f"stage-{name}", POST=then(LEADS), data=lambda world: {"reason": "试"})
      for name in ("open", "close", "again", "calibrate", "calibrated", "deal", "deal-back", "unblind", "lower", "free")),
    Row("learned-order", GET=LEADS, POST=then(LEADS), data=lambda world: {"learned": "on"}),
    Row("stopping", GET=MEMBERS),
    Row("model-card", GET=SIGNED_IN),
    Row("stopping-rule", POST=then(LEADS), data=lambda world: {"rule": "抽样核查500篇后停止"}),
    Row("stopping-check", POST=then(LEADS)),
    Row("audit-begin", POST=then(LEADS), data=lambda world: {"size": "1"}),
    Row("audit-evaluate", POST=then(LEADS)),
    Row("audit-give-up", POST=then(LEADS), data=lambda world: {"reason": "试"}),
    Row("stop", POST=then(LEADS)),
    Row("resume", POST=then(LEADS), data=lambda world: {"reason": "试"}),
    Row("notices", GET=MEMBERS),
    Row("notices-read", POST=then(MEMBERS)),
    Row("comment", POST=then(JUDGES), data=lambda world: {"text": "同意"}),
    # Overview, records, results
    Row("overview", GET=MEMBERS),
    Row("records", GET=MEMBERS),
    Row("team-labels", GET=LEADS, POST=then(LEADS), data=lambda world: {"name": "动物实验", "colour": "red"}),
    Row("team-label", POST=then(LEADS), data=lambda world: {"name": "综述", "colour": "green"}),
    Row("records-facets", GET=MEMBERS),
    Row("records-many", POST=then(JUDGES), data=lambda world: {"what": "label", "records": [world.value("record_id")]}),
    Row("filter-save", POST=then(MEMBERS), data=lambda world: {"name": "近五年", "query": "year_from=2020"}),
    Row("filter-delete", POST="302 404 404 404 404 302 404"),
    Row("records-export", GET=MEMBERS),
    Row("records-prepare", POST=then(MEMBERS), data=lambda world: {"query": "year_from=2020"}),
    Row("flow", GET=MEMBERS),
    Row("flow-svg", GET=MEMBERS),
    Row("flow-words", GET=LEADS, POST=then(LEADS), data=lambda world: {"label_duplicates": "剔除重复"}),
    Row("number-new", GET=LEADS, POST=then(LEADS),
        data=lambda world: {"box": "previous", "number": "3", "why": "第一版纸质筛选"}),
    Row("number-withdraw", POST=then(LEADS)),
    Row("publish", GET=then(LEADS), POST=then(LEADS)),
    Row("update-begin", GET=then(LEADS), POST=then(LEADS)),
    Row("update-back", POST=then(LEADS)),
    Row("version", GET=MEMBERS),
    Row("version-keep", POST=then(LEADS)),
    Row("version-diagram", GET=MEMBERS),
    Row("version-file", GET=MEMBERS),
    Row("version-methods", GET=MEMBERS),
    Row("publication", GET=MEMBERS),
    Row("report-notices", GET=MEMBERS),
    Row("notice-answer", POST=then(JUDGES), data=lambda world: {"why": "结论不受影响"}),
    Row("notice-answer-withdraw", POST=then(JUDGES)),
    Row("check-diagram", GET=SIGNED_IN, POST=SIGNED_IN, data=lambda world: {"database_results": "5"}),
    Row("methods", GET=MEMBERS),
    Row("methods-docx", GET=MEMBERS),
    Row("methods-notes", GET=LEADS, POST=then(LEADS), data=lambda world: {"quality_by": "陈思远"}),
    Row("agreement", GET=MEMBERS),
    Row("what-if", GET=REOPENERS),
    Row("what-if-compute", POST=then(REOPENERS)),
    Row("exports", GET=MEMBERS),
    Row("export", GET=MEMBERS),
    Row("export-preview", GET=MEMBERS),
    Row("export-styles", GET=MEMBERS),
    Row("export-files", GET=MEMBERS),
    Row("export-prepare", POST=then(MEMBERS)),
    # One's own files only, and this one is the lead's: it is still being made.
    Row("export-file", GET="302 404 404 404 404 404 404"),
    Row("export-cancel", POST="302 404 404 404 404 302 404"),
    Row("archive", GET=LEADS, POST=then(LEADS)),
    Row("archive-state", GET=LEADS),
    Row("archive-download", GET="302 404 403 403 403 403 404"),
    Row("review-load", GET=SIGNED_IN, POST=SIGNED_IN),
    Row("review-loading", GET="302 404 404 404 404 200 404", swaps=False),
    Row("history", GET=MEMBERS),
    Row("history-check", POST=then(LEADS)),
    Row("history-state", GET=MEMBERS),
    # Duplicates
    Row("duplicates", GET=MEMBERS),
    Row("dedupe-start", POST=then(LEADS)),
    Row("duplicates-threshold", GET=LEADS),
    Row("duplicates-threshold-apply", POST=then(LEADS)),
    Row("pair-answer", POST=then(JUDGES), data=lambda world: {"answer": "different"}),
    Row("pair-reopen", POST=then(JUDGES)),
    Row("merge-undo", POST=then(JUDGES)),
    Row("dedupe-run-undo", POST=then(LEADS)),
    Row("dedupe-run-redo", POST=then(LEADS)),
    Row("duplicate-sample", GET=MEMBERS),
    Row("duplicate-sample-begin", POST=then(LEADS), data=lambda world: {"size": "60"}),
    Row("duplicate-sample-evaluate", POST=then(LEADS)),
    Row("duplicate-sample-give-up", POST=then(LEADS), data=lambda world: {"reason": "no time"}),
    Row("merge", GET=MEMBERS),
    Row("merge-take-out", POST=then(JUDGES)),
    Row("duplicates-policy", GET=LEADS, POST=then(LEADS), data=lambda world: dict.fromkeys(RELATIONS, "link")),
    # Protocol
    Row("protocol", GET=MEMBERS),
    Row("protocol-edit", GET=LEADS, POST=then(LEADS),
        data=lambda world: {"title_zh": "肺结节", "conflict_votes": "adjudicators"}),
    Row("protocol-paste", GET=LEADS, POST=then(LEADS), data=lambda world: {"full-text-reasons_zh": "1. 研究设计不符"}),
    Row("protocol-begin", GET=LEADS, POST=then(LEADS), data=lambda world: {"source": "template:scoping"}),
    Row("protocol-elements", GET=LEADS, POST=then(LEADS),
        data=lambda world: {"framework": "pico", "population_zh": "成人"}),
    Row("protocol-document", GET=MEMBERS),
    Row("criteria-copy", POST=then(LEADS)),
    Row("protocol-order", POST=then(LEADS)),
    Row("stage-edit", GET=LEADS, POST=then(LEADS), data=lambda world: {
        "votes_needed": "2", "cutoff_percent": "0", "double_percent": "100", "cutoff": "0", "double_share": "100"}),
    # Changes are numbered within their review: the number in the path is of no other one.
    Row("rule-take-back", GET=LEADS, POST=then(LEADS), swaps=False),
    Row("criterion-new", GET=LEADS, POST=then(LEADS), data=lambda world: CRITERION),
    Row("criterion-edit", GET=LEADS, POST=then(LEADS), data=lambda world: CRITERION),
    Row("criterion-retire", POST=then(LEADS)),
    Row("reason-new", GET=LEADS, POST=then(LEADS), data=lambda world: {"stage": "full-text", "label_zh": "研究设计不符"}),
    Row("reason-edit", GET=LEADS, POST=then(LEADS), data=lambda world: {"stage": "full-text", "label_zh": "结局指标不符"}),
    Row("reason-merge", GET=LEADS, POST=LEADS),
    Row("reason-change", POST=then(LEADS)),
    Row("highlights-new", GET=JUDGES, POST=then(JUDGES), data=lambda world: MARKS),
    Row("highlights-edit", GET=LEADS, POST=then(LEADS), data=lambda world: MARKS),
    Row("highlights-delete", POST=then(LEADS)),
]  # fmt: skip
