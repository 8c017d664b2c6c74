"""For whoever watches the site: a proxy, a container, a person with curl or a browser, Prometheus."""

from django.urls import URLPattern, path

from screening.web.site import health_views, metrics_views

urlpatterns: list[URLPattern] = [
    path("health/", health_views.health, name="health"),
    path("health/live/", health_views.live, name="health-live"),
    path("health/ready/", health_views.ready, name="health-ready"),
    path("metrics/", metrics_views.metrics, name="metrics"),
]
