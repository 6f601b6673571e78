"""The skills of a definition, a row each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.catalog.models import Level
from openlaurel.apps.catalog.services import SkillClaim

BLANK_ROWS = 3


class SkillForm(forms.Form):
    """One skill. A row without a name is ignored, so emptying it removes the skill."""

    name = forms.CharField(
        label=_("Skill"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "known-skills", "autocomplete": "off"}),
    )
    level = forms.ChoiceField(label=_("Level reached"), required=False)
    url = forms.URLField(label=_("Web address"), required=False, max_length=500, assume_scheme="https")
    # Carried along unseen, so that editing keeps what came with the skill.
    code = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    framework = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    description = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["level"].choices = [("", _("Choose")), *Level.choices]  # type: ignore[attr-defined]

    def clean(self) -> None:
        if self.cleaned_data.get("name") and not self.cleaned_data.get("level"):
            self.add_error("level", _("Choose the level that the assessment proves."))


class SkillRows(forms.BaseFormSet[SkillForm]):
    """All skills of a definition; `problem` is what the service found wrong with them together."""

    problem = ""

    def claims(self) -> tuple[SkillClaim, ...]:
        """This function will return the rows that name a skill, in their order."""
        return tuple(SkillClaim(**form.cleaned_data) for form in self.forms if form.cleaned_data.get("name"))


def skill_rows(skills: tuple[SkillClaim, ...], data: object = None, extra: int = BLANK_ROWS) -> SkillRows:
    """This function will return the rows for `skills` and some blank ones, or those that were sent as `data`."""
    rows: SkillRows = SkillFormSet(  # type: ignore[assignment]
        data,  # type: ignore[arg-type]
        prefix="skills",
        initial=[skill.__dict__ for skill in skills] + [{}] * extra,
    )
    return rows


SkillFormSet = forms.formset_factory(SkillForm, formset=SkillRows, extra=0, max_num=40, absolute_max=60)
