"""The reviews a person is in, and new ones."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from screening.actions.reviews import create_review
from screening.queries.access import Access, reviews_of
from screening.queries.upcoming import upcoming
from screening.web.forms.reviews import NewReviewForm

LOOKED_INTO = 12
"""In so many of a person's reviews, the newest, it is counted what waits."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The site's first address leads to one's reviews."""
    return redirect("reviews")


@login_required
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """My reviews, newest first, and what waits for me in the newest of them."""
    rows = []
    for number, membership in enumerate(reviews_of(request.user)):
        access = Access(membership.review, membership, request.user)
        rows.append((membership, access, upcoming(access) if number < LOOKED_INTO else []))
    return render(request, "screening/reviews.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_new(request: HttpRequest) -> HttpResponse:
    """A new review, led by its creator."""
    form = NewReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        review = create_review(by=request.user, **form.cleaned_data)
        messages.success(request, _("The review is ready."))
        return redirect("overview", review_id=review.pk)
    return render(request, "screening/review_new.html", {"form": form})
