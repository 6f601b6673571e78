"""What a badge brings along, in plain words: its form, who endorses it, whether its evidence is what the issuer saw."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from openlaurel.apps.verifier.faults import say
from openlaurel.apps.verifier.words import FAULTS, TRY_AGAIN, CheckInWords
from openlaurel.core.verification import Report

TITLES: dict[str, Promise] = {
    "credential_holds": gettext_lazy("A badge in it holds"),
    "credential_fails": gettext_lazy("A badge in it doesn't hold"),
    "credential_out_of_reach": gettext_lazy("A badge in it couldn't be checked"),
    "credential_untold": gettext_lazy("Whether a badge in it counted can't be told"),
    "credential_unreadable": gettext_lazy("Something in it is no badge"),
    "credentials_left_out": gettext_lazy("Not all badges in it were checked"),
    "badge_endorsed": gettext_lazy("Somebody endorses this badge"),
    "achievement_endorsed": gettext_lazy("Somebody endorses this micro-credential"),
    "issuer_endorsed": gettext_lazy("Somebody endorses its issuer"),
    "endorses_itself": gettext_lazy("The issuer endorses its own badge"),
    "endorses_something_else": gettext_lazy("An endorsement is of something else"),
    "endorsement_broken": gettext_lazy("An endorsement doesn't hold"),
    "endorsement_unreadable": gettext_lazy("An endorsement can't be read"),
    "endorsement_out_of_reach": gettext_lazy("An endorsement couldn't be checked"),
    "endorsements_left_out": gettext_lazy("Not all endorsements were checked"),
    "schema_met": gettext_lazy("It follows the schema that it names"),
    "schema_missed": gettext_lazy("It doesn't follow the schema that it names"),
    "schema_not_run": gettext_lazy("Whether it follows the schema that it names was not checked"),
    "schemas_left_out": gettext_lazy("Not all schemas were checked"),
    "evidence_same": gettext_lazy("The evidence is what the issuer saw"),
    "evidence_differs": gettext_lazy("The evidence isn't what the issuer saw"),
    "evidence_out_of_reach": gettext_lazy("The evidence couldn't be compared"),
    "evidence_digest_unreadable": gettext_lazy("The evidence couldn't be compared"),
    "evidence_left_out": gettext_lazy("Not all evidence was compared"),
    "recalled": gettext_lazy("Its issuer says something about such badges"),
    "related_same": gettext_lazy("What it refers to is what the issuer saw"),
    "related_differs": gettext_lazy("What it refers to isn't what the issuer saw"),
    "related_earlier": gettext_lazy("It refers to an earlier text of what is there now"),
    "related_out_of_reach": gettext_lazy("What it refers to couldn't be compared"),
    "related_digest_unreadable": gettext_lazy("What it refers to couldn't be compared"),
    "related_left_out": gettext_lazy("Not all that it refers to was compared"),
}
DETAILS: dict[str, Promise] = {
    "credential_holds": gettext_lazy("“%(name)s”, issued by %(issuer)s."),
    "credential_fails": gettext_lazy("“%(name)s”, issued by %(issuer)s."),
    "credential_out_of_reach": gettext_lazy(
        "“%(name)s”, issued by %(issuer)s. What is needed to check it was out of reach."
    ),
    "credential_untold": gettext_lazy("“%(name)s”, issued by %(issuer)s."),
    "credential_unreadable": gettext_lazy("The record holds something in a form that isn't known here."),
    "credentials_left_out": gettext_lazy(
        "The record holds %(count)s badges; the first %(most)s were checked."
    ),
    "badge_endorsed": gettext_lazy("%(endorser)s signed an endorsement of this badge."),
    "achievement_endorsed": gettext_lazy("%(endorser)s signed an endorsement of what it was issued for."),
    "issuer_endorsed": gettext_lazy("%(endorser)s signed an endorsement of who issued it."),
    "endorses_itself": gettext_lazy("%(endorser)s is the issuer itself, so this adds nothing."),
    "endorses_something_else": gettext_lazy(
        "%(endorser)s signed it, but it is about %(subject)s and not about this badge."
    ),
    "endorsement_broken": gettext_lazy("It names %(endorser)s, but a check of it failed."),
    "endorsement_unreadable": gettext_lazy(
        "The badge carries an endorsement in a form that isn't known here."
    ),
    "endorsement_out_of_reach": gettext_lazy(
        "It names %(endorser)s. What is needed to check it was out of reach."
    ),
    "endorsements_left_out": gettext_lazy(
        "The badge carries %(count)s endorsements; the first %(most)s were checked."
    ),
    "schema_met": gettext_lazy("Its parts are those that %(url)s asks for."),
    "schema_missed": gettext_lazy("Its parts aren't those that %(url)s asks for."),
    "schema_not_run": gettext_lazy("It names the schema %(url)s."),
    "schemas_left_out": gettext_lazy("It names %(count)s schemas; the first %(most)s were checked."),
    "evidence_same": gettext_lazy("What lies at %(url)s is unchanged since the badge was issued."),
    "evidence_differs": gettext_lazy("What lies at %(url)s was changed since the badge was issued."),
    "evidence_out_of_reach": gettext_lazy("What lies at %(url)s was out of reach."),
    "evidence_digest_unreadable": gettext_lazy(
        "The badge says in a way that isn't known here what lay at %(url)s."
    ),
    "evidence_left_out": gettext_lazy(
        "The badge names %(count)s pieces of evidence to compare; the first %(most)s were compared."
    ),
    "recalled": gettext_lazy("%(issuer)s published a note on %(date)s, at %(url)s."),
    "related_same": gettext_lazy("What lies at %(url)s is unchanged since the badge was issued."),
    "related_differs": gettext_lazy("What lies at %(url)s was changed since the badge was issued."),
    "related_earlier": gettext_lazy(
        "The issuer saw a text that was published at %(url)s before. The badge was read with the one of now, in which all "
        "that it says means the same."
    ),
    "related_out_of_reach": gettext_lazy("What lies at %(url)s was out of reach."),
    "related_digest_unreadable": gettext_lazy(
        "The badge says in a way that isn't known here what lay at %(url)s."
    ),
    "related_left_out": gettext_lazy(
        "The badge names %(count)s things to compare; the first %(most)s were compared."
    ),
}
IGNORE_IT = gettext_lazy("Give nothing on this endorsement; the badge itself is not touched by it.")
ADVICE: dict[str, Promise] = {
    "credential_fails": gettext_lazy("Rely on the others, and not on this one."),
    "credential_out_of_reach": TRY_AGAIN,
    "credential_untold": gettext_lazy("Ask its issuer how it stood on that day."),
    "credential_unreadable": gettext_lazy("Give nothing on that part of the record."),
    "credentials_left_out": gettext_lazy("Ask for a record of fewer badges, or for the badges themselves."),
    "endorses_something_else": IGNORE_IT,
    "endorsement_broken": IGNORE_IT,
    "endorsement_unreadable": IGNORE_IT,
    "endorsement_out_of_reach": TRY_AGAIN,
    "schema_missed": gettext_lazy("Other software may not read it. Ask the issuer to issue it anew."),
    "evidence_differs": gettext_lazy("Don't rely on the evidence as it is now. Ask the issuer what it saw."),
    "evidence_out_of_reach": TRY_AGAIN,
    "recalled": gettext_lazy("Read there what happened and what it means for this badge."),
    "related_differs": gettext_lazy("Don't rely on what is there now. Ask the issuer what it saw."),
    "related_earlier": gettext_lazy("There is nothing to do: the signature covers what the badge says."),
    "related_out_of_reach": TRY_AGAIN,
    "related_digest_unreadable": gettext_lazy("Where it matters, ask the issuer what it saw."),
    "evidence_digest_unreadable": gettext_lazy("Where the evidence matters, ask the issuer what it saw."),
}


@dataclass(frozen=True)
class FurtherInWords(CheckInWords):
    """One line for people; `says` are an endorser's own words, as they stand."""

    says: str = ""


def further_in_words(report: Report) -> list[FurtherInWords]:
    """This function will say in the reader's language what was found of what a badge brings along."""
    return [
        FurtherInWords(
            check=line.check,
            outcome=line.outcome,
            title=str(TITLES[line.reason]),
            detail=say(DETAILS[line.reason], line.params),
            advice=str(ADVICE.get(line.reason, "")),
            fault=FAULTS.in_words(line.params["fault"]) if "fault" in line.params else "",
            says=line.params.get("says", "") if line.outcome in {"pass", "warn"} else "",
        )
        for line in report.further
    ]
