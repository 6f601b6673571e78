"""Claim codes and their redemptions, as their organisation and whoever has a code see them."""

from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from openlaurel.apps.events.queries import Subject
from openlaurel.apps.offers.codes import id_of, read_code, token_of
from openlaurel.apps.offers.models import ClaimCode, Redemption, RedemptionState
from openlaurel.apps.profiles.models import Profile


def code_url(claim_code: ClaimCode) -> str:
    """This function will return the address that a QR code opens."""
    return f"{settings.OPENLAUREL_URL}/c/{claim_code.in_groups}"


def link_of(redemption: Redemption) -> str:
    """This function will return the address that confirms the recipient's, and tells later what became of it."""
    return f"{settings.OPENLAUREL_URL}/c/confirm/{token_of(redemption.pk)}"


def find_code(text: str) -> ClaimCode | None:
    """This function will return the claim code as somebody typed it, or None."""
    letters = read_code(text)
    rows = ClaimCode.objects.select_related("organisation", "achievement__organisation")
    return rows.filter(code=letters).first() if letters else None


def redemption_of_token(token: str) -> Redemption | None:
    """This function will return what the link of a mail is about, or None."""
    redemption_id = id_of(token)
    rows = Redemption.objects.select_related("claim_code__organisation", "claim_code__achievement", "account")
    return rows.filter(pk=redemption_id).first() if redemption_id else None


def list_claim_codes(organisation: Profile) -> QuerySet[ClaimCode]:
    """This function will return an organisation's claim codes, newest first, each with how many wait as `waiting`."""
    waiting = Count("redemptions", filter=Q(redemptions__state=RedemptionState.WAITING))
    return (
        organisation.claim_codes.select_related("achievement")
        .annotate(waiting=waiting)
        .order_by("-created_at", "id")
    )


def get_claim_code(organisation: Profile, claim_code_id: UUID) -> ClaimCode:
    """This function will return a claim code of this organisation, or raise ClaimCode.DoesNotExist."""
    return organisation.claim_codes.select_related("organisation", "achievement__organisation").get(
        id=claim_code_id
    )


def list_redemptions(claim_code: ClaimCode) -> QuerySet[Redemption]:
    """This function will return who confirmed an address for a code: who waits first, the oldest first of them."""
    rows = claim_code.redemptions.exclude(state=RedemptionState.ASKED).select_related("decided_by", "award")
    # "waiting" is the last of the states by the alphabet.
    return rows.order_by("-state", "confirmed_at", "id")


def confirmed_redemptions(
    organisation: Profile, *, claim_code_id: UUID | None = None, state: str | None = None
) -> QuerySet[Redemption]:
    """This function will return who confirmed an address for any code of an organisation, or those of one code or
    state."""
    rows = Redemption.objects.filter(claim_code__organisation=organisation)
    rows = rows.exclude(state=RedemptionState.ASKED)
    rows = rows.filter(claim_code=claim_code_id) if claim_code_id else rows
    rows = rows.filter(state=state) if state else rows
    return rows.order_by("-confirmed_at", "-id")


def get_redemption(organisation: Profile, redemption_id: UUID) -> Redemption:
    """This function will return a redemption of this organisation's codes, or raise Redemption.DoesNotExist."""
    rows = Redemption.objects.select_related(
        "claim_code__organisation", "claim_code__achievement__organisation"
    )
    return rows.get(id=redemption_id, claim_code__organisation=organisation)


def count_waiting(organisation: Profile) -> int:
    """This function will count who waits for a decision of this organisation."""
    return Redemption.objects.filter(
        claim_code__organisation=organisation, state=RedemptionState.WAITING
    ).count()


def subject_claim_codes(ids: set[str]) -> dict[str, Subject]:
    """This function will name claim codes in the audit trail, by their letters' last group alone."""
    rows = ClaimCode.objects.filter(id__in=ids).select_related("organisation")
    return {str(found.id): _subject(found) for found in rows}


def subject_redemptions(ids: set[str]) -> dict[str, Subject]:
    """This function will name uses of claim codes in the audit trail by their code."""
    rows = Redemption.objects.filter(id__in=ids).select_related("claim_code__organisation")
    return {str(found.id): _subject(found.claim_code) for found in rows}


def _subject(claim_code: ClaimCode) -> Subject:
    url = reverse("offers:claim-code-detail", args=[claim_code.organisation.handle, claim_code.id])
    return Subject(name=claim_code.note or f"…{claim_code.code[-4:]}", url=url)
