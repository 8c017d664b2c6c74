"""The page of whoever runs the site. Its numbers have no names of the others:
nothing here goes by a review's door.
"""

from django.urls import URLPattern, path

from screening.web.site import views

urlpatterns: list[URLPattern] = [
    path("site/", views.site, name="site"),
    path("site/people/<int:person>/", views.person, name="site-person"),
    path("site/people/<int:person>/close/", views.close, name="site-person-close"),
    path("site/reviews/<int:review>/", views.review, name="site-review"),
    path("site/reviews/<int:review>/delete/", views.delete, name="site-review-delete"),
    path("site/texts/<str:place>/", views.text, name="site-text"),
    path("imprint/", views.page, {"place": "imprint"}, name="imprint"),
    path("privacy/", views.page, {"place": "privacy"}, name="privacy"),
    path("site/jobs/<int:job>/", views.job, name="site-job"),
]
