"""Running the stages, who screens what, and notices."""

from django.urls import URLPattern, path

from screening.web.screening import notification_views, stage_views

BASE = "reviews/<int:review_id>/stages/"

urlpatterns: list[URLPattern] = [
    path(BASE, stage_views.stages, name="stages"),
    path(BASE + "<slug:stage>/open/", stage_views.open_one, name="stage-open"),
    path(BASE + "<slug:stage>/close/", stage_views.close_one, name="stage-close"),
    path(BASE + "<slug:stage>/again/", stage_views.again, name="stage-again"),
    path(BASE + "<slug:stage>/calibration/", stage_views.calibrate, name="stage-calibrate"),
    path(BASE + "<slug:stage>/calibration/end/", stage_views.calibrated, name="stage-calibrated"),
    path(BASE + "<slug:stage>/deal/", stage_views.deal_out, name="stage-deal"),
    path(BASE + "<slug:stage>/deal/back/", stage_views.deal_back, name="stage-deal-back"),
    path(BASE + "<slug:stage>/lower/", stage_views.lower, name="stage-lower"),
    path(BASE + "<slug:stage>/free/", stage_views.free, name="stage-free"),
    path(BASE + "<slug:stage>/unblind/", stage_views.unblind_one, name="stage-unblind"),
    path("reviews/<int:review_id>/notices/", notification_views.notices, name="notices"),
    path("reviews/<int:review_id>/notices/read/", notification_views.read, name="notices-read"),
    path(
        "reviews/<int:review_id>/records/<int:record_id>/comments/<slug:stage>/",
        notification_views.say,
        name="comment",
    ),
]
