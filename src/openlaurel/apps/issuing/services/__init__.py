"""What changes with awards: issuing, accepting, revoking; keys and status lists behind them."""

from openlaurel.apps.issuing.errors import (
    BatchNotPossibleNow,
    HeldAlready,
    InvalidAward,
    InvalidKeyRevocation,
    IssuingError,
    KeyNotPossibleNow,
    KeyUsedForAnother,
    NotIssuable,
    NotPossibleNow,
    RosterUnusable,
)
from openlaurel.apps.issuing.services.awards import issue_award, issue_awards
from openlaurel.apps.issuing.services.batches import (
    confirm_batch,
    run_batch,
    run_waiting_batches,
    stop_batch,
)
from openlaurel.apps.issuing.services.claims import (
    accept_award,
    claim_url,
    decline_award,
    link_awards,
    note_claim_opened,
    resend_claim_mail,
    set_show_name,
)
from openlaurel.apps.issuing.services.correction_requests import decline_correction, request_correction
from openlaurel.apps.issuing.services.corrections import Wanted, correct_award, wanted_of
from openlaurel.apps.issuing.services.drafts import AwardDraft
from openlaurel.apps.issuing.services.holding import (
    finish_undoing,
    hold_mails,
    is_held,
    release_due_mails,
    release_mails,
    undo_batch,
)
from openlaurel.apps.issuing.services.key_rotation import revoke_signing_key, rotate_signing_key
from openlaurel.apps.issuing.services.many import (
    Done,
    extend_many,
    resend_many,
    restore_many,
    revoke_many,
    suspend_many,
)
from openlaurel.apps.issuing.services.outcomes import Outcome
from openlaurel.apps.issuing.services.planning import (
    begin_due,
    cancel_batch,
    cancel_planned,
    plan_award,
    plan_batch,
)
from openlaurel.apps.issuing.services.publications import publish_revocations
from openlaurel.apps.issuing.services.rebinding import rebind_award
from openlaurel.apps.issuing.services.revocations import revoke_award
from openlaurel.apps.issuing.services.rosters import (
    dry_run_batch,
    forget_old_rosters,
    map_roster,
    remove_roster,
    upload_roster,
)
from openlaurel.apps.issuing.services.showing import hide_evidence, show_awards
from openlaurel.apps.issuing.services.signing_keys import ensure_signing_key
from openlaurel.apps.issuing.services.suspensions import restore_award, suspend_award

__all__ = [
    "AwardDraft",
    "BatchNotPossibleNow",
    "Done",
    "HeldAlready",
    "InvalidAward",
    "InvalidKeyRevocation",
    "IssuingError",
    "KeyNotPossibleNow",
    "KeyUsedForAnother",
    "NotIssuable",
    "NotPossibleNow",
    "Outcome",
    "RosterUnusable",
    "Wanted",
    "accept_award",
    "begin_due",
    "cancel_batch",
    "cancel_planned",
    "claim_url",
    "confirm_batch",
    "correct_award",
    "decline_award",
    "decline_correction",
    "dry_run_batch",
    "ensure_signing_key",
    "extend_many",
    "finish_undoing",
    "forget_old_rosters",
    "hide_evidence",
    "hold_mails",
    "is_held",
    "issue_award",
    "issue_awards",
    "link_awards",
    "map_roster",
    "note_claim_opened",
    "plan_award",
    "plan_batch",
    "publish_revocations",
    "rebind_award",
    "release_due_mails",
    "release_mails",
    "remove_roster",
    "request_correction",
    "resend_claim_mail",
    "resend_many",
    "restore_award",
    "restore_many",
    "revoke_award",
    "revoke_many",
    "revoke_signing_key",
    "rotate_signing_key",
    "run_batch",
    "run_waiting_batches",
    "set_show_name",
    "show_awards",
    "stop_batch",
    "suspend_award",
    "suspend_many",
    "undo_batch",
    "upload_roster",
    "wanted_of",
]
