"""The frame round every page of a review: rail, dock, key help."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from screening.models.protocol import in_reader_language
from screening.queries.access.authorization import Access
from screening.queries.access.key_bindings import ACTIONS, REASON_KEYS, key_cap, key_map
from screening.queries.screening.todo_counts import MOST, waiting
from screening.stages import first

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """One item of the rail. `needs` lists capabilities of which the member must have one.

    An item with a `stage` leads to the first stage at which something waits, else to that one.
    """

    name: str
    label: Any
    icon: str
    needs: tuple[str, ...] = ("see",)
    stage: str = ""
    #: Its turn for one of the four places at the foot of a phone, from 1; 0 for none.
    dock: int = 0


FIRST_STAGE = first().key
GROUPS: list[tuple[Any, list[Place]]] = [
    (
        _("Review"),
        [
            Place("overview", _("Overview"), "overview", dock=1),
            Place("protocol", _("Protocol"), "protocol"),
            Place("team", _("Team"), "team"),
            Place("notices", _("Notifications"), "mail"),
        ],
    ),
    (
        _("Identification"),
        [
            Place("searches", _("Searches"), "searches"),
            Place("services", _("Services"), "link"),
            Place("duplicates", _("Duplicates"), "duplicates", needs=("judge",), dock=6),
        ],
    ),
    (
        _("Screening"),
        [
            Place("stages", _("Stages"), "play", needs=("lead",)),
            Place("screen", _("Screen"), "screen", needs=("vote",), stage=FIRST_STAGE, dock=2),
            Place(
                "conflicts",
                _("Conflicts"),
                "conflicts",
                needs=("settle",),
                stage=FIRST_STAGE,
                dock=3,
            ),
            Place("settled", _("Resolved"), "undo", needs=("reopen",), stage=FIRST_STAGE),
            Place("full-texts", _("Full text"), "full-text", dock=4),
            Place("stopping", _("Stopping"), "stop", stage=FIRST_STAGE),
        ],
    ),
    (
        _("Results"),
        [
            Place("studies", _("Studies"), "studies"),
            Place("records", _("Records"), "records", dock=7),
            Place("flow", _("PRISMA"), "flow", dock=5),
            Place("methods", _("Methods section"), "note"),
            Place("agreement", _("Agreement"), "agreement"),
            Place("exports", _("Export"), "export"),
            Place("history", _("History"), "history"),
        ],
    ),
]


@register.filter
def deleted_title(data: dict[str, Any]) -> str:
    """The title of a review that is gone, in the reader's language."""
    return in_reader_language(data.get("title_en", ""), data.get("title_zh", ""))


@register.simple_tag
def address(name: str, **kwargs: Any) -> str:
    """The address of that name, "" while no page has it."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def rail_items(access: Access, path: str) -> list[dict[str, Any]]:
    """Groups of what the member may open: `{"label", "items": [{"place", "url", "root", "count",
    "current"}]}`.

    The item whose root (its address without the stage) is the longest beginning of `path` is the
    current one; the overview only when it is `path`.
    """
    counts = waiting(access)
    groups = []
    for label, places in GROUPS:
        items = []
        for place in places:
            waits = counts.get(place.name, {})
            stage = next(iter(waits), place.stage)
            url = address(
                place.name, review_id=access.review.pk, **({"stage": stage} if stage else {})
            )
            if url and any(access.may(need) for need in place.needs):
                count = min(sum(waits.values()), MOST)
                root = url.removesuffix(f"{stage}/") if stage else url
                items.append(
                    {"place": place, "url": url, "root": root, "count": count, "current": False}
                )
        if items:
            groups.append({"label": label, "items": items})
    fitting = [
        item
        for group in groups
        for item in group["items"]
        if path == item["root"]
        or (path.startswith(item["root"]) and item["place"].name != "overview")
    ]
    if fitting:
        max(fitting, key=lambda item: len(item["root"]))["current"] = True
    return groups


def _groups(context: template.Context) -> list[dict[str, Any]]:
    """The groups of this page: the rail and the help of keys share them, for counting what waits is dear."""
    request = context["request"]
    # On the request, not in the context: an included template has a context of its own.
    if not hasattr(request, "rail_groups"):
        request.rail_groups = rail_items(context["access"], request.path)
    found: list[dict[str, Any]] = request.rail_groups
    return found


@register.inclusion_tag("screening/_rail.html", takes_context=True)
def rail(context: template.Context) -> dict[str, Any]:
    """The rail beside a page of a review, and the dock under it on a phone."""
    groups = _groups(context)
    items = [item for group in groups for item in group["items"]]
    wanted = sorted(item["place"].dock for item in items if item["place"].dock)[:4]
    docked = [item for item in items if item["place"].dock in wanted]
    rest = [item for item in items if item not in docked]
    current = any(item["current"] for item in rest)
    return {
        "groups": groups,
        "docked": docked,
        "rest": rest,
        "rest_current": current,
        "request": context["request"],
    }


@register.simple_tag(takes_context=True)
def record_search(context: template.Context) -> str:
    """The address that searches the records of this review, "" outside a review."""
    access = context.get("access")
    return address("records", review_id=access.review.pk) if access else ""


@register.simple_tag(takes_context=True)
def key_help(context: template.Context) -> dict[str, Any]:
    """What the key help shows and the key script needs: `{"off", "map", "pages", "go"}`;
    no map when keys are off.
    """
    user = getattr(context.get("request"), "user", AnonymousUser())
    keys = key_map(user)
    names = {"overview": "KeyO", "screen": "KeyS", "conflicts": "KeyC", "flow": "KeyP"}
    places = (
        {i["place"].name: i for g in _groups(context) for i in g["items"]}
        if context.get("access")
        else {}
    )
    go = [{"code": code, **places[name]} for name, code in names.items() if name in places]
    return {
        "off": not keys,
        "map": {
            "actions": {
                page: {keys[action]: action for action in actions if keys.get(action)}
                for page, actions in ACTIONS.items()
            },
            "reasons": REASON_KEYS,
            "go": {g["code"]: g["url"] for g in go},
        },
        "pages": {
            page: [
                (label, key_cap(keys.get(action, "")))
                for action, label in actions.items()
                if keys.get(action)
            ]
            for page, actions in ACTIONS.items()
        },
        "go": [(g["place"].label, key_cap(g["code"])) for g in go],
    }
