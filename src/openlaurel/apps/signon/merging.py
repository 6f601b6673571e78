"""What sign-on settles when two accounts become one: nothing, so that two identities of one provider stay apart."""

from django.utils.translation import gettext as _

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.registry import Foreseen
from openlaurel.apps.signon.models import SignOnIdentity

OF = ("signon.SignOnIdentity",)


def foresee(source: Account, target: Account) -> Foreseen:
    """This function will say that an organisation which knows both as different people must decide first."""
    rows = SignOnIdentity.objects.filter(account=source).select_related("provider__organisation")
    own = set(SignOnIdentity.objects.filter(account=target).values_list("provider", flat=True))
    return Foreseen(
        moves=[
            _("The sign-on by %(organisation)s") % {"organisation": row.provider.organisation.name}
            for row in rows
            if row.provider_id not in own
        ],
        hindrances=[
            _(
                "%(organisation)s signs both accounts on, as two different people. Ask who runs its sign-on to remove "
                "one of them first."
            )
            % {"organisation": row.provider.organisation.name}
            for row in rows
            if row.provider_id in own
        ],
    )
