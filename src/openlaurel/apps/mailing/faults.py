"""Why a mail wasn't sent, in words for the people who wait for it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: dict[str, Promise] = {
    "unavailable": _("The mail server can't be reached or doesn't let us in. It is tried again by itself."),
    "put_off": _("The receiving server put the mail off. It is tried again by itself."),
    "no_such_address": _("The receiving server says that there is no such address. Correct the address."),
    "bounced": _("The mail came back: the address doesn't take it. Correct the address."),
    "complained": _("The recipient reported the mail as unwanted."),
    "refused_sender": _(
        "The mail server doesn't send mails from this sender. Whoever runs this site can set another one."
    ),
    "refused": _("The receiving server refused the mail. Its answer says why."),
    "too_late": _("It couldn't be sent in time and is no use any more. Ask for a new one."),
    "given_up": _("It was tried for days without success."),
    "not_composed": _("A mail can't be written to this address or with this subject. Correct them."),
    "connection_lost": _(
        "The connection ended just as the server may have accepted the mail, so nobody knows whether it arrived. It "
        "isn't sent twice by itself: ask the recipient, or send it again."
    ),
    "worker_died": _(
        "The program was ended just as the server may have accepted the mail, so nobody knows whether it arrived. It "
        "isn't sent twice by itself: ask the recipient, or send it again."
    ),
    "suppressed": _("Nothing is sent to this address: it is on the suppression list."),
    "not_needed": _("It was no longer needed when its turn came."),
    "erased": _("The recipient had their data erased."),
}
