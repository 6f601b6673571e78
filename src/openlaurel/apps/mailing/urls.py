from django.urls import path

from openlaurel.apps.mailing import views

app_name = "mailing"
urlpatterns = [
    path("mailbox", views.mailbox, name="mailbox"),
    path("mailbox/<uuid:mail_id>", views.mailbox_mail, name="mailbox-mail"),
    path("mailbox/<uuid:mail_id>/html", views.mailbox_html, name="mailbox-html"),
]
