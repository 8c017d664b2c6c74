"""One record."""

from django.urls import URLPattern, path

from screening.web.records import edit_views as views

ONE = "reviews/<int:review_id>/records/<int:record_id>/"

urlpatterns: list[URLPattern] = [
    path(ONE, views.record, name="record"),
    path(ONE + "edit/", views.record_edit, name="record-edit"),
    path(ONE + "duplicate/", views.record_duplicate, name="record-duplicate"),
    path(
        "reviews/<int:review_id>/searches/<int:search_id>/records/new/",
        views.record_new,
        name="record-new",
    ),
]
