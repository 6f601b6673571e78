"""Invitations: a role offered by mail, accepted by whoever owns the address."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.services import record_event
from openlaurel.apps.mailing.models import OutgoingMail
from openlaurel.apps.mailing.services import hand_over, queue_mail
from openlaurel.apps.profiles.mails import invitation_mail
from openlaurel.apps.profiles.models import Invitation, Membership, Profile
from openlaurel.apps.profiles.policies import Actor, check_can
from openlaurel.apps.profiles.services.errors import InvalidDetails, InvitationUnusable, WrongAddress
from openlaurel.apps.profiles.services.keys import hash_of_secret
from openlaurel.apps.profiles.services.members import checked_role, give_role

VALID_FOR = timedelta(days=14)


def invite_member(
    *, organisation: Profile, email: str, role: str, by: Actor, now: datetime
) -> tuple[Invitation, str]:
    """This function will offer a role to whoever owns `email`, and mail the link once the change is stored.

    Returns the invitation and the token of its link, of which only the hash is kept. Whether the mail went out
    stands in `mailed_at` and `mail_error`. Raises InvalidDetails when the address is unusable, has the role
    already, or has an open invitation to it.
    """
    check_can(by, "manage_members", organisation)
    offered = checked_role(role)
    address = email.strip().lower()
    if problem := _problem_with(address, organisation, offered, now):
        raise InvalidDetails({"email": problem})
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        open_for_role(organisation, address, offered).filter(expires_at__lte=now).update(withdrawn_at=now)
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=address,
            role=offered,
            token_hash=hash_of_secret(token),
            invited_by=by.account,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
        _record("member.invited", invitation, by, now)
        mail = queue_mail(invitation_mail(invitation, token), now=now)
    _hand_over(mail, invitation, now)
    return invitation, token


def resend_invitation(*, invitation: Invitation, by: Actor, now: datetime) -> tuple[Invitation, str]:
    """This function will mail an open invitation again with a new link; the former link ends."""
    check_can(by, "manage_members", invitation.organisation)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        _check_is_open(invitation)
        invitation.token_hash = hash_of_secret(token)
        invitation.expires_at = now + VALID_FOR
        invitation.save(update_fields=["token_hash", "expires_at"])
        _record("member.invited_again", invitation, by, now)
        mail = queue_mail(invitation_mail(invitation, token), now=now)
    _hand_over(mail, invitation, now)
    return invitation, token


def withdraw_invitation(*, invitation: Invitation, by: Actor, now: datetime) -> Invitation:
    """This function will end an invitation that nobody accepted yet."""
    check_can(by, "manage_members", invitation.organisation)
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        _check_is_open(invitation)
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
        _record("member.invitation_withdrawn", invitation, by, now)
    return invitation


def accept_invitation(*, token: str, account: Account, now: datetime) -> Membership:
    """This function will give `account` the role that was offered to one of its confirmed addresses.

    Raises InvitationUnusable or WrongAddress, each saying what to do.
    """
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .filter(token_hash=hash_of_secret(token))
            .first()
        )
        check_can_accept(invitation, account, now)
        assert invitation is not None
        by = Actor(account=account)
        membership = give_role(invitation.organisation, account, checked_role(invitation.role), by, now)
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        _record("member.invitation_accepted", invitation, by, now)
    return membership


def invitation_of(token: str) -> Invitation | None:
    """This function will return the invitation whose link holds `token`, in whatever state, or None."""
    found = Invitation.objects.filter(token_hash=hash_of_secret(token))
    return found.select_related("organisation", "invited_by").first()


def check_can_accept(invitation: Invitation | None, account: Account, now: datetime) -> None:
    """This function will return when `account` may accept, else raise InvitationUnusable or WrongAddress."""
    if invitation is None:
        raise InvitationUnusable(
            _("This link is not a valid invitation. Open the newest mail, or ask for a new invitation.")
        )
    _check_is_open(invitation)
    if invitation.expires_at <= now:
        raise InvitationUnusable(
            _("This invitation has run out. Ask %(organisation)s to send it again.")
            % {"organisation": invitation.organisation.name}
        )
    if not EmailAddress.objects.filter(user=account, email__iexact=invitation.email, verified=True).exists():
        raise WrongAddress(
            _(
                "This invitation was sent to another address than yours. Sign in with the address that "
                "received it, or add that address to your account and confirm it."
            )
        )


def open_for_role(organisation: Profile, address: str, role: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        organisation=organisation, email__iexact=address, role=role, accepted_at=None, withdrawn_at=None
    )


def _problem_with(address: str, organisation: Profile, role: str, now: datetime) -> str:
    try:
        validate_email(address)
    except ValidationError:
        return _("Enter an e-mail address like name@example.org.")
    if Membership.objects.filter(
        organisation=organisation, role=role, account__email__iexact=address
    ).exists():
        return _("This person has the role already. Choose another role, or nothing needs to be done.")
    if open_for_role(organisation, address, role).filter(expires_at__gt=now).exists():
        return _("This address has an open invitation to the role. Send that one again instead.")
    return ""


def _check_is_open(invitation: Invitation) -> None:
    if invitation.withdrawn_at is not None:
        raise InvitationUnusable(_("This invitation was withdrawn. Ask for a new one if you still need it."))
    if invitation.accepted_at is not None:
        raise InvitationUnusable(_("This invitation was used already. Sign in to open the workspace."))


def _hand_over(mail: OutgoingMail, invitation: Invitation, now: datetime) -> None:
    """Who invites sees at once whether the mail went out; what failed is tried again by itself."""
    hand_over(mail, clock=lambda: now)
    invitation.refresh_from_db(fields=["mailed_at", "mail_error"])


def _record(kind: str, invitation: Invitation, by: Actor, now: datetime) -> None:
    record_event(
        kind=kind,
        subject=("invitation", invitation.id),
        now=now,
        actor_id=by.id,
        organisation_id=invitation.organisation_id,
        data={"role": invitation.role},
    )
