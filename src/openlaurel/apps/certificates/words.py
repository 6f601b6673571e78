"""What the parts of a certificate are called, and what is wrong with a layout, in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.core.artwork.certificate_layout import Fault, Layout

KIND_NAMES: dict[str, Promise] = {
    "heading": gettext_lazy("Heading"),
    "intro": gettext_lazy("“This certifies that”"),
    "holder": gettext_lazy("Holder's name"),
    "earned": gettext_lazy("“has earned”"),
    "achievement": gettext_lazy("Micro-credential"),
    "issuer": gettext_lazy("Awarded by"),
    "dates": gettext_lazy("Dates"),
    "results": gettext_lazy("Results"),
    "skills": gettext_lazy("Skills"),
    "text": gettext_lazy("Own text"),
    "signature": gettext_lazy("Signature"),
    "seal": gettext_lazy("Badge"),
    "logo": gettext_lazy("Logo"),
    "qr": gettext_lazy("QR code"),
    "verify": gettext_lazy("Address to verify at"),
}
FRAME_NAMES: dict[str, Promise] = {
    "line": gettext_lazy("Two lines"),
    "band": gettext_lazy("Bands"),
    "rosette": gettext_lazy("Rosettes"),
    "plain": gettext_lazy("Nothing"),
}
TEMPLATE_NAMES: dict[str, Promise] = {
    "centred": gettext_lazy("Centred"),
    "open": gettext_lazy("Open, badge at the side"),
}


def fault_words(fault: Fault, layout: Layout) -> str:
    """This function will say what is wrong and what to do, naming the boxes by number and kind."""
    box = _name(fault.box, layout)
    if fault.code == "missing":
        return _("%(part)s is missing: without it nobody could check the certificate. Add it.") % {
            "part": KIND_NAMES[fault.detail]
        }
    if fault.code == "twice":
        return _("%(part)s is there twice. Remove one.") % {"part": KIND_NAMES[fault.detail]}
    if fault.code == "overlap":
        return _("%(box)s lies over %(other)s. Move one of them.") % {
            "box": box,
            "other": _name(int(fault.detail), layout),
        }
    texts = {
        "sheet": _("Choose a paper and a frame from the lists."),
        "too_many": _("There are more than %(detail)s parts. Remove some."),
        "outside": _(
            "%(box)s comes nearer than 10 mm to the edge of the sheet of %(detail)s mm, where printers may cut."
        ),
        "too_small": _("%(box)s is too small to be read: it needs at least %(detail)s mm."),
        "text_size": _("The text size of %(box)s has to be %(detail)s points."),
        "text": _("%(box)s needs a text of at most %(detail)s characters."),
        "merge_field": _(
            "%(box)s has a merge field {%(detail)s} that doesn't exist. The list below names them."
        ),
        "no_signature": _("%(box)s needs one of your signatures. Choose it, or add one first."),
        "unknown": _("%(box)s is of no kind that there is. Remove it."),
    }
    return texts[fault.code] % {"box": box, "detail": fault.detail}


def _name(number: int, layout: Layout) -> str:
    if not 0 < number <= len(layout.boxes):
        return ""
    kind = layout.boxes[number - 1].kind
    return f"{number} ({KIND_NAMES.get(kind, kind)})"
