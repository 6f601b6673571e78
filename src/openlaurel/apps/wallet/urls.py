from django.urls import path

from openlaurel.apps.wallet import archive_views, did_views, showing_views, views

app_name = "wallet"
urlpatterns = [
    path("wallet", views.wallet, name="wallet"),
    path("wallet/add", views.badge_add, name="badge-add"),
    path("wallet/badges/<uuid:badge_id>", views.badge_detail, name="badge-detail"),
    path("wallet/badges/<uuid:badge_id>/check", views.badge_check, name="badge-check"),
    path("wallet/badges/<uuid:badge_id>/remove", views.badge_remove, name="badge-remove"),
    path("wallet/showing", showing_views.showing, name="showing"),
    path("wallet/showing/change", showing_views.showing_change, name="showing-change"),
    path("wallet/showing/<uuid:change_id>/undo", showing_views.showing_undo, name="showing-undo"),
    path("wallet/dids", did_views.did_list, name="did-list"),
    path("wallet/dids/prove", did_views.did_prove, name="did-prove"),
    path("wallet/dids/<uuid:did_id>/remove", did_views.did_remove, name="did-remove"),
    path("wallet/archive", archive_views.archive, name="archive"),
    path("wallet/archive/<uuid:archive_id>/change", archive_views.archive_change, name="archive-change"),
    path(
        "wallet/archive/<uuid:archive_id>/download", archive_views.archive_download, name="archive-download"
    ),
    path("kept/<uuid:badge_id>", views.shown_detail, name="shown-detail"),
    path("kept/<uuid:badge_id>/picture", views.badge_picture, name="badge-picture"),
    path("kept/<uuid:badge_id>/file", views.badge_file, name="badge-file"),
]
