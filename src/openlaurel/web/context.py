"""What every template may ask about the installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, Any]:
    return {
        "installation_url": settings.OPENLAUREL_URL,
        "installation_is_loopback": settings.INSTALLATION.is_loopback,
        "has_demo_world": settings.OPENLAUREL_DEMO,
        "has_security_contact": bool(settings.OPENLAUREL_SECURITY_CONTACT),
    }
