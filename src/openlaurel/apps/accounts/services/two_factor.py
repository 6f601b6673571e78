"""The second factor of an account, when its person has lost it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.services.personal_data import end_sessions
from openlaurel.apps.events.services import record_event


def reset_two_factor(*, account: Account, now: datetime) -> int:
    """This function will remove every second factor of `account` and end its sessions; returns how many were removed.

    It is for the installation alone: whoever asks must have been recognised in another way, since then the mailbox or
    the password is enough to sign in.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account.pk)
        removed, _ = Authenticator.objects.filter(user=account).delete()
        addresses = EmailAddress.objects.filter(user=account).values_list("email", flat=True)
        end_sessions(account.pk, {account.email.lower(), *(address.lower() for address in addresses)})
        if removed:
            record_event(kind="account.second_factor_reset", subject=("account", account.pk), now=now)
    return removed
