"""What others ask of the catalogue."""

from openlaurel.apps.catalog.queries.achievements import artwork, get_published, published_versions

__all__ = ["artwork", "get_published", "published_versions"]
