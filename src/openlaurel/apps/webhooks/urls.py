from django.urls import path

from openlaurel.apps.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("org/<slug:handle>/webhooks", views.endpoint_list, name="endpoint-list"),
    path("org/<slug:handle>/webhooks/<uuid:endpoint_id>", views.endpoint_detail, name="endpoint-detail"),
    path(
        "org/<slug:handle>/webhooks/<uuid:endpoint_id>/change", views.endpoint_change, name="endpoint-change"
    ),
    path("org/<slug:handle>/webhooks/<uuid:endpoint_id>/pause", views.endpoint_pause, name="endpoint-pause"),
    path(
        "org/<slug:handle>/webhooks/<uuid:endpoint_id>/resume", views.endpoint_resume, name="endpoint-resume"
    ),
    path(
        "org/<slug:handle>/webhooks/<uuid:endpoint_id>/remove", views.endpoint_remove, name="endpoint-remove"
    ),
    path("org/<slug:handle>/webhooks/<uuid:endpoint_id>/secret", views.endpoint_roll, name="endpoint-roll"),
    path("org/<slug:handle>/webhooks/<uuid:endpoint_id>/test", views.endpoint_test, name="endpoint-test"),
    path(
        "org/<slug:handle>/webhooks/<uuid:endpoint_id>/messages/<uuid:message_id>/replay",
        views.message_replay,
        name="message-replay",
    ),
]
