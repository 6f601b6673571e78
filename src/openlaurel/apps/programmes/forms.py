"""What a designer fills in about a programme, and the rows of its steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openlaurel.apps.profiles.queries import language_choices
from openlaurel.apps.programmes.services import Outline, Step

SPARE_ROWS = 3
FIELDS = ("name", "description", "language", "has_colour", "colour")


class ProgrammeForm(forms.Form):
    """A programme without its steps."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("For whom it is, and where it leads. Needed before it is published."),
    )
    language = forms.ChoiceField(label=_("Language"))
    has_colour = forms.BooleanField(label=_("Use a colour of its own"), required=False)
    colour = forms.CharField(
        label=_("Colour"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Without one the programme's page has your brand colours."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]

    def outline(self, steps: tuple[Step, ...]) -> Outline:
        """This function will return what is filled in, with these steps."""
        values = self.cleaned_data
        return Outline(
            name=values["name"],
            language=values["language"],
            description=values["description"],
            colour=values["colour"].lower() if values["has_colour"] else "",
            steps=steps,
        )


class NewProgrammeForm(ProgrammeForm):
    """A new programme; its address is fixed from then on."""

    slug = forms.SlugField(
        label=_("Address"),
        max_length=100,
        required=False,
        help_text=_(
            "The end of its public address, such as data-analyst. It can't be changed later; empty, it is made of the name."
        ),
    )
    field_order = ("name", "slug")


class StepForm(forms.Form):
    """One row: a micro-credential, or nothing."""

    achievement = forms.ChoiceField(label=_("Micro-credential"), required=False)
    is_optional = forms.BooleanField(label=_("Optional"), required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["achievement"].choices = [("", _("Nothing")), *choices]  # type: ignore[attr-defined]


class StepRows:
    """The steps as rows of one form; `move` is "2-up" or "2-down" when a row was to change places with its neighbour."""

    def __init__(
        self,
        choices: list[tuple[str, str]],
        *,
        steps: tuple[Step, ...] = (),
        data: Any = None,
        move: str = "",
    ) -> None:
        self.problem = ""
        is_sent = data is not None and "step-0-achievement" in data
        values = _sent(data) if is_sent else [(step.achievement, step.is_optional) for step in steps]
        values = _moved([value for value in values if value[0]], move)
        values += [("", False)] * SPARE_ROWS
        self.rows = [
            StepForm(
                {f"step-{n}-achievement": slug, **({f"step-{n}-is_optional": "on"} if optional else {})},
                prefix=f"step-{n}",
                choices=choices,
            )
            for n, (slug, optional) in enumerate(values)
        ]
        self.last = len(values) - SPARE_ROWS - 1

    def is_valid(self) -> bool:
        return not [row for row in self.rows if not row.is_valid()]

    def steps(self) -> tuple[Step, ...]:
        """This function will return the rows that name something."""
        return tuple(
            Step(row.cleaned_data["achievement"], row.cleaned_data["is_optional"])
            for row in self.rows
            if row.cleaned_data.get("achievement")
        )


def _sent(data: Any) -> list[tuple[str, bool]]:
    values = []
    for number in range(100):
        if f"step-{number}-achievement" not in data:
            break
        values.append((data[f"step-{number}-achievement"], f"step-{number}-is_optional" in data))
    return values


def _moved(values: list[tuple[str, bool]], move: str) -> list[tuple[str, bool]]:
    place, _dash, way = move.partition("-")
    if place.isdecimal() and len(place) < 4 and way in {"up", "down"}:
        here = int(place)
        there = here - 1 if way == "up" else here + 1
        if 0 <= here < len(values) and 0 <= there < len(values):
            values[here], values[there] = values[there], values[here]
    return values
