"""Who belongs to an organisation, and the invitations that bring people in."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.forms import ROLE_DUTIES, InvitationForm, RolesForm
from openlaurel.apps.profiles.models import Invitation, Profile, Role
from openlaurel.apps.profiles.policies import can
from openlaurel.apps.profiles.queries import Member, get_member, list_members, open_invitations
from openlaurel.apps.profiles.services import (
    InvalidDetails,
    InvitationUnusable,
    LastOwner,
    WrongAddress,
    accept_invitation,
    change_roles,
    invite_member,
    remove_member,
    resend_invitation,
    withdraw_invitation,
)
from openlaurel.apps.profiles.services.invitations import check_can_accept, invitation_of

PAGE = 50


@workspace_view("view_workspace")
@require_safe
def member_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    return _member_page(request, organisation, InvitationForm())


@workspace_view("manage_members")
@require_POST
def member_invite(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            invitation, _token = invite_member(
                organisation=organisation, by=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except InvalidDetails as error:
            for field, problem in error.problems.items():
                form.add_error(field, problem)
        else:
            return _mailed(request, invitation)
    return _member_page(request, organisation, form, status=422)


@workspace_view("manage_members")
@require_http_methods(["GET", "HEAD", "POST"])
def member_roles(request: HttpRequest, organisation: Profile, account_id: UUID) -> HttpResponse:
    """Where an owner chooses a member's roles."""
    member = _member(organisation, account_id)
    form = RolesForm(request.POST or None, initial={"roles": [role.value for role in member.roles]})
    if request.method == "POST" and form.is_valid():
        try:
            change_roles(
                organisation=organisation,
                account=member.account,
                roles=form.cleaned_data["roles"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidDetails as error:
            form.add_error("roles", " ".join(error.problems.values()))
        except LastOwner as error:
            form.add_error("roles", str(error))
        else:
            messages.success(request, _("The roles of %(name)s are saved.") % {"name": member.account})
            return redirect("profiles:member-list", handle=organisation.handle)
    return render(
        request,
        "profiles/member_roles.html",
        {"organisation": organisation, "member": member, "form": form, "duties": duties()},
        status=422 if form.is_bound else 200,
    )


@workspace_view("view_workspace")
@require_POST
def member_remove(request: HttpRequest, organisation: Profile, account_id: UUID) -> HttpResponse:
    """Removing somebody, for owners; anybody may remove themselves."""
    account = _member(organisation, account_id).account
    try:
        remove_member(organisation=organisation, account=account, by=actor_of(request), now=timezone.now())
    except LastOwner as error:
        messages.error(request, str(error))
        return redirect("profiles:member-list", handle=organisation.handle)
    if account == request.user:
        messages.success(request, _("You have left %(name)s.") % {"name": organisation.name})
        return redirect("profiles:organisation-list")
    messages.success(
        request,
        _("%(person)s is no longer a member of %(name)s.") % {"person": account, "name": organisation.name},
    )
    return redirect("profiles:member-list", handle=organisation.handle)


@workspace_view("manage_members")
@require_POST
def invitation_resend(request: HttpRequest, organisation: Profile, invitation_id: UUID) -> HttpResponse:
    invitation = get_object_or_404(organisation.invitations, id=invitation_id)
    try:
        invitation, _token = resend_invitation(
            invitation=invitation, by=actor_of(request), now=timezone.now()
        )
    except InvitationUnusable as error:
        messages.error(request, str(error))
        return redirect("profiles:member-list", handle=organisation.handle)
    return _mailed(request, invitation)


@workspace_view("manage_members")
@require_POST
def invitation_withdraw(request: HttpRequest, organisation: Profile, invitation_id: UUID) -> HttpResponse:
    invitation = get_object_or_404(organisation.invitations, id=invitation_id)
    try:
        withdraw_invitation(invitation=invitation, by=actor_of(request), now=timezone.now())
    except InvitationUnusable as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email}
        )
    return redirect("profiles:member-list", handle=organisation.handle)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invited person sees the offer, and accepts it by a POST: mail scanners open links."""
    account = cast(Account, request.user)
    invitation = invitation_of(token)
    try:
        if request.method == "POST":
            membership = accept_invitation(token=token, account=account, now=timezone.now())
            messages.success(
                request, _("You are now a member of %(name)s.") % {"name": membership.organisation.name}
            )
            return redirect("pages:org-overview", handle=membership.organisation.handle)
        check_can_accept(invitation, account, timezone.now())
    except (InvitationUnusable, WrongAddress) as error:
        return render(
            request,
            "profiles/invitation_unusable.html",
            {"reason": str(error), "is_wrong_address": isinstance(error, WrongAddress)},
            status=403 if isinstance(error, WrongAddress) else 404 if invitation is None else 410,
        )
    assert invitation is not None
    role = Role(invitation.role)
    return render(
        request,
        "profiles/invitation_accept.html",
        {"invitation": invitation, "role": role.label, "duty": ROLE_DUTIES[role]},
    )


def duties() -> list[tuple[str, str]]:
    """This function will return each role's name with what it may do."""
    return [(str(role.label), str(duty)) for role, duty in ROLE_DUTIES.items()]


def _member(organisation: Profile, account_id: UUID) -> Member:
    try:
        return get_member(organisation, account_id)
    except Account.DoesNotExist:
        raise Http404 from None


def _member_page(
    request: HttpRequest, organisation: Profile, form: InvitationForm, status: int = 200
) -> HttpResponse:
    may_manage = can(actor_of(request), "manage_members", organisation)
    invitations = open_invitations(organisation) if may_manage else Invitation.objects.none()
    return render(
        request,
        "profiles/member_list.html",
        {
            "organisation": organisation,
            "page": list_members(organisation, request.GET.get("page"), PAGE),
            "invitations": Paginator(invitations, PAGE).get_page(request.GET.get("invitations")),
            "may_manage": may_manage,
            "form": form,
            "duties": duties(),
            "now": timezone.now(),
        },
        status=status,
    )


def _mailed(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Back to the members, saying whether the mail went out: the service notes it after its commit."""
    invitation.refresh_from_db()
    if invitation.mail_error:
        messages.error(
            request,
            _(
                "The invitation is stored, but the mail to %(email)s could not be sent. Check the mail "
                "settings of this site, then send it again."
            )
            % {"email": invitation.email},
        )
    else:
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email}
        )
    return redirect("profiles:member-list", handle=invitation.organisation.handle)
