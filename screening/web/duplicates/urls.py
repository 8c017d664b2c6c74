"""Duplicates."""

from django.urls import URLPattern, path

from screening.web.duplicates import merge_views, sample_views, views

BASE = "reviews/<int:review_id>/duplicates/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.duplicates, name="duplicates"),
    path(BASE + "run/", views.dedupe_start, name="dedupe-start"),
    path(BASE + "threshold/", views.threshold, name="duplicates-threshold"),
    path(BASE + "threshold/merging/", views.threshold_apply, name="duplicates-threshold-apply"),
    path(BASE + "pairs/<int:pair_id>/answer/", views.pair_answer, name="pair-answer"),
    path(BASE + "pairs/<int:pair_id>/reopening/", views.pair_reopen, name="pair-reopen"),
    path(BASE + "policy/", merge_views.policy, name="duplicates-policy"),
    path(BASE + "merges/<int:merge_id>/", merge_views.merge, name="merge"),
    path(BASE + "merges/<int:merge_id>/undoing/", merge_views.merge_undo, name="merge-undo"),
    path(
        BASE + "merges/<int:merge_id>/taking-out/",
        merge_views.merge_take_out,
        name="merge-take-out",
    ),
    path(BASE + "runs/<int:run_id>/undoing/", merge_views.run_undo, name="dedupe-run-undo"),
    path(
        BASE + "runs/<int:run_id>/undoing/taking-back/",
        merge_views.run_redo,
        name="dedupe-run-redo",
    ),
    path(BASE + "sample/", sample_views.sample, name="duplicate-sample"),
    path(BASE + "sample/drawing/", sample_views.begin, name="duplicate-sample-begin"),
    path(BASE + "sample/evaluating/", sample_views.evaluate, name="duplicate-sample-evaluate"),
    path(BASE + "sample/giving-up/", sample_views.give_up, name="duplicate-sample-give-up"),
]
