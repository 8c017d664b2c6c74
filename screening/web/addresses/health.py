"""For whoever watches the site: a proxy, a container, a person with curl or a browser, Prometheus."""

from django.urls import URLPattern, path

from screening.web.views import health, metrics

urlpatterns: list[URLPattern] = [
    path("health/", health.health, name="health"),
    path("health/live/", health.live, name="health-live"),
    path("health/ready/", health.ready, name="health-ready"),
    path("metrics/", metrics.metrics, name="metrics"),
]
