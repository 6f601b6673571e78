"""What there is to say in plain words of badges of older versions, beside `words`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

OLDER_TITLES_BY_REASON: dict[str, Promise] = {
    "only_address": gettext_lazy("It is only the address of a badge"),
    "hosted_same": gettext_lazy("It is what its issuer's site holds"),
    "hosted_differs": gettext_lazy("It isn't what its issuer's site holds"),
    "hosted_unavailable": gettext_lazy("Whether the file is unchanged couldn't be checked"),
    "hosted_withdrawn": gettext_lazy("Its issuer's site holds it no more"),
    "key_elsewhere": gettext_lazy("The key isn't on its issuer's site"),
    "hosted_on_this_machine": gettext_lazy("The issuer is known on this machine only"),
    "issuer_by_http": gettext_lazy("The way to the issuer isn't protected"),
    "issuer_unavailable": gettext_lazy("Who issued it couldn't be checked"),
    "recipient_weak": gettext_lazy("Whom it belongs to can't be told"),
}
OLDER_DETAILS: dict[str, Promise] = {
    "readable_legacy": gettext_lazy("It holds all that Open Badges %(version)s asks for."),
    "only_address": gettext_lazy("There is no more in it than %(url)s."),
    "hosted_same": gettext_lazy("The issuer's site holds the same at %(url)s."),
    "hosted_differs": gettext_lazy("The issuer's site holds something else at %(url)s."),
    "hosted_unavailable": gettext_lazy(
        "What the issuer's site holds at %(url)s couldn't be compared with it."
    ),
    "hosted_withdrawn": gettext_lazy("The issuer's site says that what was at %(url)s was taken back."),
    "key_elsewhere": gettext_lazy("The key that signed is at %(key)s, which isn't a site of %(issuer)s."),
    "hosted_confirmed": gettext_lazy("It is where %(issuer)s keeps its badges."),
    "hosted_elsewhere": gettext_lazy("It is at %(url)s, which isn't where %(issuer)s keeps its badges."),
    "hosted_on_this_machine": gettext_lazy(
        "It belongs to %(issuer)s, at an address that only this machine reaches."
    ),
    "issuer_by_http": gettext_lazy(
        "It belongs to %(issuer)s, but the site was asked without https, so that somebody on the way could have "
        "answered instead."
    ),
    "issuer_unavailable": gettext_lazy("What the issuer says of itself couldn't be looked up."),
    "hosted_not_revoked": gettext_lazy("The issuer's site holds it and doesn't mark it as revoked."),
    "recipient_weak": gettext_lazy(
        "It hides whom it was issued to in a way that is too weak to tell people apart."
    ),
}
_TRY_AGAIN = gettext_lazy("Try again in a while; the other site may be out of reach for the moment.")
_FORGED = gettext_lazy("Don't rely on it. Somebody else may have made it in the issuer's name.")
OLDER_ADVICE: dict[str, Promise] = {
    "only_address": gettext_lazy("Ask its holder for the original file."),
    "hosted_differs": gettext_lazy(
        "Don't rely on it. Ask its holder for the badge's address and verify that."
    ),
    "hosted_unavailable": _TRY_AGAIN,
    "hosted_withdrawn": gettext_lazy("Don't rely on it. The issuer can say why it was revoked."),
    "key_elsewhere": _FORGED,
    "hosted_elsewhere": _FORGED,
    "hosted_on_this_machine": gettext_lazy(
        "Others can't verify it. Ask the issuer for a badge that leads to a public address."
    ),
    "issuer_by_http": gettext_lazy("Where it matters, ask the issuer whether it issued this."),
    "issuer_unavailable": _TRY_AGAIN,
    "recipient_weak": gettext_lazy("Ask its holder to show you the badge's page while signed in."),
}
