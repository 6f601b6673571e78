"""Other platforms that a holder fetches badges from and sends badges to."""

from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.access import progress_page
from openlaurel.apps.exchange.errors import ConnectionRefused, PlatformFault
from openlaurel.apps.exchange.models import Connection, ConnectionState, Transfer, TransferState
from openlaurel.apps.exchange.queries import (
    connection_of,
    connections_of,
    sendable_badges,
    transfer_of,
)
from openlaurel.apps.exchange.scopes import OFFLINE, READ_CREDENTIALS, WRITE_CREDENTIALS
from openlaurel.apps.exchange.services import (
    Return,
    add_connection,
    begin,
    complete,
    disconnect,
    fetch_badges,
    resume_transfer,
    send_badges,
    stop_transfer,
)
from openlaurel.apps.profiles.queries import page_of
from openlaurel.apps.verifier.limits import TooOften, counted

PAGE_SIZE, TRANSFERS_SHOWN = 50, 5
CHANGES = {"stop": stop_transfer, "go-on": resume_transfer}
# What is asked for there, as the holder reads it here before they go.
ASKED = {
    READ_CREDENTIALS: gettext_lazy("Read your badges there, so that they are fetched into your wallet"),
    WRITE_CREDENTIALS: gettext_lazy("Put badges there that you choose here"),
    OFFLINE: gettext_lazy("Do so without asking you each time, until you disconnect it"),
}


