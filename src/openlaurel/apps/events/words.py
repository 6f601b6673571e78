"""What each kind of event says to people. An audit trail that can't be read protects nobody."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openlaurel.apps.events.models import Event

# Placeholders are keys of Event.data. A test reads the source and fails for a recorded kind without words.
WORDS = {
    "account.created": gettext_lazy("Created an account"),
    "account.address_confirmed": gettext_lazy("Confirmed an e-mail address"),
    "account.second_factor_added": gettext_lazy("Set up a second factor"),
    "account.second_factor_removed": gettext_lazy("Removed a second factor"),
    "account.second_factor_reset": gettext_lazy("Removed every second factor of an account, on request"),
    "account.merged": gettext_lazy("Merged another account into this one"),
    "account.erased": gettext_lazy("Erased an account and its personal data"),
    "profile.created": gettext_lazy("Created a personal profile"),
    "organisation.created": gettext_lazy("Created the organisation"),
    "organisation.updated": gettext_lazy("Changed the organisation's details: %(fields)s"),
    "organisation.logo_uploaded": gettext_lazy("Uploaded a logo"),
    "organisation.logo_removed": gettext_lazy("Removed the logo"),
    "organisation.two_factor_required": gettext_lazy("Asked members for a second factor, from %(since)s on"),
    "organisation.domain_added": gettext_lazy("Added the domain %(domain)s"),
    "organisation.domain_confirmed": gettext_lazy("Confirmed the domain %(domain)s"),
    "organisation.domain_missing": gettext_lazy("The proof of the domain %(domain)s is missing"),
    "organisation.domain_lost": gettext_lazy("The domain %(domain)s is no longer confirmed"),
    "organisation.domain_removed": gettext_lazy("Removed the domain %(domain)s"),
    "organisation.provider_set": gettext_lazy("Set the identity provider %(issuer)s"),
    "organisation.provider_removed": gettext_lazy("Removed the identity provider %(issuer)s"),
    "organisation.sign_on_required": gettext_lazy("Let members in by the own sign-on alone"),
    "organisation.provider_renewed": gettext_lazy(
        "The provider %(issuer)s has another address or certificate"
    ),
    "organisation.sign_on_ended": gettext_lazy("Let members in by any sign-in again"),
    "organisation.identity_linked": gettext_lazy("Signed on for the first time by %(issuer)s"),
    "organisation.two_factor_ended": gettext_lazy("Asked members for a second factor no longer"),
    "organisation.revocations_published": gettext_lazy(
        "Had revoked badges listed in public, by their addresses"
    ),
    "organisation.revocations_withdrawn": gettext_lazy("Withdrew the public list of revoked badges"),
    "organisation.audit_exported": gettext_lazy("Downloaded the audit trail"),
    "member.added": gettext_lazy("Gave the role %(role)s"),
    "member.removed": gettext_lazy("Took away the role %(role)s"),
    "member.merged": gettext_lazy("A member merged another account of theirs into this one"),
    "member.invited": gettext_lazy("Invited somebody as %(role)s"),
    "member.invited_again": gettext_lazy("Sent the invitation as %(role)s again"),
    "member.invitation_withdrawn": gettext_lazy("Withdrew the invitation as %(role)s"),
    "member.invitation_accepted": gettext_lazy("Accepted the invitation as %(role)s"),
    "api_key.created": gettext_lazy("Created the API key %(prefix)s… with the scopes %(scopes)s"),
    "api_key.scopes_changed": gettext_lazy("Changed what the API key %(prefix)s… may do: %(scopes)s"),
    "api_key.rotated": gettext_lazy("Gave an API key a new secret, %(prefix)s…"),
    "api_key.former_ended": gettext_lazy("Ended the former secret %(prefix)s… of an API key"),
    "api_key.revoked": gettext_lazy("Revoked the API key %(prefix)s…"),
    "kept_badge.added": gettext_lazy("Brought a badge into the wallet"),
    "kept_badge.shown": gettext_lazy("Chose who may see a badge of the wallet"),
    "kept_badge.evidence_hidden": gettext_lazy("Hid the evidence of a badge of the wallet"),
    "kept_badge.evidence_shown": gettext_lazy("Showed the evidence of a badge of the wallet again"),
    "kept_badge.removed": gettext_lazy("Removed a badge from the wallet"),
    "portfolio.created": gettext_lazy("Made their portfolio"),
    "portfolio.changed": gettext_lazy("Changed their portfolio"),
    "portfolio.published": gettext_lazy("Published their portfolio"),
    "portfolio.withdrawn": gettext_lazy("Showed their portfolio to nobody any more"),
    "collection.created": gettext_lazy("Made a collection of badges"),
    "collection.changed": gettext_lazy("Changed a collection of badges"),
    "collection.arranged": gettext_lazy("Put %(count)s badges into a collection"),
    "collection.removed": gettext_lazy("Removed a collection of badges"),
    "record.signed": gettext_lazy("Had a record of %(count)s badges signed"),
    "challenge.asked": gettext_lazy("Somebody who was shown the badge asked its holder whether it is theirs"),
    "inquiry.started": gettext_lazy("Somebody had many badges verified at once"),
    "inquiry.stopped": gettext_lazy("Verifying many badges was stopped"),
    "inquiry.resumed": gettext_lazy("Verifying many badges goes on"),
    "inquiry.finished": gettext_lazy("Many badges were verified and the report was signed: %(badges)s"),
    "inquiry.erased": gettext_lazy("What was found of many badges was erased"),
    "challenge.answered": gettext_lazy("The holder answered that the badge is theirs"),
    "platform.registered": gettext_lazy("A platform registered for the Open Badges API"),
    "platform.access_ended": gettext_lazy("Ended the access of a platform to the wallet"),
    "account.name_changed": gettext_lazy("Changed their name"),
    "webhook.added": gettext_lazy("Added a webhook at %(host)s"),
    "webhook.changed": gettext_lazy("Changed the webhook at %(host)s"),
    "webhook.removed": gettext_lazy("Removed the webhook at %(host)s"),
    "webhook.paused": gettext_lazy("Paused the webhook at %(host)s"),
    "webhook.resumed": gettext_lazy("Resumed the webhook at %(host)s"),
    "webhook.secret_rolled": gettext_lazy("Gave the webhook at %(host)s a new secret"),
    "webhook.replayed": gettext_lazy("Had a message of a webhook sent again"),
    "webhook.gave_up": gettext_lazy("Paused a webhook, since nobody answered there"),
    "achievement.defined": gettext_lazy("Started a definition"),
    "achievement.draft_edited": gettext_lazy("Edited the draft of version %(number)s"),
    "achievement.draft_discarded": gettext_lazy("Discarded the draft of version %(number)s"),
    "achievement.version_started": gettext_lazy("Started version %(number)s"),
    "achievement.artwork_uploaded": gettext_lazy("Uploaded artwork"),
    "achievement.artwork_removed": gettext_lazy("Went back to drawn artwork"),
    "achievement.published": gettext_lazy("Published version %(number)s"),
    "achievement.duplicates_decided": gettext_lazy("Decided on second badges of one person: %(policy)s"),
    "achievement.fields_changed": gettext_lazy("Changed the custom fields: %(fields)s"),
    "achievement.archived": gettext_lazy("Took it out of the catalogue"),
    "achievement.restored": gettext_lazy("Brought it back into the catalogue"),
    "achievement.suspension_allowed": gettext_lazy("Allowed its new badges to be suspended"),
    "achievement.suspension_ended": gettext_lazy(
        "Had new badges issued without the possibility to suspend them"
    ),
    "programme.created": gettext_lazy("Made the programme %(name)s"),
    "programme.changed": gettext_lazy("Changed the programme %(name)s"),
    "programme.fields_changed": gettext_lazy("Changed the custom fields of the programme %(name)s"),
    "programme.published": gettext_lazy("Published the programme %(name)s"),
    "programme.withdrawn": gettext_lazy("Withdrew the programme %(name)s"),
    "programme.deleted": gettext_lazy("Deleted the programme %(name)s"),
    "programme.cover_uploaded": gettext_lazy("Uploaded a picture for the programme %(name)s"),
    "programme.cover_removed": gettext_lazy("Removed the picture of the programme %(name)s"),
    "certificate.saved": gettext_lazy("Changed the draft of a certificate"),
    "certificate.published": gettext_lazy("Published a certificate's design"),
    "certificate.withdrawn": gettext_lazy("Went back to the standard certificate"),
    "certificate.signature_added": gettext_lazy("Added the signature of %(name)s"),
    "certificate.signature_retired": gettext_lazy("Retired the signature of %(name)s"),
    "badge_family.created": gettext_lazy("Made the badge family %(name)s"),
    "badge_family.changed": gettext_lazy("Changed the badge family %(name)s"),
    "badge_family.deleted": gettext_lazy("Deleted the badge family %(name)s"),
    "achievement.joined_family": gettext_lazy("Gave the draft the look of the badge family %(name)s"),
    "achievement.left_family": gettext_lazy("Took the draft out of its badge family"),
    "award.issued": gettext_lazy("Issued the badge"),
    "award.issued_quietly": gettext_lazy("Issued the badge without a mail"),
    "award.many_issued": gettext_lazy("Issued the badge to %(count)s people"),
    "award.many_issued_quietly": gettext_lazy("Issued the badge to %(count)s people without a mail"),
    "award.mail_requested": gettext_lazy("Had the mail with the link sent again"),
    "award.mailed": gettext_lazy("The mail with the link left, or could not leave"),
    "award.opened": gettext_lazy("The claim page was opened for the first time"),
    "award.accepted": gettext_lazy("The recipient accepted the badge"),
    "award.declined": gettext_lazy("The recipient declined the badge"),
    "award.name_shown": gettext_lazy("The holder chose to be named on the badge's page"),
    "award.name_hidden": gettext_lazy("The holder chose not to be named on the badge's page"),
    "award.visibility_chosen": gettext_lazy("The holder chose who may see the badge's page"),
    "award.evidence_hidden": gettext_lazy("The holder hid the evidence on the badge's page"),
    "award.evidence_shown": gettext_lazy("The holder showed the evidence on the badge's page again"),
    "award.corrected": gettext_lazy("Corrected the badge: %(fields)s"),
    "award.rebound": gettext_lazy("The holder moved the badge to another address of theirs"),
    "award.correction_requested": gettext_lazy("The holder asked for a correction"),
    "award.correction_declined": gettext_lazy("Declined the correction that the holder asked for"),
    "award.revoked": gettext_lazy("Revoked the badge"),
    "award.renewed": gettext_lazy("A newer badge of the same person took its place"),
    "award.many_revoked": gettext_lazy("Revoked %(count)s badges"),
    "award.suspended": gettext_lazy("Suspended the badge"),
    "award.restored": gettext_lazy("Restored the badge"),
    "award.many_suspended": gettext_lazy("Suspended %(count)s badges"),
    "award.many_restored": gettext_lazy("Restored %(count)s badges"),
    "award.many_corrected": gettext_lazy("Corrected %(count)s badges"),
    "award.many_mail_requested": gettext_lazy("Had the mails of %(count)s badges sent again"),
    "mail.reminders_planned": gettext_lazy(
        "Planned reminders: days after a notice %(after)s; days before a badge ends %(before_end)s"
    ),
    "mail.sender_chosen": gettext_lazy("Chose a sender at %(domain)s"),
    "mail.sender_verified": gettext_lazy("Began to send in the name of %(domain)s"),
    "mail.sender_lost": gettext_lazy("Ended sending in the name of %(domain)s: its key is missing"),
    "mail.sender_removed": gettext_lazy("Removed the sender at %(domain)s"),
    "mail.came_back": gettext_lazy("A mail came back"),
    "mail.complained": gettext_lazy("A recipient reported a mail as unwanted"),
    "mail.sent_again": gettext_lazy("Had a mail sent again"),
    "mail.suppressed": gettext_lazy("Put an address on the suppression list"),
    "mail.suppression_lifted": gettext_lazy("Took an address off the suppression list"),
    "mail_template.saved": gettext_lazy("Kept a mail template (%(language)s)"),
    "mail_template.removed": gettext_lazy("Removed a mail template (%(language)s)"),
    "bulk_action.prepared": gettext_lazy("Prepared a bulk action on %(count)s badges"),
    "bulk_action.confirmed": gettext_lazy("Had a bulk action done to %(count)s badges"),
    "bulk_action.stopped": gettext_lazy("Stopped a bulk action"),
    "bulk_action.resumed": gettext_lazy("Went on with a bulk action"),
    "bulk_action.finished": gettext_lazy(
        "Finished a bulk action: %(done)s badges, %(refused)s left as they were"
    ),
    "recall.opened": gettext_lazy("Opened a recall of %(count)s badges"),
    "recall.note_published": gettext_lazy("Published the note of a recall"),
    "recall.note_withdrawn": gettext_lazy("Withdrew the note of a recall"),
    "resigning.prepared": gettext_lazy("Chose %(count)s imported badges to be signed anew"),
    "resigning.confirmed": gettext_lazy("Had %(count)s imported badges signed anew"),
    "resigning.stopped": gettext_lazy("Stopped the signing of imported badges"),
    "resigning.resumed": gettext_lazy("Went on with the signing of imported badges"),
    "resigning.undone": gettext_lazy("Undid the signing of imported badges: they are revoked"),
    "resigning.finished": gettext_lazy(
        "Finished the signing of imported badges: %(done)s signed, %(refused)s left as they were"
    ),
    "archive.started": gettext_lazy("Had everything of the organisation written into an archive"),
    "archive.stopped": gettext_lazy("Stopped the writing of an archive"),
    "archive.resumed": gettext_lazy("Went on with the writing of an archive"),
    "archive.removed": gettext_lazy("Removed an archive"),
    "archive.downloaded": gettext_lazy("Downloaded an archive of everything"),
    "archive.finished": gettext_lazy("Finished an archive of %(count)s entries"),
    "import.planned": gettext_lazy("Planned an import of %(count)s badges"),
    "import.confirmed": gettext_lazy("Had %(count)s lines of an export imported"),
    "import.stopped": gettext_lazy("Stopped an import"),
    "import.resumed": gettext_lazy("Went on with an import"),
    "import.removed": gettext_lazy("Removed an import; what it brought stays"),
    "import.finished": gettext_lazy(
        "Finished an import: %(imported)s badges, %(known)s there already, %(refused)s refused"
    ),
    "roster.uploaded": gettext_lazy("Uploaded a roster of %(rows)s rows"),
    "roster.removed": gettext_lazy("Removed a roster"),
    "batch.confirmed": gettext_lazy("Had badges issued to %(rows)s people of a roster"),
    "batch.stopped": gettext_lazy("Stopped issuing to a roster"),
    "batch.resumed": gettext_lazy("Went on issuing to a roster"),
    "batch.finished": gettext_lazy("Finished a roster: %(issued)s badges, %(refused)s rows refused"),
    "batch.mails_held": gettext_lazy("Kept back the mails of a roster"),
    "batch.mails_released": gettext_lazy("Let the mails of a roster leave"),
    "batch.undone": gettext_lazy("Undid a roster: its badges are revoked"),
    "claim_code.created": gettext_lazy("Made a claim code"),
    "claim_code.changed": gettext_lazy("Changed a claim code"),
    "claim_code.stopped": gettext_lazy("Stopped a claim code"),
    "redemption.asked": gettext_lazy("Somebody used a claim code and was sent a link"),
    "redemption.confirmed": gettext_lazy("Somebody confirmed their address and waits for a decision"),
    "redemption.approved": gettext_lazy("A badge that was asked for by a claim code was approved"),
    "redemption.declined": gettext_lazy("Declined what somebody asked for by a claim code"),
    "redemption.refused": gettext_lazy("A badge that was asked for by a claim code couldn't be issued"),
    "opening.opened": gettext_lazy("Let people apply for the badge"),
    "opening.closed": gettext_lazy("Let nobody apply for the badge any more"),
    "application.submitted": gettext_lazy("Applied for a badge"),
    "application.withdrawn": gettext_lazy("Withdrew an application"),
    "application.approved": gettext_lazy("Approved an application"),
    "application.declined": gettext_lazy("Declined an application"),
    "application.refused": gettext_lazy("The badge of an approved application couldn't be issued"),
    "rule.created": gettext_lazy("Made a rule that issues a badge"),
    "rule.turned_on": gettext_lazy("Turned a rule on"),
    "rule.turned_off": gettext_lazy("Turned a rule off"),
    "rule.removed": gettext_lazy("Removed a rule"),
    "batch.planned": gettext_lazy("Planned to issue to a roster on a date"),
    "batch.plan_cancelled": gettext_lazy("Cancelled a planned roster"),
    "planned_award.planned": gettext_lazy("Planned a badge for a date"),
    "planned_award.cancelled": gettext_lazy("Cancelled a planned badge"),
    "signing_key.created": gettext_lazy("Made the key that signs badges"),
    "signing_key.retired": gettext_lazy("Had the key that signs badges replaced"),
    "signing_key.revoked": gettext_lazy("Revoked the key that signs badges, from %(since)s on"),
    "assessment.created": gettext_lazy("Added an assessment"),
    "attempt.started": gettext_lazy("Began attempt %(number)s"),
    "attempt.passed": gettext_lazy("Passed with attempt %(number)s"),
    "attempt.failed": gettext_lazy("Did not pass with attempt %(number)s"),
    "attempt.given": gettext_lazy("Allowed one more attempt"),
    "submission.submitted": gettext_lazy("Handed in work, version %(number)s"),
    "submission.returned": gettext_lazy("Returned the work for revision"),
    "submission.passed": gettext_lazy("Passed the work"),
    "submission.shared": gettext_lazy("Chose to show the work with the badge"),
    "submission.hidden": gettext_lazy("Chose to hide the work"),
    "course.created": gettext_lazy("Made a course"),
    "course.published": gettext_lazy("Opened the course to learners"),
    "enrolment.created": gettext_lazy("Enrolled"),
    "enrolment.ended": gettext_lazy("Left the course"),
    "enrolment.completed": gettext_lazy("Completed the course"),
}
GROUPS = {
    "achievement": gettext_lazy("Definitions"),
    "programme": gettext_lazy("Programmes"),
    "certificate": gettext_lazy("Certificates"),
    "badge_family": gettext_lazy("Badge families"),
    "award": gettext_lazy("Badges"),
    "mail_template": gettext_lazy("Mail"),
    "mail": gettext_lazy("Mail"),
    "bulk_action": gettext_lazy("Bulk actions"),
    "recall": gettext_lazy("Recalls"),
    "resigning": gettext_lazy("Imported badges signed anew"),
    "archive": gettext_lazy("Archives"),
    "import": gettext_lazy("Imports"),
    "roster": gettext_lazy("Rosters"),
    "batch": gettext_lazy("Batches"),
    "claim_code": gettext_lazy("Claim codes"),
    "planned_award": gettext_lazy("Planned badges"),
    "rule": gettext_lazy("Rules"),
    "opening": gettext_lazy("Openings for applications"),
    "application": gettext_lazy("Applications"),
    "redemption": gettext_lazy("Uses of claim codes"),
    "signing_key": gettext_lazy("Signing keys"),
    "assessment": gettext_lazy("Assessments"),
    "attempt": gettext_lazy("Quiz attempts"),
    "submission": gettext_lazy("Handed-in work and reviews"),
    "course": gettext_lazy("Courses"),
    "enrolment": gettext_lazy("Enrolments"),
    "member": gettext_lazy("Members and invitations"),
    "api_key": gettext_lazy("API keys"),
    "webhook": gettext_lazy("Webhooks"),
    "organisation": gettext_lazy("Organisation"),
}


class _Values(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"


def isolated(value: object) -> str:
    """This function will return a name for the middle of a plain sentence, where it turns nothing around it.

    Between U+2068 and U+2069 a text has the direction of its own first letter (Unicode UAX #9, 2.4): without them two
    Latin names in an Arabic sentence change places. In HTML <bdi> does the same.
    """
    return f"\u2068{value}\u2069"


def words_for(event: Event, labels: dict[str, Any] | None = None) -> str:
    """This function will say in the reader's language what happened.

    `labels` gives words for values of `data`, such as a role's name; lists are written with commas.
    """
    known = WORDS.get(event.kind)
    if known is None:
        return _("Something of the kind %(kind)s") % {"kind": isolated(event.kind)}
    return str(known) % _Values({key: _said(value, labels or {}) for key, value in event.data.items()})


def _said(value: Any, labels: dict[str, Any]) -> str:
    if isinstance(value, list):
        return _(", ").join(_said(item, labels) for item in value)
    if str(value) in labels:
        return str(labels[str(value)])
    return isolated(value) if isinstance(value, str) else str(value)
