"""The page on which a holder binds a badge to another address of their account."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.issuing.correction_forms import AddressForm
from openlaurel.apps.issuing.errors import InvalidAward, IssuingError
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.queries import claim_url, get_award_of
from openlaurel.apps.issuing.services import rebind_award


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def award_address(request: HttpRequest, award_id: UUID) -> HttpResponse:
    account = cast(Account, request.user)
    try:
        award = get_award_of(account, award_id)
    except Award.DoesNotExist:
        raise Http404 from None
    form = AddressForm(
        request.POST if request.method == "POST" else None,
        addresses=confirmed_addresses(account),
        initial={"email": award.recipient_email},
    )
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            rebind_award(award=award, email=email, account=account, now=timezone.now())
        except InvalidAward as error:
            form.add_error(None, str(error))
        except IssuingError as error:
            messages.error(request, str(error))
            return redirect("pages:award-detail", award_id=award_id)
        else:
            messages.success(request, _("The badge is bound to %(email)s now.") % {"email": email})
            return redirect("pages:award-detail", award_id=award_id)
    context = {
        "award": award,
        "version": award.version,
        "organisation": award.organisation,
        "form": form,
        "correction_url": f"{claim_url(award)}/correction",
    }
    return render(request, "issuing/award_address.html", context, status=422 if form.is_bound else 200)