class AddressForm(forms.Form):
    """Where another platform is."""

    address = forms.URLField(
        label=gettext_lazy("Address of the platform"),
        help_text=gettext_lazy(
            "Of its site, such as https://badges.example.org, or of its Open Badges API where it names one."
        ),
        max_length=400,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connection_list(request: HttpRequest) -> HttpResponse:
    """The platforms so far; a POST looks for the one at an address and registers this site there."""
    account = cast(Account, request.user)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            with counted(request):
                connection = add_connection(
                    account=account, address=form.cleaned_data["address"], now=timezone.now()
                )
        except (PlatformFault, ConnectionRefused) as error:
            form.add_error("address", str(error))
        except TooOften as error:
            form.add_error(None, _too_often(error))
        else:
            return redirect("exchange:connection-detail", connection_id=connection.pk)
    context = {"form": form, "connections": connections_of(account)}
    return render(request, "exchange/connection_list.html", context, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_safe
def connection_detail(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    connection = _own(request, connection_id)
    wanted = (
        connection.scope if connection.state == ConnectionState.CONNECTED else " ".join(connection.offered)
    )
    context = {
        "connection": connection,
        "host": urlsplit(connection.api_url).netloc,
        "goes_to": urlsplit(connection.endpoints["authorization"]).netloc,
        "asked": [words for name, words in ASKED.items() if name in wanted.split()],
        "reads": READ_CREDENTIALS in connection.scope.split(),
        "writes": WRITE_CREDENTIALS in connection.scope.split(),
        "transfers": list(connection.transfers.all()[:TRANSFERS_SHOWN]),
    }
    response = render(request, "exchange/connection_detail.html", context)
    # Chromium applies form-action to where the answer leads, too; the middleware writes it.
    goes = urlsplit(connection.endpoints["authorization"])
    response.form_targets = (f"{goes.scheme}://{goes.netloc}",)  # type: ignore[attr-defined]
    return response


@login_required
@require_POST
def connection_go(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """Sends the browser to the platform, where the holder allows this site something."""
    connection = _own(request, connection_id)
    return HttpResponseRedirect(begin(connection=connection, session=request.session, now=timezone.now()))


@login_required
@never_cache
@require_safe
@sensitive_variables("back")
def connection_back(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """What the browser brings back from the platform: it counts in the session that began it, and once."""
    connection = _own(request, connection_id)
    names = {
        "state": "state",
        "code": "code",
        "error": "error",
        "error_description": "description",
        "iss": "issuer",
    }
    back = Return(**{field: request.GET.get(name, "")[:2000] for name, field in names.items()})
    try:
        with counted(request):
            complete(connection=connection, back=back, session=request.session, now=timezone.now())
    except (PlatformFault, ConnectionRefused) as error:
        messages.error(request, str(error))
    except TooOften as error:
        messages.error(request, _too_often(error))
    else:
        messages.success(request, _("“%(name)s” is connected.") % {"name": connection.name})
    # The code leaves the address bar, too.
    return redirect("exchange:connection-detail", connection_id=connection_id)


@login_required
@require_POST
def connection_fetch(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    connection = _own(request, connection_id)
    try:
        transfer = fetch_badges(connection=connection, now=timezone.now())
    except ConnectionRefused as error:
        messages.error(request, str(error))
        return redirect("exchange:connection-detail", connection_id=connection_id)
    return redirect("exchange:transfer-detail", transfer_id=transfer.pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connection_send(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """Which badges go to the platform; a POST sends those that are ticked."""
    connection = _own(request, connection_id)
    fault = ""
    if request.method == "POST":
        try:
            transfer = send_badges(
                connection=connection, refs=request.POST.getlist("badge")[:2000], now=timezone.now()
            )
        except ConnectionRefused as error:
            fault = str(error)
        else:
            return redirect("exchange:transfer-detail", transfer_id=transfer.pk)
    badges = sendable_badges(cast(Account, request.user), now=timezone.now())
    context = {"connection": connection, "badges": badges, "fault": fault}
    return render(request, "exchange/connection_send.html", context, status=422 if fault else 200)


@login_required
@require_POST
def connection_end(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    connection = _own(request, connection_id)
    name = {"name": connection.name}
    try:
        told = disconnect(connection=connection, now=timezone.now())
    except ConnectionRefused as error:
        messages.error(request, str(error))
        return redirect("exchange:connection-detail", connection_id=connection_id)
    if told:
        messages.success(request, _("“%(name)s” is disconnected.") % name)
    else:
        messages.warning(
            request,
            _("“%(name)s” is disconnected here, but couldn't be told. End the permission there, too.") % name,
        )
    return redirect("exchange:connection-list")


@login_required
@never_cache
@require_safe
def transfer_detail(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """What became of each badge, and how far it is."""
    transfer = _own_transfer(request, transfer_id)
    is_active = transfer.state in {TransferState.QUEUED, TransferState.RUNNING}
    items = transfer.items.defer("content")
    context: dict[str, Any] = {
        "transfer": transfer,
        "connection": transfer.connection,
        "is_active": is_active,
        "done": items.exclude(outcome="waiting").count(),
        "items": page_of(items, request.GET.get("page"), PAGE_SIZE, lambda item: item),
    }
    return progress_page(request, "exchange/transfer_detail.html", "exchange/_transfer.html", context)


@login_required
@require_POST
def transfer_change(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Stops a transfer, or goes on with it, as `change` says."""
    transfer = _own_transfer(request, transfer_id)
    change = CHANGES.get(request.POST.get("change", ""))
    if change is not None:
        try:
            change(transfer=transfer, now=timezone.now())
        except ConnectionRefused as error:
            messages.error(request, str(error))
    return redirect("exchange:transfer-detail", transfer_id=transfer_id)


def _own(request: HttpRequest, connection_id: UUID) -> Connection:
    try:
        return connection_of(cast(Account, request.user), connection_id)
    except Connection.DoesNotExist:
        raise Http404 from None


def _own_transfer(request: HttpRequest, transfer_id: UUID) -> Transfer:
    try:
        return transfer_of(cast(Account, request.user), transfer_id)
    except Transfer.DoesNotExist:
        raise Http404 from None


def _too_often(error: TooOften) -> str:
    wait = _("Too much was asked of other sites in the last minute. Wait %(seconds)s seconds and try again.")
    return wait % {"seconds": error.wait}
