from django.urls import path

from openlaurel.apps.letters import views

app_name = "letters"
urlpatterns = [
    path("org/<slug:handle>/mail", views.template_list, name="template-list"),
    path("org/<slug:handle>/mail/templates/new", views.template_create, name="template-create"),
    path("org/<slug:handle>/mail/templates/<uuid:template_id>", views.template_edit, name="template-edit"),
    path(
        "org/<slug:handle>/mail/templates/<uuid:template_id>/remove",
        views.template_remove,
        name="template-remove",
    ),
]
