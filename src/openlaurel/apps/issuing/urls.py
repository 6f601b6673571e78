from django.urls import path

from openlaurel.apps.issuing.views import (
    awards,
    batches,
    claims,
    corrections,
    documents,
    planned,
    rebinding,
    rosters,
    signing_keys,
    suspensions,
)

app_name = "issuing"
_award = "org/<slug:handle>/awards/<uuid:award_id>"
_roster = "org/<slug:handle>/rosters/<uuid:roster_id>"
_batch = "org/<slug:handle>/rosters/batches/<uuid:batch_id>"
urlpatterns = [
    path("profiles/<slug:handle>/did.json", documents.did_json, name="did-document"),
    path("profiles/<slug:handle>/revocations.json", documents.revocations_json, name="revocation-list"),
    path("status/<uuid:list_id>", documents.status_list, name="status-list"),
    path("claim/<str:token>", claims.claim, name="claim"),
    path("claim/<str:token>/accept", claims.claim_accept, name="claim-accept"),
    path("claim/<str:token>/show", claims.claim_show, name="claim-show"),
    path("claim/<str:token>/decline", claims.claim_decline, name="claim-decline"),
    path("claim/<str:token>/correction", claims.claim_correction, name="claim-correction"),
    path("org/<slug:handle>/corrections", corrections.request_list, name="correction-request-list"),
    path(
        "org/<slug:handle>/corrections/<uuid:correction_request_id>/decline",
        corrections.request_decline,
        name="correction-request-decline",
    ),
    path("awards/<uuid:award_id>/address", rebinding.award_address, name="award-address"),
    path(f"{_award}/correct", corrections.award_correct, name="award-correct"),
    path("org/<slug:handle>/issue", awards.issue, name="issue"),
    path("org/<slug:handle>/awards", awards.award_list, name="award-list"),
    path("org/<slug:handle>/awards.csv", awards.award_export, name="award-export"),
    path("org/<slug:handle>/planned", planned.planned_list, name="planned-list"),
    path("org/<slug:handle>/planned/<uuid:planned_id>/cancel", planned.planned_cancel, name="planned-cancel"),
    path(_award, awards.award_detail, name="award-detail"),
    path(f"{_award}/resend", awards.award_resend, name="award-resend"),
    path("org/<slug:handle>/settings/signing-keys", signing_keys.key_list, name="signing-key-list"),
    path(
        "org/<slug:handle>/settings/signing-keys/revocations",
        signing_keys.revocations_publish,
        name="revocations-publish",
    ),
    path(
        "org/<slug:handle>/settings/signing-keys/rotate", signing_keys.key_rotate, name="signing-key-rotate"
    ),
    path(
        "org/<slug:handle>/settings/signing-keys/<uuid:signing_key_id>/revoke",
        signing_keys.key_revoke,
        name="signing-key-revoke",
    ),
    path(f"{_award}/revoke", awards.award_revoke, name="award-revoke"),
    path(f"{_award}/suspend", suspensions.award_suspend, name="award-suspend"),
    path(f"{_award}/restore", suspensions.award_restore, name="award-restore"),
    path("org/<slug:handle>/rosters", rosters.roster_list, name="roster-list"),
    path(_roster, rosters.roster_detail, name="roster-detail"),
    path(f"{_roster}/remove", rosters.roster_remove, name="roster-remove"),
    path(_batch, batches.batch_detail, name="batch-detail"),
    path(f"{_batch}/confirm", batches.batch_confirm, name="batch-confirm"),
    path(f"{_batch}/plan", batches.batch_plan, name="batch-plan"),
    path(f"{_batch}/cancel", batches.batch_cancel, name="batch-cancel"),
    path(f"{_batch}/mails", batches.batch_mails, name="batch-mails"),
    path(f"{_batch}/undo", batches.batch_undo, name="batch-undo"),
    path(f"{_batch}/stop", batches.batch_stop, name="batch-stop"),
    path(f"{_batch}/result.csv", batches.batch_result, name="batch-result"),
]
