"""The page of whoever runs the site. Its numbers have no names of the others: nothing here goes by a review's door."""

from django.urls import URLPattern, path

from screening.web.views import site

urlpatterns: list[URLPattern] = [
    path("site/", site.site, name="site"),
    path("site/people/<int:person>/", site.person, name="site-person"),
    path("site/reviews/<int:review>/", site.review, name="site-review"),
]
