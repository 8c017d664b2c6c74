"""What a downloaded file is called: after its review,
so that those of several reviews can be told apart.
"""

import re
import unicodedata

from screening.models import Review
from screening.records.text import TURNING

#: Bytes of the title in a file name; systems take 255 for the whole.
LONGEST = 120
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\\/:*?\"<>|\s]+")


def download_name(review: Review, rest: str) -> str:
    """The title in the reader's language, in letters of any script, then what the file is."""
    plain = TURNING.sub("", unicodedata.normalize("NFC", review.title))
    words = [word for word in _NOT_IN_NAMES.split(plain.strip(" .")) if word]
    name = "-".join(words) or f"review-{review.pk}"
    short = name.encode()[:LONGEST].decode("utf-8", "ignore").strip("-. ")
    return f"{short}-{rest}"
