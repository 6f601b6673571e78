"""What an organisation asks for at its entrance, and who lacks it."""

from dataclasses import dataclass
from datetime import datetime

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import accounts_with_two_factor, has_two_factor
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import members_of
from openlaurel.apps.signon.models import EntryRule, IdentityProvider


@dataclass(frozen=True)
class TwoFactorState:
    """How many members there are, and how many of them have a second factor."""

    members: int
    ready: int

    @property
    def lacking(self) -> int:
        return self.members - self.ready


def entry_rule_of(organisation: Profile) -> EntryRule:
    """This function will return what `organisation` asks for; an empty rule, not stored, where it asks for nothing."""
    return EntryRule.objects.filter(organisation=organisation).first() or EntryRule(organisation=organisation)


def provider_of(organisation: Profile) -> IdentityProvider | None:
    """This function will return the identity provider of `organisation`, if it has one."""
    found = IdentityProvider.objects.filter(organisation=organisation)
    return found.select_related("organisation").first()


def provider_for(email: str) -> IdentityProvider | None:
    """This function will return where somebody with this address signs on: who confirmed the address's domain."""
    domain = email.strip().lower().rpartition("@")[2]
    found = IdentityProvider.objects.filter(
        organisation__domains__name=domain, organisation__domains__confirmed_at__isnull=False
    )
    return found.select_related("organisation").first()


def two_factor_state(organisation: Profile) -> TwoFactorState:
    """This function will count the members of `organisation` with and without a second factor."""
    ids = set(members_of(organisation).order_by().values_list("pk", flat=True))
    return TwoFactorState(members=len(ids), ready=len(accounts_with_two_factor(ids)))


def two_factor_due(organisation: Profile, account: Account, now: datetime) -> datetime | None:
    """This function will return when `account` needs the second factor that it lacks, past moments too, else None."""
    start = entry_rule_of(organisation).two_factor_from
    return None if start is None or has_two_factor(account) else start
