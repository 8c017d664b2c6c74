"""The overview of a review."""

from django.urls import URLPattern, path

from screening.web.screening import agreement_views, overview_views

urlpatterns: list[URLPattern] = [
    path("reviews/<int:review_id>/", overview_views.overview, name="overview"),
    path("reviews/<int:review_id>/agreement/", agreement_views.agreement, name="agreement"),
]
