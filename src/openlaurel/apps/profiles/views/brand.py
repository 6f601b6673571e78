"""The colour of an organisation's pages, as a style sheet: the policy against inline styles stands."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

# A little darker than the site's own: so light that the ink of no hue becomes unreadable on its soft ground.
SHEET = (
    ":root{{--h:{hue};--brand:light-dark(oklch(46% 0.21 {hue}),oklch(76% 0.13 {hue}));"
    "--brand-solid:oklch(46% 0.21 {hue})}}\n"
)


@require_safe
def brand_style(request: HttpRequest, hue: int) -> HttpResponse:
    if not 0 <= hue < 360:
        raise Http404
    response = HttpResponse(SHEET.format(hue=hue), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
