"""The achievement types and result types of Open Badges 3.0 in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Promise] = {
    "MicroCredential": _("Micro-credential"),
    "Certification": _("Certification"),
    "Badge": _("Badge"),
    "Certificate": _("Certificate"),
    "Course": _("Course"),
    "LearningProgram": _("Learning programme"),
    "CertificateOfCompletion": _("Certificate of completion"),
    "Competency": _("Competency"),
    "Assessment": _("Assessment"),
    "Assignment": _("Assignment"),
    "Achievement": _("Achievement"),
    "Award": _("Award"),
    "Membership": _("Membership"),
    "License": _("Licence"),
    "CommunityService": _("Community service"),
    "CoCurricular": _("Co-curricular activity"),
    "Fieldwork": _("Fieldwork"),
    "ApprenticeshipCertificate": _("Apprenticeship certificate"),
    "JourneymanCertificate": _("Journeyman certificate"),
    "MasterCertificate": _("Master certificate"),
    "QualityAssuranceCredential": _("Quality assurance credential"),
    "GeneralEducationDevelopment": _("General education development"),
    "SecondarySchoolDiploma": _("Secondary school diploma"),
    "Diploma": _("Diploma"),
    "Degree": _("Degree"),
    "AssociateDegree": _("Associate degree"),
    "BachelorDegree": _("Bachelor's degree"),
    "MasterDegree": _("Master's degree"),
    "DoctoralDegree": _("Doctoral degree"),
    "ProfessionalDoctorate": _("Professional doctorate"),
    "ResearchDoctorate": _("Research doctorate"),
}


def type_name(code: str) -> str:
    """This function will return what people call a type; an extension type is shown without its prefix."""
    return str(NAMES.get(code, code.removeprefix("ext:")))


# How the result types of Open Badges 3.0 are offered and shown.
RESULT_NAMES: dict[str, Promise] = {
    "Percent": _("Percentage"),
    "RawScore": _("Points"),
    "RubricScore": _("Points by a rubric"),
    "ScaledScore": _("Scaled points"),
    "LetterGrade": _("Grade as a letter"),
    "GradePointAverage": _("Average of grades"),
    "PerformanceLevel": _("Level of performance"),
    "RubricCriterion": _("Criterion of a rubric"),
    "RubricCriterionLevel": _("Level of a criterion"),
    "PredictedScore": _("Predicted score"),
    "Status": _("Status, such as passed"),
    "Result": _("Another kind of result"),
}


def result_type_name(code: str) -> str:
    """This function will return what people call a result type; an extension type is shown without its prefix."""
    return str(RESULT_NAMES.get(code, code.removeprefix("ext:")))
