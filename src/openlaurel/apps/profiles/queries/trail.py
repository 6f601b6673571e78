"""The audit trail of an organisation in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.apps.accounts.models import Account, MergedAccount
from openlaurel.apps.events.models import Event
from openlaurel.apps.events.queries import Subject, subjects_of
from openlaurel.apps.events.words import GROUPS, isolated, words_for
from openlaurel.apps.profiles.models import ApiKey, Invitation, Profile, Role

DETAIL_LABELS = {
    "name": gettext_lazy("name"),
    "description": gettext_lazy("description"),
    "url": gettext_lazy("website"),
    "email": gettext_lazy("e-mail address"),
    "country": gettext_lazy("country"),
    "language": gettext_lazy("language"),
    "hue": gettext_lazy("brand colour"),
    "colour": gettext_lazy("brand colour"),
    "accent": gettext_lazy("second colour"),
    "recipient_name": gettext_lazy("name"),
    "recipient_email": gettext_lazy("e-mail address"),
    "linkedin_id": gettext_lazy("number on LinkedIn"),
    "valid_from": gettext_lazy("date of issue"),
    "valid_until": gettext_lazy("end of validity"),
    "results": gettext_lazy("results"),
    "allow": gettext_lazy("issue another one"),
    "refuse": gettext_lazy("refuse it"),
    "renew": gettext_lazy("renew the earlier one"),
}

# The parts of the trail in which those appear who work, or worked, for an organisation; its holders are in the others.
GROUPS_OF_STAFF = ("member", "organisation", "api_key")


def list_events(organisation: Profile, group: str = "", actor_id: str = "") -> QuerySet[Event]:
    """This function will return the audit trail of `organisation`, the latest day first, of one group or one actor only."""
    events = Event.objects.filter(organisation_id=organisation.id, trail_group__isnull=False)
    if group in GROUPS:
        events = events.filter(trail_group=group)
    return events.filter(actor_id=actor_id) if actor_id else events


def all_events(organisation: Profile, group: str = "", actor_id: str = "") -> QuerySet[Event]:
    """This function will do the same with what the trail shows as parts of another line."""
    events = Event.objects.filter(organisation_id=organisation.id)
    if group in GROUPS:
        events = events.filter(kind__startswith=f"{group}.")
    if actor_id:
        events = events.filter(actor_id=actor_id)
    return events


@dataclass(frozen=True)
class TrailLine:
    """One line of the audit trail as people read it."""

    event: Event
    actor: str
    words: str
    subject: Subject | None


def read_trail(events: Iterable[Event]) -> list[TrailLine]:
    """This function will say of each event who did what to what, in the reader's language."""
    events = list(events)
    actors = _actor_names({event.actor_id for event in events if event.actor_id})
    subjects = subjects_of(events)
    labels = {role.value: role.label for role in Role} | DETAIL_LABELS
    return [
        TrailLine(
            event=event,
            actor=actors.get(event.actor_id, _("A deleted account")) if event.actor_id else _("This site"),
            words=words_for(event, labels),
            subject=subjects.get((event.subject_kind, event.subject_id)),
        )
        for event in events
    ]


def trail_people(organisation: Profile) -> list[tuple[str, str]]:
    """This function will return (id, name) of everybody who works or worked for the organisation, and of its API keys."""
    ids = set(organisation.memberships.values_list("account", flat=True))
    ids |= set(ApiKey.objects.filter(organisation=organisation).values_list("pk", flat=True))
    news = list_events(organisation).filter(trail_group__in=GROUPS_OF_STAFF).order_by()
    for actor_id, kind, subject_id in news.values_list("actor_id", "subject_kind", "subject_id").distinct():
        ids |= {actor_id} if actor_id else set()
        ids |= {UUID(subject_id)} if kind == "account" else set()
    return sorted(((str(key), name) for key, name in _actor_names(ids).items()), key=lambda pair: pair[1])


def _actor_names(ids: set[UUID]) -> dict[UUID, str]:
    names = {account.id: str(account) for account in Account.objects.filter(id__in=ids)}
    merged = MergedAccount.objects.filter(id__in=ids - set(names)).select_related("into")
    names |= {row.id: str(row.into) for row in merged}
    keys = ApiKey.objects.filter(id__in=ids - set(names))
    return names | {key.id: _("API key %(name)s") % {"name": isolated(key.name)} for key in keys}


def subject_accounts(ids: set[str]) -> dict[str, Subject]:
    return {str(account.id): Subject(name=str(account)) for account in Account.objects.filter(id__in=ids)}


def subject_profiles(ids: set[str]) -> dict[str, Subject]:
    return {str(profile.id): Subject(name=profile.name) for profile in Profile.objects.filter(id__in=ids)}


def subject_invitations(ids: set[str]) -> dict[str, Subject]:
    return {str(i.id): Subject(name=i.email) for i in Invitation.objects.filter(id__in=ids)}


def subject_api_keys(ids: set[str]) -> dict[str, Subject]:
    return {str(key.id): Subject(name=key.name) for key in ApiKey.objects.filter(id__in=ids)}
