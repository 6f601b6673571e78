"""The keys with which an organisation signs: what there is, the next one, and revoking one that others may have."""

from datetime import UTC, datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.issuing.forms import RevokeKeyForm
from openlaurel.apps.issuing.models import SigningKey
from openlaurel.apps.issuing.queries import (
    count_signed,
    issuer_did,
    list_signing_keys,
    publishes_revocations,
    revocation_list_url,
)
from openlaurel.apps.issuing.services import (
    InvalidKeyRevocation,
    KeyNotPossibleNow,
    publish_revocations,
    revoke_signing_key,
    rotate_signing_key,
)
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile


@workspace_view("manage_signing_keys")
@require_safe
def key_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    return render(
        request,
        "issuing/signing_key_list.html",
        {
            "organisation": organisation,
            "rows": list_signing_keys(organisation, timezone.now()),
            "did": issuer_did(organisation.handle),
            "revocations_url": revocation_list_url(organisation.handle),
            "publishes_revocations": publishes_revocations(organisation),
        },
    )


@workspace_view("manage_signing_keys")
@require_POST
def revocations_publish(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """Publishes the list of revoked badges by their ids, or withdraws it."""
    is_public = request.POST.get("public") == "yes"
    publish_revocations(
        organisation=organisation, is_public=is_public, by=actor_of(request), now=timezone.now()
    )
    messages.success(request, _("The list is public.") if is_public else _("The list is withdrawn."))
    return redirect("issuing:signing-key-list", handle=organisation.handle)


@workspace_view("manage_signing_keys")
@require_POST
def key_rotate(request: HttpRequest, organisation: Profile) -> HttpResponse:
    try:
        key = rotate_signing_key(organisation=organisation, by=actor_of(request), now=timezone.now())
    except KeyNotPossibleNow as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("A new key is published. It signs from %(moment)s on; what the former one signed stays valid.")
            % {"moment": date_format(timezone.localtime(key.signs_from), "DATETIME_FORMAT")},
        )
    return redirect("issuing:signing-key-list", handle=organisation.handle)


@workspace_view("manage_signing_keys")
@require_http_methods(["GET", "HEAD", "POST"])
def key_revoke(request: HttpRequest, organisation: Profile, signing_key_id: UUID) -> HttpResponse:
    """Asks from which day on and why, says what it means, and revokes by a POST."""
    key = get_object_or_404(SigningKey, organisation=organisation, id=signing_key_id)
    form = RevokeKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        since = datetime.combine(form.cleaned_data["since"], time(), UTC)
        try:
            key = revoke_signing_key(
                key=key,
                since=since,
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidKeyRevocation as error:
            for field, problem in error.problems.items():
                form.add_error(field, problem)
        except KeyNotPossibleNow as error:
            form.add_error("since", str(error))
        else:
            messages.success(request, _revoked_words(count_signed(key, since)))
            return redirect("issuing:signing-key-list", handle=organisation.handle)
    return render(
        request,
        "issuing/signing_key_revoke.html",
        {"organisation": organisation, "key": key, "form": form},
        status=422 if form.is_bound else 200,
    )


def _revoked_words(count: int) -> str:
    if not count:
        return _("The key is revoked. No badge that was issued here fails because of it.")
    return ngettext(
        "The key is revoked. %(count)s badge that it signed since then fails every check now; issue it again.",
        "The key is revoked. %(count)s badges that it signed since then fail every check now; issue them again.",
        count,
    ) % {"count": count}
