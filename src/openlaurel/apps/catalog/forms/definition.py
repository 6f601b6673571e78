"""The form of a definition, in sections. It reads values; the services say what they may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openlaurel.adapters.artwork_assets import load_assets
from openlaurel.apps.catalog.forms.fields import LinesField, TagsField
from openlaurel.apps.catalog.forms.pictures import icon_name, shape_name
from openlaurel.apps.catalog.models import DuplicatePolicy, Level, Participation, Supervision
from openlaurel.apps.catalog.queries import published_versions
from openlaurel.apps.catalog.queries.types import NAMES
from openlaurel.apps.catalog.services import Definition, SkillClaim
from openlaurel.apps.catalog.services.completeness import NEEDED
from openlaurel.apps.profiles.models import Profile
from openlaurel.apps.profiles.queries import country_choices, currency_choices, language_choices
from openlaurel.core.artwork import SHAPES

_AREA = forms.Textarea(attrs={"rows": 3})
_EQF = [("", _("Not placed in the framework")), *((number, str(number)) for number in range(1, 9))]


@dataclass(frozen=True)
class Section:
    """One part of the page: a heading, what it is for, and its fields."""

    id: str
    title: Promise
    help: Promise
    fields: list[BoundField]


class DefinitionForm(forms.Form):
    """All of a definition but its skills and results. Only a name and a language are needed to save a draft."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("In which it is taught and assessed, and this definition is written."),
    )
    achievement_type = forms.ChoiceField(
        label=_("Type"), choices=list(NAMES.items()), initial="MicroCredential"
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("Choose")), *Level.choices])
    description = forms.CharField(
        label=_("Description"),
        required=False,
        widget=_AREA,
        help_text=_("What the holder can do, in two or three sentences. It stands on every badge."),
    )
    outcomes = LinesField(
        label=_("Learning outcomes"),
        required=False,
        help_text=_("One a line, each beginning with a verb: “Compare two offers by their total cost”."),
    )
    tags = TagsField(
        label=_("Tags"), required=False, help_text=_("Words to find it by, with commas between.")
    )
    criteria = forms.CharField(
        label=_("Criteria"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What it takes to earn it. Markdown works: - for lists, **bold**."),
    )
    assessment_type = forms.CharField(
        label=_("Type of assessment"), required=False, help_text=_("Such as “Quiz and a practical task”.")
    )
    supervision = forms.ChoiceField(
        label=_("Supervision"), required=False, choices=[("", _("Choose")), *Supervision.choices]
    )
    identity_check = forms.CharField(
        label=_("Identity check"),
        required=False,
        help_text=_("How you make sure who is assessed, if you do."),
    )
    prerequisites = forms.CharField(
        label=_("Prerequisites"),
        required=False,
        widget=_AREA,
        help_text=_("What somebody should know or have before they begin."),
    )
    required = forms.MultipleChoiceField(
        label=_("To be earned before"), required=False, widget=forms.CheckboxSelectMultiple
    )
    participation = forms.ChoiceField(
        label=_("Form of participation"), required=False, choices=[("", _("Choose")), *Participation.choices]
    )
    workload_hours = forms.IntegerField(
        label=_("Workload in hours"),
        required=False,
        min_value=0,
        help_text=_("All that a learner needs: teaching, reading, practice and assessment."),
    )
    ects = forms.DecimalField(label=_("ECTS credits"), required=False, decimal_places=1)
    eqf_level = forms.TypedChoiceField(
        label=_("European qualifications level"), required=False, coerce=int, empty_value=None, choices=_EQF
    )
    credits = forms.DecimalField(label=_("Continuing-education units"), required=False, decimal_places=2)
    awarding_body_name = forms.CharField(
        label=_("Awarding body"),
        required=False,
        help_text=_("Who stands for it; it may be another body than your organisation here."),
    )
    awarding_body_url = forms.URLField(
        label=_("Website of the awarding body"), required=False, assume_scheme="https"
    )
    country = forms.ChoiceField(label=_("Country of the awarding body"), required=False)
    quality_assurance = forms.CharField(
        label=_("Quality assurance"),
        required=False,
        widget=_AREA,
        help_text=_("Who reviews the content and the assessment, and how often."),
    )
    price_amount = forms.DecimalField(
        label=_("Price"), required=False, min_value=0, decimal_places=2, help_text=_("0 means free.")
    )
    price_currency = forms.ChoiceField(label=_("Currency"), required=False)
    validity_months = forms.IntegerField(
        label=_("Valid for how many months"),
        required=False,
        min_value=1,
        help_text=_("Leave it empty when badges don't expire."),
    )
    how_awarded = forms.CharField(
        label=_("How it is awarded"),
        required=False,
        widget=_AREA,
        help_text=_("For what is not earned on this site: who awards it, when and how to take part."),
    )
    art_shape = forms.ChoiceField(label=_("Shape"), widget=forms.RadioSelect, initial="hexagon")
    art_icon = forms.ChoiceField(label=_("Icon"), widget=forms.RadioSelect, initial="award")
    art_hue = forms.IntegerField(
        label=_("Colour"),
        min_value=0,
        max_value=359,
        initial=275,
        widget=forms.NumberInput(attrs={"type": "range", "min": 0, "max": 359, "class": "hue-slider"}),
    )

    SECTIONS = (
        (
            "what",
            _("What it is"),
            _("What people read first, in the catalogue and on every badge."),
            ("name", "slug", "language", "achievement_type", "level", "description", "outcomes", "tags"),
        ),
        (
            "earning",
            _("How it is earned and assessed"),
            _("What makes the badge worth trusting."),
            (
                "criteria",
                "assessment_type",
                "supervision",
                "identity_check",
                "participation",
                "prerequisites",
                "required",
                "how_awarded",
            ),
        ),
        (
            "facts",
            _("Facts that others compare"),
            _("The European recommendation on micro-credentials asks for them."),
            (
                "workload_hours",
                "ects",
                "eqf_level",
                "credits",
                "awarding_body_name",
                "awarding_body_url",
                "country",
                "quality_assurance",
                "price_amount",
                "price_currency",
                "validity_months",
            ),
        ),
    )

    def __init__(
        self, *args: Any, organisation: Profile, required: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        own = published_versions().filter(achievement__organisation=organisation).order_by("name")
        named = {version.achievement.slug: version.name for version in own}
        choices = {
            "language": language_choices(),
            "country": [("", _("Choose")), *country_choices()],
            "price_currency": [("", _("Choose")), *currency_choices()],
            "art_shape": [(shape, shape_name(shape)) for shape in SHAPES],
            "art_icon": [(icon, icon_name(icon)) for icon in sorted(load_assets().icons)],
            "required": list(({slug: slug for slug in required} | named).items()),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.is_needed = name in NEEDED  # type: ignore[attr-defined]

    def sections(self) -> list[Section]:
        """This function will return the fields in the order of the page."""
        return [
            Section(key, title, help, [self[name] for name in names if name in self.fields])
            for key, title, help, names in self.SECTIONS
        ]

    def definition(
        self,
        skills: tuple[SkillClaim, ...],
        results: tuple[Mapping[str, Any], ...],
        base: Definition | None = None,
    ) -> Definition:
        """This function will return what was filled in; what the form doesn't show stays as in `base`."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "slug"}
        data["workload_hours"] = data["workload_hours"] or 0
        data["price_amount"] = data["price_amount"] or Decimal(0)
        data["required"] = tuple(data["required"])
        start = base or Definition(name=data["name"], language=data["language"])
        return replace(start, **data, skills=skills, result_descriptions=results)


class DuplicatesForm(forms.Form):
    """The achievement's duplicate policy, which is no part of a version: it can change at any time."""

    duplicates = forms.ChoiceField(
        label=_("When somebody holds the badge already"),
        choices=DuplicatePolicy.choices,
        widget=forms.RadioSelect,
        help_text=_("For every way of issuing: by hand, rosters, the API, courses and what people ask for."),
    )


class NewDefinitionForm(DefinitionForm):
    """A first definition, which also chooses its address."""

    slug = forms.SlugField(
        label=_("Address"),
        required=False,
        max_length=100,
        help_text=_(
            "Small letters, digits and hyphens; it can't be changed later. Empty: made from the name."
        ),
    )
