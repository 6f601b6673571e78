from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    asker = forms.CharField(
        label=_("Who asks"),
        help_text=_("Your name and organisation, as the holder should see it."),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )


class PasskeyForm(forms.Form):
    """What the device answered, and the state with which it was asked."""

    credential = forms.JSONField(widget=forms.HiddenInput, max_length=10_000)
    state = forms.CharField(widget=forms.HiddenInput, max_length=1_000)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the mail"),
        help_text=_("Six digits."),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "dir": "ltr",
                "spellcheck": "false",
            }
        ),
    )
