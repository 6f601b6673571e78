"""An issuer of badges of older versions somewhere else, with what it publishes on a site of its own."""

import json
from typing import Any

from tests.sites import Page, Site, send
from tests.unit.core import legacy_issuers as old


class OlderIssuer:
    """Publishes what `legacy_issuers` describes on `site`, whose address takes the place of the invented one."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.publish(old.published())

    def publish(self, documents: dict[str, Any]) -> None:
        """This function will serve what lies at each address: JSON, or text as it is."""
        for address, document in documents.items():
            self.serve(address, self.here(document))

    def serve(self, address: str, page: Page) -> None:
        self.site.pages[address.removeprefix(old.SITE)] = page

    def withdraw(self, address: str) -> None:
        """This function will answer at `address` that the badge was revoked."""
        self.serve(address, send(b'{"revoked": true}', status=410))

    def here(self, document: Any) -> bytes:
        """This function will return a document as a file, with the addresses of this site."""
        text = document if isinstance(document, str) else json.dumps(document)
        return text.replace(old.SITE, self.site.url).encode()

    def url(self, address: str) -> str:
        return address.replace(old.SITE, self.site.url)

    def signed(self, payload: dict[str, Any], **options: Any) -> str:
        return old.signed(json.loads(self.here(payload)), **options)
