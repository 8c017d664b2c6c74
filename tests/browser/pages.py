"""The pages that are photographed and held to accessibility. A new page: one line in PAGES.

`Page(name, role)`: the name of the address; who looks: a field of `Cast`, "newcomer", or "" for
nobody signed in. The things in the path are made by `tests/world.py`. `query` is put behind it;
`given` replaces parts of the path.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.world import World


@dataclass(frozen=True, slots=True)
class Page:
    """One page as one person sees it."""

    name: str
    role: str = "lead"
    query: str = ""
    given: dict[str, Any] = field(default_factory=dict)

    def path(self, world: World) -> str:
        """The address in that world."""
        return world.path(self.name, **self.given) + self.query

    @property
    def label(self) -> str:
        """A name for files and test ids."""
        more = "-".join(str(value) for value in self.given.values()) + self.query
        return "-".join(
            part
            for part in (self.name, self.role or "nobody", more.strip("?").replace("/", "-"))
            if part
        )


PAGES = [
    Page("sign-in", ""),
    Page("sign-up", ""),
    Page("account_reset_password", ""),
    Page("account_reset_password_done", ""),
    Page("account_reset_password_from_key", ""),
    Page("account_reset_password_from_key_done", ""),
    Page("join", ""),
    Page("first-account", ""),
    Page("reviews"),
    Page("reviews", "newcomer"),
    Page("review-new"),
    Page("account"),
    Page("account_email"),
    Page("account_change_password"),
    Page("account-sessions"),
    Page("offline", ""),
    Page("guide"),
    Page("key-card"),
    Page("tour"),
    Page("tour", "first"),
    Page("news-choices"),
    Page("news-off", ""),
    Page("account-tokens"),
    Page("service-accounts"),
    Page("webhooks"),
    Page("webhook"),
    Page("account-close"),
    Page("account-close", "first"),
    Page("account_reauthenticate"),
    Page("mfa_index"),
    Page("mfa_list_webauthn"),
    Page("account_inactive", ""),
    Page("account_email_verification_sent", ""),
    Page("account_confirm_email", ""),
    Page("socialaccount_login_error", ""),
    Page("socialaccount_login_cancelled", ""),
    Page("team"),
    Page("team-labels"),
    Page("team", "observer"),
    Page("team-leave"),
    Page("member"),
    Page("member-remove"),
    Page("member", "first"),
    Page("team", "outsider"),
    Page("searches"),
    Page("search-new"),
    Page("search-edit"),
    Page("search"),
    Page("search", "observer"),
    Page("services"),
    Page("services", "observer"),
    Page("service-search"),
    Page("service-run"),
    Page("complete"),
    Page("works"),
    Page("citations"),
    Page("strategies"),
    Page("strategy"),
    Page("file"),
    Page("file-undo"),
    Page("file-decisions"),
    Page("entry"),
    Page("record"),
    Page("record", "observer"),
    Page("record-edit"),
    Page("record-new"),
    Page("screen", "first"),
    Page("screen", "second", given={"stage": "full-text"}),
    Page("screen-list", "first"),
    Page("screen-list", "first", "?q=%E5%A4%96%E6%B3%8C%E4%BD%93&language=zh"),
    Page("screen-record", "first"),
    Page("my-decisions", "first"),
    Page("conflicts", "adjudicator"),
    Page("settled", "adjudicator"),
    Page("review-end"),
    Page("version"),
    Page("version", "observer"),
    Page("full-texts"),
    Page("full-texts", query="?tab=retrieved"),
    Page("full-texts", "observer"),
    Page("full-text-many"),
    Page("full-text-read"),
    Page("studies"),
    Page("stages"),
    Page("learned-order"),
    Page("stopping"),
    Page("model-card"),
    Page("stopping", "observer"),
    Page("stopping", given={"stage": "full-text"}),
    Page("notices", "first"),
    Page("overview"),
    Page("protocol"),
    Page("protocol-edit"),
    Page("protocol-paste"),
    Page("protocol-begin"),
    Page("protocol-elements", query="?framework=pico"),
    Page("stage-edit"),
    Page("criterion-new"),
    Page("criterion-edit"),
    Page("reason-new"),
    Page("duplicates"),
    Page("duplicates", query="?tab=merged"),
    Page("duplicates", query="?tab=linked"),
    Page("duplicates", query="?tab=apart"),
    Page("merge"),
    Page("duplicates-policy"),
    Page("duplicate-sample"),
    Page("duplicates-threshold"),
    Page("records"),
    Page("flow"),
    Page("flow", query="?label_set=zh-journal&bw=on"),
    Page("flow", "observer"),
    Page("flow-words"),
    Page("report-notices"),
    Page("reason-merge"),
    Page("number-new"),
    Page("publish"),
    Page("publication"),
    Page("check-diagram", "newcomer"),
    Page("methods"),
    Page("methods", query="?language=zh-hans"),
    Page("methods-notes"),
    Page("agreement"),
    Page("what-if"),
    Page("exports"),
    Page("export-preview"),
    Page("export-styles", query="?q=nature"),
    Page("archive"),
    Page("review-load"),
    Page("review-loading"),
    Page("history"),
]
