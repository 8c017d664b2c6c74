"""The methods section."""

from django.urls import URLPattern, path

from screening.web.flow import methods_views as views

BASE = "reviews/<int:review_id>/methods/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.methods, name="methods"),
    path(BASE + "methods.docx", views.methods_docx, name="methods-docx"),
    path(BASE + "notes/", views.methods_notes, name="methods-notes"),
]
