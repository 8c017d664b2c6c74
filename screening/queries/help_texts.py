"""Which section of the guide belongs to which page, the tour of each role,
and short explanations of fields.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

#: Section of the guide → names of the addresses of its pages.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "start": ("reviews", "review-new", "overview", "review-load"),
    "protocol": (
        "protocol",
        "protocol-edit",
        "protocol-paste",
        "protocol-begin",
        "protocol-elements",
        "criterion-new",
        "criterion-edit",
        "reason-new",
        "reason-edit",
        "reason-merge",
        "stage-edit",
        "highlights-new",
        "highlights-edit",
    ),
    "team": ("team", "member", "member-remove", "team-leave", "stages"),
    "notifications": ("notices", "news-choices"),
    "searches": (
        "searches",
        "search",
        "search-new",
        "search-edit",
        "file",
        "file-undo",
        "file-decisions",
        "entry",
        "record-new",
    ),
    "duplicates": ("duplicates", "duplicates-threshold", "duplicates-policy", "merge"),
    "screen": ("screen", "screen-list", "screen-record", "my-decisions", "key-card"),
    "conflicts": ("conflicts", "settled", "reopen", "reopening-ask"),
    "full-text": ("full-texts", "full-text-many", "full-text-read"),
    "studies": ("studies",),
    "results": (
        "flow",
        "flow-words",
        "number-new",
        "methods",
        "methods-notes",
        "exports",
        "export-preview",
        "export-styles",
        "check-diagram",
        "report-notices",
    ),
    "agreement": ("agreement", "history"),
    "order": ("learned-order",),
    "stopping": ("stopping",),
    "rules": ("rule-take-back",),
    "updates": ("publication", "version", "update-begin", "archive", "review-end"),
}
SECTION_OF = {page: section for section, pages in SECTIONS.items() for page in pages}

#: Role → six steps: the page, what to do there, and how.
TOURS: Mapping[str, tuple[tuple[str, object, object], ...]] = {
    "lead": (
        (
            "protocol",
            _("Write the protocol"),
            _("Paste criteria and reasons, or start from a template."),
        ),
        ("team", _("Invite the team"), _("Invite reviewers and an adjudicator by e-mail or link.")),
        (
            "searches",
            _("Import the search results"),
            _("Record each search and drop its exported files."),
        ),
        (
            "duplicates",
            _("Check duplicates"),
            _("Clear ones are merged; decide on the likely ones."),
        ),
        ("stages", _("Run the stages"), _("Calibrate, assign records, open and close stages.")),
        ("flow", _("Take the results"), _("The diagram, the methods text and the exports.")),
    ),
    "reviewer": (
        ("protocol", _("Read the criteria"), _("They are also shown next to each record.")),
        (
            "screen",
            _("Screen the first record"),
            _("Press I to include, M for maybe, E to exclude."),
        ),
        ("key-card", _("Learn the shortcuts"), _("Print the card, or press ? at any time.")),
        (
            "my-decisions",
            _("Change your mind"),
            _("Your votes can be changed until a record is decided."),
        ),
        ("full-texts", _("Find full texts"), _("Upload PDFs; each is matched to its report.")),
        ("notices", _("Follow the discussion"), _("Your tasks, and updates for the team.")),
    ),
    "adjudicator": (
        ("protocol", _("Read the criteria"), _("They are also shown next to each record.")),
        (
            "conflicts",
            _("Resolve a conflict"),
            _("Compare both votes and decide, or send it to discussion."),
        ),
        ("settled", _("Look back"), _("Resolved conflicts can be re-opened.")),
        (
            "duplicates",
            _("Check duplicates"),
            _("Clear ones are merged; decide on the likely ones."),
        ),
        ("agreement", _("Check the agreement"), _("Kappa and the table of votes, for each pair.")),
        ("notices", _("Follow the discussion"), _("Your tasks, and updates for the team.")),
    ),
    "observer": (
        ("overview", _("See the progress"), _("Five numbers and the state of each stage.")),
        ("protocol", _("Read the protocol"), _("Question, criteria and reasons.")),
        (
            "searches",
            _("See the searches"),
            _("What was searched, and whether the numbers add up."),
        ),
        ("records", _("Browse the records"), _("Search, filter and export them.")),
        ("flow", _("Open the diagram"), _("Click a number to see its records.")),
        ("history", _("Read the history"), _("Who did what, and when.")),
    ),
}
#: Pages of a stage.
STAGED = frozenset({"screen", "conflicts", "settled", "my-decisions"})
#: Name of a field that does not explain itself → a sentence for its "?".
HINTS: Mapping[str, object] = {
    "votes_needed": _("How many people screen each record independently. Two is usual."),
    "by_language": _(
        "People state the languages they read in their account. Others are not offered the record."
    ),
    "maybe_conflicts": _("If not selected, include and maybe together count as include."),
    "judged": _(
        "Reviewers mark each criterion as met, unclear or not met; a verdict is suggested."
    ),
    "reason_required": _("Full-text exclusions always need a reason."),
    "counts_studies": _(
        "PRISMA counts studies and reports separately. Without it, only articles are counted."
    ),
    "show_names": _("If not selected, people see codes such as A and B instead of names."),
    "conflict_votes": _("Until then nobody else sees them."),
    "adjudicator_may_have_voted": _("Usually a third person resolves the conflict."),
    "other_skips_screening": _(
        "Records from reference lists or websites usually go straight to full text."
    ),
    "kind": _("It decides under which heading PRISMA counts it."),
    "coverage": _("The period that the search covers."),
    "framework": _("The elements appear in the protocol document."),
}
