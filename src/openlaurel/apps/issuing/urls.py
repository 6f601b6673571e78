from django.urls import path

from openlaurel.apps.issuing.views import documents

app_name = "issuing"
urlpatterns = [
    path("profiles/<slug:handle>/did.json", documents.did_json, name="did-document"),
    path("status/<uuid:list_id>", documents.status_list, name="status-list"),
]
