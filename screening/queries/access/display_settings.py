"""How a person likes records to be shown: letters, marks, what comes after a vote,
and what is folded away.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from screening.models import User

#: Wish → what it can be. `beside`, `rail` and `fulltext` (one's own marks on a full text) are
#: columns at the side; the rail that is shown as fits makes room for a full text.
CHOICES: dict[str, dict[str, Any]] = {
    "text": {
        "s": _("Small"),
        "m": _("Normal"),
        "l": _("Large"),
        "xl": _("Very large"),
    },
    "marks": {"soft": _("Underlined"), "plain": _("Tinted"), "strong": _("Strong")},
    "advance": {"yes": _("Next record"), "no": _("Stay on the record")},
    "page": {"25": "25", "50": "50", "100": "100", "200": "200"},
    "beside": {"shown": _("Shown"), "folded": _("Folded")},
    "rail": {"auto": _("As fits"), "shown": _("Shown"), "folded": _("Folded")},
    "fulltext": {"shown": _("Shown"), "folded": _("Folded")},
}
USUAL = {
    "text": "m",
    "marks": "plain",
    "advance": "yes",
    "page": "25",
    "beside": "shown",
    "rail": "auto",
    "fulltext": "folded",
}


def reading(user: "User | AnonymousUser | None") -> dict[str, str]:
    """Every wish of the person; what they never said, or what is none of the choices, is as usual."""
    own: Mapping[str, Any] = getattr(user, "reading", None) or {}
    return {
        name: own[name] if own.get(name) in known else USUAL[name]
        for name, known in CHOICES.items()
    }
