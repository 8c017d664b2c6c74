"""Studies and their reports."""

from django.urls import URLPattern, path

from screening.web.fulltext import study_views as views

BASE = "reviews/<int:review_id>/studies/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.studies, name="studies"),
    path(BASE + "group/", views.group, name="study-group"),
    path(BASE + "<int:study_id>/rename/", views.rename, name="study-rename"),
    path(BASE + "<int:study_id>/ungroup/", views.ungroup, name="study-ungroup"),
]
