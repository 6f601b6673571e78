"""Awards as an organisation, a holder and the public see them."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.assessment.models import Submission
from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.events.queries import Subject
from openlaurel.apps.events.words import isolated
from openlaurel.apps.issuing.codes import ids_of
from openlaurel.apps.issuing.models import Award, AwardState, SigningKey, Visibility
from openlaurel.apps.issuing.queries.award_lists import HIDDEN_COLUMNS
from openlaurel.apps.issuing.services.claims import award_id_of, opens
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries.long_pages import MOST_COUNTED, counted


@dataclass(frozen=True)
class AwardCounts:
    """How far an organisation's badges got: each number is part of the one before, but for the last two."""

    issued: int
    mailed: int
    opened: int
    accepted: int
    declined: int
    revoked: int


def count_awards(organisation: Profile) -> AwardCounts | None:
    """This function will count how far the organisation's badges got; None where that are too many to be counted each time."""
    is_opened = Q(opened_at__isnull=False) | Q(accepted_at__isnull=False)
    awards = Award.objects.filter(organisation=organisation)
    if counted(awards) > MOST_COUNTED:
        return None
    return AwardCounts(
        **awards.aggregate(
            issued=Count("pk"),
            mailed=Count("pk", filter=Q(mailed_at__isnull=False) | is_opened),
            opened=Count("pk", filter=is_opened),
            accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
            declined=Count("pk", filter=Q(state=AwardState.DECLINED)),
            revoked=Count("pk", filter=Q(state=AwardState.REVOKED)),
        )
    )


def awards_in_force(organisation: Profile, now: datetime) -> QuerySet[Award]:
    """This function will return the accepted badges of an organisation that count at `now` and name somebody."""
    return Award.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=now),
        organisation=organisation,
        stage=AwardState.ACCEPTED,
        suspended_at=None,
        recipient_erased_at=None,
    )


def get_award(organisation: Profile, award_id: UUID | str) -> Award:
    """This function will return an award of this organisation, or raise Award.DoesNotExist."""
    return _whole().get(organisation=organisation, id=award_id)


def get_public_award(award_id: UUID | str) -> Award:
    """This function will return an award that its holder accepted and shows to more than themselves, revoked since or
    not, or raise Award.DoesNotExist."""
    shown = _whole().exclude(visibility=Visibility.PRIVATE)
    return shown.get(id=award_id, accepted_at__isnull=False, recipient_erased_at=None)


def get_award_of(account: Account, award_id: UUID | str) -> Award:
    """This function will return an award that is in an account, or raise Award.DoesNotExist."""
    return _whole().get(id=award_id, account=account)


def find_public_award(url: str) -> Award | None:
    """This function will return the accepted award whose page, file or short address is `url`, present or former.

    None too for one that its holder shows to nobody: `is_private_address` tells these apart.
    """
    award = _at(url)
    return award if award is not None and award.visibility != Visibility.PRIVATE else None


def is_private_address(url: str) -> bool:
    """This function will say whether a badge is at `url` whose holder shows it to nobody by that."""
    award = _at(url)
    return award is not None and award.visibility == Visibility.PRIVATE


def hides_evidence(award_id: UUID | str) -> bool:
    """This function will say whether the holder of an award hides its evidence from strangers."""
    return Award.objects.filter(pk=award_id, hides_evidence=True).exclude(evidence=[]).exists()


def hides_work(submission: Submission) -> bool:
    """This function will say whether a piece of work is evidence of a badge whose holder hides it or keeps it private."""
    awards = Award.objects.filter(
        account=submission.account_id, version__achievement=submission.assessment.achievement_id
    )
    shown = awards.filter(hides_evidence=False).exclude(visibility=Visibility.PRIVATE)
    return awards.exists() and not shown.exists()


def _at(url: str) -> Award | None:
    address = url.split("#")[0].split("?")[0]
    path = next(
        (address.removeprefix(b) for b in settings.INSTALLATION.urls if address.startswith(b + "/")), ""
    )
    if code := re.fullmatch(r"/b/([^/]+)", path):
        ids = ids_of(code[1])
        found = list(_whole().filter(id__range=ids)[:2]) if ids else []
    else:
        name = re.fullmatch(r"/awards/([0-9a-f-]{36})(?:\.(?:json|png|svg|pdf))?", path)
        found = list(_whole().filter(id=name[1])) if name and _is_uuid(name[1]) else []
    if len(found) != 1 or found[0].accepted_at is None or found[0].recipient_erased_at is not None:
        return None
    return found[0]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def award_of_token(token: str) -> Award | None:
    """This function will return the award whose claim link holds `token`, in whatever state it is."""
    award_id = award_id_of(token)
    award = _whole().filter(id=award_id, recipient_erased_at=None).first() if award_id else None
    return award if award is not None and opens(token, award) else None


def awards_of(account: Account) -> QuerySet[Award]:
    """This function will return the badges in an account, and those offered to its address, newest first."""
    own_address = Q(account=None, recipient_email=account.email.lower())
    awards = Award.objects.filter(Q(account=account) | own_address)
    return awards.select_related("organisation", "version__achievement").defer(*HIDDEN_COLUMNS)


def awards_about(account: Account) -> QuerySet[Award]:
    """This function will return every award to a person: those in the account, and those to its confirmed addresses."""
    return Award.objects.filter(Q(account=account) | Q(recipient_email__in=confirmed_addresses(account)))


def holders_of(achievement: Achievement) -> dict[UUID, int]:
    """This function will return how many badges of each version stand, offered ones included, by version id."""
    rows = (
        Award.objects.filter(version__achievement=achievement)
        .exclude(stage__in=[AwardState.REVOKED, AwardState.DECLINED])
        .order_by()
        .values_list("version")
        .annotate(Count("pk"))
    )
    return dict(rows)


def _whole() -> QuerySet[Award]:
    return Award.objects.select_related(
        "organisation", "version__achievement__organisation", "account", "own_fields__field_set"
    ).defer(*HIDDEN_COLUMNS)


def subject_awards(ids: set[str]) -> dict[str, Subject]:
    """This function will name awards in the audit trail."""
    rows = Award.objects.filter(id__in=ids).select_related("organisation", "version")
    return {
        str(award.id): Subject(
            name=_("“%(badge)s” for %(person)s")
            % {"badge": isolated(award.version.name), "person": isolated(award.recipient)},
            url=reverse("issuing:award-detail", args=[award.organisation.handle, award.id]),
        )
        for award in rows.defer(*HIDDEN_COLUMNS)
    }


def subject_signing_keys(ids: set[str]) -> dict[str, Subject]:
    return {str(key.id): Subject(name=key.public_multibase) for key in SigningKey.objects.filter(id__in=ids)}
