"""Searches, the files brought to them, and their import."""

from django.urls import URLPattern, path

from screening.web.imports import file_views, search_views, views

BASE = "reviews/<int:review_id>/searches/"
ONE = BASE + "<int:search_id>/"
FILE = BASE + "files/<int:file_id>/"

urlpatterns: list[URLPattern] = [
    path(BASE, search_views.searches, name="searches"),
    path(BASE + "new/", search_views.search_new, name="search-new"),
    path(ONE, search_views.search, name="search"),
    path(ONE + "edit/", search_views.search_edit, name="search-edit"),
    path(ONE + "delete/", search_views.search_delete, name="search-delete"),
    path(ONE + "upload/", file_views.upload, name="files-upload"),
    path(ONE + "import/", views.import_all, name="files-import"),
    path(FILE, file_views.file, name="file"),
    path(FILE + "state/", file_views.state, name="file-state"),
    path(FILE + "download/", file_views.download, name="file-download"),
    path(FILE + "read/", file_views.read_again, name="file-read"),
    path(FILE + "discard/", file_views.discard, name="file-discard"),
    path(FILE + "import/", views.import_file, name="file-import"),
    path(FILE + "cancel/", views.cancel, name="file-cancel"),
    path(FILE + "undo/", views.undo, name="file-undo"),
    path(FILE + "decisions/", views.decisions, name="file-decisions"),
    path(FILE + "rejected/", views.rejected, name="file-rejected"),
    path(FILE + "sample/", file_views.sample, name="file-sample"),
    path(FILE + "rejected/<int:entry_id>/", views.mend, name="entry"),
]
