"""Reviews, their teams and invitations; who one is."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from screening.actions.access.inactive_reviews import bring_back, put_away
from screening.actions.access.members import change_roles as give_roles
from screening.actions.access.members import invite as make_invitation
from screening.actions.access.members import revoke_invitation as end_invitation
from screening.actions.protocol.reviews import change_review as write_review
from screening.actions.protocol.reviews import create_review as start_review
from screening.actions.protocol.rule_outlook import methods_change
from screening.actions.screening.offboarding import remove_member
from screening.api.fields import Id, Moment, choice, input_of
from screening.api.forms import changed, cleaned, sent
from screening.api.operation import Call, one_of, operation
from screening.api.problems import Problem
from screening.api.rules import RuleInput, agreed_to
from screening.models import ConflictVotes, Invitation, Languages, Membership, Scope
from screening.queries.access.authorization import access_review, reviews_of
from screening.queries.access.members import members, open_invitations
from screening.queries.screening.next_tasks import upcoming
from screening.queries.screening.progress import stages as progress_of
from screening.web.access.review_forms import NewReviewForm
from screening.web.access.team_forms import InvitationForm, RemovalForm, RolesForm
from screening.web.protocol.forms import ReviewForm

ROLES = ("lead", "reviewer", "adjudicator", "observer")
LANGUAGES = choice(Languages.choices, required=False, help_text="Of the protocol.")
REVIEW = "reviews/<int:review_id>/"


class PersonAnswer(serializers.Serializer):
    """Who asks."""

    id = Id()
    name = serializers.CharField()
    language = serializers.CharField()
    service = serializers.BooleanField(help_text="Whether this is a service account.")
    scopes = serializers.ListField(child=choice(Scope.choices))
    review = Id(
        allow_null=True,
        help_text="The one review that the token is for; null: all of the person's.",
    )
    expires_at = Moment()


class ReviewAnswer(serializers.Serializer):
    """A review, as far as every member sees it."""

    id = Id()
    title_en = serializers.CharField()
    title_zh = serializers.CharField()
    languages = choice(Languages.choices)
    question_en = serializers.CharField()
    question_zh = serializers.CharField()
    background = serializers.CharField()
    counts_studies = serializers.BooleanField()
    show_names = serializers.BooleanField()
    conflict_votes = choice(ConflictVotes.choices)
    adjudicator_may_have_voted = serializers.BooleanField()
    other_skips_screening = serializers.BooleanField()
    version = serializers.IntegerField()
    criteria_version = serializers.IntegerField()
    created_at = Moment()
    put_away_at = Moment(allow_null=True)
    roles = serializers.ListField(child=choice(ROLES), help_text="One's own.")


class MemberAnswer(serializers.Serializer):
    """Somebody in the team."""

    id = Id()
    user = Id(source="user_id")
    name = serializers.SerializerMethodField()
    email = serializers.SerializerMethodField(help_text="For leads; empty for others.")
    code = serializers.CharField()
    roles = serializers.ListField(child=choice(ROLES))
    service = serializers.SerializerMethodField(help_text="Whether this is a service account.")
    joined_at = Moment()

    def get_name(self, one: Membership) -> str:
        """The name, in either language."""
        return str(one.user)

    def get_email(self, one: Membership) -> str:
        """The address, where `shown_to_lead` was set."""
        return one.user.email if getattr(one, "shown_to_lead", False) else ""

    def get_service(self, one: Membership) -> bool:
        """Whether it is a program."""
        return one.user.service_of_id is not None


class InvitationAnswer(serializers.Serializer):
    """An invitation that can still be accepted."""

    id = Id()
    email = serializers.CharField()
    roles = serializers.ListField(child=choice(ROLES))
    expires_at = Moment()
    link = serializers.CharField(
        allow_null=True, help_text="Only in the answer that makes it, and nowhere else."
    )


class StageProgressAnswer(serializers.Serializer):
    """How far a stage is; numbers of work, never tied to a record."""

    stage = serializers.CharField(source="key")
    is_open = serializers.BooleanField()
    decided = serializers.IntegerField()
    total = serializers.IntegerField()
    mine_done = serializers.IntegerField()
    mine_left = serializers.IntegerField()


class WaitingAnswer(serializers.Serializer):
    """Work that waits for oneself."""

    kind = serializers.CharField()
    stage = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()


class ProgressAnswer(serializers.Serializer):
    """How far the review is, and what waits for oneself."""

    stages = StageProgressAnswer(many=True)
    waiting = WaitingAnswer(many=True)


@operation("GET", "me/", needs="", answers=PersonAnswer)
def get_me(call: Call) -> dict[str, Any]:
    """Who the token speaks for, and what it may be used for."""
    token, user = call.token, call.user
    return {
        "id": user.pk,
        "name": str(user),
        "language": user.language,
        "service": user.service_of_id is not None,
        "scopes": token.scopes,
        "review": token.review_id,
        "expires_at": token.expires_at,
    }


@operation("GET", "reviews/", needs="", answers=ReviewAnswer, many=True)
def list_reviews(call: Call) -> list[Any]:
    """One's reviews, newest first; of a token for one review that one."""
    found = reviews_of(call.user)
    if call.token.review_id is not None:
        found = found.filter(review=call.token.review_id)
    return [_review(one) for one in found]


@operation(
    "POST",
    "reviews/",
    needs="",
    scope=Scope.LEAD,
    takes=input_of("NewReviewInput", NewReviewForm, languages=LANGUAGES),
    answers=ReviewAnswer,
    conflicts=False,
)
def create_review(call: Call) -> Any:
    """Starts a review, which one leads and reviews."""
    if call.user.service_of_id is not None:
        raise Problem("service.accounts")
    made = start_review(by=call.user, **cleaned(NewReviewForm(call.data)))
    return _review(access_review(call.user, made.pk).membership)


