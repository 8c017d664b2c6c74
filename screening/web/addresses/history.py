"""The history page."""

from django.urls import URLPattern, path

from screening.web.views import history as views

urlpatterns: list[URLPattern] = [
    path("reviews/<int:review_id>/history/", views.history, name="history"),
]
