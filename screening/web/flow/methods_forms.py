"""What people write for the methods section because no other page asks for it."""

from django import forms
from django.utils.translation import gettext_lazy as _

LINES = forms.Textarea(attrs={"rows": 2})


class MethodsForm(forms.Form):
    """Texts that are put into the section as they are;
    an empty one is taken from the data or shown as a gap.
    """

    searchers = forms.CharField(
        label=_("Who searched"),
        required=False,
        max_length=300,
        help_text=_("Leave empty to use the names given with the searches."),
    )
    terms_zh = forms.CharField(
        label=_("Chinese search terms"),
        required=False,
        widget=LINES,
        help_text=_("Leave empty to use the search strategies."),
    )
    terms_en = forms.CharField(
        label=_("English search terms"),
        required=False,
        widget=LINES,
        help_text=_("Leave empty to use the search strategies."),
    )
    hand_search_zh = forms.CharField(
        label=_("Hand searching, in Chinese"), required=False, widget=LINES
    )
    hand_search_en = forms.CharField(
        label=_("Hand searching, in English"), required=False, widget=LINES
    )
    quality_tool_zh = forms.CharField(
        label=_("Quality assessment: tool, in Chinese"), required=False, widget=LINES
    )
    quality_tool_en = forms.CharField(
        label=_("Quality assessment: tool, in English"), required=False, widget=LINES
    )
    quality_by = forms.CharField(
        label=_("Quality assessment: by whom"), required=False, max_length=300
    )
    extraction_tool_zh = forms.CharField(
        label=_("Data extraction: how, in Chinese"), required=False, widget=LINES
    )
    extraction_tool_en = forms.CharField(
        label=_("Data extraction: how, in English"), required=False, widget=LINES
    )
    extraction_by = forms.CharField(
        label=_("Data extraction: by whom"), required=False, max_length=300
    )
    contacts_en = forms.CharField(
        label=_("Contacts with authors and experts (PRISMA-S 6)"), required=False, widget=LINES
    )
    prior_work_en = forms.CharField(
        label=_("Strategies taken from prior work (PRISMA-S 11)"), required=False, widget=LINES
    )
    peer_review_en = forms.CharField(
        label=_("Peer review of the strategies (PRISMA-S 14)"), required=False, widget=LINES
    )
