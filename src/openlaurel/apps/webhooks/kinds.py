"""What a webhook can be told: the types of messages, and the events that they come from."""

from django.utils.translation import gettext_lazy as _

# The kind of an event and the type of the message about it. Receivers build on the types: none is renamed.
TYPES = {
    "award.issued": "award.issued",
    "award.issued_quietly": "award.issued",
    "award.many_issued": "award.issued",
    "award.many_issued_quietly": "award.issued",
    "award.accepted": "award.accepted",
    "award.declined": "award.declined",
    "award.corrected": "award.corrected",
    "award.rebound": "award.corrected",
    "award.many_corrected": "award.corrected",
    "award.revoked": "award.revoked",
    "award.renewed": "award.revoked",
    "award.many_revoked": "award.revoked",
    "award.suspended": "award.suspended",
    "award.many_suspended": "award.suspended",
    "award.restored": "award.restored",
    "award.many_restored": "award.restored",
    "batch.finished": "batch.finished",
    "achievement.published": "achievement.published",
    "submission.submitted": "submission.submitted",
}
TEST = "webhook.test"
LABELS = {
    "award.issued": _("A badge was issued"),
    "award.accepted": _("A badge was accepted"),
    "award.declined": _("A badge was declined"),
    "award.corrected": _("A badge was corrected"),
    "award.revoked": _("A badge was revoked"),
    "award.suspended": _("A badge was suspended"),
    "award.restored": _("A suspended badge was restored"),
    "batch.finished": _("A roster was finished"),
    "achievement.published": _("A version of a micro-credential was published"),
    "submission.submitted": _("Work was handed in for review"),
}


def label_of(name: str) -> str:
    """This function will return what people call a type of message."""
    return str(_("A test")) if name == TEST else str(LABELS.get(name, name))
