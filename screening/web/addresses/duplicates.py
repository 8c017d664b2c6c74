"""Duplicates."""

from django.urls import URLPattern, path

from screening.web.views import duplicates as views
from screening.web.views import merges

BASE = "reviews/<int:review_id>/duplicates/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.duplicates, name="duplicates"),
    path(BASE + "run/", views.dedupe_start, name="dedupe-start"),
    path(BASE + "threshold/", views.threshold, name="duplicates-threshold"),
    path(BASE + "threshold/merging/", views.threshold_apply, name="duplicates-threshold-apply"),
    path(BASE + "pairs/<int:pair_id>/answer/", views.pair_answer, name="pair-answer"),
    path(BASE + "pairs/<int:pair_id>/reopening/", views.pair_reopen, name="pair-reopen"),
    path(BASE + "policy/", merges.policy, name="duplicates-policy"),
    path(BASE + "merges/<int:merge_id>/", merges.merge, name="merge"),
    path(BASE + "merges/<int:merge_id>/undoing/", merges.merge_undo, name="merge-undo"),
    path(BASE + "merges/<int:merge_id>/taking-out/", merges.merge_take_out, name="merge-take-out"),
    path(BASE + "runs/<int:run_id>/undoing/", merges.run_undo, name="dedupe-run-undo"),
]
