"""Which news are mailed to a person."""

from django.urls import URLPattern, path

from screening.web.news import views

urlpatterns: list[URLPattern] = [
    path("account/news/", views.choices, name="news-choices"),
    path("news/off/<str:token>/", views.off, name="news-off"),
]
