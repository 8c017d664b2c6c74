"""Exports."""

from django.urls import URLPattern, path

from screening.web.exports import export_job_views, views

BASE = "reviews/<int:review_id>/exports/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.exports, name="exports"),
    path(BASE + "styles/", views.export_styles, name="export-styles"),
    path(BASE + "files/", export_job_views.export_files, name="export-files"),
    path(BASE + "files/<int:export_id>/", export_job_views.export_file, name="export-file"),
    path(
        BASE + "files/<int:export_id>/cancel/", export_job_views.export_cancel, name="export-cancel"
    ),
    path(BASE + "<slug:key>/", views.export, name="export"),
    path(BASE + "<slug:key>/preview/", views.export_preview, name="export-preview"),
    path(BASE + "<slug:key>/prepare/", export_job_views.export_prepare, name="export-prepare"),
]
