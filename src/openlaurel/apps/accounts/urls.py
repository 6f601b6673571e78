from django.urls import path

from openlaurel.apps.accounts.views import first_account, merging, passkeys, personal_data

app_name = "accounts"
urlpatterns = [
    path("first-account/<str:token>", first_account.first_account, name="first-account"),
    path("account/two-factor/webauthn/add/", passkeys.add, name="passkey-add"),
    path("account/data", personal_data.own_data, name="own-data"),
    path("account/data/download", personal_data.download, name="own-data-download"),
    path("account/merge", merging.merge, name="merge"),
    path("account/merge/begin", merging.begin, name="merge-begin"),
    path("account/merge/give-up", merging.give_up, name="merge-give-up"),
    path("account/delete", personal_data.delete, name="delete"),
]
