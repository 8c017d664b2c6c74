"""For whoever watches the site: a proxy, a container, a person with curl."""

from django.urls import URLPattern, path

from screening.web.views import health

urlpatterns: list[URLPattern] = [
    path("health/live/", health.live, name="health-live"),
    path("health/ready/", health.ready, name="health-ready"),
]
