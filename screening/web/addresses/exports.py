"""Exports."""

from django.urls import URLPattern, path

from screening.web.views import exports as views

BASE = "reviews/<int:review_id>/exports/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.exports, name="exports"),
    path(BASE + "<slug:key>/", views.export, name="export"),
    path(BASE + "<slug:key>/preview/", views.export_preview, name="export-preview"),
]
