"""An organisation's badges: listed, one in detail, issued to one person, sent again, revoked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.catalog.forms.custom_fields import input_name
from openlaurel.apps.issuing.errors import InvalidAward, IssuingError, NotPossibleNow
from openlaurel.apps.issuing.exporting import award_lines
from openlaurel.apps.issuing.forms import AwardFilterForm, IssueForm, RevokeForm
from openlaurel.apps.issuing.lifecycle import is_possible
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.presenting import row_of, timeline_of
from openlaurel.apps.issuing.queries import (
    award_line,
    can_be_suspended,
    claim_url,
    corrections_of,
    get_award,
    list_awards,
    open_request_of,
)
from openlaurel.apps.issuing.queries.batches import issuable_versions
from openlaurel.apps.issuing.queries.own_fields import fields_in_words
from openlaurel.apps.issuing.services import issue_awards, plan_award, resend_claim_mail, revoke_award
from openlaurel.apps.issuing.views.choosing import choose, chosen_version, is_long
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.policies import Actor, can
from openlaurel.apps.profiles.queries.long_pages import long_page, place_of

PAGE = 50


@workspace_view("view_awards")
@require_safe
def award_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    form = AwardFilterForm(request.GET, organisation=organisation)
    now = timezone.now()
    place = place_of(request.GET, Award)
    page = long_page(award_line(organisation, form.filters(), place, PAGE, now=now), place, PAGE)
    return render(
        request,
        "issuing/award_list.html",
        {
            "organisation": organisation,
            "form": form,
            "page": page,
            "rows": [row_of(award, now) for award in page],
            "is_filtered": any(request.GET.get(name) for name in form.fields),
            "may_issue": can(actor_of(request), "issue_award", organisation),
            "query": request.GET.urlencode(),
        },
    )


@workspace_view("view_awards")
@require_safe
def award_export(request: HttpRequest, organisation: Profile) -> StreamingHttpResponse:
    """The same list as CSV, all pages of it."""
    form = AwardFilterForm(request.GET, organisation=organisation)
    awards = list_awards(organisation, form.filters(), now=timezone.now())
    response = StreamingHttpResponse(
        award_lines(awards, timezone.now()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{organisation.handle}-badges.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@workspace_view("view_awards")
@require_safe
def award_detail(request: HttpRequest, organisation: Profile, award_id: UUID) -> HttpResponse:
    award = _award(organisation, award_id)
    actor, now = actor_of(request), timezone.now()
    may_issue = can(actor, "issue_award", organisation)
    is_offered = award.state == AwardState.OFFERED and award.recipient_erased_at is None
    return render(
        request,
        "issuing/award_detail.html",
        {
            "organisation": organisation,
            "award": award,
            "row": row_of(award, now),
            "timeline": timeline_of(award),
            "may_resend": may_issue and is_offered,
            "corrections": corrections_of(award),
            "asked": open_request_of(award),
            "may_correct": _may_correct(award, actor),
            **_suspension(award, actor),
            "may_revoke": can(actor, "revoke_award", organisation) and is_possible(award.state, "revoke"),
            "claim_url": claim_url(award) if may_issue and is_offered else "",
            "fields": fields_in_words(award, with_private=True),
        },
    )


@workspace_view("issue_award")
@require_POST
def award_resend(request: HttpRequest, organisation: Profile, award_id: UUID) -> HttpResponse:
    award = _award(organisation, award_id)
    try:
        resend_claim_mail(award=award, by=actor_of(request), now=timezone.now())
    except NotPossibleNow as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The mail to %(email)s is on its way.") % {"email": award.recipient_email}
        )
    return redirect("issuing:award-detail", handle=organisation.handle, award_id=award.id)


@workspace_view("revoke_award")
@require_http_methods(["GET", "HEAD", "POST"])
def award_revoke(request: HttpRequest, organisation: Profile, award_id: UUID) -> HttpResponse:
    """Asks for the reason, says what it means, and revokes by a POST."""
    award = _award(organisation, award_id)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_award(
                award=award, reason=form.cleaned_data["reason"], by=actor_of(request), now=timezone.now()
            )
        except InvalidAward as error:
            form.add_error("reason", error.problems["reason"])
        except NotPossibleNow as error:
            messages.error(request, str(error))
            return redirect("issuing:award-detail", handle=organisation.handle, award_id=award.id)
        else:
            messages.success(request, _("The badge is revoked. Every check of it fails from now on."))
            return redirect("issuing:award-detail", handle=organisation.handle, award_id=award.id)
    return render(
        request,
        "issuing/award_revoke.html",
        {"organisation": organisation, "award": award, "form": form},
        status=422 if form.is_bound else 200,
    )


@workspace_view("issue_award")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, organisation: Profile) -> HttpResponse:
    """One badge for one person."""
    chosen = chosen_version(request, organisation)
    if chosen is None and is_long(organisation):
        return choose(request, organisation, _("Issue a badge"))
    form = IssueForm(
        request.POST if request.method == "POST" else None, organisation=organisation, chosen=chosen
    )
    if request.method == "POST" and form.is_valid() and form.cleaned_data["due_at"]:
        try:
            plan_award(
                version=form.version,
                draft=form.draft(),
                notify=form.cleaned_data["notify"],
                due_at=form.cleaned_data["due_at"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidAward as error:
            _tell(form, error)
        else:
            messages.success(request, _("The badge is planned. Until its date you can cancel it here."))
            return redirect("issuing:planned-list", handle=organisation.handle)
    elif request.method == "POST" and form.is_valid():
        [outcome] = issue_awards(
            version=form.version,
            drafts=[form.draft()],
            by=actor_of(request),
            now=timezone.now(),
            notify=form.cleaned_data["notify"],
        )
        if outcome.award is not None:
            messages.success(request, _issued_words(outcome.award))
            return redirect("issuing:award-detail", handle=organisation.handle, award_id=outcome.award.id)
        assert outcome.error is not None
        _tell(form, outcome.error)
    return render(
        request,
        "issuing/issue.html",
        {
            "organisation": organisation,
            "form": form,
            "chosen": chosen,
            "has_versions": issuable_versions(organisation).exists(),
            "may_define": can(actor_of(request), "define_achievement", organisation),
        },
        status=422 if form.is_bound else 200,
    )


def _may_correct(award: Award, actor: Actor) -> bool:
    is_standing = award.state != AwardState.REVOKED and award.recipient_erased_at is None
    is_standing = is_standing and award.suspended_at is None
    return is_standing and can(actor, "correct_award", award.organisation)


def _suspension(award: Award, actor: Actor) -> dict[str, bool]:
    """Which of suspending and restoring is offered, or that neither can be."""
    may = can(actor, "suspend_award", award.organisation) and award.state != AwardState.REVOKED
    is_suspended = award.suspended_at is not None
    possible = may and can_be_suspended(award)
    return {
        "may_suspend": possible and not is_suspended,
        "may_restore": may and is_suspended,
        "is_unsuspendable": may and not possible,
    }


def _tell(form: IssueForm, error: IssuingError) -> None:
    problems = error.problems if isinstance(error, InvalidAward) else {"": str(error)}
    for field, problem in problems.items():
        name = "evidence_url" if field == "evidence" else input_name(field)
        form.add_error(name if name in form.fields else None, problem)


def _issued_words(award: Award) -> str:
    if award.notify:
        return _("The badge is issued, and the mail to %(email)s is on its way.") % {
            "email": award.recipient_email
        }
    return _("The badge is issued. Nobody was mailed.")


def _award(organisation: Profile, award_id: UUID) -> Award:
    try:
        return get_award(organisation, award_id)
    except Award.DoesNotExist:
        raise Http404 from None
