from django.urls import path

from openlaurel.apps.desk.views import bulk_actions, recalls

app_name = "desk"
_action = "org/<slug:handle>/bulk/<uuid:bulk_action_id>"
_recall = "org/<slug:handle>/recalls/<uuid:recall_id>"
urlpatterns = [
    path("org/<slug:handle>/bulk", bulk_actions.bulk_list, name="bulk-list"),
    path("org/<slug:handle>/bulk/new", bulk_actions.bulk_create, name="bulk-create"),
    path(_action, bulk_actions.bulk_detail, name="bulk-detail"),
    path(f"{_action}/confirm", bulk_actions.bulk_confirm, name="bulk-confirm"),
    path(f"{_action}/stop", bulk_actions.bulk_stop, name="bulk-stop"),
    path(f"{_action}/cancel", bulk_actions.bulk_cancel, name="bulk-cancel"),
    path(f"{_action}/mails/withdraw", bulk_actions.bulk_withdraw, name="bulk-withdraw"),
    path(f"{_action}/result.csv", bulk_actions.bulk_result, name="bulk-result"),
    path("org/<slug:handle>/recalls", recalls.recall_list, name="recall-list"),
    path("org/<slug:handle>/recalls/new", recalls.recall_create, name="recall-create"),
    path(_recall, recalls.recall_detail, name="recall-detail"),
    path(f"{_recall}/note", recalls.note_edit, name="recall-note-edit"),
    path(f"{_recall}/note/withdraw", recalls.note_withdraw, name="recall-note-withdraw"),
    path("recalls/<uuid:recall_id>", recalls.recall_note, name="recall-note"),
]
