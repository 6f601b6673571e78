"""An archive of one's wallet: have it written, watch, fetch it."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.events.access import progress_page
from openlaurel.apps.wallet.errors import ArchiveNotReady
from openlaurel.apps.wallet.held import count_held
from openlaurel.apps.wallet.models import ArchiveState, WalletArchive
from openlaurel.apps.wallet.services import (
    download_archive,
    remove_archive,
    resume_archive,
    start_archive,
    stop_archive,
)

CHANGES = {"stop": stop_archive, "go-on": resume_archive, "remove": remove_archive}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest) -> HttpResponse:
    """One's archive and how far it is; a POST has a new one written."""
    account = cast(Account, request.user)
    if request.method == "POST":
        try:
            start_archive(account=account, language=get_language() or "en", now=timezone.now())
        except ArchiveNotReady as error:
            messages.error(request, str(error))
        return redirect("wallet:archive")
    found = WalletArchive.objects.filter(account=account).first()
    is_active = found is not None and found.state in {ArchiveState.QUEUED, ArchiveState.RUNNING}
    context = {"archive": found, "is_active": is_active, "count": count_held(account)}
    return progress_page(request, "wallet/archive.html", "wallet/_archive.html", context)


@login_required
@require_POST
def archive_change(request: HttpRequest, archive_id: UUID) -> HttpResponse:
    """Stops an archive, goes on with it, or removes it, as `change` says."""
    found = _own(request, archive_id)
    change = CHANGES.get(request.POST.get("change", ""))
    if change is not None:
        try:
            change(archive=found, now=timezone.now())
        except ArchiveNotReady as error:
            messages.error(request, str(error))
    return redirect("wallet:archive")


@login_required
@require_POST
def archive_download(request: HttpRequest, archive_id: UUID) -> HttpResponseBase:
    """The archive as a ZIP. It is a POST, since it is noted that it was fetched."""
    found = _own(request, archive_id)
    try:
        content = download_archive(archive=found, now=timezone.now())
    except ArchiveNotReady as error:
        messages.error(request, str(error))
        return redirect("wallet:archive")
    response = StreamingHttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="badges-{found.created_at:%Y-%m-%d}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


def _own(request: HttpRequest, archive_id: UUID) -> WalletArchive:
    found = WalletArchive.objects.filter(pk=archive_id, account=cast(Account, request.user)).first()
    if found is None:
        raise Http404
    return found
