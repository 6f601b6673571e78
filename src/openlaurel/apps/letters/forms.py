"""What one fills in about a template. The services check it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.catalog.models import Achievement
from openlaurel.apps.letters.models import LetterKind
from openlaurel.apps.letters.queries import achievements_of
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import language_choices


class AchievementField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.newest_name or obj)


class TemplateForm(forms.Form):
    """Which mail, for what, in which language, and its words."""

    kind = forms.ChoiceField(label=_("Mail"), choices=LetterKind.choices)
    achievement = AchievementField(
        Achievement.objects.none(), label=_("Micro-credential"), required=False, empty_label=_("All of them")
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Recipients who read this language get this text.")
    )
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Markdown: an empty line begins a paragraph, **two asterisks** make bold."),
    )

    def __init__(self, *args: Any, organisation: Profile, **rest: Any) -> None:
        super().__init__(*args, **rest)
        achievements = self.fields["achievement"]
        assert isinstance(achievements, forms.ModelChoiceField)
        achievements.queryset = achievements_of(organisation)
        languages = self.fields["language"]
        assert isinstance(languages, forms.ChoiceField)
        languages.choices = language_choices()


class AddressForm(forms.Form):
    address = forms.EmailField(label=_("E-mail address"), max_length=254)
