"""All addresses; the site's own are in `screening.web.urls`."""

from django.urls import include, path

urlpatterns = [path("", include("screening.web.urls"))]
handler400 = "screening.web.views.errors.bad_request"
handler403 = "screening.web.views.errors.forbidden"
handler404 = "screening.web.views.errors.not_found"
handler500 = "screening.web.views.errors.server_error"
handler429 = "screening.web.views.errors.too_many"
