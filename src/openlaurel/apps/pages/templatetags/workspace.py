"""The side navigation of an organisation's workspace: what this person's roles permit."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.pages.templatetags.site import Link
from openlaurel.apps.profiles.access import actor_of
from openlaurel.apps.profiles.policies import PERMISSIONS, roles_of
from openlaurel.apps.signon.queries import two_factor_due

register = template.Library()

PLACES = (
    ("pages:org-overview", "view_workspace", _("Overview"), "layout-dashboard"),
    ("catalog:achievement-list", "define_achievement", _("Micro-credentials"), "award"),
    ("catalog:family-list", "define_achievement", _("Badge families"), "shapes"),
    ("programmes:programme-list", "define_achievement", _("Programmes"), "route"),
    ("issuing:issue", "issue_award", _("Issue"), "send"),
    ("issuing:roster-list", "issue_award", _("Rosters"), "file-up"),
    ("offers:rule-list", "issue_award", _("Rules"), "list-checks"),
    ("offers:claim-code-list", "issue_award", _("Claim codes"), "qr-code"),
    ("issuing:award-list", "view_awards", _("Badges"), "badge-check"),
    ("figures:figures", "view_figures", _("Figures"), "chart-column"),
    ("desk:bulk-list", "act_in_bulk", _("Bulk actions"), "layers"),
    ("issuing:correction-request-list", "correct_award", _("Corrections"), "pencil"),
    ("letters:template-list", "manage_mail", _("Mail"), "mail"),
    ("offers:application-list", "review_submission", _("Applications"), "inbox"),
    ("assessment:review-list", "review_submission", _("Reviews"), "clipboard-check"),
    ("profiles:member-list", "manage_members", _("Members"), "users"),
    ("moves:import-list", "move_badges", _("Move in and out"), "arrow-left-right"),
    ("profiles:audit-trail", "view_audit_trail", _("Audit trail"), "history"),
    ("profiles:key-list", "manage_keys", _("API keys"), "key-round"),
    ("webhooks:endpoint-list", "manage_webhooks", _("Webhooks"), "webhook"),
    ("certificates:certificate-list", "edit_brand", _("Certificates"), "file-text"),
    ("profiles:brand", "edit_brand", _("Brand"), "palette"),
    ("profiles:organisation-settings", "edit_profile", _("Settings"), "settings"),
)
# Pages that are reached from a place without being below its address.
BESIDE = {
    "issuing:issue": ("issuing:planned-list",),
    "desk:bulk-list": ("desk:recall-list",),
    "profiles:organisation-settings": ("profiles:domain-list", "signon:sign-on"),
}


@register.inclusion_tag("pages/_entry_notice.html", takes_context=True)
def entry_notice(context: Context) -> dict[str, Any]:
    """From when on this person needs a second factor that they lack, if the organisation asks for one."""
    account = actor_of(context["request"]).account
    assert account is not None
    return {"due": two_factor_due(context["organisation"], account, timezone.now())}


@register.simple_tag(takes_context=True)
def workspace_links(context: Context) -> list[Link]:
    organisation, request = context["organisation"], context["request"]
    roles = roles_of(actor_of(request), organisation)
    overview = f"/org/{organisation.handle}/"
    links = []
    for name, permission, label, icon in PLACES:
        if not roles & PERMISSIONS[permission]:
            continue
        url = reverse(name, kwargs={"handle": organisation.handle})
        near = [url, *(reverse(each, args=[organisation.handle]) for each in BESIDE.get(name, ()))]
        is_current = any(
            request.path == each or (each != overview and request.path.startswith(each)) for each in near
        )
        links.append(Link(str(label), url, icon, is_current))
    return links
