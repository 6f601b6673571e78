"""What an owner fills in about a webhook. The services check it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.webhooks.kinds import LABELS


class EndpointForm(forms.Form):
    """Where news go and which."""

    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        widget=forms.URLInput(attrs={"dir": "ltr", "placeholder": "https://hr.example.org/openlaurel"}),
        help_text=_(
            "It gets a POST with JSON and must answer with a status from 200 to 299 within ten seconds."
        ),
    )
    types = forms.MultipleChoiceField(
        label=_("What it is told"), choices=tuple(LABELS.items()), widget=forms.CheckboxSelectMultiple
    )
