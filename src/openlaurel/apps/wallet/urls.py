from django.urls import path

from openlaurel.apps.wallet import showing_views, views

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
    path("kept/<uuid:badge_id>", views.shown_detail, name="shown-detail"),
    path("kept/<uuid:badge_id>/picture", views.badge_picture, name="badge-picture"),
    path("kept/<uuid:badge_id>/file", views.badge_file, name="badge-file"),
]
