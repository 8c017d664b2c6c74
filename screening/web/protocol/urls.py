"""The protocol."""

from django.urls import URLPattern, path, register_converter

from screening.web.protocol import document_views, list_views, rule_views, views


class ReasonChange:
    """What may be done with a reason by a button."""

    regex = "up|down|retire"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Ordered(ReasonChange):
    """What can be put in order."""

    regex = "criteria|reasons"


class ProtocolForm(ReasonChange):
    """What the protocol is downloaded as."""

    regex = "docx|pdf"


register_converter(ReasonChange, "reason_change")
register_converter(Ordered, "ordered")
register_converter(ProtocolForm, "protocol_form")
BASE = "reviews/<int:review_id>/protocol/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.protocol, name="protocol"),
    path(BASE + "paste/", list_views.paste, name="protocol-paste"),
    path(BASE + "begin/", list_views.begin, name="protocol-begin"),
    path(BASE + "elements/", list_views.elements, name="protocol-elements"),
    path(
        BASE + "document/<protocol_form:document>/",
        document_views.document,
        name="protocol-document",
    ),
    path(BASE + "stages/<slug:stage>/copy/", list_views.criteria_copy, name="criteria-copy"),
    path(
        BASE + "stages/<slug:stage>/order/<ordered:what>/", list_views.order, name="protocol-order"
    ),
    path(BASE + "edit/", views.protocol_edit, name="protocol-edit"),
    path(BASE + "stages/<slug:stage>/", views.stage_edit, name="stage-edit"),
    path(
        BASE + "rules/<int:change_id>/take-back/", rule_views.rule_take_back, name="rule-take-back"
    ),
    path(BASE + "criteria/new/", views.criterion_edit, name="criterion-new"),
    path(BASE + "criteria/<int:criterion_id>/", views.criterion_edit, name="criterion-edit"),
    path(
        BASE + "criteria/<int:criterion_id>/retire/",
        views.criterion_retire,
        name="criterion-retire",
    ),
    path(BASE + "reasons/new/", views.reason_edit, name="reason-new"),
    path(BASE + "reasons/<int:reason_id>/", views.reason_edit, name="reason-edit"),
    path(BASE + "reasons/<int:reason_id>/merge/", views.reason_merge, name="reason-merge"),
    path(
        BASE + "reasons/<int:reason_id>/<reason_change:change>/",
        views.reason_change,
        name="reason-change",
    ),
    path(BASE + "highlights/new/", views.highlights_edit, name="highlights-new"),
    path(BASE + "highlights/<int:highlights_id>/", views.highlights_edit, name="highlights-edit"),
    path(
        BASE + "highlights/<int:highlights_id>/delete/",
        views.highlights_delete,
        name="highlights-delete",
    ),
]
