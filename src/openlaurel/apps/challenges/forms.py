from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    asker = forms.CharField(
        label=_("Who asks"),
        help_text=_("Your name and organisation, as the holder should see it."),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )


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
