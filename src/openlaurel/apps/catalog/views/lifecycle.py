"""An achievement's life: what is missing, publishing, new versions, artwork, the archive."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openlaurel.apps.catalog.forms.definition import DuplicatesForm
from openlaurel.apps.catalog.models import AchievementVersion, DuplicatePolicy
from openlaurel.apps.catalog.queries import (
    PAGE_SIZE,
    artwork,
    check_list,
    differences,
    draft_artwork,
    facts_of,
    required_by,
    versions_held,
)
from openlaurel.apps.catalog.registry import holders_of
from openlaurel.apps.catalog.services import (
    BadArtwork,
    CatalogError,
    allow_suspension,
    archive_achievement,
    decide_duplicates,
    discard_draft,
    publish_version,
    remove_artwork,
    restore_achievement,
    start_version,
    upload_artwork,
)
from openlaurel.apps.catalog.views.definitions import own_or_404
from openlaurel.apps.catalog.views.pictures import LOCKED_DOWN
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import can

LARGEST_PICTURE = 5 * 1024 * 1024


@workspace_view("view_workspace")
@require_safe
def achievement_manage(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    own = own_or_404(organisation, slug)
    checks = check_list(own.draft) if own.draft else []
    return render(
        request,
        "catalog/achievement_manage.html",
        {
            "organisation": organisation,
            "own": own,
            "achievement": own.achievement,
            "may_define": can(actor_of(request), "define_achievement", organisation),
            "duplicates": DuplicatesForm(initial={"duplicates": own.achievement.duplicates}),
            "may_issue": can(actor_of(request), "issue_award", organisation),
            "checks": checks,
            "missing": sum(not check.is_met for check in checks),
            "changes": differences(own.published, own.draft) if own.published and own.draft else [],
            "facts": facts_of(own.shown),
            "alignments": own.shown.alignments.select_related("skill"),
            "required": required_by(own.shown),
            "held": sum(holders_of(own.achievement).values()) if own.draft else 0,
            "versions": versions_held(own.achievement, request.GET.get("versions"), PAGE_SIZE),
        },
    )


@workspace_view("view_workspace")
@require_safe
def draft_image(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    """The picture of the version that stands for an achievement in its workspace, a draft drawn on the way."""
    own = own_or_404(organisation, slug)
    try:
        picture = draft_artwork(own.draft) if own.draft else artwork(own.shown, "svg")
    except BadArtwork:
        raise Http404 from None
    response = HttpResponse(picture, content_type="image/svg+xml")
    response["Content-Security-Policy"] = LOCKED_DOWN
    response["Cache-Control"] = "private, no-cache"
    return response


@workspace_view("publish_achievement")
@require_POST
def achievement_publish(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    draft = _draft(organisation, slug)
    return _done(
        request,
        organisation,
        slug,
        lambda: publish_version(version=draft, by=actor_of(request), now=timezone.now()),
        _("Version %(number)s is published. It can be issued now.") % {"number": draft.number},
    )


@workspace_view("define_achievement")
@require_POST
def version_start(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    achievement = own_or_404(organisation, slug).achievement
    try:
        start_version(achievement=achievement, by=actor_of(request), now=timezone.now())
    except CatalogError as error:
        messages.error(request, str(error))
        return redirect("catalog:achievement-manage", organisation.handle, slug)
    return redirect("catalog:achievement-edit", organisation.handle, slug)


@workspace_view("define_achievement")
@require_POST
def draft_discard(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    own = own_or_404(organisation, slug)
    draft = _draft(organisation, slug)
    discard_draft(version=draft, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The draft is discarded."))
    if own.published is None:
        return redirect("catalog:achievement-list", organisation.handle)
    return redirect("catalog:achievement-manage", organisation.handle, slug)


@workspace_view("publish_achievement")
@require_POST
def achievement_archive(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    achievement = own_or_404(organisation, slug).achievement
    return _done(
        request,
        organisation,
        slug,
        lambda: archive_achievement(achievement=achievement, by=actor_of(request), now=timezone.now()),
        _("It is out of the catalogue. Badges that people hold stay valid."),
    )


@workspace_view("publish_achievement")
@require_POST
def achievement_restore(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    achievement = own_or_404(organisation, slug).achievement
    return _done(
        request,
        organisation,
        slug,
        lambda: restore_achievement(achievement=achievement, by=actor_of(request), now=timezone.now()),
        _("It is back in the catalogue."),
    )


@workspace_view("define_achievement")
@require_POST
def duplicates_decide(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    """What happens when somebody who holds the badge is to be given another one."""
    achievement = own_or_404(organisation, slug).achievement
    form = DuplicatesForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the ways to deal with duplicates."))
        return redirect("catalog:achievement-manage", organisation.handle, slug)
    policy = DuplicatePolicy(form.cleaned_data["duplicates"])
    return _done(
        request,
        organisation,
        slug,
        lambda: decide_duplicates(
            achievement=achievement, policy=policy, by=actor_of(request), now=timezone.now()
        ),
        _("Saved. It holds from now on, for every way of issuing."),
    )


@workspace_view("define_achievement")
@require_POST
def artwork_upload(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    draft = _draft(organisation, slug)
    file = request.FILES.get("picture")
    if file is None or (file.size or 0) > LARGEST_PICTURE:
        messages.error(request, _("Choose a PNG or SVG file of at most 5 MB."))
        return redirect("catalog:achievement-manage", organisation.handle, slug)
    return _done(
        request,
        organisation,
        slug,
        lambda: upload_artwork(version=draft, data=file.read(), by=actor_of(request), now=timezone.now()),
        _("Your artwork is on the draft."),
    )


@workspace_view("define_achievement")
@require_POST
def achievement_suspension(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    """Lets new badges be suspended, or not any more."""
    achievement, is_allowed = own_or_404(organisation, slug).achievement, request.POST.get("allow") == "yes"
    said = (
        _("Badges issued from now on can be suspended and restored.")
        if is_allowed
        else _("Badges issued from now on can be revoked, not suspended.")
    )
    return _done(
        request,
        organisation,
        slug,
        lambda: allow_suspension(
            achievement=achievement, is_allowed=is_allowed, by=actor_of(request), now=timezone.now()
        ),
        said,
    )


@workspace_view("define_achievement")
@require_POST
def artwork_remove(request: HttpRequest, organisation: Profile, slug: str) -> HttpResponse:
    draft = _draft(organisation, slug)
    return _done(
        request,
        organisation,
        slug,
        lambda: remove_artwork(version=draft, by=actor_of(request), now=timezone.now()),
        _("The badge is drawn from the definition again."),
    )


def _draft(organisation: Profile, slug: str) -> AchievementVersion:
    draft = own_or_404(organisation, slug).draft
    if draft is None:
        raise Http404
    return draft


def _done(
    request: HttpRequest, organisation: Profile, slug: str, change: Callable[[], object], said: str
) -> HttpResponse:
    """Make the change, say how it went, and go back to the achievement."""
    try:
        change()
    except CatalogError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("catalog:achievement-manage", organisation.handle, slug)
