from django.urls import path

from openlaurel.apps.letters import delivery_views, reminder_views, sender_views, views

app_name = "letters"
urlpatterns = [
    path("org/<slug:handle>/mail", views.template_list, name="template-list"),
    path("org/<slug:handle>/mail/reminders", reminder_views.reminders, name="reminders"),
    path("org/<slug:handle>/mail/sender", sender_views.sender, name="sender"),
    path("org/<slug:handle>/mail/sender/check", sender_views.sender_check, name="sender-check"),
    path("org/<slug:handle>/mail/sender/remove", sender_views.sender_remove, name="sender-remove"),
    path("org/<slug:handle>/mail/undelivered", delivery_views.undelivered_list, name="undelivered-list"),
    path(
        "org/<slug:handle>/mail/undelivered/<uuid:mail_id>/again",
        delivery_views.mail_again,
        name="mail-again",
    ),
    path("org/<slug:handle>/mail/suppressions", delivery_views.suppression_list, name="suppression-list"),
    path(
        "org/<slug:handle>/mail/suppressions/<uuid:suppression_id>/lift",
        delivery_views.suppression_lift,
        name="suppression-lift",
    ),
    path("org/<slug:handle>/mail/templates/new", views.template_create, name="template-create"),
    path("org/<slug:handle>/mail/templates/<uuid:template_id>", views.template_edit, name="template-edit"),
    path(
        "org/<slug:handle>/mail/templates/<uuid:template_id>/remove",
        views.template_remove,
        name="template-remove",
    ),
]
