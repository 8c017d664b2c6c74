"""What other rules would have made of a review."""

from django.urls import URLPattern, path

from screening.web.verification import views

urlpatterns: list[URLPattern] = [
    path("reviews/<int:review_id>/what-if/", views.what_if, name="what-if"),
    path("reviews/<int:review_id>/what-if/compute/", views.what_if_compute, name="what-if-compute"),
]
