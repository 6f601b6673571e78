"""The public page of an organisation or a person."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from openlaurel.apps.catalog.queries import earnable_among
from openlaurel.apps.pages.queries.organisations import organisation_page, structured_data
from openlaurel.apps.pages.queries.profiles import person_page
from openlaurel.apps.profiles.models import Kind, Profile
from openlaurel.apps.profiles.queries import country_name


@require_safe
def profile_detail(request: HttpRequest, handle: str) -> HttpResponse:
    """This function will show who awards badges, or the badges that a person shows; a person without any is 404."""
    profile = get_object_or_404(Profile.objects.select_related("account"), handle=handle)
    if profile.kind == Kind.ORGANISATION:
        wanted = (request.GET.get(name) for name in ("page", "programmes", "people"))
        page = organisation_page(profile, *wanted, now=timezone.now())
        context = {
            "page": page,
            "structured_data": structured_data(page),
            "organisation": profile,
            "country": country_name(profile.country) if profile.country else "",
            "earnable": earnable_among(page.versions),
        }
        return render(request, "pages/organisation.html", context)
    person = person_page(profile, request.GET.get("page"), now=timezone.now())
    if person is None:
        raise Http404
    return render(request, "pages/person.html", {"page": person, "profile": profile})
