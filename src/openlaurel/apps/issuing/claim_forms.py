"""What holders fill in behind the link of their mail."""

from django import forms
from django.utils.translation import gettext_lazy

from openlaurel.apps.issuing.models import Visibility


class ClaimForm(forms.Form):
    show_name = forms.BooleanField(
        label=gettext_lazy("Show my name on the badge's public page"),
        required=False,
        help_text=gettext_lazy(
            "Then the issuer's public page names you among the holders, too. Without it no page says anything "
            "about you; you can still prove that the badge is yours. "
            "You can change this later with the link in your mail."
        ),
    )


class ShowForm(ClaimForm):
    """What a holder shows of a badge that they accepted."""

    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may see its page"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "With “Only you” others learn no more than that it is private. Whoever has the badge's file can still verify it."
        ),
    )
    hides_evidence = forms.BooleanField(
        label=gettext_lazy("Hide the evidence"),
        required=False,
        help_text=gettext_lazy(
            "It can't be taken out of the signed file: others get no file from this site then. Files that somebody has stay."
        ),
    )
    field_order = ("visibility", "show_name", "hides_evidence")
