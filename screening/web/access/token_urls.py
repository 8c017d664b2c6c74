"""Tokens of the account, and service accounts of a review."""

from django.urls import URLPattern, path

from screening.web.access import token_views as views

SERVICE = "reviews/<int:review_id>/team/service-accounts/"

urlpatterns: list[URLPattern] = [
    path("account/tokens/", views.tokens, name="account-tokens"),
    path("account/tokens/<int:token_id>/end/", views.token_end, name="account-token-end"),
    path(SERVICE, views.service_accounts, name="service-accounts"),
    path(SERVICE + "<int:service_id>/tokens/", views.service_token, name="service-token"),
    path(SERVICE + "<int:service_id>/end/", views.service_end, name="service-end"),
]
