"""The addresses of the site, one file a page family, each with its `urlpatterns`; `screening.web.urls` gathers them."""
