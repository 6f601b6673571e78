"""For which domains an organisation answers."""

from django.db.models import QuerySet

from openlaurel.apps.profiles.models import Domain, Profile


def confirmed_domains(organisation: Profile) -> QuerySet[Domain]:
    """This function will return the domains that the organisation has proved to be its own, by name."""
    return Domain.objects.filter(organisation=organisation, confirmed_at__isnull=False)


def domain_over(organisation: Profile, name: str) -> Domain | None:
    """This function will return the organisation's domain that is `name` or lies above it, a confirmed one if there is.

    Whoever holds example.org holds mail.example.org too.
    """
    labels = name.strip().rstrip(".").lower().split(".")
    names = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    found = list(Domain.objects.filter(organisation=organisation, name__in=names))
    found.sort(key=lambda domain: (domain.confirmed_at is None, -len(domain.name)))
    return found[0] if found else None
