from django.urls import path

from openlaurel.apps.desk import views

app_name = "desk"
_action = "org/<slug:handle>/bulk/<uuid:bulk_action_id>"
urlpatterns = [
    path("org/<slug:handle>/bulk", views.bulk_list, name="bulk-list"),
    path("org/<slug:handle>/bulk/new", views.bulk_create, name="bulk-create"),
    path("org/<slug:handle>/bulk/recall", views.recall, name="recall"),
    path(_action, views.bulk_detail, name="bulk-detail"),
    path(f"{_action}/confirm", views.bulk_confirm, name="bulk-confirm"),
    path(f"{_action}/stop", views.bulk_stop, name="bulk-stop"),
    path(f"{_action}/result.csv", views.bulk_result, name="bulk-result"),
]
