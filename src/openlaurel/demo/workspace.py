"""What the people of one organisation of the demo world keep in its workspace: how it reminds, writes and connects, whom
it will give badges, and what holders ask of it. Each is left out where it is there already."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.catalog.queries import get_published
from openlaurel.apps.catalog.services import set_custom_fields
from openlaurel.apps.issuing.models import Award, PlannedAward
from openlaurel.apps.issuing.services import AwardDraft, decline_correction, plan_award, request_correction
from openlaurel.apps.letters.models import ReminderPlan
from openlaurel.apps.letters.services import plan_reminders, save_template
from openlaurel.apps.offers.models import Rule
from openlaurel.apps.offers.services import create_rule, turn_rule
from openlaurel.apps.profiles.models import Profile, Role
from openlaurel.apps.profiles.policies import Actor
from openlaurel.apps.profiles.services import create_api_key
from openlaurel.apps.webhooks.services import add_endpoint, pause_endpoint
from openlaurel.core.fields import FieldSpec, Kind
from openlaurel.demo.awards import member_with

Step = Callable[[], None]


def workspace_steps(fields: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, Step]]:
    """This function will return what is to be done for workspace.toml, each with its name."""
    handle = fields["organisation"]
    yield "reminders", partial(_reminders, handle, fields["reminders"], now)
    yield "templates", partial(_templates, handle, fields["templates"], now)
    yield "custom fields", partial(_custom_fields, fields["fields"], now)
    for entry in fields["api_keys"]:
        yield entry["name"], partial(_api_key, handle, entry, now)
    for entry in fields["webhooks"]:
        yield "webhook", partial(_webhook, handle, entry, now)
    for entry in fields["rules"]:
        yield "rule", partial(_rule, entry, now)
    for entry in fields["planned"]:
        yield "planned badge", partial(_planned, entry, now)
    for entry in fields["corrections"]:
        yield "correction", partial(_correction, entry, now)


def _reminders(handle: str, fields: Mapping[str, Any], now: datetime) -> None:
    organisation = Profile.objects.get(handle=handle)
    if not ReminderPlan.objects.filter(organisation=organisation).exists():
        plan_reminders(organisation=organisation, **fields, by=_owner(organisation), now=now)


def _templates(handle: str, entries: list[Mapping[str, Any]], now: datetime) -> None:
    organisation = Profile.objects.get(handle=handle)
    for entry in entries:
        known = organisation.mail_templates.filter(kind=entry["kind"], language=entry["language"])
        if not known.exists():
            save_template(
                organisation=organisation,
                template=None,
                achievement=None,
                **entry,
                by=_owner(organisation),
                now=now,
            )


def _custom_fields(entries: list[dict[str, Any]], now: datetime) -> None:
    for slug in sorted({entry["achievement"] for entry in entries}):
        achievement = Achievement.objects.get(slug=slug)
        specs = [
            FieldSpec(**{**entry, "kind": Kind(entry["kind"])})
            for entry in ({**each} for each in entries)
            if entry.pop("achievement") == slug
        ]
        if not achievement.custom_fields:
            set_custom_fields(
                achievement=achievement, fields=specs, by=_owner(achievement.organisation), now=now
            )


def _api_key(handle: str, entry: Mapping[str, Any], now: datetime) -> None:
    organisation = Profile.objects.get(handle=handle)
    if not organisation.api_keys.filter(name=entry["name"]).exists():
        create_api_key(
            organisation=organisation,
            name=entry["name"],
            scopes=entry["scopes"],
            by=_owner(organisation),
            now=now - timedelta(days=entry["days_ago"]),
        )


def _webhook(handle: str, entry: Mapping[str, Any], now: datetime) -> None:
    """Its system exists nowhere, so it is paused: the site would knock in vain."""
    organisation, made = Profile.objects.get(handle=handle), now - timedelta(days=entry["days_ago"])
    if not organisation.webhooks.filter(url=entry["url"]).exists():
        by = _owner(organisation)
        endpoint, _secret = add_endpoint(
            organisation=organisation, url=entry["url"], types=entry["types"], by=by, now=made
        )
        pause_endpoint(endpoint=endpoint, by=by, now=made)


def _rule(entry: Mapping[str, Any], now: datetime) -> None:
    achievement = Achievement.objects.get(slug=entry["achievement"])
    if not Rule.objects.filter(achievement=achievement).exists():
        held = Achievement.objects.filter(slug__in=entry["held"])
        by = _owner(achievement.organisation)
        rule = create_rule(achievement=achievement, assessment=None, held=list(held), by=by, now=now)
        turn_rule(rule=rule, is_on=True, by=by, now=now)


def _planned(entry: Mapping[str, Any], now: datetime) -> None:
    version = get_published(entry["achievement"])
    learner = Account.objects.get(email=entry["learner"])
    planned = PlannedAward.objects.filter(
        achievement=version.achievement, recipient_email=learner.email, award=None
    )
    if not planned.exists():
        plan_award(
            version=version,
            draft=AwardDraft(recipient_name=learner.name, recipient_email=learner.email),
            notify=True,
            due_at=now + timedelta(days=entry["in_days"]),
            by=member_with(version, Role.ISSUER),
            now=now,
        )


def _correction(entry: Mapping[str, Any], now: datetime) -> None:
    asked = now - timedelta(days=entry["days_ago"])
    award = Award.objects.get(
        version__achievement__slug=entry["achievement"], recipient_email=entry["learner"]
    )
    if award.correction_requests.exists():
        return
    request = request_correction(
        award=award, wanted_name=entry.get("wanted_name", ""), words=entry["words"], now=asked
    )
    if "answer" in entry:
        by = member_with(award.version, Role.ISSUER)
        decline_correction(request=request, answer=entry["answer"], by=by, now=asked + timedelta(days=1))


def _owner(organisation: Profile) -> Actor:
    return Actor(account=organisation.memberships.select_related("account").get(role=Role.OWNER).account)
