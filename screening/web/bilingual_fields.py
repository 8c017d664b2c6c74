"""Fields that come in two languages: the reader's own first, each marked with its language."""

from django.forms import BaseForm
from django.utils.translation import get_language

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""Ending of a field's name → the `lang` of what is typed into it."""


def reader_language_first(form: BaseForm) -> str:
    """Puts `…_zh` before `…_en` for who reads Chinese, and the other way round; other fields keep their places.

    The name of the first field that comes in two languages, "" for none.
    """
    second = "zh" if get_language() == "en" else "en"
    names = list(form.fields)
    for name in [name for name in names if name.endswith(f"_{second}")]:
        twin = name.removesuffix(second) + next(key for key in LANGUAGES if key != second)
        if twin in names and names.index(twin) > names.index(name):
            at, other = names.index(name), names.index(twin)
            names[at], names[other] = twin, name
    form.order_fields(names)
    in_two = [name for name in form.fields if name.rpartition("_")[2] in LANGUAGES]
    for name in in_two:
        form.fields[name].widget.attrs["lang"] = LANGUAGES[name.rpartition("_")[2]]
    return next(iter(in_two), "")
