"""The door to an organisation's workspace: every view behind it names the permission that it needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from openlaurel.apps.profiles.models import Kind, Profile
from openlaurel.apps.profiles.policies import Actor, NotAllowed, NotAMember, check_can

View = Callable[Concatenate[HttpRequest, Profile, ...], HttpResponse]


def workspace_view(permission: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """This function will make a view of `/org/<handle>/…` that only those with `permission` reach.

    The view gets the organisation instead of the handle. Strangers see 404, members of another role 403.
    """

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, handle: str, **rest: Any) -> HttpResponse:
            organisation = Profile.objects.filter(handle=handle, kind=Kind.ORGANISATION).first()
            if organisation is None:
                raise Http404
            try:
                check_can(actor_of(request), permission, organisation)
            except NotAMember:
                raise Http404 from None
            except NotAllowed as error:
                raise PermissionDenied(str(error)) from error
            return view(request, organisation, **rest)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """This function will return the signed-in person as an actor."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return Actor(account=request.user)
