"""Where a claim code is in its life, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STAGES: dict[str, Promise] = {
    "open": _("Works"),
    "early": _("Not yet open"),
    "late": _("Ended"),
    "full": _("All places taken"),
    "stopped": _("Stopped"),
}
TONES = {"open": "ok", "early": "", "late": "", "full": "warn", "stopped": "bad"}
