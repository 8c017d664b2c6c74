"""The team of a review."""

from django.urls import URLPattern, path

from screening.web.access import team_views

REVIEW = "reviews/<int:review_id>/"

urlpatterns: list[URLPattern] = [
    path(REVIEW + "team/", team_views.team, name="team"),
    path(REVIEW + "team/invitations/", team_views.invitations, name="invitations"),
    path(
        REVIEW + "team/invitations/<int:invitation_id>/revocation/",
        team_views.invitation_revoke,
        name="invitation-revoke",
    ),
    path(
        REVIEW + "team/invitations/<int:invitation_id>/again/",
        team_views.invitation_renew,
        name="invitation-renew",
    ),
    path(REVIEW + "team/leaving/", team_views.leave, name="team-leave"),
    path(REVIEW + "team/<int:member_id>/", team_views.member, name="member"),
    path(REVIEW + "team/<int:member_id>/removal/", team_views.member_remove, name="member-remove"),
]
