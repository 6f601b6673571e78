"""The HTTP API: one OpenAPI document, each app's router in its place."""

from ninja import NinjaAPI

from openlaurel import __version__

api = NinjaAPI(
    title="OpenLaurel", version=__version__, openapi_url="/openapi.json", docs_url=None, urls_namespace="api"
)
