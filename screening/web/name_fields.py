"""Names that read as they are written: no control characters that turn the direction of what stands
around them.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from screening.records.text import TURNING

WORDS = _("This name contains control characters that change how it is displayed. Type it again.")


class PlainNames:
    """A form whose text fields of `NAMED` hold names that others read."""

    NAMED: tuple[str, ...] = ()

    def _clean_fields(self) -> None:
        form: Any = self
        super()._clean_fields()  # type: ignore[misc]
        for name in self.NAMED:
            value = form.cleaned_data.get(name)
            if isinstance(value, str) and TURNING.search(value):
                form.add_error(name, WORDS)
