"""What an owner fills in about the entrance. The services check it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TwoFactorForm(forms.Form):
    """From when on members need a second factor."""

    start = forms.DateField(
        label=_("From this day on"),
        required=False,
        help_text=_("So that members have time to set it up. Without a day it holds at once."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
