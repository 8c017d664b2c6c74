"""The history page."""

from django.urls import URLPattern, path

from screening.web.history import views

urlpatterns: list[URLPattern] = [
    path("reviews/<int:review_id>/history/", views.history, name="history"),
    path("reviews/<int:review_id>/history/check/", views.history_check, name="history-check"),
    path("reviews/<int:review_id>/history/state/", views.history_state, name="history-state"),
]
