"""A badge is drawn from data; a picture of somebody's own is taken in only when it is harmless."""

from openlaurel.adapters.artwork_assets import load_assets
from openlaurel.core.artwork import ArtworkSpec, UploadError, render_badge, sanitize_svg

spec = ArtworkSpec(
    title="Tide tables in practice", issuer="Harbour Institute", shape="seal", hue=215, level=2
)
svg = render_badge(spec, load_assets())
print(svg[:4], svg == render_badge(spec, load_assets()))

own = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" foo="1"/></svg>'
)
print(sanitize_svg(own).decode())
try:
    sanitize_svg(own.replace(b"foo", b"onclick"))
except UploadError as error:
    print(f"{type(error).__name__}: {error}")
