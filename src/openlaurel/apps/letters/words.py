"""When which mail is sent, with what a template of one's own begins, and what is wrong with one."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from openlaurel.apps.letters.models import LetterKind
from openlaurel.apps.letters.starts import STARTS
from openlaurel.core.mail import MergeFault


@dataclass(frozen=True)
class Occasion:
    """A mail that can be in the organisation's words, and when it is sent."""

    kind: LetterKind
    when: Promise


@dataclass(frozen=True)
class OccasionGroup:
    label: Promise
    occasions: tuple[Occasion, ...]


OCCASIONS = (
    OccasionGroup(
        gettext_lazy("When a badge is given"),
        (
            Occasion(LetterKind.AWARD, gettext_lazy("At once, with the link to accept or decline.")),
            Occasion(
                LetterKind.RENEWAL,
                gettext_lazy("Instead of it, when the badge takes the place of one before."),
            ),
            Occasion(LetterKind.REMINDER, gettext_lazy("By your plan, while nobody has answered.")),
            Occasion(LetterKind.EXPIRY, gettext_lazy("By your plan, some days before the badge ends.")),
        ),
    ),
    OccasionGroup(
        gettext_lazy("When something happens to a badge"),
        (
            Occasion(LetterKind.CORRECTION, gettext_lazy("When a name, a date or a result was set right.")),
            Occasion(
                LetterKind.DECLINED, gettext_lazy("When a correction that the holder asked for isn't made.")
            ),
            Occasion(
                LetterKind.SUSPENSION,
                gettext_lazy("When a badge doesn't count for a while, also by a recall."),
            ),
            Occasion(LetterKind.RESTORED, gettext_lazy("When it counts again.")),
            Occasion(LetterKind.REVOCATION, gettext_lazy("When a bulk action or a recall revokes a badge.")),
            Occasion(LetterKind.EXTENSION, gettext_lazy("When a bulk action has a badge last longer.")),
            Occasion(LetterKind.RETEST, gettext_lazy("When holders are asked to take a test again.")),
        ),
    ),
    OccasionGroup(
        gettext_lazy("When somebody works for a badge or asks for it"),
        (
            Occasion(LetterKind.PASSED, gettext_lazy("When work that was handed in passed.")),
            Occasion(LetterKind.RETURNED, gettext_lazy("When work is returned to be revised.")),
            Occasion(LetterKind.GRANTED, gettext_lazy("When an application is decided with the badge.")),
            Occasion(LetterKind.REFUSED, gettext_lazy("When an application is decided without it.")),
            Occasion(
                LetterKind.CONFIRMATION,
                gettext_lazy("When somebody used a claim code, to confirm the address."),
            ),
            Occasion(
                LetterKind.CODE_REFUSED, gettext_lazy("When you refuse somebody who used a claim code.")
            ),
        ),
    ),
)


def start_of(kind: str, language: str) -> tuple[str, str]:
    """This function will return subject and text to begin with, in `language` where the site speaks it."""
    with override(language):
        return STARTS[LetterKind(kind)]()


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
