"""CLR 2.0: a definition as the achievements of a record, with how they hang together; nobody's record yet."""

from __future__ import annotations

from typing import Any

from openlaurel.core.frameworks.definition import Definition
from openlaurel.core.frameworks.export import Export, Loss, LossKind, compact
from openlaurel.core.frameworks.open_badges import achievement, losses
from openlaurel.core.openbadges.clr import CLR
from openlaurel.core.openbadges.vocabularies import is_language
from openlaurel.core.proofs.contexts import CREDENTIALS_V2, OPEN_BADGES

_OF_A_PERSON = {
    "identifier": "CLR 2.0 (ClrSubject, id or identifier) requires whom a record is about, and a definition is of nobody.",
    "verifiableCredential": "CLR 2.0 (ClrSubject, verifiableCredential) requires at least one signed credential, which "
    "only an award has.",
}
_EMPTY = "An achievement needs a name, and one of the learning outcomes is empty."


def to_clr(definition: Definition) -> Export:
    """This function will return a ClrSubject of the achievement and its learning outcomes, without a person.

    An outcome is an achievement of the type Competency that is a child of the definition's; what is to be earned before
    precedes it.
    """
    outcomes = [
        _competency(definition, number, text) for number, text in enumerate(definition.outcomes, 1) if text
    ]
    associations = [
        *(_association("isChildOf", outcome["id"], definition.address) for outcome in outcomes),
        *(_association("precedes", required, definition.address) for required in definition.required),
    ]
    document = compact(
        {
            "@context": [CREDENTIALS_V2, CLR, OPEN_BADGES],
            "type": ["ClrSubject"],
            "achievement": [achievement(definition), *outcomes],
            "association": associations,
        }
    )
    of_a_person = [Loss(term, LossKind.MISSING, sentence) for term, sentence in _OF_A_PERSON.items()]
    found = losses(definition) + of_a_person
    if not all(definition.outcomes):
        found.append(Loss("outcomes", LossKind.NOT_HELD, _EMPTY))
    return Export(document, tuple(found))


def _competency(definition: Definition, number: int, outcome: str) -> dict[str, Any]:
    return compact(
        {
            "id": f"{definition.address}#outcome-{number}",
            "type": ["Achievement"],
            "name": outcome,
            "description": outcome,
            "criteria": {"id": definition.address},
            "achievementType": "Competency",
            "inLanguage": definition.language if is_language(definition.language) else "",
        }
    )


def _association(kind: str, source: str, target: str) -> dict[str, Any]:
    return {"type": "Association", "associationType": kind, "sourceId": source, "targetId": target}
