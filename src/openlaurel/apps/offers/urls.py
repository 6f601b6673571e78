from django.urls import path

from openlaurel.apps.offers.views import claim_codes, redeeming

app_name = "offers"
_codes = "org/<slug:handle>/claim-codes"
_code = f"{_codes}/<uuid:claim_code_id>"
_redemption = f"{_codes}/uses/<uuid:redemption_id>"
urlpatterns = [
    path("c", redeeming.code_enter, name="code-enter"),
    path("c/<str:code>", redeeming.redeem, name="redeem"),
    path("c/confirm/<str:token>", redeeming.redeem_confirm, name="redeem-confirm"),
    path(_codes, claim_codes.claim_code_list, name="claim-code-list"),
    path(f"{_codes}/new", claim_codes.claim_code_create, name="claim-code-create"),
    path(_code, claim_codes.claim_code_detail, name="claim-code-detail"),
    path(f"{_code}/stop", claim_codes.claim_code_stop, name="claim-code-stop"),
    path(f"{_code}/qr.svg", claim_codes.claim_code_svg, name="claim-code-svg"),
    path(f"{_code}/qr.png", claim_codes.claim_code_png, name="claim-code-png"),
    path(f"{_redemption}/approve", claim_codes.redemption_approve, name="redemption-approve"),
    path(f"{_redemption}/decline", claim_codes.redemption_decline, name="redemption-decline"),
]
