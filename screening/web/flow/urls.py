"""The flow of the review: the diagram, what leads change about it, and the check of any diagram."""

from django.urls import URLPattern, path

from screening.web.flow import check_views, version_views, views
from screening.web.flow import diagram_views as changes
from screening.web.records import notice_views as notices

BASE = "reviews/<int:review_id>/flow/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.flow, name="flow"),
    path(BASE + "diagram.svg", views.flow_svg, name="flow-svg"),
    path(BASE + "words/<slug:label_set>/", changes.words, name="flow-words"),
    path(BASE + "numbers/new/", changes.number_new, name="number-new"),
    path(
        BASE + "numbers/<int:manual_id>/withdraw/", changes.number_withdraw, name="number-withdraw"
    ),
    path(BASE + "publish/", changes.publish_version, name="publish"),
    path(BASE + "update/", changes.update_begin, name="update-begin"),
    path(BASE + "versions/<int:publication_id>/", changes.publication, name="publication"),
    path("reviews/<int:review_id>/report-notices/", notices.report_notices, name="report-notices"),
    path(
        "reviews/<int:review_id>/report-notices/<int:record_id>/answer/",
        notices.notice_answer,
        name="notice-answer",
    ),
    path(
        "reviews/<int:review_id>/report-notices/answers/<int:answer_id>/withdraw/",
        notices.answer_withdraw,
        name="notice-answer-withdraw",
    ),
    path(BASE + "update/back/", changes.update_back, name="update-back"),
    path(BASE + "published/<int:publication_id>/", version_views.version, name="version"),
    path(
        BASE + "published/<int:publication_id>/keep/",
        version_views.version_keep,
        name="version-keep",
    ),
    path(
        BASE + "published/<int:publication_id>/<slug:diagram>/",
        version_views.version_diagram,
        name="version-diagram",
    ),
    path(
        BASE + "published/<int:publication_id>/files/<slug:language>/<slug:key>/",
        version_views.version_file,
        name="version-file",
    ),
    path(
        BASE + "published/<int:publication_id>/methods/<slug:language>/",
        version_views.version_methods,
        name="version-methods",
    ),
    path("check-diagram/", check_views.check_diagram, name="check-diagram"),
]
