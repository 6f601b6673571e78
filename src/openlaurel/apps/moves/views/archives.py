"""Moving out: have an archive written, watch, fetch it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openlaurel.apps.events.access import progress_page
from openlaurel.apps.moves.errors import MoveNotPossibleNow
from openlaurel.apps.moves.models import Archive, ArchiveState
from openlaurel.apps.moves.queries import get_archive, list_archives
from openlaurel.apps.moves.services import (
    note_download,
    remove_archive,
    resume_archive,
    start_archive,
    stop_archive,
)
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 20
CHANGES = {"stop": stop_archive, "go-on": resume_archive, "remove": remove_archive}


@workspace_view("move_badges")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def archive_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """The archives so far; a POST has a new one written."""
    if request.method == "POST":
        try:
            start_archive(organisation=organisation, by=actor_of(request), now=timezone.now())
        except MoveNotPossibleNow as error:
            messages.error(request, str(error))
        return redirect("moves:archive-list", handle=organisation.handle)
    page = Paginator(list_archives(organisation), PAGE).get_page(request.GET.get("page"))
    active = {ArchiveState.QUEUED, ArchiveState.RUNNING}
    context = {
        "organisation": organisation,
        "page": page,
        "is_active": any(archive.state in active for archive in page),
    }
    return progress_page(request, "moves/archive_list.html", "moves/_archives.html", context)


@workspace_view("move_badges")
@require_POST
def archive_change(request: HttpRequest, organisation: Profile, archive_id: UUID) -> HttpResponse:
    """Stops an archive, goes on with it, or removes it, as `change` says."""
    archive = _archive(organisation, archive_id)
    change = CHANGES.get(request.POST.get("change", ""))
    if change is not None:
        try:
            change(archive=archive, by=actor_of(request), now=timezone.now())
        except MoveNotPossibleNow as error:
            messages.error(request, str(error))
    return redirect("moves:archive-list", handle=organisation.handle)


@workspace_view("move_badges")
@require_POST
def archive_download(request: HttpRequest, organisation: Profile, archive_id: UUID) -> HttpResponseBase:
    """The archive as a ZIP. It is a POST, since who got it is noted."""
    archive = _archive(organisation, archive_id)
    try:
        content = note_download(archive=archive, by=actor_of(request), now=timezone.now())
    except MoveNotPossibleNow as error:
        messages.error(request, str(error))
        return redirect("moves:archive-list", handle=organisation.handle)
    response = StreamingHttpResponse(content, content_type="application/zip")
    name = f"{organisation.handle}-{archive.created_at:%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _archive(organisation: Profile, archive_id: UUID) -> Archive:
    try:
        return get_archive(organisation, archive_id)
    except Archive.DoesNotExist:
        raise Http404 from None
