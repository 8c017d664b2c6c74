"""What whoever runs the site tells everybody, kept for a moment so that no page pays for it."""

from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import get_language

from screening.models import SiteText

Texts = dict[str, tuple[str, str]]


class Kept:
    """The texts in English and Chinese by place, looked up anew every SITE_TEXT_SECONDS."""

    def __init__(self) -> None:
        self.texts: Texts = {}
        self.until = 0.0
        self.lock = Lock()

    def __call__(self) -> Texts:
        """The texts; those of before while the database is away."""
        if settings.SITE_TEXT_SECONDS and monotonic() >= self.until:
            with self.lock:
                self.until = monotonic() + settings.SITE_TEXT_SECONDS
                try:
                    rows = SiteText.objects.values_list("place", "text_en", "text_zh")
                    self.texts = {place: (en, zh) for place, en, zh in rows if en or zh}
                except DatabaseError:
                    pass
        return self.texts

    def forget(self) -> None:
        """They have just been changed here."""
        self.until = 0.0


kept = Kept()


def site_text(place: str) -> str:
    """The text in the language of now, or in the other one where that is empty."""
    english, chinese = kept().get(place, ("", ""))
    first, second = (
        (chinese, english) if (get_language() or "").startswith("zh") else (english, chinese)
    )
    return first or second
