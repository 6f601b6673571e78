"""What concerns the person who signed in: the best next step, courses, badges, organisations, work that waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.accounts.queries import confirmed_addresses
from openlaurel.apps.assessment.queries import review_queue
from openlaurel.apps.catalog.models import AchievementVersion
from openlaurel.apps.issuing.models import Award, AwardState
from openlaurel.apps.issuing.queries import Validity, awards_of, validity_of
from openlaurel.apps.issuing.services import claim_url
from openlaurel.apps.learning.models import Enrolment
from openlaurel.apps.learning.queries import (
    Progress,
    Step,
    enrolments_of,
    next_step,
    progress_of,
    steps_of,
)
from openlaurel.apps.profiles.models import Invitation, Profile, Role
from openlaurel.apps.profiles.policies import PERMISSIONS, Actor, roles_of
from openlaurel.apps.profiles.queries import organisations_of, page_of

COURSES_SIZE = 12
PAGE_SIZE = 24


@dataclass(frozen=True)
class OwnCourse:
    version: AchievementVersion
    progress: Progress
    next: Step | None


@dataclass(frozen=True)
class OwnBadge:
    """`answer_url` is where an offered badge is accepted or declined."""

    award: Award
    validity: Validity
    answer_url: str = ""


@dataclass(frozen=True)
class OwnOrganisation:
    organisation: Profile
    roles: Sequence[str]
    reviews: int


@dataclass(frozen=True)
class NextStep:
    """The one thing to do first, with the button that does it."""

    title: str
    text: str
    button: str
    url: str
    icon: str


@dataclass(frozen=True)
class OwnThings:
    """A page of each list."""

    offered: Page[OwnBadge]
    courses: Page[OwnCourse]
    organisations: Page[OwnOrganisation]
    badges: Page[OwnBadge]


@dataclass(frozen=True)
class Home(OwnThings):
    next: NextStep
    invitations: Page[Invitation]


def home_of(account: Account, numbers: Mapping[str, str], *, now: datetime) -> Home:
    """This function will return what the home page of `account` shows; `numbers` names the page of a list by its name."""
    own = _own(account, numbers, now)
    lists = vars(own)
    # The next step is the same on whichever page of a list somebody is.
    first = own if all(page.number == 1 for page in lists.values()) else _own(account, {}, now)
    invitations = Paginator(open_invitations_to(account, now=now), PAGE_SIZE)
    return Home(
        **lists,
        next=_next(first.offered, first.courses, first.organisations, first.badges),
        invitations=invitations.get_page(numbers.get("invitations")),
    )


def open_invitations_to(account: Account, *, now: datetime) -> QuerySet[Invitation]:
    """This function will return the invitations that wait in the mail of the account's confirmed addresses."""
    return Invitation.objects.filter(
        email__in=confirmed_addresses(account),
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=now,
    ).select_related("organisation")


def _own(account: Account, numbers: Mapping[str, str], now: datetime) -> OwnThings:
    def badge(award: Award) -> OwnBadge:
        return _badge(award, now)

    awards = awards_of(account)
    offered = awards.filter(state=AwardState.OFFERED)
    answered = awards.exclude(state=AwardState.OFFERED)
    return OwnThings(
        offered=page_of(offered, numbers.get("offered"), PAGE_SIZE, badge),
        courses=page_of(
            enrolments_of(account), numbers.get("courses"), COURSES_SIZE, lambda row: _course(row, now)
        ),
        organisations=page_of(
            organisations_of(account),
            numbers.get("organisations"),
            PAGE_SIZE,
            lambda row: _organisation(row, account),
        ),
        badges=page_of(answered, numbers.get("badges"), PAGE_SIZE, badge),
    )


def _badge(award: Award, now: datetime) -> OwnBadge:
    answer_url = claim_url(award) if award.state == AwardState.OFFERED else ""
    return OwnBadge(award, validity_of(award, now), answer_url)


def _course(enrolment: Enrolment, now: datetime) -> OwnCourse | None:
    # Set by the query that prefetched it.
    published = enrolment.course.achievement.published  # type: ignore[attr-defined]
    if not published:
        return None
    progress = progress_of(enrolment, now)
    return OwnCourse(published[0], progress, None if progress.is_mastered else next_step(steps_of(progress)))


def _organisation(organisation: Profile, account: Account) -> OwnOrganisation:
    roles = roles_of(Actor(account=account), organisation)
    reviews = 0
    if roles & PERMISSIONS["review_submission"]:
        reviews = review_queue(organisation, besides=account).count()
    return OwnOrganisation(organisation, [str(role.label) for role in Role if role in roles], reviews)


def _next(
    offered: Sequence[OwnBadge],
    courses: Sequence[OwnCourse],
    organisations: Sequence[OwnOrganisation],
    badges: Sequence[OwnBadge],
) -> NextStep:
    if offered:
        name = offered[0].award.version.name
        return NextStep(
            _("A badge waits for your answer"),
            _("“%(name)s”: accept it, and its page is open for those to whom you show it.") % {"name": name},
            _("Accept or decline"),
            offered[0].answer_url,
            "award",
        )
    for course in courses:
        if course.next is not None:
            return NextStep(
                _("Go on with “%(name)s”") % {"name": course.version.name},
                _("Next: %(title)s") % {"title": course.next.title},
                _("Go on"),
                course.next.url,
                "graduation-cap",
            )
    for own in organisations:
        if own.reviews:
            return NextStep(
                own.organisation.name,
                ngettext(
                    "%(count)s piece of work waits for review.",
                    "%(count)s pieces of work wait for review.",
                    own.reviews,
                )
                % {"count": own.reviews},
                _("Review"),
                reverse("assessment:review-list", args=[own.organisation.handle]),
                "clipboard-check",
            )
    if organisations and not courses and not badges:
        return NextStep(
            organisations[0].organisation.name,
            _("See how its badges are doing, and what there is to do."),
            _("Open the workspace"),
            reverse("pages:org-overview", args=[organisations[0].organisation.handle]),
            "building-2",
        )
    return NextStep(
        _("Find something to earn"),
        _("Choose a micro-credential, read its lessons, and prove the skill."),
        _("Explore the catalogue"),
        reverse("catalog:explore"),
        "search",
    )