@operation("GET", REVIEW, answers=ReviewAnswer)
def get_review(call: Call) -> Any:
    """A review."""
    return _review(call.access.membership)


@operation(
    "PATCH",
    REVIEW,
    needs="lead",
    scope=Scope.LEAD,
    match=True,
    answers=ReviewAnswer,
    takes=input_of(
        "ReviewInput", ReviewForm, partial=True, languages=LANGUAGES, **RuleInput().fields
    ),
)
def change_review(call: Call) -> Any:
    """Changes titles, question and working rules.

    Whether other methods are screened moves reports: what would move is told first (409 `rules.preview`).
    """
    given = dict(call.data)
    agreed, _reason = given.pop("agreed", ""), given.pop("reason", "")
    values = cleaned(ReviewForm(changed(call.review, ReviewForm, given), instance=call.review))
    fresh = access_review(call.user, call.review.pk, "lead")
    agreed_to(methods_change(fresh.review, values["other_skips_screening"]), call.data)
    write_review(by=call.user, review=fresh.review, agreed=agreed, **values)
    return _review(access_review(call.user, call.review.pk).membership)


@operation("GET", REVIEW + "progress/", answers=ProgressAnswer)
def get_progress(call: Call) -> dict[str, Any]:
    """How far each stage is, and what waits for oneself."""
    return {"stages": progress_of(call.access), "waiting": upcoming(call.access)}


@operation("POST", REVIEW + "put-away/", needs="keep", scope=Scope.LEAD, conflicts=False)
def put_review_away(call: Call) -> None:
    """Takes the review off the lists; it is only read from then on."""
    put_away(by=call.user, review=call.review)


@operation("POST", REVIEW + "bring-back/", needs="keep", scope=Scope.LEAD, conflicts=False)
def bring_review_back(call: Call) -> None:
    """Has the review worked on again."""
    bring_back(by=call.user, review=call.review)


@operation("GET", REVIEW + "team/", answers=MemberAnswer, many=True)
def list_members(call: Call) -> list[Membership]:
    """Who is in the review, in the order of joining."""
    return [_shown(call, one) for one in members(call.review)]


@operation("GET", REVIEW + "team/<int:member_id>/", answers=MemberAnswer)
def get_member(call: Call) -> Membership:
    """Somebody in the team."""
    return _shown(call, one_of(members(call.review), pk=call.parts["member_id"]))


@operation(
    "PATCH",
    REVIEW + "team/<int:member_id>/",
    needs="lead",
    scope=Scope.LEAD,
    match=True,
    takes=input_of("RolesInput", RolesForm, partial=True),
    answers=MemberAnswer,
)
def change_roles(call: Call) -> Membership:
    """Gives a member other roles."""
    one = one_of(members(call.review), pk=call.parts["member_id"], user__service_of=None)
    held = {name: getattr(one, name) for name in RolesForm.base_fields}
    give_roles(by=call.user, member=one, **cleaned(RolesForm(held | call.data)))
    return get_member(call)


@operation(
    "POST",
    REVIEW + "team/<int:member_id>/remove/",
    needs="lead",
    scope=Scope.LEAD,
    takes=input_of("MemberRemovalInput", RemovalForm),
)
def remove_from_team(call: Call) -> None:
    """Takes a member out of the review; their tokens find nothing here from the next request on."""
    one = one_of(members(call.review), pk=call.parts["member_id"], user__service_of=None)
    remove_member(by=call.user, member=one, **cleaned(RemovalForm(call.data, person=one)))


@operation(
    "GET",
    REVIEW + "invitations/",
    needs="lead",
    scope=Scope.LEAD,
    answers=InvitationAnswer,
    many=True,
)
def list_invitations(call: Call) -> list[Any]:
    """Invitations that can still be accepted, newest first."""
    return [_invitation(one) for one in open_invitations(call.review)]


@operation(
    "POST",
    REVIEW + "invitations/",
    needs="lead",
    scope=Scope.LEAD,
    takes=input_of("InvitationInput", InvitationForm),
    answers=InvitationAnswer,
    shown_once="link",
    conflicts=False,
)
def invite(call: Call) -> Any:
    """Makes a link to pass on, for an address or for whoever has it. No mail is sent."""
    form = InvitationForm(sent(call.data, InvitationForm))
    cleaned(form)
    made, token = make_invitation(
        by=call.user,
        review=call.review,
        email=form.cleaned_data["email"],
        valid=form.valid(),
        **form.roles(),
    )
    link = call.request.build_absolute_uri(reverse("invitation", kwargs={"token": token}))
    return _invitation(made, link)


@operation(
    "DELETE",
    REVIEW + "invitations/<int:invitation_id>/",
    needs="lead",
    scope=Scope.LEAD,
    conflicts=False,
)
def revoke_invitation(call: Call) -> None:
    """Makes an open invitation worthless."""
    one = one_of(Invitation.objects.filter(review=call.review), pk=call.parts["invitation_id"])
    end_invitation(by=call.user, invitation=one)


def _review(membership: Membership) -> dict[str, Any]:
    review, own = membership.review, ReviewAnswer._declared_fields
    return {name: getattr(review, name) for name in own if name != "roles"} | {
        "roles": membership.roles
    }


def _shown(call: Call, one: Membership) -> Membership:
    one.shown_to_lead = call.access.may("lead") and one.user.service_of_id is None  # type: ignore[attr-defined]
    return one


def _invitation(one: Invitation, link: str | None = None) -> dict[str, Any]:
    told = {"id": one.pk, "email": one.email, "roles": one.roles, "expires_at": one.expires_at}
    return told | {"link": link}
