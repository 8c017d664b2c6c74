"""What is done to searches and files."""

from screening.records.messages import gettext_noop
from screening.replay.verbs._verb import Kind, Verb

VERBS = (
    Verb(
        "add_search",
        gettext_noop("added a search"),
        {"kind": Kind.TOLD, "name": Kind.TOLD, "search": Kind.SEARCH},
    ),
    Verb(
        "change_search",
        gettext_noop("changed a search"),
        {
            "after": Kind.VALUES,
            "before": Kind.VALUES,
            "moves": Kind.TOLD,
            "name": Kind.TOLD,
            "note": Kind.TOLD,
            "records": Kind.RECORD,
            "search": Kind.SEARCH,
            "taken_back": Kind.TOLD,
        },
    ),
    Verb(
        "delete_search",
        gettext_noop("deleted a search"),
        {"kind": Kind.TOLD, "name": Kind.TOLD, "search": Kind.SEARCH},
    ),
    Verb(
        "upload",
        gettext_noop("uploaded a file"),
        {
            "file": Kind.TOLD,
            "file_id": Kind.FILE,
            "run_again_on": Kind.TOLD,
            "search": Kind.SEARCH,
            "sha256": Kind.TOLD,
            "size": Kind.TOLD,
        },
    ),
    Verb(
        "choose_format",
        gettext_noop("chose how a file is read"),
        {
            "encoding": Kind.TOLD,
            "file": Kind.TOLD,
            "file_id": Kind.FILE,
            "format": Kind.TOLD,
            "mapping": Kind.TOLD,
        },
    ),
    Verb(
        "discard_file",
        gettext_noop("discarded a file"),
        {"file": Kind.TOLD, "file_id": Kind.FILE, "sha256": Kind.TOLD},
    ),
    Verb(
        "import",
        gettext_noop("imported a file"),
        {
            "encoding": Kind.TOLD,
            "file": Kind.TOLD,
            "file_id": Kind.FILE,
            "format": Kind.TOLD,
            "found": Kind.TOLD,
            "imported": Kind.TOLD,
            "rejected": Kind.TOLD,
            "search": Kind.SEARCH,
            "sha256": Kind.TOLD,
            "version": Kind.TOLD,
        },
    ),
    Verb(
        "undo_import",
        gettext_noop("undid an import"),
        {"file": Kind.TOLD, "file_id": Kind.FILE, "imported": Kind.TOLD, "search": Kind.SEARCH},
    ),
    Verb(
        "adopt_decisions",
        gettext_noop("imported decisions from another tool"),
        {"decisions": Kind.USER, "file": Kind.TOLD, "file_id": Kind.FILE},
    ),
)
