"""Webhooks of a review."""

from django.urls import URLPattern, path

from screening.web.webhooks import views

BASE = "reviews/<int:review_id>/webhooks/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.webhooks, name="webhooks"),
    path(BASE + "<int:webhook_id>/", views.webhook, name="webhook"),
    path(BASE + "<int:webhook_id>/secret/", views.webhook_secret, name="webhook-secret"),
    path(BASE + "<int:webhook_id>/end/", views.webhook_end, name="webhook-end"),
    path(
        BASE + "<int:webhook_id>/deliveries/<int:delivery_id>/again/",
        views.delivery_again,
        name="delivery-again",
    ),
]
