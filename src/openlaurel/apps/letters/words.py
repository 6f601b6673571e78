"""What our own mails say, as a start for a template of one's own; and what is wrong with one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from openlaurel.apps.letters.models import LetterKind
from openlaurel.core.mail import MergeFault


def start_of(kind: str, language: str) -> tuple[str, str]:
    """This function will return subject and text to begin with, in `language` where the site speaks it."""
    with override(language):
        if kind == LetterKind.AWARD:
            return _("{{ organisation_name }} awards you “{{ badge_name }}”"), _(
                "Dear {{ recipient_name }},\n\n"
                "**{{ organisation_name }} awards you the badge “{{ badge_name }}”.**\n\n"
                "See it, then accept or decline it. You need no account for that:\n\n"
                "[See your badge]({{ claim_link }})\n\n"
                "Nobody sees the badge before you accept it. Whoever has this link can accept in your name, so keep "
                "it to yourself.\n"
            )
        if kind == LetterKind.REMINDER:
            return _("“{{ badge_name }}” is waiting for you"), _(
                "Dear {{ recipient_name }},\n\n"
                "{{ organisation_name }} awarded you the badge “{{ badge_name }}” on {{ awarded_on }}. You haven’t "
                "accepted or declined it yet:\n\n"
                "[See your badge]({{ claim_link }})\n"
            )
        return _("“{{ badge_name }}” is valid until {{ valid_until }}"), _(
            "Dear {{ recipient_name }},\n\n"
            "your badge “{{ badge_name }}” of {{ organisation_name }} is valid until {{ valid_until }}:\n\n"
            "[Your badge]({{ badge_link }})\n"
        )


FINDINGS = {
    ("domain", "ok"): gettext_lazy("Domain: it is proved to be yours."),
    ("domain", "missing"): gettext_lazy("Domain: nothing proves yet that it is yours."),
    ("dkim", "ok"): gettext_lazy("DKIM: your key is there, so receivers can check that a mail is yours."),
    ("dkim", "missing"): gettext_lazy("DKIM: there is no key yet. New records may take an hour to be seen."),
    ("dkim", "wrong"): gettext_lazy("DKIM: another key is there. Replace it by the value below."),
    ("dmarc", "ok"): gettext_lazy("DMARC: your domain says what receivers do with mails that aren’t proved."),
    ("dmarc", ""): gettext_lazy(
        "DMARC: your domain doesn’t say what receivers do with mails that aren’t proved; large ones want one such record."
    ),
    ("spf", "ok"): gettext_lazy(
        "SPF: this site’s domain, to which returned mails go, names its mail servers."
    ),
    ("spf", ""): gettext_lazy(
        "SPF: this site’s domain, to which returned mails go, doesn’t name its mail servers. Who runs this site can mend "
        "that; your domain needs nothing for it."
    ),
}


def told_of_finding(check: str, state: str) -> str:
    """This function will say what a check of the sender's DNS found and what it means."""
    return str(FINDINGS.get((check, state)) or FINDINGS[check, ""])


def told(fault: MergeFault) -> str:
    """This function will say what is wrong with a field and what to do about it."""
    written = "{{ " + fault.name + " }}"
    if fault.kind == "missing":
        return _("The text needs the field %(field)s: without it the recipient can do nothing.") % {
            "field": written
        }
    if fault.kind == "misplaced":
        return _("The field %(field)s can't stand in the subject. Use it in the text.") % {"field": written}
    if fault.kind == "braces":
        return _(
            "There is %(braces)s without its counterpart. A field is written like {{ recipient_name }}."
        ) % {"braces": fault.name}
    if fault.suggestion:
        return _("There is no field %(field)s. Did you mean %(close)s?") % {
            "field": written,
            "close": "{{ " + fault.suggestion + " }}",
        }
    return _("There is no field %(field)s. Use one of the list.") % {"field": written}
