"""Full texts: whether each report was found, its files, and reading them."""

from django.urls import URLPattern, path

from screening.web.fulltext import annotation_views as views_marks
from screening.web.fulltext import matching_views as views_many
from screening.web.fulltext import views

BASE = "reviews/<int:review_id>/full-texts/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.full_texts, name="full-texts"),
    path(BASE + "status/", views.set_status, name="full-text-status"),
    path(BASE + "records/<int:record_id>/upload/", views.upload, name="full-text-upload"),
    path(BASE + "many/", views_many.many, name="full-text-many"),
    path(BASE + "many/match/", views_many.match, name="full-text-match"),
    path(BASE + "files/<int:document_id>/", views.download, name="full-text-file"),
    path(BASE + "files/<int:document_id>/read/", views.read, name="full-text-read"),
    path(BASE + "files/<int:document_id>/remove/", views.remove, name="full-text-remove"),
    path(BASE + "files/<int:document_id>/marks/", views_marks.marks, name="full-text-marks"),
    path(
        BASE + "files/<int:document_id>/marks/<int:mark_id>/remove/",
        views_marks.unmark,
        name="full-text-unmark",
    ),
]
