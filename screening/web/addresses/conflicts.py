"""Conflicts: the queue, one side by side, settling and discussing."""

from django.urls import URLPattern, path

from screening.web.views import conflicts as views

BASE = "reviews/<int:review_id>/conflicts/<slug:stage>/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.conflicts, name="conflicts"),
    path(BASE + "settle/", views.settle_plain, name="settle-many"),
    path(BASE + "<int:record_id>/settle/", views.settle_one, name="settle"),
    path(BASE + "<int:record_id>/discuss/", views.discuss_one, name="discuss"),
]
