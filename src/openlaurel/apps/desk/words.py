"""Why a badge was left as it was, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Promise] = {
    "not_found": _("Your organisation issued no such badge"),
    "twice": _("It is in the file twice"),
    "revoked_already": _("It was revoked already"),
    "suspended": _("It is suspended"),
    "not_suspended": _("It isn't suspended"),
    "without_suspension": _("It was issued without the possibility to suspend it"),
    "untold": _("Its recipient was never told of it"),
    "answered": _("Its recipient has answered already"),
    "erased": _("Its recipient had their data erased"),
    "ends_later": _("It ends later already, or never"),
    "unsignable": _("What it says can't be signed any more"),
}
