"""The reviews a person is in."""

from django.urls import URLPattern, path

from screening.web.views import ending, reviews

urlpatterns: list[URLPattern] = [
    path("", reviews.home, name="home"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/new/", reviews.review_new, name="review-new"),
    path("reviews/<int:review_id>/waiting/", reviews.waits, name="review-waits"),
    path("reviews/<int:review_id>/end/", ending.end, name="review-end"),
    path("reviews/<int:review_id>/away/", ending.away, name="review-away"),
    path("reviews/<int:review_id>/back/", ending.back, name="review-back"),
    path("reviews/told/", ending.told, name="reviews-told"),
]
