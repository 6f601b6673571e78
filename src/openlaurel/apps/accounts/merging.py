"""What accounts themselves settle when two become one: addresses, second factors, and how one signs in."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen

OF = (
    "account.EmailAddress",
    "mfa.Authenticator",
    "accounts.Account_groups",
    "accounts.Account_user_permissions",
)


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will say which addresses move, and by what one signs in afterwards."""
    addresses = EmailAddress.objects.filter(user=source).order_by("-primary", "email")
    moves = [_("The address %(email)s") % {"email": row.email} for row in addresses]
    stays = [
        _("Mails go to %(email)s, and the password is the one of that account.") % {"email": target.email}
    ]
    factors = _kinds(source)
    if Authenticator.Type.WEBAUTHN in factors:
        moves.append(_("Its passkeys"))
    if Authenticator.Type.TOTP in factors and Authenticator.Type.TOTP in _kinds(target):
        stays.append(_("Of the two authenticator apps, that of the account that stays counts."))
    elif Authenticator.Type.TOTP in factors:
        moves.append(_("Its authenticator app, which is asked for at the sign-in from then on"))
    return Foreseen(moves, stays)


def settle(source: Account, target: Account, now: datetime) -> None:
    """This function will leave one main address, one app and one set of recovery codes."""
    mine = EmailAddress.objects.filter(user=target).values_list("email", flat=True)
    EmailAddress.objects.filter(user=source, email__in=list(mine)).delete()
    EmailAddress.objects.filter(user=source).update(primary=False)
    single = {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES} & _kinds(target)
    for factor in Authenticator.objects.filter(user=source, type__in=single):
        factor.delete()
    target.groups.add(*source.groups.all())
    target.user_permissions.add(*source.user_permissions.all())
    source.groups.clear()
    source.user_permissions.clear()


def _kinds(account: Account) -> set[str]:
    return set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
