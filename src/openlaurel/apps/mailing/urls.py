from django.urls import path

from openlaurel.apps.mailing import hooks, views

app_name = "mailing"
urlpatterns = [
    path("unsubscribe/<str:token>", views.unsubscribe, name="unsubscribe"),
    path("hooks/mail/<slug:form>", hooks.receive, name="hook"),
    path("mailbox", views.mailbox, name="mailbox"),
    path("mailbox/<uuid:mail_id>", views.mailbox_mail, name="mailbox-mail"),
    path("mailbox/<uuid:mail_id>/html", views.mailbox_html, name="mailbox-html"),
]
