"""Applying for a badge, as the applicant does it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from openlaurel.apps.assessment.views import learner_of
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.offers.errors import InvalidOffer, NotOffered
from openlaurel.apps.offers.forms import ApplyForm
from openlaurel.apps.offers.models import ApplicationState, Opening
from openlaurel.apps.offers.queries import latest_application
from openlaurel.apps.offers.services import apply_for_badge, check_takes, withdraw_application
from openlaurel.apps.offers.views.answering import claim_path, tell


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """What to hand in, the form for who is signed in, and what became of it."""
    opening, now = _opening(slug), timezone.now()
    account = request.user if request.user.is_authenticated else None
    if request.method == "POST" and account is None:
        return redirect("account_login")
    version = published_versions().filter(achievement=opening.achievement_id).first()
    latest = latest_application(opening, account) if account else None
    form = ApplyForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        version=version,
        initial={"name": account.name} if account else {},
    )
    closed = ""
    try:
        check_takes(opening, now)
    except NotOffered as error:
        closed = str(error)
    if request.method == "POST" and account is not None and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "words", "url", "shares_evidence")}
        try:
            apply_for_badge(
                opening=opening, account=account, file=form.upload(), fields=form.values(), now=now, **given
            )
        except InvalidOffer as error:
            tell(form, error)
        except NotOffered as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your application is handed in. The answer comes by mail."))
            return redirect("offers:apply", slug)
    is_waiting = latest is not None and latest.state in {
        ApplicationState.SUBMITTED,
        ApplicationState.APPROVED,
    }
    context = {
        "opening": opening,
        "organisation": opening.organisation,
        "version": version,
        "latest": latest,
        "claim_url": claim_path(latest.award) if latest and latest.award else "",
        "form": None if closed or is_waiting or account is None else form,
        "closed": closed,
    }
    return render(request, "offers/apply.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    latest = latest_application(_opening(slug), learner_of(request))
    if latest is None:
        raise Http404
    try:
        withdraw_application(application=latest, now=timezone.now())
    except NotOffered as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your application is withdrawn. You can hand in another one."))
    return redirect("offers:apply", slug)


def _opening(slug: str) -> Opening:
    rows = Opening.objects.select_related("organisation", "achievement")
    is_public = published_versions().filter(achievement__slug=slug).exists()
    found = rows.filter(achievement__slug=slug).first() if is_public else None
    if found is None:
        raise Http404
    return found
