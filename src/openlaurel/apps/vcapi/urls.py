from django.urls import path

from openlaurel.apps.vcapi import views

app_name = "vcapi"

# Without a name of an issuer, the suite that badges are signed with.
_DEFAULT = {"name": "eddsa-rdfc-2022"}

urlpatterns = [
    path("vc/credentials/issue", views.issue, _DEFAULT),
    path("vc/credentials/verify", views.verify, _DEFAULT),
    path("vc/presentations/verify", views.verify_presentation, _DEFAULT),
    path("vc/status-list", views.published_list, name="status-list"),
    path("vc/<slug:name>/did", views.did, name="did"),
    path("vc/<slug:name>/credentials/issue", views.issue, name="issue"),
    path("vc/<slug:name>/credentials/verify", views.verify, name="verify"),
    path("vc/<slug:name>/presentations/verify", views.verify_presentation, name="verify-presentation"),
]
