"""Searches, the files brought to them, and their import."""

from django.urls import URLPattern, path

from screening.web.views import files, imports, searches

BASE = "reviews/<int:review_id>/searches/"
ONE = BASE + "<int:search_id>/"
FILE = BASE + "files/<int:file_id>/"

urlpatterns: list[URLPattern] = [
    path(BASE, searches.searches, name="searches"),
    path(BASE + "new/", searches.search_new, name="search-new"),
    path(ONE, searches.search, name="search"),
    path(ONE + "edit/", searches.search_edit, name="search-edit"),
    path(ONE + "delete/", searches.search_delete, name="search-delete"),
    path(ONE + "upload/", files.upload, name="files-upload"),
    path(ONE + "import/", imports.import_all, name="files-import"),
    path(FILE, files.file, name="file"),
    path(FILE + "state/", files.state, name="file-state"),
    path(FILE + "download/", files.download, name="file-download"),
    path(FILE + "read/", files.read_again, name="file-read"),
    path(FILE + "discard/", files.discard, name="file-discard"),
    path(FILE + "import/", imports.import_file, name="file-import"),
    path(FILE + "cancel/", imports.cancel, name="file-cancel"),
    path(FILE + "undo/", imports.undo, name="file-undo"),
    path(FILE + "decisions/", imports.decisions, name="file-decisions"),
    path(FILE + "rejected/", imports.rejected, name="file-rejected"),
    path(FILE + "sample/", files.sample, name="file-sample"),
    path(FILE + "rejected/<int:entry_id>/", imports.mend, name="entry"),
]
