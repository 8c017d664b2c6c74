"""The reviews a person is in."""

from django.urls import URLPattern, path

from screening.web.views import reviews

urlpatterns: list[URLPattern] = [
    path("", reviews.home, name="home"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/new/", reviews.review_new, name="review-new"),
    path("reviews/<int:review_id>/waiting/", reviews.waits, name="review-waits"),
]
