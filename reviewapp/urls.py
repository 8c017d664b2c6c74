"""All addresses; the site's own are in `screening.web.urls`."""

from django.urls import include, path

urlpatterns = [path("", include("screening.api.urls")), path("", include("screening.web.urls"))]
handler400 = "screening.web.error_views.bad_request"
handler403 = "screening.web.error_views.forbidden"
handler404 = "screening.web.error_views.not_found"
handler500 = "screening.web.error_views.server_error"
handler429 = "screening.web.error_views.too_many"
