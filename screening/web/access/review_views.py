"""The reviews a person is in, and new ones."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from screening.actions.protocol.reviews import create_review
from screening.models import Notice
from screening.queries.access.authorization import access_review, reviews_of
from screening.queries.screening.next_tasks import upcoming
from screening.web.access.review_forms import NewReviewForm


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The site's first address leads to one's reviews."""
    return redirect("reviews")


@login_required
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """My reviews, newest first; each says by itself, once it is seen, what waits in it."""
    mine = list(reviews_of(request.user))
    context = {
        "memberships": [one for one in mine if not one.review.put_away_at],
        "away": [one for one in mine if one.review.put_away_at],
        "gone": Notice.objects.filter(user=request.user, review=None, read_at=None),
    }
    return render(request, "screening/access/reviews.html", context)


@login_required
@require_safe
def waits(request: HttpRequest, review_id: int) -> HttpResponse:
    """What waits for me in one review, for its card in the list."""
    access = access_review(request.user, review_id)
    return render(
        request,
        "screening/access/_review_waits.html",
        {"access": access, "upcoming": upcoming(access)},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_new(request: HttpRequest) -> HttpResponse:
    """A new review, led by its creator."""
    form = NewReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        review = create_review(by=request.user, **form.cleaned_data)
        messages.success(request, _("Review created."))
        return redirect("overview", review_id=review.pk)
    return render(request, "screening/access/review_new.html", {"form": form})
