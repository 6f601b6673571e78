"""One's own wallet, and what others see of it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.issuing.models import Visibility
from openlaurel.apps.verifier.further_words import further_in_words
from openlaurel.apps.verifier.limits import TooOften, counted
from openlaurel.apps.verifier.presenting import said_by, without_evidence
from openlaurel.apps.verifier.services import VerifierError
from openlaurel.apps.verifier.verdicts import verdict_of
from openlaurel.apps.verifier.words import error_in_words, in_words
from openlaurel.apps.wallet.errors import WalletError
from openlaurel.apps.wallet.forms import AddForm
from openlaurel.apps.wallet.held import held_kept
from openlaurel.apps.wallet.models import KeptBadge
from openlaurel.apps.wallet.queries import (
    MEDIA_TYPES,
    file_name,
    kept_badge_of,
    list_earned,
    list_kept,
    shown_badge,
)
from openlaurel.apps.wallet.reports import about_the_badge, report_of
from openlaurel.apps.wallet.services import (
    check_again,
    keep_file,
    keep_from_address,
    remove_badge,
)


@login_required
@never_cache
@require_safe
def wallet(request: HttpRequest) -> HttpResponse:
    account = cast(Account, request.user)
    earned = list_earned(account, request.GET.get("earned"), now=timezone.now())
    context = {"kept": list_kept(account, request.GET.get("kept")), "earned": earned}
    return render(request, "wallet/wallet.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def badge_add(request: HttpRequest) -> HttpResponse:
    """What is given is verified while its holder waits: a few seconds at most, counted like on /verify."""
    form = AddForm(request.POST, request.FILES) if request.method == "POST" else AddForm()
    if form.is_bound and form.is_valid():
        field = "file" if form.cleaned_data["file"] else "url"
        try:
            with counted(request):
                badge = _keep(request, form)
        except TooOften as error:
            form.add_error(None, _too_often(error))
        except VerifierError as error:
            words = error_in_words(error)
            form.add_error(field, f"{words.sentence}")
        except WalletError as error:
            form.add_error(field, str(error))
        else:
            messages.success(
                request, _("“%(name)s” is in your wallet. Only you see it.") % {"name": badge.name}
            )
            return redirect("wallet:badge-detail", badge_id=badge.pk)
    return render(request, "wallet/badge_add.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_safe
def badge_detail(request: HttpRequest, badge_id: UUID) -> HttpResponse:
    badge = _own(request, badge_id)
    context = _context(badge) | {
        "held": held_kept(badge),
        "visibilities": Visibility.choices,
        "shown_url": request.build_absolute_uri(f"/kept/{badge.pk}"),
    }
    return render(request, "wallet/badge_detail.html", context)


@login_required
@require_POST
def badge_check(request: HttpRequest, badge_id: UUID) -> HttpResponse:
    badge = _own(request, badge_id)
    try:
        with counted(request):
            check_again(badge=badge, now=timezone.now())
    except TooOften as error:
        messages.error(request, _too_often(error))
    except VerifierError as error:
        messages.error(request, error_in_words(error).sentence)
    else:
        messages.success(request, _("Verified again; this is what was found."))
    return redirect("wallet:badge-detail", badge_id=badge_id)


@login_required
@require_POST
def badge_remove(request: HttpRequest, badge_id: UUID) -> HttpResponse:
    badge = _own(request, badge_id)
    remove_badge(badge=badge, now=timezone.now())
    messages.success(request, _("“%(name)s” is no longer in your wallet.") % {"name": badge.name})
    return redirect("wallet:wallet")


@require_safe
def shown_detail(request: HttpRequest, badge_id: UUID) -> HttpResponse:
    """What others see: the badge, who holds it, and what the latest verification found."""
    badge = _shown(badge_id)
    response = render(request, "wallet/shown_detail.html", _context(badge, for_others=True))
    if badge.visibility != Visibility.PUBLIC:
        response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


@require_safe
def badge_picture(request: HttpRequest, badge_id: UUID) -> HttpResponse:
    badge = _visible(request, badge_id)
    if not badge.picture:
        raise Http404
    return _file(bytes(badge.picture), "image/png")


@require_safe
def badge_file(request: HttpRequest, badge_id: UUID) -> HttpResponse:
    """The file as it was brought in. It is saved, never opened on this site: an SVG of others may hold scripts."""
    badge = _visible(request, badge_id)
    if badge.hides_evidence and badge.account_id != getattr(request.user, "pk", None):
        return render(request, "wallet/badge_without_file.html", {"badge": badge}, status=403)
    response = _file(bytes(badge.content), MEDIA_TYPES[badge.kind])
    response["Content-Disposition"] = f'attachment; filename="{file_name(badge)}"'
    return response


def _keep(request: HttpRequest, form: AddForm) -> KeptBadge:
    account, now = cast(Account, request.user), timezone.now()
    if form.cleaned_data["file"]:
        return keep_file(account=account, data=form.cleaned_data["file"].read(), now=now)
    return keep_from_address(account=account, url=form.cleaned_data["url"], now=now)


def _context(badge: KeptBadge, *, for_others: bool = False) -> dict[str, Any]:
    report = about_the_badge(report_of(badge.report, badge.document))
    if for_others and badge.hides_evidence:
        report = without_evidence(report)
    return {
        "badge": badge,
        "report": report,
        "verdict": verdict_of(report),
        "checks": in_words(report),
        "further": further_in_words(report),
        "said": said_by(report),
        "checked_at": badge.checked_at,
    }


def _own(request: HttpRequest, badge_id: UUID) -> KeptBadge:
    try:
        return kept_badge_of(cast(Account, request.user), badge_id)
    except KeptBadge.DoesNotExist as error:
        raise Http404 from error


def _shown(badge_id: UUID) -> KeptBadge:
    try:
        return shown_badge(badge_id)
    except KeptBadge.DoesNotExist as error:
        raise Http404 from error


def _visible(request: HttpRequest, badge_id: UUID) -> KeptBadge:
    """The badge when it is one's own, or shown to others; else there is none."""
    if request.user.is_authenticated:
        try:
            return kept_badge_of(request.user, badge_id)
        except KeptBadge.DoesNotExist:
            pass
    return _shown(badge_id)


def _file(content: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=300"
    return response


def _too_often(error: TooOften) -> str:
    wait = _("Too many badges were verified in the last minute. Wait %(seconds)s seconds and try again.")
    return wait % {"seconds": error.wait}
