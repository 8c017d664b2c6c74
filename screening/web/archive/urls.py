"""The whole review as one file: made, taken away, loaded elsewhere."""

from django.urls import URLPattern, path

from screening.web.archive import views

BASE = "reviews/<int:review_id>/archive/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.archive, name="archive"),
    path(BASE + "state/", views.archive_state, name="archive-state"),
    path(BASE + "download/", views.archive_download, name="archive-download"),
    path("reviews/load/", views.review_load, name="review-load"),
    path("reviews/load/<int:load_id>/", views.review_loading, name="review-loading"),
]
