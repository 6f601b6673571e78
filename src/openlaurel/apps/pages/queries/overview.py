"""How an organisation is doing, and what there is to do for who looks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openlaurel.apps.accounts.models import Account
from openlaurel.apps.assessment.queries import review_queue
from openlaurel.apps.catalog.queries import count_own
from openlaurel.apps.figures.queries import tallied_counts
from openlaurel.apps.issuing.queries import AwardCounts, count_awards
from openlaurel.apps.profiles.models import Profile, Role
from openlaurel.apps.profiles.policies import PERMISSIONS, Actor, roles_of
from openlaurel.apps.profiles.queries import TrailLine, list_events, members_of, read_trail

RECENT = 6


@dataclass(frozen=True)
class Stage:
    """One stage of the funnel; `percent` of what was issued."""

    name: str
    number: int
    percent: int


@dataclass(frozen=True)
class ToDo:
    text: str
    url: str
    icon: str


@dataclass(frozen=True)
class Overview:
    counts: AwardCounts
    funnel: Sequence[Stage]
    acceptance: str
    published: int
    drafts: int
    recent: Sequence[TrailLine]
    may_see_trail: bool
    may_issue: bool
    to_do: Sequence[ToDo]


def overview_of(organisation: Profile, account: Account) -> Overview:
    """This function will return what the overview of a workspace shows to `account`."""
    roles = roles_of(Actor(account=account), organisation)
    counts = count_awards(organisation) or tallied_counts(organisation)
    published, drafts = count_own(organisation)
    may_see_trail = bool(roles & PERMISSIONS["view_audit_trail"])
    return Overview(
        counts=counts,
        funnel=_funnel(counts),
        acceptance=_percent(counts.accepted, counts.issued),
        published=published,
        drafts=drafts,
        recent=read_trail(list_events(organisation)[:RECENT]) if may_see_trail else (),
        may_see_trail=may_see_trail,
        may_issue=bool(roles & PERMISSIONS["issue_award"]) and published > 0,
        to_do=_to_do(organisation, account, roles, counts, published),
    )


def _funnel(counts: AwardCounts) -> list[Stage]:
    stages = (
        (_("Issued"), counts.issued),
        (_("Mailed"), counts.mailed),
        (_("Claim page opened"), counts.opened),
        (_("Accepted"), counts.accepted),
    )
    return [Stage(name, number, _share(number, counts.issued)) for name, number in stages]


def _share(part: int, whole: int) -> int:
    return round(part * 100 / whole) if whole else 0


def _percent(part: int, whole: int) -> str:
    return _("%(number)s%%") % {"number": number_format(_share(part, whole))} if whole else "–"


def _to_do(
    organisation: Profile, account: Account, roles: frozenset[Role], counts: AwardCounts, published: int
) -> list[ToDo]:
    def may(permission: str) -> bool:
        return bool(roles & PERMISSIONS[permission])

    def url(name: str) -> str:
        return reverse(name, args=[organisation.handle])

    found = []
    if may("review_submission") and (waiting := review_queue(organisation, besides=account).count()):
        text = ngettext("Review one piece of work", "Review %(count)s pieces of work", waiting)
        found.append(ToDo(text % {"count": waiting}, url("assessment:review-list"), "clipboard-check"))
    if may("define_achievement") and not published:
        text = _("Define and publish your first micro-credential")
        found.append(ToDo(text, url("catalog:achievement-list"), "award"))
    if may("issue_award") and published and not counts.issued:
        found.append(ToDo(_("Issue your first badge"), url("issuing:issue"), "send"))
    if may("view_awards") and (unopened := counts.mailed - counts.opened):
        text = ngettext("See who hasn't opened a badge", "See who hasn't opened %(count)s badges", unopened)
        found.append(ToDo(text % {"count": number_format(unopened)}, url("issuing:award-list"), "mail"))
    if may("manage_members") and members_of(organisation).count() == 1:
        found.append(ToDo(_("Invite those who work with you"), url("profiles:member-list"), "user-plus"))
    if may("edit_profile") and not organisation.description:
        text = _("Say on your public page who you are")
        found.append(ToDo(text, url("profiles:organisation-settings"), "pencil"))
    return found
