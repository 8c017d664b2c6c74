"""What makes the site an app that also screens without a connection; public,
as none of it tells anything.
"""

from django.urls import URLPattern, path

from screening.web.screening import offline_views as views

urlpatterns: list[URLPattern] = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("service-worker.js", views.service_worker, name="service-worker"),
    path("offline/", views.offline, name="offline"),
]
