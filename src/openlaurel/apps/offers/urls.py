from django.urls import path

from openlaurel.apps.offers.views import applications, applying, claim_codes, redeeming, rules

app_name = "offers"
_codes = "org/<slug:handle>/claim-codes"
_applications = "org/<slug:handle>/applications"
_application = f"{_applications}/<uuid:application_id>"
_rules = "org/<slug:handle>/rules"
_rule = f"{_rules}/<uuid:rule_id>"
_code = f"{_codes}/<uuid:claim_code_id>"
_redemption = f"{_codes}/uses/<uuid:redemption_id>"
urlpatterns = [
    path("c", redeeming.code_enter, name="code-enter"),
    path("c/<str:code>", redeeming.redeem, name="redeem"),
    path("c/confirm/<str:token>", redeeming.redeem_confirm, name="redeem-confirm"),
    path("achievements/<slug:slug>/apply", applying.apply, name="apply"),
    path("achievements/<slug:slug>/apply/withdraw", applying.withdraw, name="apply-withdraw"),
    path(_applications, applications.application_list, name="application-list"),
    path(f"{_applications}/opening", applications.opening_edit, name="opening-edit"),
    path(_application, applications.application_detail, name="application-detail"),
    path(f"{_application}/file", applications.application_file, name="application-file"),
    path(_rules, rules.rule_list, name="rule-list"),
    path(f"{_rules}/new", rules.rule_create, name="rule-create"),
    path(_rule, rules.rule_detail, name="rule-detail"),
    path(f"{_rule}/turn", rules.rule_turn, name="rule-turn"),
    path(f"{_rule}/remove", rules.rule_remove, name="rule-remove"),
    path(_codes, claim_codes.claim_code_list, name="claim-code-list"),
    path(f"{_codes}/new", claim_codes.claim_code_create, name="claim-code-create"),
    path(_code, claim_codes.claim_code_detail, name="claim-code-detail"),
    path(f"{_code}/stop", claim_codes.claim_code_stop, name="claim-code-stop"),
    path(f"{_code}/qr.svg", claim_codes.claim_code_svg, name="claim-code-svg"),
    path(f"{_code}/qr.png", claim_codes.claim_code_png, name="claim-code-png"),
    path(f"{_redemption}/approve", claim_codes.redemption_approve, name="redemption-approve"),
    path(f"{_redemption}/decline", claim_codes.redemption_decline, name="redemption-decline"),
]
