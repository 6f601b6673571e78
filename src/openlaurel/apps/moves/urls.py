from django.urls import path

from openlaurel.apps.moves.views import archives, imported, imports, resignings

app_name = "moves"
_own = "org/<slug:handle>/moves"
_import = f"{_own}/imports/<uuid:import_id>"
urlpatterns = [
    path(_own, imports.import_list, name="import-list"),
    path(f"{_own}/imported", imported.imported_list, name="imported-list"),
    path(f"{_own}/redirects", imported.redirects, name="redirects"),
    path(f"{_own}/signings", resignings.resigning_list, name="resigning-list"),
    path(f"{_own}/signings/<uuid:resigning_id>", resignings.resigning_detail, name="resigning-detail"),
    path(f"{_own}/signings/<uuid:resigning_id>/change", resignings.resigning_change, name="resigning-change"),
    path(f"{_own}/archives", archives.archive_list, name="archive-list"),
    path(f"{_own}/archives/<uuid:archive_id>/change", archives.archive_change, name="archive-change"),
    path(f"{_own}/archives/<uuid:archive_id>/download", archives.archive_download, name="archive-download"),
    path(_import, imports.import_detail, name="import-detail"),
    path(f"{_import}/confirm", imports.import_confirm, name="import-confirm"),
    path(f"{_import}/stop", imports.import_stop, name="import-stop"),
    path(f"{_import}/remove", imports.import_remove, name="import-remove"),
    path(f"{_import}/result.csv", imports.import_result, name="import-result"),
    path("imported/<uuid:imported_id>", imported.imported_detail, name="imported-detail"),
    path("imported/<uuid:imported_id>.json", imported.imported_json, name="imported-json"),
    path("imported/<uuid:imported_id>/image.png", imported.imported_image, name="imported-image"),
    path("imported/<uuid:imported_id>/original", imported.imported_original, name="imported-original"),
]
