"""Words that the page, the files and the drawings share."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What found no place in the European Learning Model, by what of a résumé it is.
EUROPASS_LOSSES = {
    "summary": gettext_lazy("Your statement: a person of the model has no place for one."),
    "projects": gettext_lazy("Projects: the model has no place for what nobody assessed."),
    "work": gettext_lazy("Work: the model describes learning."),
    "degrees": gettext_lazy(
        "Degrees: there they are claims of who awarded them, and these are your own words."
    ),
}


def month_in_words(text: str) -> str:
    """This function will write a year, or a month of a year, in the present language; what is neither stays."""
    if len(text) != 7:
        return text
    try:
        return date_format(date.fromisoformat(f"{text}-01"), "YEAR_MONTH_FORMAT")
    except ValueError:
        return text


def time_in_words(starts: str, ends: str) -> str:
    """This function will say from when to when something lasted, each YYYY or YYYY-MM or empty."""
    if starts and ends:
        return _("%(start)s to %(end)s") % {"start": month_in_words(starts), "end": month_in_words(ends)}
    if starts:
        return _("since %(start)s") % {"start": month_in_words(starts)}
    return month_in_words(ends)
