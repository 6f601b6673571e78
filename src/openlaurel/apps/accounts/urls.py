from django.urls import path

from openlaurel.apps.accounts import views

app_name = "accounts"
urlpatterns = [path("first-account/<str:token>", views.first_account, name="first-account")]
