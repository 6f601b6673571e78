"""Rules: listed, made, looked at with who would get the badge, turned on and off."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openlaurel.apps.issuing.queries.batches import issuable_versions
from openlaurel.apps.issuing.views.choosing import choose, chosen_version, is_long
from openlaurel.apps.offers.errors import InvalidOffer
from openlaurel.apps.offers.forms import RuleForm
from openlaurel.apps.offers.models import Rule
from openlaurel.apps.offers.queries import get_rule, list_rules, rule_names, who_would_get
from openlaurel.apps.offers.services import create_rule, remove_rule, turn_rule
from openlaurel.apps.offers.views.answering import tell
from openlaurel.apps.profiles.access import actor_of, workspace_view
from openlaurel.apps.profiles.models import Profile

PAGE = 50


@workspace_view("issue_award")
@require_safe
def rule_list(request: HttpRequest, organisation: Profile) -> HttpResponse:
    names = rule_names(organisation)
    page = Paginator(list_rules(organisation), PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "page": page,
        "rows": [_row(rule, names) for rule in page],
    }
    return render(request, "offers/rule_list.html", context)


@workspace_view("issue_award")
@require_http_methods(["GET", "HEAD", "POST"])
def rule_create(request: HttpRequest, organisation: Profile) -> HttpResponse:
    chosen = chosen_version(request, organisation)
    if chosen is None and is_long(organisation):
        return choose(request, organisation, _("New rule"))
    form = RuleForm(
        request.POST if request.method == "POST" else None, organisation=organisation, chosen=chosen
    )
    if request.method == "POST" and form.is_valid():
        try:
            rule = create_rule(
                achievement=form.achievement,
                assessment=form.cleaned_data["assessment"],
                held=list(form.cleaned_data["held"]),
                by=actor_of(request),
                now=timezone.now(),
            )
        except InvalidOffer as error:
            tell(form, error)
        else:
            return redirect("offers:rule-detail", organisation.handle, rule.id)
    context = {
        "organisation": organisation,
        "form": form,
        "chosen": chosen,
        "has_versions": issuable_versions(organisation).exists(),
    }
    return render(request, "offers/rule_create.html", context, status=422 if form.is_bound else 200)


@workspace_view("issue_award")
@require_safe
def rule_detail(request: HttpRequest, organisation: Profile, rule_id: UUID) -> HttpResponse:
    """The rule in words, and who would get the badge now."""
    rule = _rule(organisation, rule_id)
    page = Paginator(who_would_get(rule, timezone.now()), PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "rule": rule,
        "row": _row(rule, rule_names(organisation)),
        "page": page,
    }
    return render(request, "offers/rule_detail.html", context)


@workspace_view("issue_award")
@require_POST
def rule_turn(request: HttpRequest, organisation: Profile, rule_id: UUID) -> HttpResponse:
    rule = _rule(organisation, rule_id)
    is_on = request.POST.get("turn") == "on"
    turn_rule(rule=rule, is_on=is_on, by=actor_of(request), now=timezone.now())
    on, off = (
        _("The rule is on. Who fulfils it gets the badge."),
        _("The rule is off. Nobody gets the badge by it."),
    )
    messages.success(request, on if is_on else off)
    return redirect("offers:rule-detail", organisation.handle, rule.id)


@workspace_view("issue_award")
@require_POST
def rule_remove(request: HttpRequest, organisation: Profile, rule_id: UUID) -> HttpResponse:
    remove_rule(rule=_rule(organisation, rule_id), by=actor_of(request), now=timezone.now())
    messages.success(request, _("The rule is removed. Badges that were issued by it stay."))
    return redirect("offers:rule-list", organisation.handle)


def _row(rule: Rule, names: dict[UUID, str]) -> dict[str, object]:
    held = [names.get(found.pk, found.slug) for found in rule.held.all()]
    name = names.get(rule.achievement_id, rule.achievement.slug)
    return {"rule": rule, "name": name, "held": held}


def _rule(organisation: Profile, rule_id: UUID) -> Rule:
    try:
        return get_rule(organisation, rule_id)
    except Rule.DoesNotExist:
        raise Http404 from None
