"""Services from outside: switches, searches, what they found, and strategies."""

from django.urls import URLPattern, path

from screening.web.connectors import record_views, service_search_views, strategy_views, views

BASE = "reviews/<int:review_id>/services/"
RUN = BASE + "runs/<int:service_run_id>/"
STRATEGIES = "reviews/<int:review_id>/strategies/"

urlpatterns: list[URLPattern] = [
    path(BASE, views.services_page, name="services"),
    path(BASE + "library/", views.library, name="services-library"),
    path(BASE + "search/", service_search_views.service_search, name="service-search"),
    path(
        BASE + "searches/<int:search_id>/again/",
        service_search_views.search_again,
        name="search-again",
    ),
    path(
        BASE + "searches/<int:search_id>/schedule/",
        service_search_views.schedule,
        name="search-schedule",
    ),
    path(RUN, views.run_page, name="service-run"),
    path(RUN + "take/", service_search_views.take, name="service-run-take"),
    path(RUN + "leave/", service_search_views.leave, name="service-run-leave"),
    path(RUN + "again/", service_search_views.go_on, name="service-run-retry"),
    path(RUN + "undo/", record_views.undo, name="service-run-undo"),
    path(BASE + "complete/", record_views.complete, name="complete"),
    path(BASE + "complete/accept/", record_views.accept_proposals, name="complete-accept"),
    path(BASE + "works/", record_views.works, name="works"),
    path(BASE + "notices/", record_views.look_for_notices, name="service-notices"),
    path(BASE + "citations/", record_views.citations, name="citations"),
    path(BASE + "full-texts/", record_views.fetch_full_texts, name="service-full-texts"),
    path(BASE + "order-list/<slug:form>/", record_views.order_list, name="order-list"),
    path(STRATEGIES, strategy_views.strategies, name="strategies"),
    path(STRATEGIES + "<int:strategy_id>/", strategy_views.strategy, name="strategy"),
    path(STRATEGIES + "<int:strategy_id>/lines/", strategy_views.lines, name="strategy-lines"),
    path(STRATEGIES + "<int:strategy_id>/delete/", strategy_views.delete, name="strategy-delete"),
]
