"""The records of the review."""

from django.urls import URLPattern, path

from screening.web.records import bulk_views as many
from screening.web.records import label_views, views
from screening.web.records import list_export_views as listed

BASE = "reviews/<int:review_id>/records/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.records, name="records"),
    path("reviews/<int:review_id>/labels/", label_views.team_labels, name="team-labels"),
    path(
        "reviews/<int:review_id>/labels/<int:label_id>/", label_views.team_label, name="team-label"
    ),
    path(BASE + "facets/", views.facets, name="records-facets"),
    path(BASE + "many/", many.records_many, name="records-many"),
    path(BASE + "filters/", many.filter_save, name="filter-save"),
    path(BASE + "filters/<int:filter_id>/delete/", many.filter_delete, name="filter-delete"),
    path(BASE + "export/<slug:form>/", listed.records_export, name="records-export"),
    path(BASE + "prepare/<slug:form>/", listed.records_prepare, name="records-prepare"),
]
