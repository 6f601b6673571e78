"""Changing what an organisation's mails say."""

from openlaurel.apps.letters.services.templates import (
    InvalidTemplate,
    problems_with,
    remove_template,
    save_template,
)

__all__ = ["InvalidTemplate", "problems_with", "remove_template", "save_template"]
