"""From the rows of a roster to drafts of badges, and the keys that keep a row from being issued twice."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.errors import IssuingError, KeyUsedForAnother
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services.drafts import AwardDraft
from openlaurel.apps.issuing.validity import Validity, validity_of
from openlaurel.core.openbadges import Evidence
from openlaurel.core.rosters import Person

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z0-9]{2,8}))?").fullmatch


def draft_of(person: Person, key: str | None = None) -> AwardDraft:
    """This function will return the badge that a row of a roster asks for."""
    evidence: tuple[Evidence, ...] = ()
    if person.evidence_name or person.evidence_url or person.evidence_text:
        evidence = (
            Evidence(name=person.evidence_name, id=person.evidence_url, narrative=person.evidence_text),
        )
    language = _LANGUAGE(person.language)
    return AwardDraft(
        recipient_name=person.name,
        recipient_email=person.email,
        valid_from=person.issued_on,
        valid_until=person.expires_on,
        narrative=person.narrative,
        evidence=evidence,
        language="-".join(part for part in language.groups() if part) if language else "",
        idempotency_key=key,
        fields=person.fields,
        is_asked=True,
    )


def keys_of(version: AchievementVersion, people: Sequence[Person], now: datetime) -> list[str]:
    """This function will return an idempotency key for each person, the same each time the same roster is issued.

    It is made of the achievement, the address and the date of issue. Badges that were revoked or have expired are
    spent: their number is part of the key, so that whoever held one can be given a new one.
    """
    bases = [_base(version, person) for person in people]
    spent: Counter[str] = Counter()
    earlier = Award.objects.filter(
        organisation=version.achievement.organisation,
        version__achievement=version.achievement,
        recipient_email__in={person.email for person in people},
        idempotency_key__startswith="roster:",
    )
    for award in earlier.only("idempotency_key", "state", "valid_until", "suspended_at"):
        if not still_counts(award, now):
            spent[str(award.idempotency_key).rpartition(":")[0]] += 1
    return [f"{base}:{spent[base]}" for base in bases]


def awards_to(emails: Iterable[str]) -> QuerySet[Award]:
    """This function will return all awards to these addresses, whoever gave them, found by the index of addresses.

    Asked for a version, an organisation or an order too, SQLite would rather read all awards that have it.
    """
    awards = Award.objects.alias(address=Lower("recipient_email"))
    return awards.filter(address__in={email.lower() for email in emails}).order_by()


def still_counts(award: Award, now: datetime) -> bool:
    """This function will tell whether a badge counts or is only suspended: a second one would undo the suspension."""
    return validity_of(award, now) in {Validity.VALID, Validity.SUSPENDED}


def already_holding(version: AchievementVersion, emails: Sequence[str], now: datetime) -> set[str]:
    """This function will return those of `emails` to which a badge of this achievement was given that still counts, or
    is only suspended."""
    versions = set(version.achievement.versions.values_list("pk", flat=True))
    awards = awards_to(emails).only("version_id", "recipient_email", "state", "valid_until", "suspended_at")
    holders = {
        award.recipient_email for award in awards if award.version_id in versions and still_counts(award, now)
    }
    return {email for email in emails if email.lower() in holders}


def refusal_of(error: IssuingError) -> str:
    """This function will say why a row of a roster got no badge."""
    if isinstance(error, KeyUsedForAnother):
        return _(
            "This address was given this badge before, with other details. Revoke that one, then issue it again."
        )
    return str(error)


def _base(version: AchievementVersion, person: Person) -> str:
    issued_on = person.issued_on.isoformat() if person.issued_on else ""
    asked = f"{version.achievement_id}\n{person.email}\n{issued_on}"
    return "roster:" + hashlib.sha256(asked.encode()).hexdigest()[:40]
