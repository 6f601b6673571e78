from django.urls import path, register_converter

from openlaurel.apps.profiles.views import audit, brand, domains, keys, members, organisations
from openlaurel.core.artwork.brand import BrandColours, brand_colours


class Colours:
    """The schemes of one or two colours, written as six digits each with a hyphen between."""

    regex = "[0-9a-f]{6}(?:-[0-9a-f]{6})?"

    def to_python(self, value: str) -> BrandColours:
        return brand_colours(*(f"#{colour}" for colour in value.split("-")))

    def to_url(self, value: str) -> str:
        return value


register_converter(Colours, "colours")

app_name = "profiles"
urlpatterns = [
    path("brand/<colours:colours>.css", brand.brand_style, name="brand-style"),
    path("brand/<colours:colours>/sample.css", brand.brand_sample_style, name="brand-sample-style"),
    path("profiles/<slug:handle>/logo.svg", brand.logo_file, {"kind": "svg"}, name="logo-svg"),
    path("profiles/<slug:handle>/logo.png", brand.logo_file, {"kind": "png"}, name="logo-png"),
    path("profiles/<slug:handle>/logo-small.png", brand.logo_file, {"kind": "small_png"}, name="logo-small"),
    path("org/<slug:handle>/brand", brand.brand_edit, name="brand"),
    path("org/<slug:handle>/brand/preview", brand.brand_preview, name="brand-preview"),
    path("org/<slug:handle>/brand/logo", brand.logo_upload, name="logo-upload"),
    path("org/<slug:handle>/brand/logo/remove", brand.logo_remove, name="logo-remove"),
    path("org/", organisations.organisation_list, name="organisation-list"),
    path("org/new", organisations.organisation_create, name="organisation-create"),
    path("org/<slug:handle>/settings", organisations.organisation_settings, name="organisation-settings"),
    path("org/<slug:handle>/members", members.member_list, name="member-list"),
    path("org/<slug:handle>/members/invite", members.member_invite, name="member-invite"),
    path("org/<slug:handle>/members/<uuid:account_id>", members.member_roles, name="member-roles"),
    path("org/<slug:handle>/members/<uuid:account_id>/remove", members.member_remove, name="member-remove"),
    path(
        "org/<slug:handle>/invitations/<uuid:invitation_id>/resend",
        members.invitation_resend,
        name="invitation-resend",
    ),
    path(
        "org/<slug:handle>/invitations/<uuid:invitation_id>/withdraw",
        members.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("invitations/<str:token>", members.invitation_accept, name="invitation-accept"),
    path("org/<slug:handle>/domains", domains.domain_list, name="domain-list"),
    path("org/<slug:handle>/domains/<uuid:domain_id>/confirm", domains.domain_confirm, name="domain-confirm"),
    path("org/<slug:handle>/domains/<uuid:domain_id>/remove", domains.domain_remove, name="domain-remove"),
    path("org/<slug:handle>/keys", keys.key_list, name="key-list"),
    path("org/<slug:handle>/keys/<uuid:key_id>/scopes", keys.key_scopes, name="key-scopes"),
    path("org/<slug:handle>/keys/<uuid:key_id>/rotate", keys.key_rotate, name="key-rotate"),
    path("org/<slug:handle>/keys/<uuid:key_id>/end-former", keys.key_end_former, name="key-end-former"),
    path("org/<slug:handle>/keys/<uuid:key_id>/revoke", keys.key_revoke, name="key-revoke"),
    path("org/<slug:handle>/audit", audit.audit_trail, name="audit-trail"),
    path("org/<slug:handle>/audit/export", audit.audit_export, name="audit-export"),
]
