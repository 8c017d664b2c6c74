"""Screening: the page, its cards, votes and what is written beside them."""

from django.urls import URLPattern, path

from screening.web.views import screen, votes

BASE = "reviews/<int:review_id>/screen/<slug:stage>/"

urlpatterns: list[URLPattern] = [
    path(BASE, screen.screen, name="screen"),
    path(BASE + "list/", screen.screen_list, name="screen-list"),
    path(BASE + "cards/", screen.next_cards, name="screen-cards"),
    path(BASE + "records/<int:record_id>/", screen.screen_record, name="screen-record"),
    path(BASE + "vote/", votes.vote, name="vote"),
    path(BASE + "votes/", votes.vote_many, name="votes"),
    path(BASE + "clear/", votes.clear, name="clear-vote"),
    path(BASE + "note/", votes.note, name="note"),
    path(BASE + "labels/", votes.labels, name="labels"),
    path(BASE + "mine/", screen.decisions, name="my-decisions"),
]
