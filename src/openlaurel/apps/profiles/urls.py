from django.urls import path

from openlaurel.apps.profiles.views import audit, brand, keys, members, organisations

app_name = "profiles"
urlpatterns = [
    path("brand/<int:hue>.css", brand.brand_style, name="brand-style"),
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
    path("org/<slug:handle>/keys", keys.key_list, name="key-list"),
    path("org/<slug:handle>/keys/<uuid:key_id>/revoke", keys.key_revoke, name="key-revoke"),
    path("org/<slug:handle>/audit", audit.audit_trail, name="audit-trail"),
    path("org/<slug:handle>/audit/export", audit.audit_export, name="audit-export"),
]
