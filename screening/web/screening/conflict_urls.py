"""Conflicts: the queue, one side by side, settling and discussing; what was settled,
and opening a report again.
"""

from django.urls import URLPattern, path

from screening.web.screening import conflict_views as views
from screening.web.screening import reopening_views

REVIEW = "reviews/<int:review_id>/"
BASE = REVIEW + "conflicts/<slug:stage>/"
ONE = REVIEW + "records/<int:record_id>/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.conflicts, name="conflicts"),
    path(BASE + "settle/", views.settle_plain, name="settle-many"),
    path(BASE + "<int:record_id>/settle/", views.settle_one, name="settle"),
    path(BASE + "<int:record_id>/discuss/", views.discuss_one, name="discuss"),
    path(REVIEW + "settled/<slug:stage>/", reopening_views.settled, name="settled"),
    path(REVIEW + "settled/<slug:stage>/undo/", reopening_views.settle_undo, name="settle-undo"),
    path(ONE + "reopen/<slug:stage>/", reopening_views.reopen_one, name="reopen"),
    path(ONE + "ask/<slug:stage>/", reopening_views.reopening_ask, name="reopening-ask"),
    path(
        REVIEW + "reopenings/<int:reopening_id>/undo/",
        reopening_views.reopening_undo,
        name="reopening-undo",
    ),
    path(
        REVIEW + "asked/<int:request_id>/decline/",
        reopening_views.reopening_decline,
        name="reopening-decline",
    ),
]
