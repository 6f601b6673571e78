"""What an API key may do, in small pieces. Programs name scopes in their settings: none is renamed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    AWARDS_READ = "awards:read", _("Read badges, with the names and addresses of their recipients")
    AWARDS_ISSUE = "awards:issue", _("Issue badges")
    AWARDS_CORRECT = "awards:correct", _("Correct badges")
    AWARDS_SUSPEND = "awards:suspend", _("Suspend badges, and restore them")
    AWARDS_REVOKE = "awards:revoke", _("Revoke badges")
    AWARDS_BULK = "awards:bulk", _("Act on many badges at once, with the scope for the same on one badge")
    OFFERS_MANAGE = (
        "offers:manage",
        _("Manage claim codes, calls for applications and rules, and decide on who used a code"),
    )
    APPLICATIONS_DECIDE = (
        "applications:decide",
        _("Read applications with their evidence, and decide on them"),
    )
    PROGRAMMES_MANAGE = "programmes:manage", _("Manage programmes and badge families")
    BRAND_MANAGE = "brand:manage", _("Manage colours, logo and designs of certificates")
    MAIL_READ = "mail:read", _("Read what became of mails, with the addresses of their recipients")
    MAIL_MANAGE = "mail:manage", _("Send mails again, and keep the list of addresses without mails")
    WEBHOOKS_MANAGE = "webhooks:manage", _("Manage webhooks")
    FIGURES_READ = "figures:read", _("Read figures, which name nobody")
    FIGURES_MANAGE = "figures:manage", _("Plan which members get figures by mail")
    AUDIT_READ = "audit:read", _("Read the audit trail")
    KEYS_ROTATE = "keys:rotate", _("Read about itself, and give itself a new secret")


# The permissions that each scope brings. What no scope brings, no key may do.
GRANTS: dict[Scope, frozenset[str]] = {
    Scope.AWARDS_READ: frozenset({"view_awards"}),
    Scope.AWARDS_ISSUE: frozenset({"issue_award"}),
    Scope.AWARDS_CORRECT: frozenset({"correct_award"}),
    Scope.AWARDS_SUSPEND: frozenset({"suspend_award"}),
    Scope.AWARDS_REVOKE: frozenset({"revoke_award"}),
    Scope.AWARDS_BULK: frozenset({"act_in_bulk"}),
    Scope.OFFERS_MANAGE: frozenset({"issue_award"}),
    Scope.APPLICATIONS_DECIDE: frozenset({"review_submission"}),
    Scope.PROGRAMMES_MANAGE: frozenset({"define_achievement", "publish_achievement"}),
    Scope.BRAND_MANAGE: frozenset({"edit_brand"}),
    Scope.MAIL_READ: frozenset({"view_mail"}),
    Scope.MAIL_MANAGE: frozenset({"manage_mail"}),
    Scope.WEBHOOKS_MANAGE: frozenset({"manage_webhooks"}),
    Scope.FIGURES_READ: frozenset({"view_figures"}),
    Scope.FIGURES_MANAGE: frozenset({"plan_reports"}),
    Scope.AUDIT_READ: frozenset({"view_audit_trail"}),
    Scope.KEYS_ROTATE: frozenset({"rotate_api_key"}),
}
