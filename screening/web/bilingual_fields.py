"""Fields that come in two languages: the reader's own first, each marked with its language."""

from typing import Any

from django.forms import BaseForm, ModelForm
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from screening.models import Languages, Review

#: Ending of a field's name → the `lang` of what is typed into it.
LANGUAGES = {"en": "en", "zh": "zh-Hans"}


#: Beginning of a field's name → what it is called where it comes in one language.
SINGLE = {
    "title": _("Title"),
    "question": _("Review question"),
    "instructions": _("Instructions"),
    "text": _("Text"),
    "label": _("Reason"),
    "name": _("Name"),
}


def one_language(form: BaseForm, review: Review) -> None:
    """Takes the fields of the other language away where the review is in one;
    what they hold stays as it is.
    """
    if review.languages == Languages.BOTH:
        return
    other = "zh" if review.languages == Languages.EN else "en"
    for name in list(form.fields):
        stem, _bar, language = name.rpartition("_")
        if language == other and f"{stem}_{review.languages}" in form.fields:
            del form.fields[name]
        elif language == review.languages and stem in SINGLE:
            form.fields[name].label = SINGLE[stem]


def first_of(form: BaseForm, stem: str) -> str | None:
    """The field of that name in the language that is asked for, for an error that concerns both."""
    return next(
        (f"{stem}_{language}" for language in LANGUAGES if f"{stem}_{language}" in form.fields),
        None,
    )


def with_hidden(form: ModelForm) -> dict[str, Any]:
    """What the form holds, and for fields of the other language that it does not show what they
    hold already.
    """
    shown = dict(form.cleaned_data)
    names = [name for name in form._meta.fields or () if name.rpartition("_")[2] in LANGUAGES]
    return {name: getattr(form.instance, name) for name in names if name not in shown} | shown


def reader_language_first(form: BaseForm) -> str:
    """Puts `…_zh` before `…_en` for who reads Chinese, and the other way round;
    other fields keep their places.

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
