"""The doors to what belongs to an organisation: for people its workspace, for programs its API keys."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from ipaddress import ip_address, ip_network
from typing import Any, Concatenate

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from openlaurel.apps.profiles.models import ApiKey, Kind, Profile
from openlaurel.apps.profiles.policies import Actor, NotAllowed, NotAMember, check_can, check_scope
from openlaurel.apps.profiles.queries import api_key_of
from openlaurel.apps.profiles.queries.long_pages import Place, place_after
from openlaurel.apps.profiles.scopes import Scope
from openlaurel.apps.profiles.services import note_api_key_use

REQUESTS_A_MINUTE = 600


def read_on(after: str, model: type[Model]) -> Place:
    """This function will return where a program reads on in a long list; what no answer said is refused with 422."""
    place = place_after(after, model)
    if place is None:
        raise HttpError(422, _("“after” is what “next” said in the answer before. Begin again without it."))
    return place


View = Callable[Concatenate[HttpRequest, Profile, ...], HttpResponseBase]


Entrance = Callable[[HttpRequest, Profile], HttpResponseBase | None]
_entrances: list[Entrance] = []


def guard_entrance(check: Entrance) -> None:
    """This function will have every workspace asked `check` before a page of it is shown.

    It returns None where a member may go on, else the answer that says what is missing; it is asked after the roles,
    so that strangers learn nothing. Apps above the profiles register in their `ready()`.
    """
    _entrances.append(check)


def workspace_view(permission: str) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """This function will make a view of `/org/<handle>/…` that only those with `permission` reach.

    The view gets the organisation instead of the handle. Strangers see 404, members of another role 403, and who lacks
    what the organisation asks for at its entrance is told so.
    """

    def decorate(view: View) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, handle: str, **rest: Any) -> HttpResponseBase:
            organisation = Profile.objects.filter(handle=handle, kind=Kind.ORGANISATION).first()
            if organisation is None:
                raise Http404
            try:
                check_can(actor_of(request), permission, organisation)
                for check in _entrances:
                    if (answer := check(request, organisation)) is not None:
                        return answer
                return view(request, organisation, **rest)
            except NotAMember:
                raise Http404 from None
            except NotAllowed as error:
                raise PermissionDenied(str(error)) from error

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """This function will return the signed-in person as an actor."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return Actor(account=request.user)


class ApiKeyAuth(HttpBearer):
    """`Authorization: Bearer olk_…` of a key with `scope`, from the workspace; `request.auth` is the key's Actor."""

    openapi_description = "An API key of an organisation, from its workspace, with the scope that is named."

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        now = timezone.now()
        key = api_key_of(token, now)
        if key is None:
            return None
        _count(key, now)
        _check_network(key, request)
        note_api_key_use(api_key=key, now=now, secret=token)
        check_scope(key, self.scope)
        return Actor(api_key=key)


def program_of(request: HttpRequest) -> tuple[Actor, Profile]:
    """This function will return the actor of the key that a request was let in with, and the key's organisation."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    assert actor.api_key is not None
    return actor, actor.api_key.organisation


class NobodyAuth(HttpBearer):
    """What an operation has that doesn't say who may: nobody may."""

    def authenticate(self, request: HttpRequest, token: str) -> None:
        return None


class TooManyRequests(Exception):
    """A key was used more often than a minute allows; `wait` is the seconds until the next minute."""

    def __init__(self, wait: int) -> None:
        super().__init__(
            _("A key may be used %(most)s times a minute. Wait %(wait)s seconds.")
            % {"most": REQUESTS_A_MINUTE, "wait": wait}
        )
        self.wait = wait


def _count(key: ApiKey, now: datetime) -> None:
    """Counts in the cache, for all processes and machines together."""
    moment = int(now.timestamp())
    name = f"api-key:{moment // 60}:{key.id}"
    if cache.add(name, 1, timeout=60):
        return
    try:
        count = cache.incr(name)
    except ValueError:  # it ended between the two
        return
    if count > REQUESTS_A_MINUTE:
        raise TooManyRequests(60 - moment % 60)


def _check_network(key: ApiKey, request: HttpRequest) -> None:
    if not key.networks:
        return
    address = ip_address(get_adapter().get_client_ip(request))
    address = getattr(address, "ipv4_mapped", None) or address
    if not any(address in ip_network(network) for network in key.networks):
        raise NotAllowed(_("This key isn't accepted from the network that the request comes from."))


class Problem(Schema):
    """How every error of the API looks (RFC 9457, `application/problem+json`)."""

    type: str
    title: str
    status: int
    detail: str
