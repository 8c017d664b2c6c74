"""The reviews a person is in."""

from django.urls import URLPattern, path

from screening.web.access import review_end_views, review_views

urlpatterns: list[URLPattern] = [
    path("", review_views.home, name="home"),
    path("reviews/", review_views.reviews, name="reviews"),
    path("reviews/new/", review_views.review_new, name="review-new"),
    path("reviews/<int:review_id>/waiting/", review_views.waits, name="review-waits"),
    path("reviews/<int:review_id>/end/", review_end_views.end, name="review-end"),
    path("reviews/<int:review_id>/away/", review_end_views.away, name="review-away"),
    path("reviews/<int:review_id>/back/", review_end_views.back, name="review-back"),
    path("reviews/told/", review_end_views.told, name="reviews-told"),
]
