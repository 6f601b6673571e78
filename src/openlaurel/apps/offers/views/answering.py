"""How a view tells what a service refused."""

from django.forms import Form

from openlaurel.apps.offers.errors import InvalidOffer


def tell(form: Form, error: InvalidOffer) -> None:
    """This function will put each problem at its field, or above the form where it has none."""
    for field, problem in error.problems.items():
        form.add_error(field if field in form.fields else None, problem)
