from django.urls import path

from openlaurel.apps.programmes.views import public, workspace

_OWN = "org/<slug:handle>/programmes"
_ONE = f"{_OWN}/<slug:slug>"

app_name = "programmes"
urlpatterns = [
    path("programmes/<slug:slug>", public.programme_detail, name="programme-detail"),
    path("programmes/<slug:slug>/cover.png", public.programme_cover, name="programme-cover"),
    path(_OWN, workspace.programme_list, name="programme-list"),
    path(f"{_OWN}/new", workspace.programme_create, name="programme-create"),
    path(_ONE, workspace.programme_edit, name="programme-edit"),
    path(f"{_ONE}/fields", workspace.programme_fields, name="programme-fields"),
    path(f"{_ONE}/publish", workspace.programme_publish, name="programme-publish"),
    path(f"{_ONE}/withdraw", workspace.programme_withdraw, name="programme-withdraw"),
    path(f"{_ONE}/delete", workspace.programme_delete, name="programme-delete"),
    path(f"{_ONE}/cover", workspace.cover_upload, name="cover-upload"),
    path(f"{_ONE}/cover/remove", workspace.cover_remove, name="cover-remove"),
]
