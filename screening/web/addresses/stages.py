"""Running the stages, who screens what, and notices."""

from django.urls import URLPattern, path

from screening.web.views import notices, stages

BASE = "reviews/<int:review_id>/stages/"

urlpatterns: list[URLPattern] = [
    path(BASE, stages.stages, name="stages"),
    path(BASE + "<slug:stage>/open/", stages.open_one, name="stage-open"),
    path(BASE + "<slug:stage>/close/", stages.close_one, name="stage-close"),
    path(BASE + "<slug:stage>/again/", stages.again, name="stage-again"),
    path(BASE + "<slug:stage>/calibration/", stages.calibrate, name="stage-calibrate"),
    path(BASE + "<slug:stage>/calibration/end/", stages.calibrated, name="stage-calibrated"),
    path(BASE + "<slug:stage>/deal/", stages.deal_out, name="stage-deal"),
    path(BASE + "<slug:stage>/deal/back/", stages.deal_back, name="stage-deal-back"),
    path(BASE + "<slug:stage>/lower/", stages.lower, name="stage-lower"),
    path(BASE + "<slug:stage>/free/", stages.free, name="stage-free"),
    path(BASE + "<slug:stage>/unblind/", stages.unblind_one, name="stage-unblind"),
    path("reviews/<int:review_id>/notices/", notices.notices, name="notices"),
    path("reviews/<int:review_id>/notices/read/", notices.read, name="notices-read"),
    path("reviews/<int:review_id>/records/<int:record_id>/comments/<slug:stage>/", notices.say, name="comment"),
]
