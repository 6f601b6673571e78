from django.urls import path

from openlaurel.apps.wallet import views

app_name = "wallet"
urlpatterns = [
    path("wallet", views.wallet, name="wallet"),
    path("wallet/add", views.badge_add, name="badge-add"),
    path("wallet/badges/<uuid:badge_id>", views.badge_detail, name="badge-detail"),
    path("wallet/badges/<uuid:badge_id>/check", views.badge_check, name="badge-check"),
    path("wallet/badges/<uuid:badge_id>/show", views.badge_show, name="badge-show"),
    path("wallet/badges/<uuid:badge_id>/remove", views.badge_remove, name="badge-remove"),
    path("kept/<uuid:badge_id>", views.shown_detail, name="shown-detail"),
    path("kept/<uuid:badge_id>/picture", views.badge_picture, name="badge-picture"),
    path("kept/<uuid:badge_id>/file", views.badge_file, name="badge-file"),
]
