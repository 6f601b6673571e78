"""What is kept about whoever is signed in: told, handed out, erased."""

import tempfile

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.accounts.forms import EraseForm
from openlaurel.apps.accounts.services import CannotErase, erase_account, hindrances_of, write_export
from openlaurel.apps.accounts.views.proofs import account_of, check_proof, needs_code


@login_required
@never_cache
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """What is kept and why, and the ways to have it or to end it."""
    return render(request, "accounts/own_data.html")


@login_required
@never_cache
@require_POST
def download(request: HttpRequest) -> FileResponse:
    """The archive is written to a file without a name first, which goes with the answer."""
    now = timezone.now()
    archive = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    try:
        write_export(account=account_of(request), target=archive, now=now)
        archive.seek(0)
    except BaseException:
        archive.close()
        raise
    return FileResponse(
        archive, as_attachment=True, filename=f"my-data-{now:%Y-%m-%d}.zip", content_type="application/zip"
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays; erases after a fresh proof of who it is and a tick."""
    account = account_of(request)
    try:
        check_proof(request)
    except ReauthenticationRequired:
        if request.method != "POST":
            raise
        # allauth would keep the tick and use it whenever the password is given next, be it days later.
        return redirect("accounts:delete")
    is_code_due = needs_code(request)
    form = EraseForm(request.POST if request.method == "POST" else None)
    hindrances = hindrances_of(account)
    if request.method == "POST" and not is_code_due and form.is_valid():
        try:
            erase_account(account=account, by=account, now=timezone.now())
        except CannotErase as error:
            hindrances = list(error.reasons)
        else:
            logout(request)
            messages.success(request, _("Your account is deleted, and what was kept about you is erased."))
            return redirect("pages:landing")
    context = {"form": form, "hindrances": hindrances, "needs_code": is_code_due}
    return render(request, "accounts/delete.html", context, status=422 if form.is_bound else 200)
