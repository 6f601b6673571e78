"""Awards, their signed credentials, the keys and status lists behind them, and issuing in bulk."""

from openlaurel.apps.issuing.models.awards import Award, AwardState, Visibility
from openlaurel.apps.issuing.models.bases import AwardBasis
from openlaurel.apps.issuing.models.batches import Batch, BatchRow, BatchState, Portion, RowState
from openlaurel.apps.issuing.models.corrections import Correction, CorrectionRequest, RequestState
from openlaurel.apps.issuing.models.credentials import Credential, Mould
from openlaurel.apps.issuing.models.own_fields import AwardFields, FieldSet
from openlaurel.apps.issuing.models.planned import PlannedAward, PlannedState
from openlaurel.apps.issuing.models.publications import PublishedRevocations
from openlaurel.apps.issuing.models.rosters import Roster
from openlaurel.apps.issuing.models.signing_keys import SigningKey
from openlaurel.apps.issuing.models.status_lists import StatusList
from openlaurel.apps.issuing.models.suspensions import Suspension

__all__ = [
    "Award",
    "AwardBasis",
    "AwardFields",
    "AwardState",
    "Batch",
    "BatchRow",
    "BatchState",
    "Correction",
    "CorrectionRequest",
    "Credential",
    "FieldSet",
    "Mould",
    "PlannedAward",
    "PlannedState",
    "Portion",
    "PublishedRevocations",
    "RequestState",
    "Roster",
    "RowState",
    "SigningKey",
    "StatusList",
    "Suspension",
    "Visibility",
]
