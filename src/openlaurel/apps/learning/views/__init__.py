"""Pages on which people learn."""

from django.http import Http404

from openlaurel.apps.learning.models import Course
from openlaurel.apps.learning.queries import get_course


def course_or_404(slug: str) -> Course:
    """This function will return the published course at `slug`, or answer that there is none."""
    try:
        return get_course(slug)
    except Course.DoesNotExist:
        raise Http404 from None
