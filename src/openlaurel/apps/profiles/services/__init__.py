"""What changes in profiles, memberships, invitations and API keys."""

from openlaurel.apps.profiles.services.brand import check_colours, remove_logo, update_brand, upload_logo
from openlaurel.apps.profiles.services.domains import (
    add_domain,
    confirm_domain,
    confirm_if_proved,
    look_for_proof,
    proof_address,
    proof_record,
    recheck_domains,
    remove_domain,
)
from openlaurel.apps.profiles.services.errors import (
    BadPicture,
    InvalidDetails,
    InvitationUnusable,
    KeyUsedForAnother,
    LastOwner,
    ProfileError,
    WrongAddress,
)
from openlaurel.apps.profiles.services.invitations import (
    accept_invitation,
    invite_member,
    resend_invitation,
    withdraw_invitation,
)
from openlaurel.apps.profiles.services.keys import (
    change_scopes,
    create_api_key,
    end_former_secret,
    is_accepted,
    note_api_key_use,
    revoke_api_key,
    rotate_api_key,
)
from openlaurel.apps.profiles.services.members import add_member, change_roles, remove_member
from openlaurel.apps.profiles.services.organisations import create_organisation, update_organisation
from openlaurel.apps.profiles.services.people import ensure_person_profile
from openlaurel.apps.profiles.services.requests import forget_idempotency_keys, once
from openlaurel.apps.profiles.services.trail import export_audit_trail

__all__ = [
    "BadPicture",
    "InvalidDetails",
    "InvitationUnusable",
    "KeyUsedForAnother",
    "LastOwner",
    "ProfileError",
    "WrongAddress",
    "accept_invitation",
    "add_domain",
    "add_member",
    "change_roles",
    "change_scopes",
    "check_colours",
    "confirm_domain",
    "confirm_if_proved",
    "create_api_key",
    "create_organisation",
    "end_former_secret",
    "ensure_person_profile",
    "export_audit_trail",
    "forget_idempotency_keys",
    "invite_member",
    "is_accepted",
    "look_for_proof",
    "note_api_key_use",
    "once",
    "proof_address",
    "proof_record",
    "recheck_domains",
    "remove_domain",
    "remove_logo",
    "remove_member",
    "resend_invitation",
    "revoke_api_key",
    "rotate_api_key",
    "update_brand",
    "update_organisation",
    "upload_logo",
    "withdraw_invitation",
]
