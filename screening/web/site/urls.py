"""The page of whoever runs the site. Its numbers have no names of the others: nothing here goes by a review's door."""

from django.urls import URLPattern, path

from screening.web.site import views

urlpatterns: list[URLPattern] = [
    path("site/", views.site, name="site"),
    path("site/people/<int:person>/", views.person, name="site-person"),
    path("site/reviews/<int:review>/", views.review, name="site-review"),
]
