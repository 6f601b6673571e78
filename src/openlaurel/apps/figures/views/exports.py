"""The numbers of a chart as a file."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from openlaurel.apps.figures.exporting import CHARTS, chart_lines
from openlaurel.apps.figures.forms import SelectionForm
from openlaurel.apps.profiles.access import workspace_view
from openlaurel.apps.profiles.models import Profile


@workspace_view("view_figures")
@require_safe
def export(request: HttpRequest, organisation: Profile, chart: str) -> StreamingHttpResponse:
    """The same numbers as on the page, of the same selection."""
    if chart not in CHARTS:
        raise Http404
    form = SelectionForm(request.GET, organisation=organisation, today=timezone.now().date())
    response = StreamingHttpResponse(
        chart_lines(chart, form.selection()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{organisation.handle}-{chart}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
