"""Help: open to everybody, but for the tour of a review."""

from django.urls import URLPattern, path

from screening.web.site import help_views as views

urlpatterns: list[URLPattern] = [
    path("guide/", views.guide, name="guide"),
    path("keyboard/", views.key_card, name="key-card"),
    path("reviews/<int:review_id>/tour/", views.tour, name="tour"),
]
