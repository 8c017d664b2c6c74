"""The team of a review."""

from django.urls import URLPattern, path

from screening.web.views import team

REVIEW = "reviews/<int:review_id>/"

urlpatterns: list[URLPattern] = [
    path(REVIEW + "team/", team.team, name="team"),
    path(REVIEW + "team/invitations/", team.invitations, name="invitations"),
    path(REVIEW + "team/invitations/<int:invitation_id>/revocation/", team.invitation_revoke, name="invitation-revoke"),
    path(REVIEW + "team/leaving/", team.leave, name="team-leave"),
    path(REVIEW + "team/<int:member_id>/", team.member, name="member"),
    path(REVIEW + "team/<int:member_id>/removal/", team.member_remove, name="member-remove"),
]
