"""The learned order, audits and the decision to stop."""

from django.urls import URLPattern, path

from screening.web.ranking import settings_views, views

BASE = "reviews/<int:review_id>/stopping/<slug:stage>/"

urlpatterns: list[URLPattern] = [
    path(
        "reviews/<int:review_id>/stages/<slug:stage>/order/",
        settings_views.learned_order,
        name="learned-order",
    ),
    path("learned-order/", settings_views.model_card, name="model-card"),
    path(BASE, views.stopping, name="stopping"),
    path(BASE + "rule/", views.rule, name="stopping-rule"),
    path(BASE + "check/", views.check, name="stopping-check"),
    path(BASE + "audit/", views.begin, name="audit-begin"),
    path(BASE + "audit/evaluate/", views.evaluate, name="audit-evaluate"),
    path(BASE + "audit/give-up/", views.give_up, name="audit-give-up"),
    path(BASE + "stop/", views.stop, name="stop"),
    path(BASE + "resume/", views.resume, name="resume"),
]
