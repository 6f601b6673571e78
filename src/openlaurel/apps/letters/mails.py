"""What owners are told of the sender of their mails."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from openlaurel.apps.letters.words import told_of_finding
from openlaurel.apps.mailing.models import SenderDomain
from openlaurel.apps.mailing.services import MailDraft
from openlaurel.apps.profiles.mails import Notice, owner_notices
from openlaurel.apps.profiles.models import Profile
from openlaurel.core.mail.domains import DomainFinding


def sender_mails(
    organisation: Profile,
    sender: SenderDomain,
    broken: Sequence[DomainFinding],
    *,
    holds: bool,
    at: datetime,
) -> list[MailDraft]:
    """This function will tell the owners which of a sender's records broke, or that it holds again, and what follows."""

    def write() -> Notice:
        names = {"address": sender.address, "domain": sender.domain}
        told = [told_of_finding(finding.check, finding.state) for finding in broken]
        record = next(((each.name, each.wanted) for each in broken if each.wanted), None)
        if not holds:
            subject = _("Mails no longer leave as %(address)s") % names
            told.append(
                _("Until that is mended your mails leave in this site's name. It is looked at every day.")
            )
        elif broken:
            subject = _("The DNS of %(domain)s changed") % names
            told.append(_("Mails still leave in your name, but receivers may trust them less."))
        else:
            subject = _("Mails leave as %(address)s again") % names
            told.append(_("The records in your DNS are as they should be."))
        path = reverse("letters:sender", args=[organisation.handle])
        return Notice(subject, tuple(told), record, settings.OPENLAUREL_URL + path, _("Your sender"))

    return owner_notices(organisation, write, key=f"sender:{sender.selector}:{at:%Y-%m-%dT%H:%M}")
