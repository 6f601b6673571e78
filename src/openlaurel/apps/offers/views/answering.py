"""How a view tells what a service refused, and where it leads whoever got a badge."""

from django.forms import Form
from django.urls import reverse

from openlaurel.apps.catalog.forms.custom_fields import input_name
from openlaurel.apps.issuing.models import Award
from openlaurel.apps.issuing.services.claims import claim_token
from openlaurel.apps.offers.errors import InvalidOffer


def tell(form: Form, error: InvalidOffer) -> None:
    """This function will put each problem at its field, or above the form where it has none."""
    for field, problem in error.problems.items():
        name = input_name(field)
        form.add_error(name if name in form.fields else None, problem)


def claim_path(award: Award) -> str:
    """This function will return the path at which the recipient accepts: on this site, at whatever address it is open.

    A badge that went to another address since isn't for whoever has a link to the one before: they get its page.
    """
    if award.binding:
        return reverse("pages:award-detail", args=[award.pk])
    return reverse("issuing:claim", args=[claim_token(award)])
