"""Screening: the page, its cards, votes and what is written beside them."""

from django.urls import URLPattern, path

from screening.web.screening import bulk_vote_views, queue_list_views, views, vote_views

BASE = "reviews/<int:review_id>/screen/<slug:stage>/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.screen, name="screen"),
    path(BASE + "list/", queue_list_views.screen_list, name="screen-list"),
    path(BASE + "words/", queue_list_views.words, name="screen-words"),
    path(BASE + "cards/", views.next_cards, name="screen-cards"),
    path(BASE + "records/<int:record_id>/", views.screen_record, name="screen-record"),
    path(BASE + "vote/", vote_views.vote, name="vote"),
    path(BASE + "votes/", bulk_vote_views.vote_many, name="votes"),
    path(BASE + "votes/<int:act_id>/undo/", bulk_vote_views.undo, name="votes-undo"),
    path(BASE + "clear/", vote_views.clear, name="clear-vote"),
    path(BASE + "note/", vote_views.note, name="note"),
    path(BASE + "labels/", vote_views.labels, name="labels"),
    path(BASE + "mine/", views.decisions, name="my-decisions"),
]
