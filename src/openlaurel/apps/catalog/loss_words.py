"""What a definition lacks in the terms of another framework, in the reader's language.

The forms are those of core.frameworks; a test fails for one that isn't here.
"""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.catalog.queries import Framework
from openlaurel.apps.catalog.queries.facts import LABELS
from openlaurel.core.frameworks import Export, LossKind

NAMES = {
    Framework.CTDL: "CTDL",
    Framework.ELM: _("European Learning Model"),
    Framework.ANNEX_I: _("Annex I of the EU's Recommendation"),
    Framework.OPEN_BADGES: "Open Badges 3.0",
    Framework.CLR: "Comprehensive Learner Record 2.0",
}
# Beside the labels of facts: what only a framework asks for, and fields that are never shown as a fact.
_FURTHER = {
    "learner": _("Learner"),
    "date_of_issuing": _("Date of issue"),
    "price_currency": _("Currency"),
    "stackability": _("Stackability"),
    "ISCEDFCode": _("Field of study"),
    "NQFLevel": _("National qualifications level"),
    "identifier": _("Learner"),
    "verifiableCredential": _("Signed credential"),
}
FORMS = (
    gettext_noop("CTDL requires a description (ceterms:description), and the definition has none."),
    gettext_noop(
        "CTDL requires an owner (ceterms:ownedBy), and the definition doesn't name the awarding body."
    ),
    gettext_noop("CTDL has no property for a level of the European Qualifications Framework."),
    gettext_noop("CTDL says the unit of credits, and the definition gives a number alone."),
    gettext_noop(
        "CTDL links to the credential that this one counts towards; a sentence about it has no property."
    ),
    gettext_noop("A competency in CTDL has no level of its own."),
    gettext_noop(
        "The model (LOQ, learningOutcome) requires at least one learning outcome, and the definition lists none."
    ),
    gettext_noop(
        "The model (LOQ, legalName) requires the legal name of the awarding body, and the definition has none."
    ),
    gettext_noop(
        "The model (LOQ, countryCode) requires the country of the awarding body, and the definition names none."
    ),
    gettext_noop("The model's list of types has none that matches."),
    gettext_noop("The model has levels of frameworks only, and this one belongs to none."),
    gettext_noop("The model says how an assessment was supervised only of a learner's own assessment."),
    gettext_noop("The model says prices of an opportunity to learn, not of an achievement."),
    gettext_noop("The model says until when a learner's own credential is valid, not for how long each is."),
    gettext_noop("The model counts credits of a named system, and the definition gives a number alone."),
    gettext_noop("A skill in the model has no level of its own."),
    gettext_noop(
        "Open Badges 3.0.3 (B.1.1, description) requires a description, and the definition has none."
    ),
    gettext_noop("Open Badges 3.0.3 (B.1.1, criteria) requires criteria, and the definition has none."),
    gettext_noop("Open Badges has no term for a level of an achievement."),
    gettext_noop("Open Badges has no term for a workload."),
    gettext_noop(
        "Open Badges counts credits without naming their system, so that ECTS can't be told from others."
    ),
    gettext_noop("Open Badges has no term for the form of participation."),
    gettext_noop("Open Badges has no term for the type of assessment."),
    gettext_noop("Open Badges has no term for how an assessment is supervised."),
    gettext_noop("Open Badges has no term for how an identity is checked."),
    gettext_noop("Open Badges has no term for quality assurance."),
    gettext_noop("Open Badges has no term for prerequisites."),
    gettext_noop("Open Badges has no term for a price."),
    gettext_noop("Open Badges counts credits without naming their unit."),
    gettext_noop("Open Badges says until when each badge is valid, not for how long all of them are."),
    gettext_noop("Open Badges has no term for what an achievement counts towards."),
    gettext_noop("Open Badges has no term for how it is awarded."),
    gettext_noop("An alignment in Open Badges has no level of its own."),
    gettext_noop("Open Badges has no term for learning outcomes."),
    gettext_noop("Open Badges has no term for achievements that are to be earned before."),
    gettext_noop(
        "CLR 2.0 (ClrSubject, id or identifier) requires whom a record is about, and a definition is of nobody."
    ),
    gettext_noop(
        "CLR 2.0 (ClrSubject, verifiableCredential) requires at least one signed credential, which only an award has."
    ),
    gettext_noop("The learner is named by each award, not by the definition."),
    gettext_noop("Annex I asks for the country of the issuer, and the definition names none."),
    gettext_noop("Annex I asks for the awarding body, and the definition names none."),
    gettext_noop("The date of issuing is said by each award, not by the definition."),
    gettext_noop("Annex I asks for learning outcomes, and the definition lists none."),
    gettext_noop("Annex I asks for the workload, and the definition gives neither hours nor ECTS."),
    gettext_noop("Annex I asks for the EQF level where there is one, and the definition gives none."),
    gettext_noop("Annex I asks for the type of assessment, and the definition gives none."),
    gettext_noop("Annex I asks for the form of participation, and the definition gives none."),
    gettext_noop("Annex I asks for the type of quality assurance, and the definition gives none."),
    gettext_noop("An achievement needs a name, and one of the learning outcomes is empty."),
    gettext_noop("Annex I asks for the awarding body, and the definition gives only its address."),
    gettext_noop("CTDL has no term for %(value)s."),
    gettext_noop(
        "The model (LOQ, ISCEDFCode) requires a field of study from ISCED-F, which a definition doesn't say."
    ),
    gettext_noop(
        "The model (LOQ, NQFLevel) requires the national level of a qualification, which a definition doesn't say."
    ),
    gettext_noop("The EU list has no term for %(value)s."),
    gettext_noop("An alignment (B.1.4, targetName) requires the name of the skill, and one has none."),
    gettext_noop("Open Badges has no term for %(value)s."),
)


@dataclass(frozen=True)
class LossInWords:
    """One thing that is lacking: `is_missing` where the framework asks for it, else it has no place for it."""

    label: str
    sentence: str
    is_missing: bool


def losses_in_words(export: Export) -> list[LossInWords]:
    """This function will say what an export lacks in the reader's language, what is asked for first."""
    said = [
        LossInWords(
            str((LABELS | _FURTHER).get(loss.field.partition(".")[0], loss.field)),
            gettext(loss.form) % loss.params,
            loss.kind is LossKind.MISSING,
        )
        for loss in export.losses
    ]
    return sorted(said, key=lambda loss: not loss.is_missing)
