"""The learned order, audits and the decision to stop."""

from django.urls import URLPattern, path

from screening.web.views import learned_order, stopping

BASE = "reviews/<int:review_id>/stopping/<slug:stage>/"

urlpatterns: list[URLPattern] = [
    path("reviews/<int:review_id>/stages/<slug:stage>/order/", learned_order.learned_order, name="learned-order"),
    path(BASE, stopping.stopping, name="stopping"),
    path(BASE + "rule/", stopping.rule, name="stopping-rule"),
    path(BASE + "check/", stopping.check, name="stopping-check"),
    path(BASE + "audit/", stopping.begin, name="audit-begin"),
    path(BASE + "audit/evaluate/", stopping.evaluate, name="audit-evaluate"),
    path(BASE + "audit/give-up/", stopping.give_up, name="audit-give-up"),
    path(BASE + "stop/", stopping.stop, name="stop"),
    path(BASE + "resume/", stopping.resume, name="resume"),
]
