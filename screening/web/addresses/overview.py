"""The overview of a review."""

from django.urls import URLPattern, path

from screening.web.views import agreement, overview

urlpatterns: list[URLPattern] = [
    path("reviews/<int:review_id>/", overview.overview, name="overview"),
    path("reviews/<int:review_id>/agreement/", agreement.agreement, name="agreement"),
]
